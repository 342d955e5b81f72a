package speechsense

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	ss "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// TestNothingOfAnAnswerIsDropped gives every field of a talk, as the official
// descriptors know them, a value of its own and looks for each in what convert
// makes of it.
func TestNothingOfAnAnswerIsDropped(t *testing.T) {
	talk := &ss.Talk{}
	marks := map[string]string{} // path → how its value looks in JSON
	n := 1000
	mark(talk.ProtoReflect(), "Talk", marks, &n)
	if len(marks) < 100 {
		t.Fatalf("only %d fields were filled", len(marks))
	}

	text, err := json.Marshal(convert(talk, known{}))
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range marks {
		if !strings.Contains(string(text), want) {
			t.Errorf("%s: the value %s is lost", path, want)
		}
	}
}

// mark fills a message. Enumerations are left to the other tests: their values
// cannot be told apart.
func mark(m protoreflect.Message, path string, marks map[string]string, n *int) {
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		at := path + "." + string(f.Name())
		if o := f.ContainingOneof(); o != nil && !o.IsSynthetic() && m.WhichOneof(o) != nil {
			continue // one of several kinds of value; the others have a message of their own below
		}
		switch {
		case f.IsList() && f.Message() != nil:
			list := m.Mutable(f).List()
			kinds := 1
			if f.Message().Oneofs().Len() > 0 {
				kinds = f.Message().Oneofs().Get(0).Fields().Len()
			}
			for k := range kinds {
				element := list.AppendMutable().Message()
				if kinds > 1 {
					scalar(element, f.Message().Oneofs().Get(0).Fields().Get(k), at, marks, n)
				}
				mark(element, at, marks, n)
			}
		case f.IsList():
			*n++
			v, look := value(f, *n)
			m.Mutable(f).List().Append(v)
			marks[at] = look
		case f.Message() != nil && f.Message().FullName() == "google.protobuf.Timestamp":
			*n++
			moment := time.Unix(1_770_000_000+int64(*n), 0).UTC()
			sub := m.Mutable(f).Message()
			sub.Set(sub.Descriptor().Fields().ByName("seconds"), protoreflect.ValueOfInt64(moment.Unix()))
			marks[at] = moment.Format(time.RFC3339)
		case f.Message() != nil:
			mark(m.Mutable(f).Message(), at, marks, n)
		case f.Enum() != nil:
			m.Set(f, protoreflect.ValueOfEnum(1))
		default:
			scalar(m, f, at, marks, n)
		}
	}
}

func scalar(m protoreflect.Message, f protoreflect.FieldDescriptor, at string, marks map[string]string, n *int) {
	*n++
	if f.Name() == "speaker_tag" { // a speaker is told by channel
		m.Set(f, protoreflect.ValueOfString(strconv.Itoa(*n)))
		marks[at] = fmt.Sprintf("%q", strconv.Itoa(*n))
		return
	}
	v, look := value(f, *n)
	m.Set(f, v)
	marks[fmt.Sprint(at, "#", *n)] = look
}

// value is the n-th value of a field's kind, and how it looks in JSON.
func value(f protoreflect.FieldDescriptor, n int) (protoreflect.Value, string) {
	switch f.Kind() {
	case protoreflect.StringKind:
		return protoreflect.ValueOfString(fmt.Sprint("x", n, "x")), fmt.Sprint("x", n, "x")
	case protoreflect.DoubleKind:
		return protoreflect.ValueOfFloat64(float64(n) + 0.25), fmt.Sprint(n, ".25")
	case protoreflect.Int64Kind:
		return protoreflect.ValueOfInt64(int64(n)), strconv.Itoa(n)
	}
	panic("no value for a " + f.Kind().String())
}

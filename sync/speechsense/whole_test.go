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
	"google.golang.org/protobuf/types/known/timestamppb"
)

// marked is one field of an answer that was given a value nothing else has.
type marked struct {
	field protoreflect.FieldDescriptor // for a wrapper (Int64Value …) the field that holds it
	path  string
	value any // string, int64, float64 or time.Time
}

// json is how the value looks in JSON, or a part of it.
func (m marked) json() string {
	switch v := m.value.(type) {
	case time.Time:
		return v.Format(time.RFC3339)
	case string:
		return v
	}
	return fmt.Sprint(m.value)
}

// markedTalk is a talk in which every field, as the official descriptors know
// them, has a value of its own; enumerations have numbers nobody knows yet.
func markedTalk() (*ss.Talk, []marked) {
	talk := &ss.Talk{}
	m := marker{n: 1000}
	m.fill(talk.ProtoReflect(), "Talk", nil)
	return talk, m.marks
}

// TestNothingOfAnAnswerIsDropped looks for each value of a marked talk in what
// convert makes of it.
func TestNothingOfAnAnswerIsDropped(t *testing.T) {
	talk, marks := markedTalk()
	if len(marks) < 100 {
		t.Fatalf("only %d fields were filled", len(marks))
	}

	text, err := json.Marshal(convert(talk, known{}))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range marks {
		if !strings.Contains(string(text), m.json()) {
			t.Errorf("%s: the value %s is lost", m.path, m.json())
		}
	}
}

// marker fills messages and notes what it filled them with.
type marker struct {
	n     int
	marks []marked
}

// fill fills a message; holder is the field it stands in, nil for the root.
func (k *marker) fill(m protoreflect.Message, path string, holder protoreflect.FieldDescriptor) {
	if m.Descriptor().ParentFile().Package() != "google.protobuf" {
		holder = nil
	}
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
			var kinds protoreflect.FieldDescriptors
			if f.Message().Oneofs().Len() > 0 {
				kinds = f.Message().Oneofs().Get(0).Fields()
			}
			if kinds == nil {
				k.fill(list.AppendMutable().Message(), at, f)
				continue
			}
			for n := range kinds.Len() {
				element := list.AppendMutable().Message()
				element.Set(kinds.Get(n), k.mark(kinds.Get(n), at+"."+string(kinds.Get(n).Name())))
				k.fill(element, at, f)
			}
		case f.IsList():
			m.Mutable(f).List().Append(k.mark(f, at))
		case f.Message() != nil && f.Message().FullName() == "google.protobuf.Timestamp":
			k.n++
			moment := time.Unix(1_770_000_000+int64(k.n), 0).UTC()
			m.Set(f, protoreflect.ValueOfMessage(timestamppb.New(moment).ProtoReflect()))
			k.marks = append(k.marks, marked{f, at, moment})
		case f.Message() != nil:
			k.fill(m.Mutable(f).Message(), at, f)
		case holder != nil:
			m.Set(f, k.markFor(f, holder, at))
		default:
			m.Set(f, k.mark(f, at))
		}
	}
}

func (k *marker) mark(f protoreflect.FieldDescriptor, path string) protoreflect.Value {
	return k.markFor(f, f, path)
}

// markFor makes the next value for f and notes it under the field it belongs to.
func (k *marker) markFor(f, belongs protoreflect.FieldDescriptor, path string) protoreflect.Value {
	k.n++
	note := func(value any, v protoreflect.Value) protoreflect.Value {
		k.marks = append(k.marks, marked{belongs, path, value})
		return v
	}
	switch f.Kind() {
	case protoreflect.StringKind:
		text := fmt.Sprint("x", k.n, "x")
		if f.Name() == "speaker_tag" { // a speaker is told by channel
			text = strconv.Itoa(k.n)
		}
		return note(text, protoreflect.ValueOfString(text))
	case protoreflect.DoubleKind:
		v := float64(k.n) + 0.25
		return note(v, protoreflect.ValueOfFloat64(v))
	case protoreflect.Int64Kind:
		return note(int64(k.n), protoreflect.ValueOfInt64(int64(k.n)))
	case protoreflect.EnumKind:
		return note(int64(k.n), protoreflect.ValueOfEnum(protoreflect.EnumNumber(k.n)))
	}
	panic("no value for a " + f.Kind().String())
}

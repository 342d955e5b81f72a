package speechsense

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"unicode"
	"unicode/utf8"

	ss "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"sensedesk/store"
)

// ReadAnswer makes a raw answer of Get readable, whole: what the API's names of
// today do not cover stands beside the JSON.
func ReadAnswer(raw []byte) (store.Answer, error) {
	const op = "read stored answer"
	t := &ss.Talk{}
	if err := proto.Unmarshal(raw, t); err != nil {
		return store.Answer{}, store.E(store.CodeInternal, op, err)
	}
	text, err := protojson.MarshalOptions{UseProtoNames: true}.Marshal(t)
	if err != nil {
		return store.Answer{}, store.E(store.CodeInternal, op, err)
	}
	var indented bytes.Buffer // protojson's own spaces differ from build to build, on purpose
	if err := json.Indent(&indented, text, "", "  "); err != nil {
		return store.Answer{}, store.E(store.CodeInternal, op, err)
	}
	return store.Answer{
		Bytes: len(raw), JSON: indented.String(), Newer: newerFields(nil, "", t.ProtoReflect()),
		Details: *convert(t, known{}).Details,
	}, nil
}

// newerFields appends what a message and those in it hold in fields that the
// descriptors do not know.
func newerFields(out []store.NewerField, path string, m protoreflect.Message) []store.NewerField {
	for rest := m.GetUnknown(); len(rest) > 0; {
		number, kind, n := protowire.ConsumeTag(rest)
		if n < 0 {
			break
		}
		rest = rest[n:]
		n = protowire.ConsumeFieldValue(number, kind, rest)
		if n < 0 {
			break
		}
		out = append(out, store.NewerField{Path: path, Number: int(number), Value: wireValue(kind, rest[:n])})
		rest = rest[n:]
	}
	in := func(fd protoreflect.FieldDescriptor) string {
		if path == "" {
			return string(fd.Name())
		}
		return path + "." + string(fd.Name())
	}
	fields := m.Descriptor().Fields()
	for i := range fields.Len() { // Range has no order of its own
		fd := fields.Get(i)
		switch {
		case fd.Message() == nil || fd.IsMap() || !m.Has(fd):
		case fd.IsList():
			list := m.Get(fd).List()
			for j := range list.Len() {
				out = newerFields(out, fmt.Sprintf("%s[%d]", in(fd), j), list.Get(j).Message())
			}
		default:
			out = newerFields(out, in(fd), m.Get(fd).Message())
		}
	}
	return out
}

// wireValue writes a value whose type nobody told. Bytes that read as a text are
// taken for one.
func wireValue(kind protowire.Type, value []byte) string {
	switch kind {
	case protowire.VarintType:
		v, _ := protowire.ConsumeVarint(value)
		return strconv.FormatUint(v, 10)
	case protowire.BytesType:
		v, _ := protowire.ConsumeBytes(value)
		if utf8.Valid(v) && !slices.ContainsFunc([]rune(string(v)), unicode.IsControl) {
			return string(v)
		}
		value = v
	}
	return hex.EncodeToString(value)
}

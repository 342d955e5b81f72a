package speechsense

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	ss "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1"
	analysis "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1/analysis"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"

	"sensedesk/store"
)

// TestReadAnswer reads answers like real ones: the JSON is the whole answer.
func TestReadAnswer(t *testing.T) {
	files, err := filepath.Glob("testdata/answers/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		want := &ss.Talk{}
		if err := protojson.Unmarshal(text, want); err != nil {
			t.Fatal(err)
		}
		raw, err := proto.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ReadAnswer(raw)
		if err != nil {
			t.Fatal(err)
		}
		back := &ss.Talk{}
		if err := protojson.Unmarshal([]byte(got.JSON), back); err != nil || !proto.Equal(want, back) {
			t.Errorf("%s: the JSON is another talk (%v)", file, err)
		}
		if got.Bytes != len(raw) || got.Newer != nil || !json.Valid([]byte(got.JSON)) || !strings.Contains(got.JSON, "\n  \"") {
			t.Errorf("%s: %d bytes, newer %v", file, got.Bytes, got.Newer)
		}
		if diff := cmp.Diff(convert(want, known{}).Details, &got.Details); diff != "" {
			t.Errorf("%s: %s", file, diff)
		}
	}
	if _, err := ReadAnswer([]byte{0xff}); store.CodeOf(err) != store.CodeInternal {
		t.Errorf("rubbish is read: %v", err)
	}
}

// TestNewerFieldsAreNamed puts fields into an answer that no descriptor knows.
func TestNewerFieldsAreNamed(t *testing.T) {
	phrase := &analysis.Phrase{}
	phrase.ProtoReflect().SetUnknown(protowire.AppendString(protowire.AppendTag(nil, 77, protowire.BytesType), "радость"))
	talk := &ss.Talk{Transcription: &analysis.Transcription{Phrases: []*analysis.Phrase{{}, phrase}}}
	b := protowire.AppendVarint(protowire.AppendTag(nil, 90, protowire.VarintType), 42)
	b = protowire.AppendBytes(protowire.AppendTag(b, 91, protowire.BytesType), []byte{0, 1, 255})
	b = protowire.AppendFixed32(protowire.AppendTag(b, 92, protowire.Fixed32Type), 1)
	talk.ProtoReflect().SetUnknown(b)
	raw, err := proto.Marshal(talk)
	if err != nil {
		t.Fatal(err)
	}
	got, err := ReadAnswer(raw)
	if err != nil {
		t.Fatal(err)
	}
	want := []store.NewerField{
		{Number: 90, Value: "42"},
		{Number: 91, Value: "0001ff"},
		{Number: 92, Value: "01000000"},
		{Path: "transcription.phrases[1]", Number: 77, Value: "радость"},
	}
	if !slices.Equal(got.Newer, want) {
		t.Errorf("got %+v, want %+v", got.Newer, want)
	}
}

package speechsense

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	ss "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1"
	"google.golang.org/protobuf/encoding/protojson"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write what is seen over the golden files")

// TestAnswersAsTheyCome reads answers shaped like real ones (two channels with
// dozens of empty classifiers, a mono recording whose ratios are missing, one
// algorithm failed, recognition failed, a chat, nothing done yet) and compares
// the whole domain talk with a golden file.
func TestAnswersAsTheyCome(t *testing.T) {
	files, err := filepath.Glob("testdata/answers/*.json")
	if err != nil || len(files) < 6 {
		t.Fatalf("%d answers, %v", len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			talk := &ss.Talk{}
			if err := protojson.Unmarshal(text, talk); err != nil {
				t.Fatal(err)
			}
			got := convert(talk, known{
				classifiers: map[string]string{"eagnegative": "Негатив", "eagorder": "Заказ"},
				assistants:  map[string]string{"eagassistant": "Контроль"}, answers: map[string]string{"eagassistant.f1": "Настроение"},
			})
			var b bytes.Buffer
			out := json.NewEncoder(&b)
			out.SetIndent("", " ")
			if err := out.Encode(map[string]any{"Outcome": got.Outcome(), "Talk": got}); err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", "golden", name+".json")
			if *update {
				if err := os.WriteFile(golden, b.Bytes(), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), b.String()); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

package export_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/asticode/go-astisub"
	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"

	"sensedesk/assets"
	"sensedesk/store"
	"sensedesk/store/longcall"
	"sensedesk/ui/export"
	"sensedesk/ui/i18n"
)

var update = flag.Bool("update", false, "write the golden files anew")

func printer(t *testing.T, lang i18n.Lang) *i18n.Printer {
	t.Helper()
	catalogue, err := i18n.Load(assets.Files())
	if err != nil {
		t.Fatal(err)
	}
	return catalogue.In(lang)
}

// corrected is a call a person has worked on.
func corrected() export.Document {
	zone := time.FixedZone("+05", 5*3600)
	d := export.Document{
		Call: store.Call{
			ID: 7, Source: store.SourceBitrix24, SourceID: "12", State: store.StateDone, TalkID: "aud7", Direction: store.DirectionIncoming,
			StartedAt: time.Date(2026, 11, 16, 14, 5, 0, 0, zone), Duration: 65 * time.Second,
			OperatorID: "3", OperatorName: "Ким Анна", ClientName: "ТОО «Дала» <&>", ClientPhone: "+77010006290",
			Recording: &store.Recording{Channels: 2},
		},
		Talk: store.Talk{
			ID: "aud7",
			Phrases: []store.Phrase{
				{Channel: 0, StartMS: 500, EndMS: 2500, Text: "добрый день", Normalized: "Добрый день!", Words: []store.Word{{Text: "добрый", StartMS: 500, EndMS: 1000}, {Text: "день", StartMS: 1000, EndMS: 2500}}},
				{Channel: 1, StartMS: 3000, EndMS: 5000, Text: "мне нужна роза", Normalized: "Мне нужна роза."},
				{Channel: 1, StartMS: 61_000, EndMS: 64_000, Text: "плюс семь", Normalized: "=2+2 — не формула"},
			},
			Statements: []store.Statement{
				{FieldID: "summary", Values: []string{"Клиент хочет розу."}},
				{FieldID: "theme", Values: []string{"Заказ"}},
				{FieldID: "own", Name: "Свой вопрос", Values: []string{"да", " "}},
				{FieldID: "problems", Values: []string{""}},
			},
			Classifiers: []store.ClassifierCount{{ClassifierID: "c1", Name: "Приветствие", Count: 1}, {ClassifierID: "c2", Name: "Негатив", Count: 1}},
			Speakers:    []store.SpeakerStats{{Channel: 0, SpeechMS: 2000, Words: 2, WordsPerSecond: 1}},
		},
	}
	edit := store.PhraseEdit{Channel: 1, StartMS: 3000, Text: "Мне нужны розы.", Base: "Мне нужна роза."}
	note := store.Note{ID: "n1", AtMS: 3000, ToMS: 5000, Text: "уточнить цвет", MadeAt: time.Date(2026, 11, 17, 9, 0, 0, 0, time.UTC)}
	mark := store.Note{ID: "n2", AtMS: 61_000, MadeAt: time.Date(2026, 11, 17, 9, 1, 0, 0, time.UTC)}
	tags := store.TagEdits{Add: []string{"розы"}, Drop: []string{"c2"}}
	d.Desk = store.Desk{Values: map[string]string{
		store.DeskSummary: "Клиент хочет розы.\nПерезвонить.", edit.Key(): edit.Encode(), note.Key(): note.Encode(), mark.Key(): mark.Encode(), store.DeskTags: tags.Encode(),
	}}
	return d
}

func written(t *testing.T, f export.Format, d export.Document, p *i18n.Printer) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := export.Write(&b, f, d, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestGolden keeps the formats that are text as they are.
func TestGolden(t *testing.T) {
	for _, f := range []export.Format{export.TXT, export.SRT, export.VTT, export.JSON, export.CSV, export.HTML} {
		for _, lang := range []i18n.Lang{i18n.RU, i18n.KK, i18n.EN} {
			if lang != i18n.RU && f != export.TXT {
				continue
			}
			t.Run(fmt.Sprintf("%s %s", f, lang), func(t *testing.T) {
				got := written(t, f, corrected(), printer(t, lang))
				path := filepath.Join("testdata", fmt.Sprintf("call-%s.%s", lang, f))
				if *update {
					if err := os.WriteFile(path, got, 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(got, want) {
					t.Errorf("%s is not as in %s:\n%s", f, path, got)
				}
			})
		}
	}
}

// TestCorrectionsAreInEveryFormat: what a person wrote stands, what it replaced
// does not, but in JSON, which has both.
func TestCorrectionsAreInEveryFormat(t *testing.T) {
	p := printer(t, i18n.RU)
	for _, f := range export.Formats() {
		t.Run(string(f), func(t *testing.T) {
			text := textOf(t, f, written(t, f, corrected(), p))
			want := []string{"Мне нужны розы."}
			gone := []string{"Мне нужна роза."}
			switch f {
			case export.SRT, export.VTT, export.CSV: // phrases alone
			default:
				want = append(want, "Перезвонить.", "розы", "уточнить цвет", "Свой вопрос", "ТОО «Дала» <&>")
				gone = append(gone, "Клиент хочет розу.")
			}
			if f == export.JSON {
				want, gone = append(want, gone...), nil
			} else if f != export.XLSX { // which lists the classifiers beside the tags
				gone = append(gone, "Негатив")
			}
			for _, w := range want {
				if !strings.Contains(text, w) {
					t.Errorf("%q is not in it:\n%s", w, text)
				}
			}
			for _, w := range gone {
				if strings.Contains(text, w) {
					t.Errorf("%q is in it:\n%s", w, text)
				}
			}
		})
	}
}

// textOf reads a file with another program's eyes and returns what it says.
func textOf(t *testing.T, f export.Format, data []byte) string {
	t.Helper()
	var b strings.Builder
	switch f {
	case export.XLSX:
		book, err := excelize.OpenReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		defer book.Close()
		for _, sheet := range book.GetSheetList() {
			rows, err := book.GetRows(sheet)
			if err != nil {
				t.Fatal(err)
			}
			for i, row := range rows {
				fmt.Fprintln(&b, strings.Join(row, "\t"))
				for j := range row {
					cell, _ := excelize.CoordinatesToCellName(j+1, i+1)
					if formula, err := book.GetCellFormula(sheet, cell); formula != "" || err != nil {
						t.Errorf("%s %s is a formula: %q, %v", sheet, cell, formula, err)
					}
				}
			}
		}
	case export.DOCX:
		box, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range box.File {
			if strings.HasSuffix(part.Name, ".xml") || strings.HasSuffix(part.Name, ".rels") {
				b.WriteString(xmlText(t, part))
			}
		}
	case export.HTML:
		page, err := html.Parse(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		for n := range page.Descendants() {
			if n.Type == html.TextNode {
				b.WriteString(n.Data)
			}
			for _, a := range n.Attr {
				if a.Key == "src" || a.Key == "href" || strings.HasPrefix(a.Key, "on") {
					t.Errorf("the page fetches or runs something: %s=%q", a.Key, a.Val)
				}
			}
		}
	default:
		return string(data)
	}
	return b.String()
}

func xmlText(t *testing.T, part *zip.File) string {
	t.Helper()
	r, err := part.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var b strings.Builder
	for dec := xml.NewDecoder(r); ; {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return b.String()
		}
		if err != nil {
			t.Fatalf("%s: %v", part.Name, err)
		}
		if text, ok := token.(xml.CharData); ok && part.Name == "word/document.xml" {
			b.Write(text)
		}
	}
}

// TestOddCallsCanBeWritten: whatever the service sends, every format is a file
// that its readers read.
func TestOddCallsCanBeWritten(t *testing.T) {
	p := printer(t, i18n.RU)
	control := corrected()
	control.Talk.Phrases[0].Normalized, control.Call.ClientName = "a\x00b\x1b[0m\ufffec", "\x07 имя"
	odds := append(longcall.Odds(), longcall.Odd{Name: "control letters", Call: control.Call, Talk: control.Talk})
	for _, odd := range odds {
		if len(odd.Talk.Phrases) > 10_000 {
			continue // only their number is odd
		}
		for _, f := range export.Formats() {
			t.Run(odd.Name+" "+string(f), func(t *testing.T) {
				d := export.Document{Call: odd.Call, Talk: odd.Talk}
				var b bytes.Buffer
				err := export.Write(&b, f, d, p)
				if (f == export.SRT || f == export.VTT) && wordless(odd.Talk) {
					if store.CodeOf(err) != store.CodeNoResult {
						t.Errorf("subtitles of nothing: %v", err)
					}
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				readBack(t, f, b.Bytes())
			})
		}
	}
}

func wordless(t store.Talk) bool {
	for _, ph := range t.Phrases {
		if strings.TrimSpace(ph.Shown()) != "" {
			return false
		}
	}
	return true
}

func readBack(t *testing.T, f export.Format, data []byte) {
	t.Helper()
	var err error
	switch f {
	case export.SRT:
		_, err = astisub.ReadFromSRT(bytes.NewReader(data))
	case export.VTT:
		_, err = astisub.ReadFromWebVTT(bytes.NewReader(data))
	case export.JSON:
		var v any
		err = json.Unmarshal(data, &v)
	case export.CSV:
		_, err = csv.NewReader(bytes.NewReader(data)).ReadAll()
	default:
		if text := textOf(t, f, data); !utf8.ValidString(text) {
			t.Error("it holds broken letters")
		}
	}
	if err != nil {
		t.Error(err)
	}
}

// TestSubtitlesCanBeRead: no part is longer than two lines, none ends before it
// begins, parts of one phrase follow each other, and no word is lost.
func TestSubtitlesCanBeRead(t *testing.T) {
	_, talk := longcall.Call(longcall.Size{Phrases: 200, Words: 6000, Length: time.Hour})
	d := export.Document{Call: store.Call{OperatorName: "Ким Анна"}, Talk: talk}
	data := written(t, export.VTT, d, printer(t, i18n.RU))
	sub, err := astisub.ReadFromWebVTT(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for i, item := range sub.Items {
		text := ""
		for _, l := range item.Lines {
			for _, x := range l.Items {
				text += x.Text
			}
		}
		if n := utf8.RuneCountInString(text); n > 84 {
			t.Errorf("part %d has %d letters: %s", i, n, text)
		}
		if item.EndAt < item.StartAt {
			t.Errorf("part %d ends at %v and begins at %v", i, item.EndAt, item.StartAt)
		}
		words = append(words, strings.Fields(text)...)
	}
	var want int
	for _, ph := range talk.Phrases {
		want += len(strings.Fields(ph.Shown()))
	}
	if len(words) != want {
		t.Errorf("%d words in %d parts, said were %d", len(words), len(sub.Items), want)
	}
}

func TestNameFitsEverySystem(t *testing.T) {
	d := corrected()
	d.Call.ClientName = `a/b\c:d*e?"<f>|` + "\n" + strings.Repeat("ы", 200)
	name := export.Name(d, export.DOCX, printer(t, i18n.RU))
	if strings.ContainsAny(name, `<>:"/\|?*`+"\n") || utf8.RuneCountInString(name) > 100 || !strings.HasSuffix(name, ".docx") || !strings.HasPrefix(name, "2026-11-16 14-05 Ким Анна") {
		t.Errorf("name %q", name)
	}
}

func TestFormatOf(t *testing.T) {
	for path, want := range map[string]export.Format{"a.SRT": export.SRT, "/x/b.docx": export.DOCX, "c": "", "d.pdf": ""} {
		if f, ok := export.FormatOf(path); ok != (want != "") || ok && f != want {
			t.Errorf("%s: %q, %v", path, f, ok)
		}
	}
	if err := export.Write(io.Discard, "pdf", corrected(), printer(t, i18n.EN)); err == nil {
		t.Error("a format that is not there was written")
	}
}

package assets_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"
)

// maxDemoBytes bounds what the demo adds to the program.
const maxDemoBytes = 4_000_000

type demoFile struct {
	Portal      string       `json:"portal"`
	People      []demoPerson `json:"people"`
	Clients     []demoClient `json:"clients"`
	Classifiers []demoNamed  `json:"classifiers"`
	Calls       []demoCall   `json:"calls"`
}

type demoPerson struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	LastName string `json:"last_name"`
	Post     string `json:"post"`
}

type demoClient struct {
	Phone  string `json:"phone"`
	Entity string `json:"entity"`
	Name   string `json:"name"`
}

type demoNamed struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type demoCall struct {
	ID           string `json:"id"`
	CallID       string `json:"call_id"`
	User         string `json:"user"`
	Phone        string `json:"phone"`
	Entity       string `json:"entity"`
	Type         string `json:"type"`
	DaysAgo      int    `json:"days_ago"`
	Time         string `json:"time"`
	File         string `json:"file"`
	Talk         string `json:"talk"`
	DurationS    *int   `json:"duration_s"`
	RecordAfterS int    `json:"record_after_s"`
	Trouble      string `json:"trouble"`
	FailedCode   string `json:"failed_code"`
}

type demoTalk struct {
	DurationMS int64        `json:"duration_ms"`
	Phrases    []demoPhrase `json:"phrases"`
	Summary    string       `json:"summary"`
	Statements []struct {
		ID     string   `json:"id"`
		Name   string   `json:"name"`
		Values []string `json:"values"`
	} `json:"statements"`
}

type demoPhrase struct {
	Channel     int        `json:"channel"`
	StartMS     int64      `json:"start_ms"`
	EndMS       int64      `json:"end_ms"`
	Text        string     `json:"text"`
	Normalized  string     `json:"normalized"`
	Language    string     `json:"language"`
	Words       []demoWord `json:"words"`
	Classifiers []struct {
		ID         string          `json:"id"`
		Highlights []demoHighlight `json:"highlights"`
		Labels     []struct {
			Name       string  `json:"name"`
			Confidence float64 `json:"confidence"`
		} `json:"labels"`
	} `json:"classifiers"`
}

type demoWord struct {
	Text  string `json:"w"`
	Start int64  `json:"s"`
	End   int64  `json:"e"`
}

type demoHighlight struct {
	Offset int `json:"offset"`
	Count  int `json:"count"`
}

func demoFS() fs.FS { return os.DirFS("demo") }

// readDemo decodes a file of the demo; a key that the types above do not know
// is an error, so that a misspelled one is not lost silently.
func readDemo(t *testing.T, name string, into any) {
	t.Helper()
	raw, err := fs.ReadFile(demoFS(), name)
	if err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

func readDemoList(t *testing.T) demoFile {
	t.Helper()
	var d demoFile
	readDemo(t, "demo.json", &d)
	return d
}

func TestDemoList(t *testing.T) {
	d := readDemoList(t)
	people, clients := map[string]bool{}, map[string]bool{}
	for _, p := range d.People {
		if p.ID == "" || p.Name == "" || p.LastName == "" || people[p.ID] {
			t.Errorf("person %+v is incomplete or there twice", p)
		}
		people[p.ID] = true
	}
	for _, c := range d.Clients {
		if c.Phone == "" || c.Entity == "" || c.Name == "" || clients[c.Entity] {
			t.Errorf("client %+v is incomplete or there twice", c)
		}
		clients[c.Entity] = true
	}
	good, ids, callIDs, files := 0, "", map[string]bool{}, map[string]bool{}
	kinds := map[string]int{}
	var last time.Time
	for _, c := range d.Calls {
		if len(c.ID) != 5 || c.ID <= ids {
			t.Errorf("call id %q does not follow %q", c.ID, ids)
		}
		ids = c.ID
		if c.CallID == "" || callIDs[c.CallID] {
			t.Errorf("call %s: call_id %q is empty or taken", c.ID, c.CallID)
		}
		callIDs[c.CallID] = true
		if !people[c.User] {
			t.Errorf("call %s: nobody has the id %q", c.ID, c.User)
		}
		if c.Entity != "" && !clients[c.Entity] {
			t.Errorf("call %s: no client %q", c.ID, c.Entity)
		}
		if !strings.Contains("1234", c.Type) || len(c.Type) != 1 {
			t.Errorf("call %s: type %q", c.ID, c.Type)
		}
		clock, err := time.Parse(time.TimeOnly, c.Time)
		if err != nil || c.DaysAgo < 1 || c.DaysAgo > 30 {
			t.Errorf("call %s: %d days ago at %q is not a past working day (%v)", c.ID, c.DaysAgo, c.Time, err)
		}
		at := clock.AddDate(0, 0, -c.DaysAgo)
		if !at.After(last) && !last.IsZero() {
			t.Errorf("call %s is listed after a later one", c.ID)
		}
		last = at
		if c.DurationS == nil || *c.DurationS < 0 {
			t.Fatalf("call %s has no duration", c.ID)
		}
		switch {
		case c.File != "":
			good++
			if c.Talk == "" || files[c.File] || files[c.Talk] {
				t.Errorf("call %s: files %q and %q are missing or shared", c.ID, c.File, c.Talk)
			}
			files[c.File], files[c.Talk] = true, true
			kinds[path.Ext(c.File)]++
		case c.Talk != "":
			t.Errorf("call %s has a transcript without a recording", c.ID)
		case c.FailedCode == "304":
			kinds["missed"]++
		case c.Trouble == "html":
			kinds["html"]++
		case c.RecordAfterS > 0:
			kinds["late"]++
		case *c.DurationS == 12:
			kinds["short"]++
		default:
			t.Errorf("call %s has no recording and no reason for it", c.ID)
		}
	}
	if good != 14 {
		t.Errorf("%d calls with sound, want 14", good)
	}
	for kind, want := range map[string]int{".ogg": 8, ".mp3": 2, ".wav": 2, "missed": 1, "html": 1, "late": 1, "short": 1} {
		if kinds[kind] < want {
			t.Errorf("%d calls of kind %s, want at least %d", kinds[kind], kind, want)
		}
	}
}

func TestDemoSize(t *testing.T) {
	known := map[string]bool{"demo.json": true, "README.md": true, "ATTRIBUTION.md": true}
	for _, c := range readDemoList(t).Calls {
		known[c.File], known[c.Talk] = true, true
	}
	entries, err := fs.ReadDir(demoFS(), ".")
	if err != nil {
		t.Fatal(err)
	}
	total := int64(0)
	for _, e := range entries {
		if e.IsDir() {
			continue
		}
		if !known[e.Name()] {
			t.Errorf("%s belongs to no call", e.Name())
		}
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		total += info.Size()
	}
	if total > maxDemoBytes {
		t.Errorf("the demo is %d bytes, at most %d are allowed", total, maxDemoBytes)
	}
}

func TestDemoTalks(t *testing.T) {
	d := readDemoList(t)
	classifiers := map[string]bool{}
	for _, c := range d.Classifiers {
		classifiers[c.ID] = true
	}
	kazakh, longest, pause, interrupts := 0, int64(0), int64(0), 0
	for _, c := range d.Calls {
		if c.Talk == "" {
			continue
		}
		t.Run(c.Talk, func(t *testing.T) {
			var talk demoTalk
			readDemo(t, c.Talk, &talk)
			if got := int(talk.DurationMS+500) / 1000; got != *c.DurationS {
				t.Errorf("the list says %d s, the transcript %d ms", *c.DurationS, talk.DurationMS)
			}
			if talk.Summary == "" || len(talk.Statements) == 0 {
				t.Error("no summary or no statements")
			}
			for _, s := range talk.Statements {
				if s.ID == "" || s.Name == "" || len(s.Values) == 0 {
					t.Errorf("statement %+v is incomplete", s)
				}
			}
			checkPhrases(t, talk, classifiers)
			longest = max(longest, talk.DurationMS)
			ends, seen := [2]int64{}, map[int]int{}
			for _, p := range talk.Phrases {
				seen[p.Channel]++
				if e := max(ends[0], ends[1]); e > 0 {
					pause = max(pause, p.StartMS-e)
				}
				if p.Channel == 0 && p.StartMS < ends[1] && c.Talk == "interrupt.json" {
					interrupts++
				}
				ends[p.Channel] = max(ends[p.Channel], p.EndMS)
			}
			if seen[0] == 0 || seen[1] == 0 {
				t.Error("somebody says nothing")
			}
			if talk.Phrases[0].Language == "kk-KZ" {
				kazakh++
				checkKazakh(t, talk)
			}
		})
	}
	if kazakh != 2 || longest < 170_000 || pause < 15_000 || interrupts < 3 {
		t.Errorf("%d Kazakh calls, longest %d ms, longest pause %d ms, %d interruptions", kazakh, longest, pause, interrupts)
	}
}

func checkPhrases(t *testing.T, talk demoTalk, classifiers map[string]bool) {
	t.Helper()
	ends, last := [2]int64{}, int64(0)
	for _, p := range talk.Phrases {
		if p.Channel != 0 && p.Channel != 1 {
			t.Fatalf("%q is on channel %d", p.Text, p.Channel)
		}
		if p.StartMS < last || p.StartMS < ends[p.Channel] || p.EndMS > talk.DurationMS {
			t.Errorf("%q at %d–%d ms is out of order or beyond the end", p.Text, p.StartMS, p.EndMS)
		}
		last, ends[p.Channel] = p.StartMS, p.EndMS
		if p.Language != "ru-RU" && p.Language != "kk-KZ" {
			t.Errorf("%q is in %q", p.Text, p.Language)
		}
		if len(p.Words) == 0 || p.Words[0].Start != p.StartMS || p.Words[len(p.Words)-1].End != p.EndMS {
			t.Fatalf("%q: its words do not span it", p.Text)
		}
		spelled, at := make([]string, 0, len(p.Words)), p.StartMS
		for _, w := range p.Words {
			if w.Start < at || w.End <= w.Start {
				t.Errorf("%q: word %q at %d–%d ms begins before %d or is empty", p.Text, w.Text, w.Start, w.End, at)
			}
			at = w.End
			spelled = append(spelled, w.Text)
		}
		if got := strings.Join(spelled, " "); got != p.Text {
			t.Errorf("words spell %q, the text is %q", got, p.Text)
		}
		for _, r := range p.Text {
			if r != ' ' && (!unicode.IsLetter(r) || unicode.IsUpper(r)) {
				t.Errorf("%q has %q in it", p.Text, r)
			}
		}
		if first, _ := utf8.DecodeRuneInString(p.Normalized); !unicode.IsUpper(first) && !unicode.IsDigit(first) && first != '«' {
			t.Errorf("normalized %q begins small", p.Normalized)
		}
		runes := []rune(p.Text)
		for _, c := range p.Classifiers {
			if !classifiers[c.ID] || len(c.Highlights) == 0 || len(c.Labels) == 0 {
				t.Errorf("%q: classifier %q is unknown or empty", p.Text, c.ID)
			}
			for _, h := range c.Highlights {
				if h.Offset < 0 || h.Count < 1 || h.Offset+h.Count > len(runes) {
					t.Fatalf("%q: highlight %+v of %s is outside", p.Text, h, c.ID)
				}
				whole := (h.Offset == 0 || runes[h.Offset-1] == ' ') &&
					(h.Offset+h.Count == len(runes) || runes[h.Offset+h.Count] == ' ')
				if !whole || runes[h.Offset] == ' ' {
					t.Errorf("%q: highlight %q cuts a word", p.Text, string(runes[h.Offset:h.Offset+h.Count]))
				}
			}
			for _, l := range c.Labels {
				if l.Name == "" || l.Confidence <= 0 || l.Confidence > 1 {
					t.Errorf("%q: label %+v", p.Text, l)
				}
			}
		}
	}
}

// checkKazakh: a transcript that lost its own letters would look Russian.
func checkKazakh(t *testing.T, talk demoTalk) {
	t.Helper()
	all := ""
	for _, p := range talk.Phrases {
		all += p.Text
	}
	for _, r := range "әғқңөұүі" {
		if !strings.ContainsRune(all, r) {
			t.Errorf("no %q in the whole call", r)
		}
	}
}

// TestDemoRecordings reads the facts that the first bytes of each file tell.
func TestDemoRecordings(t *testing.T) {
	for _, c := range readDemoList(t).Calls {
		if c.File == "" {
			continue
		}
		t.Run(c.File, func(t *testing.T) {
			b, err := fs.ReadFile(demoFS(), c.File)
			if err != nil {
				t.Fatal(err)
			}
			le := binary.LittleEndian
			channels, rate, seconds := 0, 0, 0.0
			switch path.Ext(c.File) {
			case ".wav":
				if string(b[:4]) != "RIFF" || string(b[8:16]) != "WAVEfmt " || le.Uint16(b[20:]) != 1 || le.Uint16(b[34:]) != 16 {
					t.Fatalf("not WAV PCM 16: % x", b[:36])
				}
				channels, rate = int(le.Uint16(b[22:])), int(le.Uint32(b[24:]))
				seconds = float64(len(b)-44) / 4 / float64(rate)
				if rate != 8000 {
					t.Errorf("%d Hz, want 8000", rate)
				}
			case ".ogg":
				// RFC 7845: the first page holds OpusHead; the last granule counts 48 kHz samples.
				if string(b[:4]) != "OggS" || string(b[28:36]) != "OpusHead" || b[46] != 0 {
					t.Fatalf("not Ogg/Opus of mapping family 0: %q", b[:47])
				}
				channels = int(b[37])
				end := bytes.LastIndex(b, []byte("OggS"))
				seconds = float64(le.Uint64(b[end+6:])-uint64(le.Uint16(b[38:]))) / 48000
			case ".mp3":
				// MPEG-2 Layer III, 16 kHz, plain (not joint) stereo.
				if b[0] != 0xff || b[1]&0xfe != 0xf2 || b[2]>>2&3 != 2 || b[3]>>6 != 0 {
					t.Fatalf("not MP3 of 16 kHz with two separate channels: % x", b[:4])
				}
				channels, seconds = 2, float64(*c.DurationS)
			default:
				t.Fatal("unknown kind of file")
			}
			if channels != 2 {
				t.Errorf("%d channels, want 2", channels)
			}
			if off := seconds - float64(*c.DurationS); off > 0.6 || off < -0.6 {
				t.Errorf("%.2f s of sound, the list says %d s", seconds, *c.DurationS)
			}
		})
	}
}

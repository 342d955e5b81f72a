package sandbox

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"sensedesk/store"
)

// Demo is what the embedded demo consists of: a portal's people, clients and
// calls, and what SpeechSense makes of their recordings.
type Demo struct {
	Account     string // address of the portal shown in the demo, "romashka.bitrix24.kz"
	People      []PortalPerson
	Clients     []PortalClient
	Calls       []PortalCall
	Talks       map[string]Prepared // by hex SHA-256 of the recording
	Classifiers []Classifier
}

// demoFile is demo.json.
type demoFile struct {
	Portal string `json:"portal"`
	People []struct {
		ID       string `json:"id"`
		Name     string `json:"name"`
		LastName string `json:"last_name"`
		Post     string `json:"post"`
	} `json:"people"`
	Clients []struct {
		Phone  string `json:"phone"`
		Entity string `json:"entity"` // "CONTACT:275"
		Name   string `json:"name"`
	} `json:"clients"`
	Classifiers []struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	} `json:"classifiers"`
	Calls []demoCall `json:"calls"`
}

// demoCall is one call of demo.json.
type demoCall struct {
	ID          string `json:"id"`
	CallID      string `json:"call_id"`
	User        string `json:"user"`
	Phone       string `json:"phone"`
	Entity      string `json:"entity"`
	Type        string `json:"type"` // CALL_TYPE of Bitrix24
	DaysAgo     int    `json:"days_ago"`
	Time        string `json:"time"` // "14:05:00"
	File        string `json:"file"` // empty = no recording
	Talk        string `json:"talk"` // empty = the sandbox listens by itself
	Duration    int64  `json:"duration_s"`
	FailedCode  string `json:"failed_code"`
	RecordAfter int64  `json:"record_after_s"` // the recording appears so long after the start of the demo
	Trouble     string `json:"trouble"`        // "html": a web page lies where the recording should be
}

// troublePage is what a phone system with an expired session serves instead of
// a recording.
const troublePage = "<!DOCTYPE html>\n<html><head><title>403 Forbidden</title></head><body><h1>403 Forbidden</h1></body></html>\n"

// LoadDemo reads demo.json and what it names. Dates in it are days before now,
// times of the day are meant in now's zone, so the demo always looks fresh. An
// error names the file and what is wrong with it.
func LoadDemo(fsys fs.FS, now time.Time) (Demo, error) {
	var file demoFile
	if err := readJSON(fsys, "demo.json", &file); err != nil {
		return Demo{}, err
	}
	demo := Demo{Account: file.Portal, Talks: map[string]Prepared{}}
	names := map[string]string{}
	for _, c := range file.Classifiers {
		names[c.ID] = c.Name
		demo.Classifiers = append(demo.Classifiers, Classifier{ID: c.ID, Name: c.Name})
	}
	people := map[int64]bool{}
	for _, p := range file.People {
		id, err := strconv.ParseInt(p.ID, 10, 64)
		if err != nil {
			return Demo{}, fmt.Errorf("demo.json: person %q: %w", p.ID, err)
		}
		people[id] = true
		demo.People = append(demo.People, PortalPerson{ID: id, Name: p.Name, LastName: p.LastName, Post: p.Post})
	}
	for _, c := range file.Clients {
		kind, id, err := parseEntity(c.Entity)
		if err != nil || kind == "" {
			return Demo{}, fmt.Errorf("demo.json: client %q: no card %q", c.Phone, c.Entity)
		}
		demo.Clients = append(demo.Clients, PortalClient{Type: kind, ID: id, Name: c.Name, Phone: c.Phone})
	}
	last := int64(0)
	for _, c := range file.Calls {
		call, err := c.portalCall(fsys, now)
		switch {
		case err != nil:
			return Demo{}, fmt.Errorf("demo.json: call %s: %w", c.ID, err)
		case call.ID <= last:
			return Demo{}, fmt.Errorf("demo.json: call %s: ids must grow", c.ID)
		case call.UserID != 0 && !people[call.UserID]:
			return Demo{}, fmt.Errorf("demo.json: call %s: nobody has the id %s", c.ID, c.User)
		}
		last = call.ID
		if c.Talk != "" {
			if err := demo.prepare(fsys, c, names); err != nil {
				return Demo{}, err
			}
		}
		demo.Calls = append(demo.Calls, call)
	}
	return demo, nil
}

// portalCall makes a row of the portal.
func (c demoCall) portalCall(fsys fs.FS, now time.Time) (PortalCall, error) {
	clock, err := time.Parse(time.TimeOnly, c.Time)
	if err != nil {
		return PortalCall{}, err
	}
	out := PortalCall{
		CallID: c.CallID, Phone: c.Phone, FailedCode: c.FailedCode, Duration: time.Duration(c.Duration) * time.Second,
		StartedAt:   time.Date(now.Year(), now.Month(), now.Day()-c.DaysAgo, clock.Hour(), clock.Minute(), clock.Second(), 0, now.Location()),
		AppearAfter: time.Duration(c.RecordAfter) * time.Second,
	}
	if out.ID, err = strconv.ParseInt(c.ID, 10, 64); err != nil {
		return out, err
	}
	if c.User != "" {
		if out.UserID, err = strconv.ParseInt(c.User, 10, 64); err != nil {
			return out, err
		}
	}
	if out.Type, err = strconv.Atoi(c.Type); err != nil {
		return out, err
	}
	if out.EntityType, out.EntityID, err = parseEntity(c.Entity); err != nil {
		return out, err
	}
	switch c.Trouble {
	case "":
	case "html":
		out.Sound = []byte(troublePage)
	default:
		return out, fmt.Errorf("unknown trouble %q", c.Trouble)
	}
	if c.File != "" {
		if _, err := fs.Stat(fsys, c.File); err != nil {
			return out, err
		}
		out.Name = c.File
		out.Open = func() ([]byte, error) { return fs.ReadFile(fsys, c.File) }
	}
	return out, nil
}

// parseEntity reads "CONTACT:275"; empty is nobody.
func parseEntity(s string) (kind string, id int64, err error) {
	if s == "" {
		return "", 0, nil
	}
	kind, digits, _ := strings.Cut(s, ":")
	id, err = strconv.ParseInt(digits, 10, 64)
	return kind, id, err
}

// prepare reads the transcript of a call's recording.
func (d *Demo) prepare(fsys fs.FS, c demoCall, names map[string]string) error {
	sound, err := fs.ReadFile(fsys, c.File)
	if err != nil {
		return fmt.Errorf("demo.json: call %s: a talk needs a recording: %w", c.ID, err)
	}
	sum := sha256.Sum256(sound)
	var file talkFile
	if err := readJSON(fsys, c.Talk, &file); err != nil {
		return err
	}
	talk, err := file.talk(names)
	if err != nil {
		return fmt.Errorf("%s: %w", c.Talk, err)
	}
	d.Talks[hex.EncodeToString(sum[:])] = Prepared{Talk: talk}
	return nil
}

// readJSON reads one file; a key it does not know is an error.
func readJSON(fsys fs.FS, name string, v any) error {
	f, err := fsys.Open(name)
	if err != nil {
		return fmt.Errorf("read demo: %w", err)
	}
	defer f.Close()
	dec := json.NewDecoder(f)
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// talkFile is the transcript of one recording.
type talkFile struct {
	Duration int64  `json:"duration_ms"`
	Summary  string `json:"summary"`
	Phrases  []struct {
		Channel    int    `json:"channel"`
		Start      int64  `json:"start_ms"`
		End        int64  `json:"end_ms"`
		Text       string `json:"text"`
		Normalized string `json:"normalized"`
		Language   string `json:"language"`
		Words      []struct {
			W string `json:"w"`
			S int64  `json:"s"`
			E int64  `json:"e"`
		} `json:"words"`
		Classifiers []struct {
			ID         string `json:"id"`
			Highlights []struct {
				Offset int `json:"offset"` // runes of text
				Count  int `json:"count"`
			} `json:"highlights"`
			Labels []struct {
				Name       string  `json:"name"`
				Confidence float64 `json:"confidence"`
			} `json:"labels"`
		} `json:"classifiers"`
	} `json:"phrases"`
	Statements []struct {
		ID     string   `json:"id"`
		Name   string   `json:"name"`
		Values []string `json:"values"`
	} `json:"statements"`
}

// talk checks a transcript and makes it ours.
func (f talkFile) talk(names map[string]string) (store.Talk, error) {
	out := store.Talk{Conversation: store.ConversationStats{DurationMS: f.Duration}}
	if f.Summary != "" {
		out.Statements = append(out.Statements, store.Statement{FieldID: "summary", Values: []string{f.Summary}})
	}
	for _, s := range f.Statements {
		out.Statements = append(out.Statements, store.Statement{FieldID: s.ID, Name: s.Name, Values: s.Values})
	}
	for i, p := range f.Phrases {
		if p.Channel < 0 || p.Channel > 1 || p.Start < 0 || p.End < p.Start || p.End > f.Duration {
			return out, fmt.Errorf("phrase %d: channel %d, %d–%d of %d ms", i, p.Channel, p.Start, p.End, f.Duration)
		}
		phrase := store.Phrase{Channel: p.Channel, StartMS: p.Start, EndMS: p.End, Text: p.Text, Normalized: p.Normalized, Language: p.Language}
		at := p.Start
		for _, w := range p.Words {
			if w.S < at || w.E < w.S || w.E > p.End {
				return out, fmt.Errorf("phrase %d: word %q at %d–%d ms is out of place", i, w.W, w.S, w.E)
			}
			at = w.E
			phrase.Words = append(phrase.Words, store.Word{Text: w.W, StartMS: w.S, EndMS: w.E})
		}
		runes := []rune(p.Text)
		for _, c := range p.Classifiers {
			name, ok := names[c.ID]
			if !ok {
				return out, fmt.Errorf("phrase %d: classifier %q is not in the dictionary", i, c.ID)
			}
			hit := store.PhraseClassifier{ClassifierID: c.ID, Name: name, StartMS: p.Start, EndMS: p.End}
			for _, h := range c.Highlights {
				if h.Offset < 0 || h.Count < 1 || h.Offset+h.Count > len(runes) {
					return out, fmt.Errorf("phrase %d: highlight %d+%d of %d letters", i, h.Offset, h.Count, len(runes))
				}
				hit.Highlights = append(hit.Highlights, store.Highlight{Text: string(runes[h.Offset : h.Offset+h.Count]), Offset: h.Offset, Count: h.Count})
			}
			for _, l := range c.Labels {
				hit.Labels = append(hit.Labels, store.Label{Name: l.Name, Confidence: l.Confidence})
			}
			phrase.Classifiers = append(phrase.Classifiers, hit)
		}
		out.Phrases = append(out.Phrases, phrase)
	}
	return out, nil
}

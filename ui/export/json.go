package export

import (
	"encoding/json"
	"io"
	"time"

	"sensedesk/store"
)

// CallLine is a call as programs read it: one object of «calls --json», and the
// head of an exported call. Times are RFC 3339, lengths milliseconds.
type CallLine struct {
	ID         store.CallID     `json:"id"`
	Source     store.SourceKind `json:"source"`
	SourceID   string           `json:"source_id"`
	State      store.State      `json:"state"`
	Reason     store.Code       `json:"reason"`
	TalkID     store.TalkID     `json:"talk_id"`
	StartedAt  string           `json:"started_at"`
	DurationMS int64            `json:"duration_ms"`
	Direction  store.Direction  `json:"direction"`
	Operator   string           `json:"operator"`
	Client     string           `json:"client"`
	Summary    string           `json:"summary"`
}

// LineOf is a call for programs.
func LineOf(c store.Call) CallLine {
	return CallLine{
		ID: c.ID, Source: c.Source, SourceID: c.SourceID, State: c.State, Reason: c.Reason, TalkID: c.TalkID,
		StartedAt: c.StartedAt.Format(time.RFC3339), DurationMS: c.Duration.Milliseconds(), Direction: c.Direction,
		Operator: c.OperatorName, Client: firstOf(c.ClientName, c.ClientPhone), Summary: c.Summary,
	}
}

// version names the shape of an exported call; it grows when a reader of the one
// before would be misled.
const version = "sensedesk.call/1"

type jsonCall struct {
	Format      string           `json:"format"`
	Call        CallLine         `json:"call"`
	Summary     jsonSummary      `json:"summary"`
	Fields      []jsonField      `json:"fields"`
	Tags        []string         `json:"tags"`
	Classifiers []jsonClassifier `json:"classifiers"`
	Notes       []jsonNote       `json:"notes"`
	Speakers    []jsonSpeaker    `json:"speakers"`
	Phrases     []jsonPhrase     `json:"phrases"`
	Lost        []jsonLost       `json:"lost_corrections"`
}

type jsonSummary struct {
	Text    string   `json:"text"`
	Edited  bool     `json:"edited"` // Text is a person's
	Service []string `json:"service"`
}

type jsonField struct {
	ID     string   `json:"id"`
	Name   string   `json:"name"`
	Values []string `json:"values"`
}

type jsonClassifier struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Count int    `json:"count"`
}

type jsonNote struct {
	AtMS   int64  `json:"at_ms"`
	ToMS   int64  `json:"to_ms"` // 0 = a moment
	Text   string `json:"text"`  // "" = a bookmark
	MadeAt string `json:"made_at"`
}

type jsonSpeaker struct {
	Channel      int     `json:"channel"`
	SpeechMS     int64   `json:"speech_ms"`
	SilenceMS    int64   `json:"silence_ms"`
	Words        int     `json:"words"`
	WordsPerSec  float64 `json:"words_per_second"`
	Utterances   int     `json:"utterances"`
	Interrupts   int     `json:"interrupts"`
	InterruptsMS int64   `json:"interrupts_ms"`
}

type jsonPhrase struct {
	Channel     int           `json:"channel"`
	Role        string        `json:"role"` // operator, client, or "" where one channel holds both
	Speaker     string        `json:"speaker"`
	StartMS     int64         `json:"start_ms"`
	EndMS       int64         `json:"end_ms"`
	Text        string        `json:"text"`
	Edited      bool          `json:"edited"`
	Service     string        `json:"service_text,omitempty"` // where a person corrected it
	Recognised  string        `json:"recognised"`             // lower case, no punctuation
	Language    string        `json:"language,omitempty"`
	Words       []jsonWord    `json:"words,omitempty"`
	Classifiers []jsonFinding `json:"classifiers,omitempty"`
}

type jsonWord struct {
	Text    string `json:"text"`
	StartMS int64  `json:"start_ms"`
	EndMS   int64  `json:"end_ms"`
}

type jsonFinding struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	StartMS int64  `json:"start_ms"`
	EndMS   int64  `json:"end_ms"`
}

type jsonLost struct {
	Channel int    `json:"channel"`
	StartMS int64  `json:"start_ms"`
	Text    string `json:"text"`
	Service string `json:"service_text"`
}

// writeJSON writes everything; lists are never null.
func writeJSON(w io.Writer, s sheet) error {
	out := jsonCall{
		Format: version, Call: LineOf(s.Call), Tags: append([]string{}, s.Tags...),
		Summary: jsonSummary{Text: join(s.Summary), Edited: s.Mine, Service: append([]string{}, s.Talk.StatementValues("summary")...)},
		Fields:  []jsonField{}, Classifiers: []jsonClassifier{}, Notes: []jsonNote{}, Speakers: []jsonSpeaker{}, Phrases: []jsonPhrase{}, Lost: []jsonLost{},
	}
	for _, f := range s.Fields {
		out.Fields = append(out.Fields, jsonField(f))
	}
	for _, c := range s.Talk.Classifiers {
		out.Classifiers = append(out.Classifiers, jsonClassifier{c.ClassifierID, c.Name, c.Count})
	}
	for _, n := range s.Notes {
		out.Notes = append(out.Notes, jsonNote{n.AtMS, n.ToMS, n.Text, n.MadeAt.Format(time.RFC3339)})
	}
	for _, x := range s.Talk.Speakers {
		out.Speakers = append(out.Speakers, jsonSpeaker{x.Channel, x.SpeechMS, x.SilenceMS, x.Words, x.WordsPerSecond, x.Utterances, x.Interrupts, x.InterruptsMS})
	}
	for _, l := range s.Lines {
		out.Phrases = append(out.Phrases, jsonPhraseOf(l))
	}
	for _, e := range s.Lost {
		out.Lost = append(out.Lost, jsonLost{e.Channel, e.StartMS, e.Text, e.Base})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

func jsonPhraseOf(l line) jsonPhrase {
	out := jsonPhrase{
		Channel: l.Channel, Role: l.Role, Speaker: l.Name, StartMS: l.StartMS, EndMS: l.EndMS, Text: l.Text,
		Edited: l.Edited, Service: l.Was, Recognised: l.Phrase.Text, Language: l.Language,
	}
	for _, x := range l.Words {
		out.Words = append(out.Words, jsonWord(x))
	}
	for _, c := range l.Classifiers {
		out.Classifiers = append(out.Classifiers, jsonFinding{c.ClassifierID, c.Name, c.StartMS, c.EndMS})
	}
	return out
}

package review

import (
	"slices"
	"strings"

	"sensedesk/store"
	"sensedesk/ui/transcript"
)

// Answer is one summarization field that has something to say.
type Answer struct {
	FieldID string
	Name    string // the project's own name of the field; shown when FieldID is not one of ours
	Values  []string
}

// Known tells whether the catalogue has a title for the field.
func (a Answer) Known() bool { return slices.Contains(knownFields(), a.FieldID) }

// IsKeywords tells whether the answers are single words to be shown as chips.
func (a Answer) IsKeywords() bool {
	return a.FieldID == "client_keywords" || a.FieldID == "operator_keywords"
}

// IsSentiment tells whether the field judges the mood of the talk. SpeechSense
// has no fixed id for it: projects define the field themselves.
func (a Answer) IsSentiment() bool {
	return store.Statement{FieldID: a.FieldID, Name: a.Name}.IsSentiment()
}

// Tone is how a sentiment's answer is tinted.
func (a Answer) Tone(value string) transcript.Tone { return transcript.ToneOf(value) }

// knownFields lists the fields of the service's own summarization, in the order
// shown.
func knownFields() []string {
	return []string{"summary", "theme", "call_reasons", "call_results", "problems", "client_keywords", "operator_keywords"}
}

// AnswersOf returns the answers of a talk in the order shown: ours by their
// order, a project's own after them as the service sent them. A field answered
// with nothing («[""]») is left out.
func AnswersOf(t store.Talk) []Answer {
	var out []Answer
	for _, s := range t.Statements {
		a := Answer{FieldID: s.FieldID, Name: s.Name}
		for _, v := range s.Values {
			if v = strings.TrimSpace(v); v != "" && !slices.Contains(a.Values, v) {
				a.Values = append(a.Values, v)
			}
		}
		if len(a.Values) == 0 {
			continue
		}
		if a.Name == "" {
			a.Name = a.FieldID
		}
		out = append(out, a)
	}
	known := knownFields()
	rank := func(a Answer) int {
		if i := slices.Index(known, a.FieldID); i >= 0 {
			return i
		}
		return len(known)
	}
	slices.SortStableFunc(out, func(a, b Answer) int { return rank(a) - rank(b) })
	return out
}

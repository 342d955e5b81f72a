package store

import (
	"strings"
	"time"
	"unicode/utf8"
)

// EditState is where a person's edit of a metadata key stands.
type EditState string

// The states of an edit.
const (
	EditPending  EditState = "pending"  // to be sent; safe here
	EditConflict EditState = "conflict" // somebody else changed the key meanwhile: a person decides
	EditRefused  EditState = "refused"  // the service does not take it; Reason says why
)

// FieldEdit is one metadata key of a talk as a person wants it, until the
// service has it so.
type FieldEdit struct {
	Call   CallID
	Key    string
	Value  string // what the person wants; empty = no value
	Base   string // what the service had when the person looked
	Theirs string // what the service has instead, for a conflict
	State  EditState
	Reason Code              // why it is refused, or still pending; empty while nothing is wrong
	Args   map[string]string // values for the reason's sentence
	At     time.Time         // when the person wrote it
}

// FieldOutcome is what became of one edit that was tried.
type FieldOutcome struct {
	Key    string
	Value  string // the value that was tried
	Done   bool   // the service has it
	Theirs string // for a conflict
	State  EditState
	Reason Code
	Args   map[string]string
}

// MaxFieldValue is the most bytes a metadata value may have (SpeechSense
// documentation, limits).
const MaxFieldValue = 1024

// FitField makes a metadata value one the service takes: valid UTF-8, which gRPC
// refuses to send otherwise, and at most MaxFieldValue bytes, cut between two
// letters.
func FitField(v string) string {
	v = strings.ToValidUTF8(v, "\uFFFD")
	if len(v) <= MaxFieldValue {
		return v
	}
	cut := MaxFieldValue
	for !utf8.RuneStart(v[cut]) {
		cut--
	}
	return v[:cut]
}

// CheckField tells whether the service can take a value under a key: codes
// field_key, field_long (arg bytes, limit).
func CheckField(key, value string) error {
	const op = "check a metadata value"
	switch {
	case strings.TrimSpace(key) != key || key == "" || !utf8.ValidString(key):
		return E(CodeFieldKey, op, nil, "key", strings.ToValidUTF8(key, "?"))
	case len(value) > MaxFieldValue || !utf8.ValidString(value):
		return E(CodeFieldLong, op, nil, "key", key)
	}
	return nil
}

// Field returns the value of a metadata key of the talk, "" when it has none.
func (t Talk) Field(name string) string {
	for _, f := range t.Fields {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

package store

import (
	"maps"
	"time"
)

// Desk is what people wrote about one call on the review desk, as it stands.
// The service's own words are not in it: a value stands beside them, so that a
// new analysis overwrites nothing and the difference can be shown.
//
// Who writes gives keys: "summary", "tags", "phrase/…", "note/…", "answer/…". A
// value is a text or JSON; the words of its strings are found by a search.
type Desk struct {
	Values map[string]string
	Undo   string // label of the step that would be undone; "" when there is none
	Redo   string // label of the step that would be done again
}

// With returns the desk with one value changed; "" takes it away. The desk given
// stays as it is.
func (d Desk) With(key, value string) Desk {
	values := maps.Clone(d.Values)
	if values == nil {
		values = map[string]string{}
	}
	if values[key] = value; value == "" {
		delete(values, key)
	}
	d.Values = values
	return d
}

// DeskStep is one thing a person did on the desk: it is undone and done again
// as a whole.
type DeskStep struct {
	Call    CallID
	Label   string // what was done, for people: a part of a catalogue key
	Changes []DeskChange
	At      time.Time
}

// DeskChange is one value before and after a step; "" is no value.
type DeskChange struct{ Key, Before, After string }

// Keys of values.
const (
	DeskSummary = "summary"
	DeskTags    = "tags"
	DeskPhrase  = "phrase/" // and the phrase's anchor
	DeskNote    = "note/"   // and the note's own id
	DeskBase    = "base/"   // and a key: what the service said when a person wrote there; not found by a search
	DeskAnswer  = "answer/" // and card, reviewer, criterion; not found by a search
)

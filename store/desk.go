package store

import "time"

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
	DeskAnswer  = "answer/" // and card, reviewer, criterion; not found by a search
)

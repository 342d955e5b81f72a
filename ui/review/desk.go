package review

import (
	"context"
	"slices"
	"strings"
	"time"

	"sensedesk/store"
	"sensedesk/ui/transcript"
)

// Desk keeps what a person writes about a call, in steps that can be undone.
// *db.DB is one.
type Desk interface {
	Desk(ctx context.Context, id store.CallID) (store.Desk, error)
	WriteDesk(ctx context.Context, id store.CallID, label string, values map[string]string, now time.Time) error
	UndoDesk(ctx context.Context, id store.CallID) (store.DeskStep, bool, error)
	RedoDesk(ctx context.Context, id store.CallID) (store.DeskStep, bool, error)
	TagsInUse(ctx context.Context, limit int) ([]string, error) // most used first
}

// Labels of steps; each has its words under review.step.<label>.
const (
	stepTags     = "tags"
	stepSummary  = "summary"
	stepPhrase   = "phrase"
	stepNote     = "note"
	stepBookmark = "bookmark"
	stepRemove   = "remove"
)

// Tag is a word a call is filed under: a classifier that fired, or one a person
// added.
type Tag struct {
	Found   // of a classifier; a tag of a person has a name only
	Own     bool
	Dropped bool // a person took the service's tag away
}

// TagsOf lists the tags of a call: the service's in the order found, then a
// person's own.
func TagsOf(s State) (list []Tag) {
	edits := s.Desk.Tags()
	for _, f := range FoundIn(s.Talk, s.Document) {
		list = append(list, Tag{Found: f, Dropped: slices.Contains(edits.Drop, f.ID)})
	}
	for _, name := range edits.Add {
		list = append(list, Tag{Found: Found{Name: name, Tone: transcript.ToneOf(name)}, Own: true})
	}
	return list
}

// AddTag returns the edits with one more tag. A tag of the service that was
// dropped comes back; one that is there already is not added again.
func AddTag(s State, name string) store.TagEdits {
	edits, name := s.Desk.Tags(), strings.Join(strings.Fields(name), " ")
	if name == "" {
		return edits
	}
	for _, t := range TagsOf(s) {
		if !strings.EqualFold(t.Name, name) {
			continue
		}
		if t.Dropped {
			edits.Drop = without(edits.Drop, t.ID)
		}
		return edits
	}
	edits.Add = append(slices.Clone(edits.Add), name)
	return edits
}

// RemoveTag returns the edits without a tag.
func RemoveTag(s State, t Tag) store.TagEdits {
	edits := s.Desk.Tags()
	if t.Own {
		edits.Add = without(edits.Add, t.Name)
	} else if !t.Dropped {
		edits.Drop = append(slices.Clone(edits.Drop), t.ID)
	}
	return edits
}

// without is a list without a word.
func without(list []string, word string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s == word })
}

// Summary is what is shown as the summary of a call.
type Summary struct {
	Text    string
	Service string // what the service says
	Base    string // what it said when the person wrote; "" = not known
	Mine    bool   // Text is a person's
	Newer   bool   // the service said something else when the person wrote
}

// SummaryOf tells the summary of a call.
func SummaryOf(s State) Summary {
	service := strings.Join(s.Talk.StatementValues("summary"), "\n")
	mine, ok := s.Desk.Values[store.DeskSummary]
	if !ok {
		return Summary{Text: service, Service: service}
	}
	base, known := s.Desk.Values[store.DeskBase+store.DeskSummary]
	return Summary{Text: mine, Service: service, Base: base, Mine: true, Newer: known && Differ(Compare(base, service))}
}

// NoteMarkers are the notes of a call on the time line.
func NoteMarkers(notes []store.Note) (out []Marker) {
	for _, n := range notes {
		m := Marker{Kind: MarkerBookmark, At: ms(n.AtMS), Note: n.ID}
		if n.Text != "" {
			m.Kind, m.Name = MarkerNote, firstWords(n.Text)
		}
		if n.ToMS > n.AtMS {
			m.Length = ms(n.ToMS - n.AtMS)
		}
		out = append(out, m)
	}
	return out
}

// longestMarker is how many letters of a note stand on the time line.
const longestMarker = 20

// firstWords is the beginning of a note, for where there is little room.
func firstWords(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > longestMarker {
		return strings.TrimRight(string(r[:longestMarker-1]), " ") + "…"
	}
	return text
}

// ms turns milliseconds into a duration.
func ms(n int64) time.Duration { return time.Duration(n) * time.Millisecond }

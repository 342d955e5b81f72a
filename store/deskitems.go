package store

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
)

// What follows reads and writes the values of a Desk. A value this version
// cannot read (a later one wrote it) is left out, and left alone.

// TagEdits is what a person changed in the tags of a call. The tags themselves
// are the names of the classifiers that fired, as far as they were not dropped,
// and those added: so a new analysis brings new tags and none that a person
// took away.
type TagEdits struct {
	Add  []string `json:"add,omitempty"`
	Drop []string `json:"drop,omitempty"` // ids of classifiers
}

// Tags returns what was changed in the tags.
func (d Desk) Tags() (t TagEdits) {
	if json.Unmarshal([]byte(d.Values[DeskTags]), &t) != nil {
		return TagEdits{}
	}
	return t
}

// Encode is the value under DeskTags; "" when nothing is changed.
func (t TagEdits) Encode() string {
	if len(t.Add) == 0 && len(t.Drop) == 0 {
		return ""
	}
	return encode(t)
}

// Note is a comment on a moment or a stretch of a call; without a text it is a
// bookmark.
type Note struct {
	ID     string    `json:"-"`
	AtMS   int64     `json:"at"`
	ToMS   int64     `json:"to,omitempty"` // end of the stretch; 0 = a moment
	Text   string    `json:"text,omitempty"`
	MadeAt time.Time `json:"made"`
}

// Notes returns the comments and bookmarks in order of time.
func (d Desk) Notes() (list []Note) {
	for key, value := range d.Values {
		n := Note{ID: strings.TrimPrefix(key, DeskNote)}
		if n.ID != key && json.Unmarshal([]byte(value), &n) == nil {
			list = append(list, n)
		}
	}
	slices.SortFunc(list, func(a, b Note) int {
		return cmp.Or(cmp.Compare(a.AtMS, b.AtMS), a.MadeAt.Compare(b.MadeAt), cmp.Compare(a.ID, b.ID))
	})
	return list
}

// Key is where the note is kept.
func (n Note) Key() string { return DeskNote + n.ID }

// Encode is the value under Key.
func (n Note) Encode() string { return encode(n) }

// PhraseEdit is a person's correction of one phrase. Channel and StartMS are
// those of the service's phrase: by them it is found again in a later answer.
type PhraseEdit struct {
	Channel int    `json:"-"`
	StartMS int64  `json:"-"`
	Text    string `json:"text,omitempty"`    // "" = as the service has it
	Speaker *int   `json:"speaker,omitempty"` // channel of who really spoke; nil = as the service has it
	Base    string `json:"base"`              // what the service had when the person corrected it
}

// Key is where the correction is kept.
func (e PhraseEdit) Key() string {
	return DeskPhrase + strconv.Itoa(e.Channel) + "-" + strconv.FormatInt(e.StartMS, 10)
}

// Encode is the value under Key; "" when nothing is corrected.
func (e PhraseEdit) Encode() string {
	if e.Text == "" && e.Speaker == nil {
		return ""
	}
	return encode(e)
}

// PhraseEdits returns the corrections in order of time.
func (d Desk) PhraseEdits() (list []PhraseEdit) {
	for key, value := range d.Values {
		name, mine := strings.CutPrefix(key, DeskPhrase)
		channel, start, ok := strings.Cut(name, "-")
		if !mine || !ok {
			continue
		}
		var e PhraseEdit
		var errs [3]error
		errs[0] = json.Unmarshal([]byte(value), &e)
		e.Channel, errs[1] = strconv.Atoi(channel)
		e.StartMS, errs[2] = strconv.ParseInt(start, 10, 64)
		if errs == [3]error{} {
			list = append(list, e)
		}
	}
	slices.SortFunc(list, func(a, b PhraseEdit) int {
		return cmp.Or(cmp.Compare(a.StartMS, b.StartMS), cmp.Compare(a.Channel, b.Channel))
	})
	return list
}

// drift is how far, in ms, a phrase may begin elsewhere in a later answer and
// still be the one that was corrected.
const drift = 1500

// Amend puts corrections on the phrases of an answer and returns the phrases
// to show, by which correction each was changed (by its index), and the
// corrections whose phrase the answer no longer has. The phrases given are not
// changed; recognised words and their times stay those of the service.
func Amend(phrases []Phrase, edits []PhraseEdit) (shown []Phrase, by map[int]PhraseEdit, lost []PhraseEdit) {
	if len(edits) == 0 {
		return phrases, nil, nil
	}
	shown, by = slices.Clone(phrases), map[int]PhraseEdit{}
	for pass := range 2 { // what stands where it stood goes first
		var left []PhraseEdit
		for _, e := range edits {
			i := nearest(phrases, by, e)
			if i < 0 || pass == 0 && phrases[i].StartMS != e.StartMS {
				left = append(left, e)
				continue
			}
			by[i] = e
			if e.Text != "" {
				shown[i].Normalized = e.Text
			}
			if e.Speaker != nil {
				shown[i].Channel = *e.Speaker
			}
		}
		edits = left
	}
	return shown, by, edits
}

// nearest is the phrase a correction means; -1 when there is none.
func nearest(phrases []Phrase, taken map[int]PhraseEdit, e PhraseEdit) int {
	best, off := -1, int64(drift+1)
	for i := range phrases {
		d := max(phrases[i].StartMS-e.StartMS, e.StartMS-phrases[i].StartMS)
		if _, used := taken[i]; !used && phrases[i].Channel == e.Channel && d < off {
			best, off = i, d
		}
	}
	return best
}

// encode writes a value. What is written here has no part that JSON cannot hold.
func encode(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(raw)
}

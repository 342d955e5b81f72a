package review

import (
	"slices"
	"unicode"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// Change says of a word to which of two texts it belongs.
type Change int

// The kinds of words in a comparison.
const (
	Same    Change = iota // in both
	Added                 // in the later text only
	Removed               // in the earlier text only
	Omitted               // stands for words that are in both and not shown
)

// Gap is what parts a word from the one before it.
type Gap int

// The gaps.
const (
	Joined Gap = iota // nothing: «слово» and its comma
	Apart             // a space
	Broken            // a new line
)

// Piece is one word or sign of a comparison.
type Piece struct {
	Text   string
	Change Change
	Before Gap
}

// mostCompared bounds the words that are compared with each other, as a product:
// two texts that have so little in common are not read side by side anyway.
const mostCompared = 1_000_000

// Compare tells word by word how a later text differs from an earlier one: all
// words of both in reading order, those removed before those added in their
// place. The case of letters counts, the width of gaps does not.
func Compare(earlier, later string) []Piece {
	a, b := wordsIn(earlier), wordsIn(later)
	head := 0
	for head < len(a) && head < len(b) && a[head].Text == b[head].Text {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail].Text == b[len(b)-1-tail].Text {
		tail++
	}
	c := comparison{a: a, b: b}
	c.take(diffmatchpatch.DiffEqual, head)
	restA, restB := a[head:len(a)-tail], b[head:len(b)-tail]
	if len(restA)*len(restB) > mostCompared {
		c.take(diffmatchpatch.DiffDelete, len(restA))
		c.take(diffmatchpatch.DiffInsert, len(restB))
	} else {
		letters := map[string]rune{}
		compare := diffmatchpatch.New()
		compare.DiffTimeout = 0 // the same texts always differ in the same way
		for _, d := range compare.DiffMainRunes(spelled(restA, letters), spelled(restB, letters), false) {
			c.take(d.Type, len([]rune(d.Text)))
		}
	}
	c.take(diffmatchpatch.DiffEqual, tail)
	return gathered(c.out)
}

// gathered joins changes that only a comma or the like parts: the sign goes with
// both, what was removed comes first.
func gathered(pieces []Piece) []Piece {
	out := make([]Piece, 0, len(pieces))
	for i := 0; i < len(pieces); {
		if pieces[i].Change == Same {
			out = append(out, pieces[i])
			i++
			continue
		}
		end, next := i, i // of the change; of what follows it
		for next < len(pieces) && (pieces[next].Change != Same || !isWord(pieces[next].Text)) {
			if next++; pieces[next-1].Change != Same {
				end = next
			}
		}
		for _, side := range []Change{Removed, Added} {
			for _, p := range pieces[i:end] {
				if p.Change == side || p.Change == Same {
					p.Change = side
					out = append(out, p)
				}
			}
		}
		i = end
	}
	return out
}

// comparison goes through two lists of words side by side.
type comparison struct {
	a, b []Piece
	out  []Piece
}

// take takes the next n words of one list, or of both.
func (c *comparison) take(which diffmatchpatch.Operation, n int) {
	from, change := &c.b, Same
	switch which {
	case diffmatchpatch.DiffDelete:
		from, change = &c.a, Removed
	case diffmatchpatch.DiffInsert:
		change = Added
	default:
		c.a = c.a[n:]
	}
	for _, w := range (*from)[:n] {
		w.Change = change
		if len(c.out) == 0 {
			w.Before = Joined
		}
		if last := len(c.out) - 1; last >= 0 && w.Before == Joined && c.out[last].Change != w.Change && isWord(w.Text) && isWord(c.out[last].Text) {
			w.Before = Apart // words that stand in each other's place
		}
		c.out = append(c.out, w)
	}
	*from = (*from)[n:]
}

// spelled writes words as letters, the same word as the same letter, for a
// comparison that knows letters only.
func spelled(words []Piece, letters map[string]rune) []rune {
	out := make([]rune, len(words))
	for i, w := range words {
		r, known := letters[w.Text]
		if !known {
			if r = rune(len(letters) + 1); r >= 0xd800 { // what follows are no letters
				r += 0x800
			}
			letters[w.Text] = r
		}
		out[i] = r
	}
	return out
}

// wordsIn cuts a text into words and signs. A number keeps its comma, a word its
// hyphen, a sign the invisible letters that belong to it.
func wordsIn(text string) []Piece {
	var out []Piece
	gap := Apart // the first word follows what stands before it in a comparison
	runes := []rune(text)
	inside := false // the last piece is a word, and goes on
	for i, r := range runes {
		last := len(out) - 1
		switch {
		case r == '\n':
			gap, inside = Broken, false
		case unicode.IsSpace(r):
			gap, inside = max(gap, Apart), false
		case gap == Joined && last >= 0 && (unicode.In(r, unicode.M, unicode.Cf) || i > 0 && runes[i-1] == '\u200d'):
			out[last].Text += string(r)
		case inside && (isLetter(r) || joins(r) && i+1 < len(runes) && isLetter(runes[i+1])):
			out[last].Text += string(r)
		default:
			out = append(out, Piece{Text: string(r), Before: gap})
			gap, inside = Joined, isLetter(r)
		}
	}
	return out
}

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// joins tells whether a sign between two letters makes them one word.
func joins(r rune) bool {
	switch r {
	case '-', '‑', '\'', '’', '.', ',', ':', '_', '@', '/':
		return true
	}
	return false
}

func isWord(text string) bool {
	for _, r := range text {
		return isLetter(r)
	}
	return false
}

// Differ tells whether a comparison found anything.
func Differ(pieces []Piece) bool {
	for _, p := range pieces {
		if p.Change != Same {
			return true
		}
	}
	return false
}

// What is shown of a comparison: so many words on each side of a change, and so
// many of a change.
const (
	aroundChange = 10
	mostChanged  = 400
)

// Shorten leaves out what is the same in both texts far from any change, and the
// middle of changes too long to be read.
func Shorten(pieces []Piece) []Piece {
	var out []Piece
	for from := 0; from < len(pieces); {
		to := from
		for to < len(pieces) && pieces[to].Change == pieces[from].Change {
			to++
		}
		before, after := mostChanged/2, mostChanged/2
		if pieces[from].Change == Same {
			before, after = aroundChange, aroundChange
			if from == 0 {
				before = 0
			}
			if to == len(pieces) {
				after = 0
			}
		}
		if to-from <= before+after+2 { // a sign in their place would be as long
			out = append(out, pieces[from:to]...)
		} else {
			out = append(out, pieces[from:from+before]...)
			left := Piece{Text: "…", Change: Omitted, Before: Apart}
			if from+before == 0 {
				left.Before = Joined
			}
			out = append(out, left)
			out = append(out, pieces[to-after:to]...)
			if after > 0 && out[len(out)-after].Before == Joined {
				out[len(out)-after].Before = Apart
			}
		}
		from = to
	}
	return out
}

// Reheard is a phrase a person corrected and the service has heard otherwise since.
type Reheard struct {
	Phrase  int    // index into State.Talk.Phrases
	Base    string // what the service had when the person wrote
	Service string // what it has now
	Mine    string
}

// ChangedIn lists the corrected phrases of a call that the service has heard
// otherwise since, in order.
func ChangedIn(s State) (list []Reheard) {
	for i, e := range s.Amended {
		if i < 0 || i >= len(s.Talk.Phrases) || e.Text == "" || e.Base == "" {
			continue
		}
		if now := s.Talk.Phrases[i].Shown(); Differ(Compare(e.Base, now)) {
			list = append(list, Reheard{i, e.Base, now, e.Text})
		}
	}
	slices.SortFunc(list, func(a, b Reheard) int { return a.Phrase - b.Phrase })
	return list
}

package transcript

import (
	"sort"
	"strings"
	"unicode"

	"github.com/kljensen/snowball/english"
	"github.com/kljensen/snowball/russian"
)

// Hit is a place where what is looked for stands: words [From, To) of a row.
type Hit struct{ Row, From, To int }

// Index makes a document fit to be searched for words in any of their forms. It
// does not change; making one of a four-hour call takes a moment and may be done
// on any goroutine.
type Index struct {
	words []string // folded, of all rows one after another
	stems []string
	from  []int // the first word of each row; one more at the end
}

// NewIndex returns the index of a document.
func NewIndex(d *Document) *Index {
	x := &Index{from: make([]int, 0, len(d.Rows)+1)}
	known := map[string]string{} // a call says the same words again and again
	for i := range d.Rows {
		x.from = append(x.from, len(x.words))
		for _, t := range d.Rows[i].Tokens {
			w := fold(t.Text)
			stem, ok := known[w]
			if !ok {
				stem = Stem(w)
				known[w] = stem
			}
			x.words, x.stems = append(x.words, w), append(x.stems, stem)
		}
	}
	x.from = append(x.from, len(x.words))
	return x
}

// Stem returns the part of a folded word its forms share. Russian and English
// have rules of their own; in Kazakh, where endings are strung one after
// another, the beginning of a word finds its forms.
func Stem(word string) string {
	for _, r := range word {
		switch {
		case r >= 'а' && r <= 'я':
			return russian.Stem(word, true)
		case r >= 'a' && r <= 'z':
			return english.Stem(word, true)
		case unicode.Is(unicode.Cyrillic, r): // a letter Russian does not have
			return word
		}
	}
	return word
}

// Find returns where the words of a query stand one after another in a phrase,
// each in any form; the last word may be a beginning, since it is still being
// typed. Nothing is found for nothing.
func (x *Index) Find(query string) []Hit {
	var words, stems []string
	for _, f := range strings.Fields(query) {
		if w := fold(f); w != "" {
			words, stems = append(words, w), append(stems, Stem(w))
		}
	}
	if len(words) == 0 {
		return nil
	}
	var out []Hit
	row := 0
	for i := 0; i+len(words) <= len(x.words); i++ {
		if !x.fits(i, words, stems) {
			continue
		}
		for x.from[row+1] <= i {
			row++
		}
		if i+len(words) > x.from[row+1] { // the words are of two phrases
			continue
		}
		out = append(out, Hit{Row: row, From: i - x.from[row], To: i - x.from[row] + len(words)})
		i += len(words) - 1
	}
	return out
}

// fits tells whether the words of a query stand at a place.
func (x *Index) fits(at int, words, stems []string) bool {
	for n, w := range words {
		have := x.words[at+n]
		if have == w || x.stems[at+n] == stems[n] && have != "" {
			continue
		}
		// A beginning of three letters and more is one; of a word in the middle of
		// the query only what is longer than its ending.
		if (n == len(words)-1 || len(w) >= 8) && strings.HasPrefix(have, w) {
			continue
		}
		return false
	}
	return true
}

// NextHit returns the number of the hit after (step > 0) or before a row, going
// round at the ends; -1 when there is none.
func NextHit(hits []Hit, row, step int) int {
	if len(hits) == 0 {
		return -1
	}
	i := sort.Search(len(hits), func(i int) bool { return hits[i].Row >= row })
	if step < 0 {
		i--
	}
	return (i + len(hits)) % len(hits)
}

// SetHits marks what was found; current is the number of the one that is gone
// to, -1 for none. The view goes there and stops following the sound.
func (w *Widget) SetHits(hits []Hit, current int) {
	w.hits, w.hit = hits, current
	if current >= 0 && current < len(hits) {
		w.halt()
		w.started = true // there is a way back to the current phrase
		w.follow.ReaderScrolled()
		w.reach(hits[current].Row)
		w.showPill()
	}
	w.rebind()
}

// reach brings a row into view, with some of what was said before it.
func (w *Widget) reach(row int) {
	h := &w.flow.heights
	if row < 0 || row >= len(h.of) {
		return
	}
	view := w.scroll.Size().Height
	for range 2 { // rows there are made exact on arrival, which can move them
		top := h.at(row)
		if at := w.scroll.Offset.Y; top < at || top+h.of[row] > at+view {
			w.moveTo(max(0, min(top-view/3, h.total()-view)))
		}
	}
}

// hitsOf returns the hits of a row with the number of the first.
func (w *Widget) hitsOf(row int) (first int, hits []Hit) {
	first = sort.Search(len(w.hits), func(i int) bool { return w.hits[i].Row >= row })
	end := first
	for end < len(w.hits) && w.hits[end].Row == row {
		end++
	}
	return first, w.hits[first:end]
}

package transcript

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"sensedesk/store"
)

// mark puts the classifiers of a phrase on its words. Highlights count letters
// of the recognised text, so they go to recognised words first and from there
// to the words shown. A classifier without usable highlights is placed by its
// times; one that names no part of the phrase marks the whole of it.
func mark(row *Row, p *store.Phrase, spans []span, words []string, names map[string]string) {
	if len(p.Classifiers) == 0 {
		return
	}
	places := locate(p.Text, words)
	for i := range p.Classifiers {
		c := &p.Classifiers[i]
		m := Mark{ID: c.ClassifierID, Name: c.Name}
		if m.Name == "" {
			m.Name = names[c.ClassifierID]
		}
		if m.Name == "" {
			m.Name = c.ClassifierID
		}
		m.Tone = ToneOf(m.Name)
		for _, l := range c.Labels {
			if l.Confidence > m.Confidence && l.Confidence <= 1 { // no number and beyond certainty are not told
				m.Confidence = l.Confidence
			}
		}
		n := len(row.Marks)
		for _, h := range c.Highlights {
			from, to := highlighted(p.Text, h, places)
			m.heard(row, cover(row, spans, from, to, n, m.Tone))
		}
		if len(c.Highlights) == 0 && c.EndMS > c.StartMS {
			m.heard(row, coverTime(row, c.StartMS, c.EndMS, n, m.Tone))
		}
		if m.Whole = len(m.At) == 0; m.Whole {
			m.At = []int64{row.StartMS}
		}
		slices.Sort(m.At)
		row.Marks = append(row.Marks, m)
	}
}

// heard notes where a stretch that begins with a word is heard; -1 is no word.
func (m *Mark) heard(row *Row, token int) {
	if token >= 0 {
		m.At = append(m.At, row.Tokens[token].StartMS)
	}
}

// cover marks the words shown that stand for recognised words [from, to) and
// returns the first of them, -1 for none.
func cover(row *Row, spans []span, from, to, m int, tone Tone) int {
	first := -1
	for i := range row.Tokens {
		if spans[i].from < to && from < spans[i].to {
			put(row, i, m, tone)
			if first < 0 {
				first = i
			}
		}
	}
	return first
}

// coverTime marks the words whose middle is inside [start, end) and returns the
// first of them; -1 when there are none, or no others.
func coverTime(row *Row, start, end int64, m int, tone Tone) int {
	inside := func(t *Token) bool {
		middle := (t.StartMS + t.EndMS) / 2
		return t.Timed && start <= middle && middle < end
	}
	n, first := 0, -1
	for i := range row.Tokens {
		if inside(&row.Tokens[i]) {
			n++
			if first < 0 {
				first = i
			}
		}
	}
	if n == len(row.Tokens) {
		return -1
	}
	for i := range row.Tokens {
		if inside(&row.Tokens[i]) {
			put(row, i, m, tone)
		}
	}
	return first
}

// put gives a word to a mark; of several marks the one with something to say
// by colour wins, then the first.
func put(row *Row, token, m int, tone Tone) {
	old := row.Tokens[token].Mark
	if old < 0 || old < len(row.Marks) && row.Marks[old].Tone == ToneNeutral && tone != ToneNeutral {
		row.Tokens[token].Mark = m
	}
}

// letters is a stretch of runes of a phrase's text.
type letters struct{ from, to int }

// locate finds each recognised word in the text they spell; a word that is not
// there has none.
func locate(text string, words []string) []letters {
	out := make([]letters, len(words))
	rest, at := text, 0
	for i, w := range words {
		j := strings.Index(rest, w)
		if j < 0 || w == "" {
			continue
		}
		from := at + utf8.RuneCountInString(rest[:j])
		at = from + utf8.RuneCountInString(w)
		rest = rest[j+len(w):]
		out[i] = letters{from, at}
	}
	return out
}

// highlighted returns the recognised words [from, to) a highlight covers. Its
// numbers are clamped to the text; when they point elsewhere than its own words
// say, the words are searched for.
func highlighted(text string, h store.Highlight, places []letters) (from, to int) {
	runes := []rune(text)
	lo := min(max(0, h.Offset), len(runes))
	hi := min(max(lo, h.Offset+h.Count), len(runes))
	if h.Text != "" && !strings.EqualFold(string(runes[lo:hi]), h.Text) {
		if j := strings.Index(strings.ToLower(text), strings.ToLower(h.Text)); j >= 0 {
			lo = utf8.RuneCountInString(text[:min(j, len(text))])
			hi = lo + utf8.RuneCountInString(h.Text)
		}
	}
	from, to = -1, -1
	for i, p := range places {
		if p.from < hi && lo < p.to {
			if from < 0 {
				from = i
			}
			to = i + 1
		}
	}
	return from, to
}

// core returns the word without the punctuation around it, as byte offsets:
// a tint covers the word, not its comma.
func core(word string) (from, to int) {
	isCore := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || unicode.IsSymbol(r)
	}
	from = strings.IndexFunc(word, isCore)
	if from < 0 {
		return 0, len(word)
	}
	last := strings.LastIndexFunc(word, isCore)
	_, n := utf8.DecodeRuneInString(word[last:])
	return from, last + n
}

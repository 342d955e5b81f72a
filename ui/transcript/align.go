package transcript

import (
	"strings"
	"unicode"
)

// A phrase comes twice: as recognised words with their times («четыре тысячи
// двести пятнадцать») and as a text made for reading («4215,»). The words spell
// the first, never the second, so each display word is given the stretch of
// recognised words it stands for.

// span is a half-open stretch of recognised words; empty when a display word
// (a lone dash) stands for none.
type span struct{ from, to int }

// maxCells bounds the table of one alignment (two bytes a cell); a phrase that
// would need more is aligned by looking a few words ahead.
const maxCells = 250_000

// lookAhead is how many words the cheap alignment looks past a difference.
const lookAhead = 24

// align gives every display word its stretch of recognised words. Stretches do
// not run backwards; words that differ are shared out evenly between two places
// that agree.
func align(display, words []string) []span {
	a, b := foldAll(display), foldAll(words)
	out := make([]span, len(a))
	lo := 0
	for lo < len(a) && lo < len(b) && a[lo] == b[lo] {
		out[lo] = span{lo, lo + 1}
		lo++
	}
	hiA, hiB := len(a), len(b)
	for hiA > lo && hiB > lo && a[hiA-1] == b[hiB-1] {
		hiA, hiB = hiA-1, hiB-1
		out[hiA] = span{hiB, hiB + 1}
	}
	var pairs [][2]int
	if midA, midB := a[lo:hiA], b[lo:hiB]; len(midA)*len(midB) <= maxCells {
		pairs = pairExactly(midA, midB)
	} else {
		pairs = pairAhead(midA, midB)
	}
	prevA, prevB := lo, lo
	for _, p := range append(pairs, [2]int{hiA - lo, hiB - lo}) {
		i, j := lo+p[0], lo+p[1]
		share(out[prevA:i], a[prevA:i], prevB, j)
		if i < hiA {
			out[i] = span{j, j + 1}
		}
		prevA, prevB = i+1, j+1
	}
	return out
}

// share gives the words [from, to) to the display words that stand for them
// together; a display word without a letter stands for none.
func share(out []span, folded []string, from, to int) {
	t, w := 0, to-from
	for _, f := range folded {
		if f != "" {
			t++
		}
	}
	n := 0
	for k := range out {
		if folded[k] == "" {
			at := to
			if t > 0 {
				at = from + n*w/t
			}
			out[k] = span{at, at}
			continue
		}
		s := span{from + n*w/t, from + (n+1)*w/t}
		if s.to == s.from && w > 0 { // more display words than recognised ones: some share a word
			s.to++
		}
		out[k] = s
		n++
	}
}

// pairExactly returns the longest sequence of equal words, in order.
func pairExactly(a, b []string) [][2]int {
	if len(a) == 0 || len(b) == 0 {
		return nil
	}
	cols := len(b) + 1
	table := make([]uint16, (len(a)+1)*cols) // longest common sequence of a[i:] and b[j:]
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			best := max(table[(i+1)*cols+j], table[i*cols+j+1])
			if a[i] == b[j] && a[i] != "" {
				best = max(best, table[(i+1)*cols+j+1]+1)
			}
			table[i*cols+j] = best
		}
	}
	var out [][2]int
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch here := table[i*cols+j]; {
		case a[i] == b[j] && a[i] != "" && here == table[(i+1)*cols+j+1]+1:
			out = append(out, [2]int{i, j})
			i, j = i+1, j+1
		case here == table[(i+1)*cols+j]:
			i++
		default:
			j++
		}
	}
	return out
}

// pairAhead walks both sides and, at a difference, takes the nearest place
// where they agree again.
func pairAhead(a, b []string) [][2]int {
	var out [][2]int
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		di, dj, ok := nearest(a[i:], b[j:])
		if !ok {
			i, j = i+1, j+1
			continue
		}
		out = append(out, [2]int{i + di, j + dj})
		i, j = i+di+1, j+dj+1
	}
	return out
}

// nearest finds the first pair of equal words with the smallest sum of steps.
func nearest(a, b []string) (di, dj int, ok bool) {
	for sum := range lookAhead {
		for di := 0; di <= sum; di++ {
			dj := sum - di
			if di < len(a) && dj < len(b) && a[di] != "" && a[di] == b[dj] {
				return di, dj, true
			}
		}
	}
	return 0, 0, false
}

// foldAll returns the words as they are compared.
func foldAll(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = fold(w)
	}
	return out
}

// fold keeps letters and digits, lower case, with ё as е: the recogniser writes
// neither capitals nor punctuation, and ё as it pleases.
func fold(w string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'а' && r <= 'я', r >= 'a' && r <= 'z': // nearly all there is
			return r
		case r == 'ё' || r == 'Ё':
			return 'е'
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
			return unicode.ToLower(r)
		}
		return -1
	}, w)
}

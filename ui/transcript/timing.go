package transcript

import (
	"time"
	"unicode/utf8"

	"sensedesk/store"
)

// latestMS is the last moment a talk can have, ten years after its first: what a
// broken answer puts behind it would not fit a clock.
const latestMS = 10 * 366 * 24 * 3600 * 1000

// within brings a moment of a talk, ms, to where a moment can be.
func within(ms int64) int64 { return max(0, min(ms, latestMS)) }

// Moment returns a moment of a talk, given in ms, as one that a clock can show.
func Moment(ms int64) time.Duration { return time.Duration(within(ms)) * time.Millisecond }

// timeByWords gives display words the times of the recognised words they stand
// for. Words that share one stretch share its time by their letters; a word
// that stands for nothing is put where the word before it ends.
func timeByWords(tokens []Token, spans []span, words []store.Word, start int64) {
	at := start
	for i := 0; i < len(tokens); {
		j := i + 1
		for j < len(tokens) && spans[j] == spans[i] && spans[i].to > spans[i].from {
			j++
		}
		if s := spans[i]; s.to > s.from {
			from := max(at, within(words[s.from].StartMS))
			to := max(from, within(words[s.to-1].EndMS))
			timeByLetters(tokens[i:j], from, to)
			for k := i; k < j; k++ {
				tokens[k].Timed = true
			}
			at = from // not to: recognised words of one voice may overlap by a frame
		} else {
			tokens[i].StartMS, tokens[i].EndMS = at, at
			if i > 0 {
				at = tokens[i-1].EndMS
				tokens[i].StartMS, tokens[i].EndMS = at, at
			}
		}
		i = j
	}
}

// timeByLetters shares [from, to) between words by their letters.
func timeByLetters(tokens []Token, from, to int64) {
	total := int64(0)
	for i := range tokens {
		total += int64(utf8.RuneCountInString(tokens[i].Text)) + 1
	}
	done := int64(0)
	for i := range tokens {
		tokens[i].StartMS = from + (to-from)*done/total
		done += int64(utf8.RuneCountInString(tokens[i].Text)) + 1
		tokens[i].EndMS = from + (to-from)*done/total
	}
}

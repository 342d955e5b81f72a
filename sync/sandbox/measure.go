package sandbox

import (
	"cmp"
	"slices"
	"unicode"

	"sensedesk/store"
)

// figures are what can be counted in a talk without understanding it.
type figures struct {
	durationMS    int64
	channels      []channelFigures // by channel number, without gaps
	bothSpeak     []store.Range    // two or more at once
	nobody        []store.Range    // silence of all
	phrases       int
	words         int
	letters       int
	classifierHit map[string]map[int]int // classifier id → channel → phrases it fired in
}

// channelFigures are those of one channel.
type channelFigures struct {
	speech     []store.Range // union of the phrases, ordered
	speechMS   int64
	silenceMS  int64
	phrases    []int64 // their lengths, ms
	words      int
	letters    int
	perPhrase  []float64 // words of each phrase
	lettersPer []float64
	interrupts []store.Range // where it began to speak while another did, as long as both did
}

// measure counts. The length is the one given, or the end of the last phrase.
func measure(t store.Talk) figures {
	f := figures{durationMS: t.Conversation.DurationMS, phrases: len(t.Phrases), classifierHit: map[string]map[int]int{}}
	highest := -1
	for _, p := range t.Phrases {
		f.durationMS = max(f.durationMS, p.EndMS)
		highest = max(highest, p.Channel)
	}
	f.channels = make([]channelFigures, highest+1)
	for _, p := range t.Phrases {
		c := &f.channels[p.Channel]
		words, letters := count(p)
		c.words += words
		c.letters += letters
		c.phrases = append(c.phrases, p.EndMS-p.StartMS)
		c.perPhrase = append(c.perPhrase, float64(words))
		c.lettersPer = append(c.lettersPer, float64(letters))
		c.speech = append(c.speech, store.Range{StartMS: p.StartMS, EndMS: p.EndMS})
		f.words += words
		f.letters += letters
		for _, hit := range p.Classifiers {
			if f.classifierHit[hit.ClassifierID] == nil {
				f.classifierHit[hit.ClassifierID] = map[int]int{}
			}
			f.classifierHit[hit.ClassifierID][p.Channel]++
		}
	}
	var all []store.Range
	for i := range f.channels {
		c := &f.channels[i]
		c.speech = union(c.speech)
		c.speechMS = total(c.speech)
		c.silenceMS = max(f.durationMS-c.speechMS, 0)
		all = append(all, c.speech...)
	}
	f.nobody = gaps(union(all), f.durationMS)
	for i := range f.channels {
		for j := range f.channels {
			if i == j {
				continue
			}
			both := intersect(f.channels[i].speech, f.channels[j].speech)
			if i < j {
				f.bothSpeak = append(f.bothSpeak, both...)
			}
			for _, r := range both {
				if begins(f.channels[i].speech, r.StartMS) && !begins(f.channels[j].speech, r.StartMS) {
					f.channels[i].interrupts = append(f.channels[i].interrupts, r)
				}
			}
		}
	}
	f.bothSpeak = union(f.bothSpeak)
	return f
}

// count returns the words and letters of a phrase.
func count(p store.Phrase) (words, letters int) {
	inWord := false
	for _, r := range p.Text {
		if unicode.IsSpace(r) {
			inWord = false
			continue
		}
		if !inWord {
			words++
		}
		inWord = true
		if unicode.IsLetter(r) {
			letters++
		}
	}
	if words == 0 {
		words = len(p.Words)
	}
	return words, letters
}

// union orders ranges and joins those that touch.
func union(in []store.Range) []store.Range {
	in = slices.Clone(in)
	slices.SortFunc(in, func(a, b store.Range) int { return cmp.Compare(a.StartMS, b.StartMS) })
	var out []store.Range
	for _, r := range in {
		if r.EndMS <= r.StartMS {
			continue
		}
		if n := len(out); n > 0 && r.StartMS <= out[n-1].EndMS {
			out[n-1].EndMS = max(out[n-1].EndMS, r.EndMS)
			continue
		}
		out = append(out, r)
	}
	return out
}

// intersect returns where two ordered sets of ranges overlap.
func intersect(a, b []store.Range) []store.Range {
	var out []store.Range
	for i, j := 0, 0; i < len(a) && j < len(b); {
		from, to := max(a[i].StartMS, b[j].StartMS), min(a[i].EndMS, b[j].EndMS)
		if from < to {
			out = append(out, store.Range{StartMS: from, EndMS: to})
		}
		if a[i].EndMS < b[j].EndMS {
			i++
		} else {
			j++
		}
	}
	return out
}

// gaps returns what an ordered set leaves of 0 … end.
func gaps(in []store.Range, end int64) []store.Range {
	var out []store.Range
	at := int64(0)
	for _, r := range in {
		if r.StartMS > at {
			out = append(out, store.Range{StartMS: at, EndMS: r.StartMS})
		}
		at = max(at, r.EndMS)
	}
	if at < end {
		out = append(out, store.Range{StartMS: at, EndMS: end})
	}
	return out
}

// begins tells whether one of the ranges starts at ms.
func begins(in []store.Range, ms int64) bool {
	return slices.ContainsFunc(in, func(r store.Range) bool { return r.StartMS == ms })
}

// total is the length of all ranges together, ms.
func total(in []store.Range) int64 {
	var sum int64
	for _, r := range in {
		sum += r.EndMS - r.StartMS
	}
	return sum
}

// longest is the length of the longest range, ms.
func longest(in []store.Range) int64 {
	var out int64
	for _, r := range in {
		out = max(out, r.EndMS-r.StartMS)
	}
	return out
}

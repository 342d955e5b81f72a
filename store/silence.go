package store

import (
	"cmp"
	"slices"
)

// What of a pause is worth leaving out, and what is kept of it, in ms.
const (
	longPause  = 1000
	keptBreath = 150
)

// Unspoken returns the stretches in which, by the times of the words, nobody
// speaks for a second or more, but for 150 ms kept beside speech: what is left
// out when silence is cut. Music on hold and ringing are cut too. A phrase
// without words counts as speech from end to end. Where nobody speaks at all
// there is nothing to leave out. lengthMS is the length of the recording, 0 =
// up to the last word.
func Unspoken(phrases []Phrase, lengthMS int64) []Range {
	said := spoken(phrases, lengthMS)
	if len(said) == 0 {
		return nil
	}
	var out []Range
	gap := func(from, to int64, last bool) {
		if to-from < longPause {
			return
		}
		if from > 0 {
			from += keptBreath
		}
		if !last {
			to -= keptBreath
		}
		out = append(out, Range{from, to})
	}
	end := int64(0)
	for _, r := range said {
		gap(end, r.StartMS, false)
		end = max(end, r.EndMS)
	}
	gap(end, lengthMS, true)
	return out
}

// spoken lists the words of both parties in the order of their start. Times the
// wrong way round are turned, those outside of the recording cut off.
func spoken(phrases []Phrase, lengthMS int64) []Range {
	var out []Range
	add := func(from, to int64) {
		from, to = max(0, min(from, to)), max(from, to)
		if lengthMS > 0 {
			to = min(to, lengthMS)
		}
		if to > from {
			out = append(out, Range{from, to})
		}
	}
	for i := range phrases {
		if len(phrases[i].Words) == 0 {
			add(phrases[i].StartMS, phrases[i].EndMS)
		}
		for _, w := range phrases[i].Words {
			add(w.StartMS, w.EndMS)
		}
	}
	slices.SortFunc(out, func(a, b Range) int { return cmp.Compare(a.StartMS, b.StartMS) })
	return out
}

// Merged returns the union of stretches, in order; empty and reversed ones go.
func Merged(list []Range) []Range {
	list = slices.DeleteFunc(slices.Clone(list), func(r Range) bool { return r.EndMS <= r.StartMS })
	slices.SortFunc(list, func(a, b Range) int { return cmp.Compare(a.StartMS, b.StartMS) })
	var out []Range
	for _, r := range list {
		if n := len(out); n > 0 && r.StartMS <= out[n-1].EndMS {
			out[n-1].EndMS = max(out[n-1].EndMS, r.EndMS)
			continue
		}
		out = append(out, r)
	}
	return out
}

// LengthOf is how long stretches that do not overlap are together, in ms.
func LengthOf(list []Range) (sum int64) {
	for _, r := range list {
		sum += r.EndMS - r.StartMS
	}
	return sum
}

// Without returns what of a merged list lies outside of another.
func Without(list, cut []Range) []Range {
	var out []Range
	i := 0
	for _, r := range list {
		for i < len(cut) && cut[i].EndMS <= r.StartMS {
			i++
		}
		at := r.StartMS
		for j := i; j < len(cut) && cut[j].StartMS < r.EndMS; j++ {
			if cut[j].StartMS > at {
				out = append(out, Range{at, cut[j].StartMS})
			}
			at = max(at, cut[j].EndMS)
		}
		if at < r.EndMS {
			out = append(out, Range{at, r.EndMS})
		}
	}
	return out
}

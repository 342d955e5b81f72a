package review

import (
	"slices"
	"time"

	"sensedesk/ui/transcript"
)

// nearby is how far beyond a place the reader still counts as being at it: a
// click on a figure then goes on to the next.
const nearby = 300 * time.Millisecond

// NextOf is the first of some places, in order, after a moment; behind the last
// it begins again. There must be one.
func NextOf(places []time.Duration, at time.Duration) time.Duration {
	for _, p := range places {
		if p > at+nearby {
			return p
		}
	}
	return places[0]
}

// Places lead from a figure of the statistics to where it is heard: by the key
// of the figure, for the operator, the client and the talk as a whole. A figure
// that counts has all its places in order, one that measures its longest.
type Places map[string][3][]time.Duration

// wholeTalk is the place of the talk as a whole in Places.
const wholeTalk = 2

// Of are the places of one figure.
func (p Places) Of(key string, side int) []time.Duration { return p[key][side] }

func (p Places) add(key string, side int, at ...time.Duration) {
	v := p["review.stat."+key]
	v[side] = append(v[side], at...)
	p["review.stat."+key] = v
}

// PlacesOf finds where the figures of a call are heard.
func PlacesOf(s State, mono bool) Places {
	out := Places{}
	out.add("length", wholeTalk, 0)
	var phrase [2]Span
	for i := range s.Talk.Phrases {
		p := &s.Talk.Phrases[i]
		side, at := sideOf(p, s.Operator, mono), transcript.Moment(p.StartMS)
		out.add("phrases", side, at)
		if this := (Span{at, transcript.Moment(p.EndMS)}); this.Length() > phrase[side].Length() {
			phrase[side] = this
		}
	}
	spans := SpansOf(s, mono)
	fastest := PaceOver(s.Talk.Phrases, s.Operator, mono, s.Length, plotColumns)
	for side := range 2 {
		if said := out.Of("review.stat.phrases", side); len(said) > 0 {
			from := said[0]
			if spans[side].Length() > 0 {
				from = spans[side].From
			}
			out.add("speech", side, from)
			out.add("words", side, from)
		}
		if phrase[side].Length() > 0 {
			out.add("longest", side, phrase[side].From)
		}
		best := 0
		for c := range fastest {
			if fastest[c][side] > fastest[best][side] {
				best = c
			}
		}
		if fastest[best][side] > 0 {
			out.add("pace", side, s.Length*time.Duration(best)/plotColumns)
		}
	}
	out.interrupts(s)
	for _, m := range s.Markers {
		if m.Kind == MarkerPause {
			out.add("pauses", wholeTalk, m.At)
		}
	}
	if pause := spans[shareSilence]; pause.Length() > 0 {
		out.add("silence", wholeTalk, pause.From)
		out.add("pause", wholeTalk, pause.From)
	}
	if both := spans[shareBoth]; both.Length() > 0 {
		out.add("both", wholeTalk, both.From)
	}
	for _, v := range out {
		for side := range v {
			slices.Sort(v[side])
		}
	}
	return out
}

// interrupts adds where each party interrupts the other: by the service's own
// count, else by the text.
func (p Places) interrupts(s State) {
	var counted [2]bool
	for i := range s.Talk.Speakers {
		of := &s.Talk.Speakers[i]
		side := 1
		if of.Channel == s.Operator {
			side = 0
		}
		for _, r := range of.InterruptRanges {
			p.add("interrupts", side, transcript.Moment(r.StartMS))
			counted[side] = true
		}
	}
	for _, m := range s.Markers {
		side := 0
		if m.Side == transcript.SideClient {
			side = 1
		}
		if m.Kind == MarkerInterrupt && !counted[side] {
			p.add("interrupts", side, m.At)
		}
	}
}

// The parts of a talk, as Shares and SpansOf have them.
const (
	shareOperator = iota
	shareClient
	shareBoth
	shareSilence
)

// SpansOf finds the longest stretch of each part of a talk: the operator's
// speech, the client's, both at once, silence. An empty one is nowhere.
func SpansOf(s State, mono bool) (longest [4]Span) {
	speech := MonologuesIn(s.Document)
	longest[shareOperator], longest[shareClient] = speech[0], speech[1]
	if mono {
		longest[shareClient] = Span{}
	}
	for _, t := range s.Together {
		if t.Length() > longest[shareBoth].Length() {
			longest[shareBoth] = t
		}
	}
	for _, m := range s.Markers {
		if m.Kind == MarkerPause && m.Length > longest[shareSilence].Length() {
			longest[shareSilence] = Span{m.At, m.At + m.Length}
		}
	}
	return longest
}

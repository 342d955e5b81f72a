package review

import (
	"slices"
	"time"

	"sensedesk/store"
	"sensedesk/ui/transcript"
)

// Shares say who spoke, as parts of the conversation that add up to one.
type Shares struct {
	Operator, Client, Both, Silence float64
	Mono                            bool // one channel: Operator is everybody's speech, Client and Both are 0
	Known                           bool
}

// SharesOf reads the shares from the talk's statistics, or from its phrases
// when the service sent none. The service's ratios are not used: it leaves some
// out that its own milliseconds contradict.
func SharesOf(t store.Talk, operator, channels int, length time.Duration) Shares {
	var op, cl, both, silence int64
	for _, s := range t.Speakers {
		if s.Channel == operator {
			op = s.SpeechMS
		} else {
			cl = s.SpeechMS
		}
	}
	both, silence = t.Conversation.SimultaneousSpeechMS, t.Conversation.SimultaneousSilenceMS
	if op+cl == 0 {
		op, cl, both, silence = measure(t.Phrases, operator, length.Milliseconds())
	}
	if channels == 1 { // there the service counts all speech as simultaneous
		both, op, cl = 0, op+cl, 0
	}
	both = min(both, op, cl)
	if silence == 0 && t.Conversation.DurationMS > 0 {
		silence = max(0, t.Conversation.DurationMS-(op+cl-both))
	}
	sum := float64(op + cl - both + silence)
	if sum <= 0 || op+cl == 0 {
		return Shares{Mono: channels == 1}
	}
	return Shares{
		Operator: float64(op-both) / sum, Client: float64(cl-both) / sum, Both: float64(both) / sum, Silence: float64(silence) / sum,
		Mono: channels == 1, Known: true,
	}
}

// Percents returns the four shares as whole percents that add up to 100:
// operator, client, both, silence.
func (s Shares) Percents() [4]int {
	parts := [4]float64{s.Operator * 100, s.Client * 100, s.Both * 100, s.Silence * 100}
	var out [4]int
	order := []int{0, 1, 2, 3}
	left := 100
	for i, p := range parts {
		out[i] = int(p)
		left -= out[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { // the largest remainders get what is left
		switch ra, rb := parts[a]-float64(out[a]), parts[b]-float64(out[b]); {
		case ra > rb:
			return -1
		case ra < rb:
			return 1
		}
		return 0
	})
	for i := 0; i < left && i < 4; i++ {
		out[order[i]]++
	}
	return out
}

// measure sums speech from the phrases themselves, in ms.
func measure(phrases []store.Phrase, operator int, length int64) (op, cl, both, silence int64) {
	var edges []edge
	for i := range phrases {
		p := &phrases[i]
		side := 1
		if p.Channel == operator {
			side = 0
		}
		if p.EndMS > p.StartMS {
			edges = append(edges, edge{p.StartMS, side, 1}, edge{p.EndMS, side, -1})
			length = max(length, p.EndMS)
		}
	}
	slices.SortFunc(edges, func(a, b edge) int { return int(max(-1, min(1, a.at-b.at))) })
	var open [2]int
	last := int64(0)
	for _, e := range edges {
		d := e.at - last
		switch {
		case open[0] > 0 && open[1] > 0:
			op, cl, both = op+d, cl+d, both+d
		case open[0] > 0:
			op += d
		case open[1] > 0:
			cl += d
		default:
			silence += d
		}
		open[e.side] += e.step
		last = e.at
	}
	return op, cl, both, silence + max(0, length-last)
}

// edge is where a phrase begins or ends.
type edge struct {
	at         int64
	side, step int
}

// Found is a classifier that fired in the call.
type Found struct {
	ID    string
	Name  string
	Tone  transcript.Tone
	Count int
	At    []time.Duration // where it fired, in order; may be shorter than Count
}

// FoundIn lists the classifiers that fired: what needs an eye first, then the
// most frequent. The counts are the service's for the whole talk; a classifier
// it did not count is counted by its places in the transcript.
func FoundIn(t store.Talk, d *transcript.Document) []Found {
	byID := map[string]*Found{}
	var order []string
	get := func(id, name string) *Found {
		if id == "" {
			id = name
		}
		f := byID[id]
		if f == nil {
			if name == "" {
				name = id
			}
			f = &Found{ID: id, Name: name, Tone: transcript.ToneOf(name)}
			byID[id] = f
			order = append(order, id)
		}
		return f
	}
	names := classifierNames(t)
	for _, c := range t.Classifiers {
		if c.Count > 0 {
			get(c.ClassifierID, firstOf(c.Name, names[c.ClassifierID])).Count = c.Count
		}
	}
	if d != nil {
		for i := range d.Rows {
			for _, m := range d.Rows[i].Marks {
				f := get(m.ID, m.Name)
				for _, at := range m.At {
					f.At = append(f.At, time.Duration(at)*time.Millisecond)
				}
			}
		}
	}
	out := make([]Found, 0, len(order))
	for _, id := range order {
		f := byID[id]
		slices.Sort(f.At)
		f.Count = max(f.Count, len(f.At))
		f.At = slices.CompactFunc(f.At, func(a, b time.Duration) bool { return a/time.Second == b/time.Second }) // one place to a reader
		out = append(out, *f)
	}
	rank := map[transcript.Tone]int{transcript.ToneNegative: 0, transcript.TonePositive: 1, transcript.ToneNeutral: 2}
	slices.SortStableFunc(out, func(a, b Found) int {
		if d := rank[a.Tone] - rank[b.Tone]; d != 0 {
			return d
		}
		return b.Count - a.Count
	})
	return out
}

// classifierNames maps classifier ids to what the service called them anywhere.
func classifierNames(t store.Talk) map[string]string {
	names := map[string]string{}
	for _, c := range t.Classifiers {
		if c.Name != "" {
			names[c.ClassifierID] = c.Name
		}
	}
	for i := range t.Phrases {
		for _, c := range t.Phrases[i].Classifiers {
			if c.Name != "" && names[c.ClassifierID] == "" {
				names[c.ClassifierID] = c.Name
			}
		}
	}
	return names
}

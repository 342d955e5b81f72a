package review

import (
	"time"

	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/transcript"
)

// Figure is a line of the statistics: a name and one value, or one of each
// party. Values are written out; "" is not known.
type Figure struct {
	Key              string // of the name in the catalogue
	Name             string
	Operator, Client string
	Whole            string // of the talk as a whole
}

// PartyFigures lists what is known of each party. On a recording with one
// channel the service counts everybody as one, and says nothing of interrupts.
func PartyFigures(p *i18n.Printer, t store.Talk, operator int, mono bool) []Figure {
	var op, cl *store.SpeakerStats
	for i := range t.Speakers {
		if t.Speakers[i].Channel == operator || mono {
			op = &t.Speakers[i]
		} else {
			cl = &t.Speakers[i]
		}
	}
	if op == nil && cl == nil {
		return nil
	}
	if mono {
		cl = nil
	}
	var out []Figure
	add := func(key string, value func(s *store.SpeakerStats) string) {
		f := Figure{Key: key, Name: p.S(key)}
		if op != nil {
			f.Operator = value(op)
		}
		if cl != nil {
			f.Client = value(cl)
		}
		if f.Operator != "" || f.Client != "" {
			out = append(out, f)
		}
	}
	span := func(ms int64) string { return p.Span(time.Duration(ms) * time.Millisecond) }
	add("review.stat.speech", func(s *store.SpeakerStats) string { return span(s.SpeechMS) })
	add("review.stat.pace", func(s *store.SpeakerStats) string {
		if s.WordsPerSecond <= 0 {
			return ""
		}
		return p.Int(int(s.WordsPerSecond*60 + 0.5))
	})
	add("review.stat.words", func(s *store.SpeakerStats) string { return p.Int(s.Words) })
	add("review.stat.phrases", func(s *store.SpeakerStats) string { return p.Int(s.Utterances) })
	add("review.stat.longest", func(s *store.SpeakerStats) string {
		if s.LongestUtterance <= 0 {
			return ""
		}
		return p.Span(s.LongestUtterance)
	})
	if !mono {
		add("review.stat.interrupts", func(s *store.SpeakerStats) string {
			if s.Interrupts == 0 {
				return p.Int(0)
			}
			return p.S("review.stat.interrupts.value", i18n.Args{"n": s.Interrupts, "length": span(s.InterruptsMS)})
		})
	}
	return out
}

// TalkFigures lists what is known of the talk as a whole.
func TalkFigures(p *i18n.Printer, s State) []Figure {
	t := s.Talk
	span := func(d time.Duration) string { return p.Span(d) }
	out := []Figure{{Key: "review.stat.length", Name: p.S("review.stat.length"), Whole: span(s.Length)}}
	shares := SharesOf(t, s.Operator, channels(s.Call, t), s.Length)
	if shares.Known {
		total := float64(s.Length)
		out = append(out, Figure{Key: "review.stat.silence", Name: p.S("review.stat.silence"), Whole: span(time.Duration(shares.Silence*total)) + " · " + p.Percent(shares.Silence)})
		if !shares.Mono {
			out = append(out, Figure{Key: "review.stat.both", Name: p.S("review.stat.both"), Whole: span(time.Duration(shares.Both*total)) + " · " + p.Percent(shares.Both)})
		}
	}
	n, longest := pauses(s.Document)
	if n > 0 {
		out = append(out, Figure{Key: "review.stat.pauses", Name: p.S("review.stat.pauses"), Whole: p.Int(n)}, Figure{Key: "review.stat.pause", Name: p.S("review.stat.pause"), Whole: span(longest)})
	}
	return out
}

// pauses counts the silences the transcript shows, and finds the longest.
func pauses(d *transcript.Document) (n int, longest time.Duration) {
	if d == nil {
		return 0, 0
	}
	for i := range d.Rows {
		if d.Rows[i].Kind == transcript.KindPause {
			n++
			longest = max(longest, d.Rows[i].Length())
		}
	}
	return n, longest
}

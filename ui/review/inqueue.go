package review

import (
	"time"

	"sensedesk/player"
	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
	"sensedesk/ui/widgets"
)

// InQueue says where in a queue of calls the desk is.
type InQueue struct {
	Place, Of int           // of this call, from 1
	Left      time.Duration // what this call and those behind it take
}

// SetQueue tells that the call belongs to a queue, nil that it does not; leave
// is called when a person wants out of it. In a queue silence is cut by the
// times of the words, as the time of each call was counted.
func (s *Screen) SetQueue(q *InQueue, leave func()) {
	was := s.queue != nil
	s.queue, s.leaveQueue = q, leave
	s.state.ByWords = q != nil
	if q != nil && !was {
		s.state.Brisk = true
	}
	if q == nil {
		s.onward.stop()
	}
	s.cutByWords()
	s.applySkips()
	s.applyHeader()
}

// cutByWords works out what is left out by the times of the words.
func (s *Screen) cutByWords() {
	s.state.Unspoken = nil
	if !s.state.ByWords || !s.state.Loaded {
		return
	}
	for _, r := range store.Unspoken(s.state.Talk.Phrases, s.state.Length.Milliseconds()) {
		s.state.Unspoken = append(s.state.Unspoken, player.Span{From: time.Duration(r.StartMS) * time.Millisecond, To: time.Duration(r.EndMS) * time.Millisecond})
	}
}

// Silences is what is left out while silence is: by the words in a queue, else
// by the sound.
func (s State) Silences() []player.Span {
	if s.ByWords {
		return s.Unspoken
	}
	return s.Wave.Silence
}

// queueChip says «3 of 14 · 18 min left»; nil outside of a queue.
func (s *Screen) queueChip() *widgets.Chip {
	if s.queue == nil {
		return nil
	}
	if chip := s.onward.chip(); chip != nil {
		return chip
	}
	p := s.Printer
	chip := widgets.NewRemovableChip(p.S("queue.chip", i18n.Args{
		"n": s.queue.Place, "all": s.queue.Of, "left": p.Span(s.queue.Left.Round(time.Minute)),
	}), widgets.ToneAccent, p.S("queue.leave"), s.leaveQueue)
	chip.SetTip(p.S("queue.chip.tip", i18n.Args{"key": s.KeyHint(keys.NextCall)}))
	return chip
}

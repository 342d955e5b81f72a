package review

import (
	"slices"

	"sensedesk/store/score"
	"sensedesk/ui/keys"
)

// scoreCommands are the keys of the Score tab.
func (s *Screen) scoreCommands() map[keys.Command]func() {
	if s.Scores == nil {
		return nil
	}
	c := s.scoring
	return map[keys.Command]func(){
		keys.ScoreTab:  func() { s.Turn(TabScore) },
		keys.Criterion: func() { s.Turn(TabScore) },
		keys.Evidence:  c.bindHere,
		keys.Confirm:   c.confirm,
		keys.Sign:      c.askSign,
	}
}

// Turn turns the column beside the text to a page.
func (s *Screen) Turn(t Tab) {
	s.state.Tab = t
	s.view.side.turned()
	if s.fold.on {
		s.fold.show(true)
	}
	s.moved()
}

// nextTab turns one page on.
func (s *Screen) nextTab() {
	if s.fold.on {
		if t, ok := s.fold.next(); ok {
			s.Turn(t)
		} else {
			s.fold.show(false)
		}
		return
	}
	tabs := s.tabs()
	s.Turn(tabs[(slices.Index(tabs, s.state.Tab)+1)%len(tabs)])
}

// tabs are the pages on offer.
func (s *Screen) tabs() []Tab {
	if s.Scores == nil {
		return []Tab{TabSummary, TabStatistics, TabFacts}
	}
	return []Tab{TabSummary, TabScore, TabStatistics, TabFacts}
}

// Digit takes a typed digit while the Score tab is open; false leaves it to the
// keys that have it otherwise.
func (s *Screen) Digit(n int) bool {
	s.onward.stop()
	if s.Scores == nil || s.state.Tab != TabScore || s.fold.on && !s.fold.column || !s.state.Loaded || !s.scoring.state.Loaded {
		return false
	}
	return s.scoring.digit(n)
}

func (c *scoring) digit(n int) bool {
	if c.state.Reviewer == "" {
		if _, ok := c.state.Card(); ok {
			c.view.askName()
			return true
		}
		return false
	}
	id := c.state.Current
	next, value, used := c.state.Digit(n)
	if !used {
		return false
	}
	c.state = next
	if value == nil {
		c.show()
		return true
	}
	a := c.state.Answers()[id]
	a.Value = *value
	c.answer(id, a)
	return true
}

// leave closes the open criterion; false when there is none.
func (c *scoring) leave() bool {
	if c.s.state.Tab != TabScore || c.state.Current == "" {
		return false
	}
	if c.state.Open {
		c.state.Open = false
	} else {
		c.state.Current = ""
	}
	c.show()
	return true
}

// bindHere makes the chosen phrases, or the one at the present place, evidence
// of the current criterion.
func (c *scoring) bindHere() {
	s := c.s
	if s.state.Tab != TabScore || c.state.Reviewer == "" {
		return
	}
	card, ok := c.state.Card()
	if _, known := card.Criterion(c.state.Current); !ok || !known {
		c.view.say("score.note.choose")
		return
	}
	found := EvidenceOf(s.text.Document(), s.text.Selection(), s.position().Milliseconds())
	if len(found) == 0 {
		c.view.say("score.note.nophrase")
		return
	}
	c.answer(c.state.Current, bind(c.state.Answers()[c.state.Current], found))
}

// confirm makes what is proposed the answer: for the current criterion, else for
// the next one that waits.
func (c *scoring) confirm() {
	if c.s.state.Tab != TabScore || c.state.Reviewer == "" {
		return
	}
	proposals := c.proposals()
	id, ok := c.state.Proposed(proposals)
	if !ok {
		c.view.say("score.note.nothing")
		return
	}
	c.accepted(id, proposals[id])
}

// accepted answers a criterion as proposed.
func (c *scoring) accepted(id string, p score.Proposal) {
	c.state = c.state.At(id, false)
	a := bind(c.state.Answers()[id], p.Evidence)
	a.Value = p.Value
	c.answer(id, a)
}

// askSign asks whether to sign, or turns to what is missing.
func (c *scoring) askSign() {
	if c.s.state.Tab != TabScore || !c.state.Loaded {
		return
	}
	card, ok := c.state.Card()
	if !ok {
		return
	}
	if c.state.Reviewer == "" {
		c.view.askName()
		return
	}
	total := score.Compute(card, c.state.Answers())
	switch {
	case len(total.Missing) > 0:
		c.state = c.state.At(total.Missing[0], true)
		c.view.say("score.note.missing")
	case !total.Known:
		c.view.say("score.note.empty")
	case !c.state.Changed():
		c.view.say("score.note.signed")
	default:
		c.view.confirmSign(total)
	}
}

package review

import (
	"context"
	"strings"

	"sensedesk/store"
	"sensedesk/store/score"
	"sensedesk/ui/post"
)

// scoring is the Score tab: it reads, answers by keys, signs. All of it belongs
// to the UI goroutine.
type scoring struct {
	s     *Screen
	state ScoreState
	read  *post.Slot
	write *post.Series
	stale bool // something was read while an answer was being written
	view  *scoreView
}

func newScoring(s *Screen) *scoring {
	return &scoring{s: s, read: post.NewSlot(s.ctx, s.Post), write: post.NewSeries(s.ctx, s.Post)}
}

// fresh forgets the call before; the chosen card stays.
func (c *scoring) fresh() {
	c.read.Cancel()
	c.state = ScoreState{Cards: c.state.Cards, Chosen: c.state.Chosen, Reviewer: c.state.Reviewer}
}

// load reads what the tab shows.
func (c *scoring) load() {
	db, id, chosen := c.s.Scores, c.s.state.ID, c.state.Chosen
	if db == nil || id == 0 {
		return
	}
	post.Load(c.read, func(ctx context.Context) scoreResult { return readScores(ctx, db, id, chosen) }, c.accept)
}

// accept shows what was read, unless an answer is on its way: that is newer.
func (c *scoring) accept(r scoreResult) {
	if r.call != c.s.state.ID {
		return
	}
	if c.busy() {
		c.stale = true
		return
	}
	st := &c.state
	st.Loaded, st.Err = r.err == nil, r.err
	if r.err == nil {
		st.Cards, st.Book, st.Desk, st.Reviewer, st.Chosen, st.Compared = r.cards, r.book, r.desk, r.reviewer, r.card, r.compared
	}
	c.show()
	c.s.applyHeader()
	if c.s.state.Tab == TabFacts { // the score may be hidden there, or no longer
		c.s.view.side.apply()
	}
}

// show draws the tab, if it is the one shown.
func (c *scoring) show() {
	if c.s.state.Tab == TabScore {
		c.s.view.side.apply()
	}
}

func (c *scoring) busy() bool { return c.write.Busy() }

// do writes something after what is being written already, and reads again what
// is not as it was once all is written; done may be nil.
func (c *scoring) do(run func(ctx context.Context) error, done func()) {
	c.write.Do(func(ctx context.Context) func() {
		err := run(ctx)
		return func() {
			switch {
			case err != nil:
				c.failed(err)
			case done != nil:
				done()
			}
			if !c.busy() && (c.stale || c.read.Busy()) { // what is being read may be older than what was written
				c.stale = false
				c.load()
			}
		}
	})
}

// failed tells what could not be kept; what is there instead is read.
func (c *scoring) failed(err error) {
	c.stale = true
	if c.s.OnTrouble != nil {
		c.s.OnTrouble(err)
	}
}

// close writes what waits, and ends.
func (c *scoring) close() {
	c.read.Close()
	c.write.Close()
}

// answer keeps an answer as one step that can be undone, and shows it at once.
func (c *scoring) answer(criterion string, a score.Answer) {
	st := &c.state
	db, id, now := c.s.Scores, c.s.state.ID, c.s.Now()
	key, value := score.Key(st.Chosen, st.Reviewer, criterion), a.Encode()
	if !st.Loaded || st.Reviewer == "" || st.Desk.Values[key] == value {
		c.show()
		return
	}
	values := map[string]string{}
	for k, v := range st.Desk.Values {
		values[k] = v
	}
	if values[key] = value; value == "" {
		delete(values, key)
	}
	st.Desk.Values = values
	c.do(func(ctx context.Context) error {
		return db.WriteDesk(ctx, id, stepAnswer, map[string]string{key: value}, now)
	}, nil)
	c.show()
}

// stepAnswer labels the steps of the desk that answer a criterion.
const stepAnswer = "answer"

// choose uses another card.
func (c *scoring) choose(card string) {
	c.state.Chosen, c.state.Current, c.state.Open, c.state.Page = card, "", false, 0
	db := c.s.Scores
	c.do(func(ctx context.Context) error { return db.SetPref(ctx, prefCard, card) }, nil)
	c.stale = true // read once it is kept
	c.show()
}

// rename says who scores at this desk.
func (c *scoring) rename(name string) {
	name = strings.Join(strings.Fields(name), " ")
	db := c.s.Scores
	c.state.Reviewer, c.stale = name, true
	c.do(func(ctx context.Context) error { return db.SetPref(ctx, PrefReviewer, name) }, nil)
	c.show()
}

// proposals are what the classifiers of the call propose.
func (c *scoring) proposals() map[string]score.Proposal {
	card, ok := c.state.Card()
	if !ok {
		return nil
	}
	return score.Propose(card, c.s.state.Talk)
}

// sign keeps the score for good and has the service told.
func (c *scoring) sign() {
	st, s := c.state, c.s
	card, ok := st.Card()
	if !ok {
		return
	}
	signed := score.Score{Call: s.state.ID, Card: card, Reviewer: st.Reviewer, Answers: st.Answers()}
	if again, ok := st.Book.Answerable(card.ID); ok && !st.Hidden() {
		signed.Appeal = again.ID
	}
	db, key, now := s.Scores, s.state.ScoreKey, s.Now()
	c.then(func(ctx context.Context) error {
		_, err := db.SignScore(ctx, signed, key, now)
		return err
	}, s.OnEdited)
}

// see opens others' scores before there is one of one's own.
func (c *scoring) see() {
	db, id, card, who, now := c.s.Scores, c.s.state.ID, c.state.Chosen, c.state.Reviewer, c.s.Now()
	c.then(func(ctx context.Context) error { return db.SeeScores(ctx, id, card, who, now) }, nil)
}

// appeal keeps an operator's objection.
func (c *scoring) appeal(to score.ID, by, text string) {
	db, now := c.s.Scores, c.s.Now()
	c.then(func(ctx context.Context) error {
		return db.AppealScore(ctx, score.Appeal{Score: to, By: by, Text: text}, now)
	}, nil)
}

// decide ends an appeal.
func (c *scoring) decide(id score.AppealID, v score.Verdict, text string) {
	db, who, now := c.s.Scores, c.state.Reviewer, c.s.Now()
	c.then(func(ctx context.Context) error {
		return db.DecideAppeal(ctx, id, score.Decision{Verdict: v, By: who, Text: text}, now)
	}, nil)
}

// then does something that changes more than an answer: all is read again
// afterwards.
func (c *scoring) then(run func(ctx context.Context) error, done func()) {
	c.stale = true
	c.do(run, done)
}

// changed reads again what a change of the store may be about.
func (c *scoring) changed(change store.Change) {
	if change.Kind == store.KindDesk || change.Kind == store.KindCards || change.Kind == store.KindTalks {
		c.load()
	}
}

// Scored is what the Score tab shows now, for tests to look at.
func (s *Screen) Scored() ScoreState { return s.scoring.state }

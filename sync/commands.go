package sync

import (
	"context"
	"errors"
	"time"

	"sensedesk/store"
	"sensedesk/sync/quota"
)

// Status returns how the run stands now. It may be called from any goroutine
// and never waits for I/O.
func (e *Engine) Status() Status { return e.progress.snapshot() }

// recount reads how many calls stand in which state. Talks others uploaded, which
// were brought from the server, are none of the run's.
func (e *Engine) recount(ctx context.Context) error {
	counts, err := e.o.Store.CountStates(ctx, "", "")
	if err != nil {
		return err
	}
	others, err := e.o.Store.CountStates(ctx, store.SourceSpeechSense, "")
	if err != nil {
		return err
	}
	for state, n := range others {
		if counts[state] -= n; counts[state] <= 0 {
			delete(counts, state)
		}
	}
	e.progress.change(func(s *Status) { s.Counts = counts })
	return nil
}

// recountSoon is recount for steps that come in hundreds: nothing is read while
// the last count is fresher than what the window is told of. A pass counts once
// more at its end.
func (e *Engine) recountSoon(ctx context.Context) error {
	if !e.progress.countDue() {
		return nil
	}
	return e.recount(ctx)
}

// askPatience is how long a person who asked for something waits for room in the
// read quota before being told that there is none.
const askPatience = 20 * time.Second

// CheckSpeech is the part of Check about SpeechSense: of the active profile of s,
// with the key that is stored for it.
func (e *Engine) CheckSpeech(ctx context.Context, s store.Settings) []store.CheckLine {
	if err := s.Validate(); err != nil {
		return []store.CheckLine{{Name: "settings", Err: err}}
	}
	return e.checkSpeech(quota.Patience(ctx, askPatience), s)
}

func (e *Engine) checkSpeech(ctx context.Context, s store.Settings) (lines []store.CheckLine) {
	if s.SpeechSense.ConnectionID == "" {
		lines = append(lines, store.CheckLine{Name: "settings", Err: store.E(store.CodeConnectionMissing, "check", nil)})
	}
	if speech, err := e.o.OpenSpeech(ctx, s); err != nil {
		lines = append(lines, store.CheckLine{Name: "key", Err: err})
	} else {
		lines = append(lines, speech.Check(ctx)...)
		if err := speech.Close(); err != nil {
			e.o.Log.Debug("close the connection to SpeechSense", "error", err)
		}
	}
	return lines
}

// Check tries everything the settings name and returns a line each: first
// SpeechSense, then the source. It sends nothing and changes nothing.
func (e *Engine) Check(ctx context.Context, s store.Settings) []store.CheckLine {
	ctx = quota.Patience(ctx, askPatience)
	if err := s.Validate(); err != nil {
		return []store.CheckLine{{Name: "settings", Err: err}}
	}
	lines := e.checkSpeech(ctx, s)
	src, err := e.o.OpenSource(ctx, s)
	if err != nil {
		return append(lines, store.CheckLine{Name: "webhook", Err: err})
	}
	lines = append(lines, src.Check(ctx)...)
	if len(s.Users) > 0 {
		ses := &session{Engine: e, settings: s, src: src, patience: 1}
		if err := ses.loadPeople(ctx); err != nil {
			lines = append(lines, store.CheckLine{Name: "users", Err: err})
		}
	}
	return lines
}

// People lists the employees of the source, for the picker of users.
func (e *Engine) People(ctx context.Context, s store.Settings) ([]store.Person, error) {
	src, err := e.o.OpenSource(ctx, s)
	if err != nil {
		return nil, err
	}
	people, err := src.People(ctx, nil)
	if err != nil {
		return nil, err
	}
	return people, e.o.Store.SavePeople(ctx, src.Kind(), src.Account(), people)
}

// Checkpoint returns the account of the present source and its last processed
// listing id, "0" when there is none.
func (e *Engine) Checkpoint(ctx context.Context) (account, lastID string, err error) {
	src, err := e.source(ctx)
	if err != nil {
		return "", "0", err
	}
	lastID, err = e.o.Store.Checkpoint(ctx, src.Kind(), src.Account())
	if lastID == "" {
		lastID = "0"
	}
	return src.Account(), lastID, err
}

// ResetCheckpoint makes the next pass list from the first call again. What was
// sent is recognised and not sent again.
func (e *Engine) ResetCheckpoint(ctx context.Context) error {
	src, err := e.source(ctx)
	if err != nil {
		return err
	}
	return e.o.Store.ResetCheckpoint(ctx, src.Kind(), src.Account())
}

func (e *Engine) source(ctx context.Context) (Source, error) {
	s, err := e.o.Store.Settings(ctx)
	if err != nil {
		return nil, err
	}
	return e.o.OpenSource(ctx, s)
}

// Retry takes up calls again that stand still: failed ones go back into the
// queue (those with a stored recording are only sent), waiting and unknown
// ones are looked at now. A call whose outcome is unknown is not sent by this.
func (e *Engine) Retry(ctx context.Context, ids ...store.CallID) error {
	var errs []error
	for _, id := range ids {
		errs = append(errs, e.retry(ctx, id))
	}
	e.nudge()
	return errors.Join(errs...)
}

// SendAgain puts calls that were sent, or may have been, back into the queue:
// each is a new talk and is billed again. It is only for a person who was told
// so; Repeat says what it costs.
func (e *Engine) SendAgain(ctx context.Context, ids ...store.CallID) error {
	var errs []error
	for _, id := range ids {
		errs = append(errs, e.sendAgain(ctx, id))
	}
	e.nudge()
	return errors.Join(errs...)
}

func (e *Engine) sendAgain(ctx context.Context, id store.CallID) error {
	if err := e.hold(ctx); err != nil {
		return err
	}
	defer e.release()
	c, err := e.o.Store.Repeat(ctx, id)
	if err == nil {
		e.o.Log.Info("a person sends a call again", "call", c.SourceID)
	}
	return err
}

// Repeat tells how long the calls are and what sending them again would cost.
func (e *Engine) Repeat(ctx context.Context, ids ...store.CallID) (Estimate, error) {
	s, err := e.o.Store.Settings(ctx)
	if err != nil {
		return Estimate{}, err
	}
	est := Estimate{Currency: s.PriceCurrency}
	for _, id := range ids {
		c, err := e.o.Store.Call(ctx, id)
		if err != nil {
			return est, err
		}
		est.Calls++
		est.Sound += lengthOf(c)
	}
	est.Cost, est.Complete = Cost(est.Sound, s.PricePerMinute), true
	return est, nil
}

func (e *Engine) retry(ctx context.Context, id store.CallID) error {
	c, err := e.o.Store.Call(ctx, id)
	if err != nil {
		return err
	}
	clean := func(c *store.Call) { c.Reason, c.ReasonArg = "", nil }
	switch c.State {
	case store.StateFailed:
		to := store.StateQueued
		if c.Recording != nil && c.Reason == store.CodeRefused {
			to = store.StateReady
		}
		_, err = e.o.Store.Move(ctx, id, to, clean)
	case store.StateWaiting, store.StateUnknown, store.StateSent, store.StateProcessing:
		_, err = e.o.Store.Update(ctx, id, func(c *store.Call) { c.NextCheck = e.o.Now() })
	}
	return err
}

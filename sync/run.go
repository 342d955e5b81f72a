package sync

import (
	"context"
	"errors"
	stdsync "sync"
	"time"

	"sensedesk/store"
)

// patience of a single pass: after this many troubles in a row, about fifteen
// seconds, it ends and says so; the background run has no such bound.
const passPatience = 5

// drain is how long uploads under way may go on after a pass was interrupted:
// cutting one makes its outcome unknown for the grace period.
const drain = 5 * time.Second

// PassOptions bound a single pass.
type PassOptions struct {
	Wait time.Duration // how long to wait for results at the end; 0 = take what is there
}

// Pass finds, uploads and collects once, for the command line. A configuration
// problem is in Report.Paused as well as in the error; any other error means
// the pass ended early and lost nothing. It must not run beside Start.
func (e *Engine) Pass(ctx context.Context, o PassOptions) (Report, error) {
	hard, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	stop := context.AfterFunc(ctx, func() {
		if pause(hard, drain) == nil {
			cancel()
		}
	})
	defer stop()
	done, err := e.pass(ctx, hard, passPatience, o.Wait)
	e.progress.change(func(s *Status) { s.Phase, s.Running = PhaseIdle, false })
	r := e.report(context.WithoutCancel(ctx), done)
	if code := store.CodeOf(err); err != nil && code.Class() == store.ClassConfiguration {
		r.Paused = string(code)
	}
	return r, err
}

// report counts how things stand.
func (e *Engine) report(ctx context.Context, done int) Report {
	if err := e.recount(ctx); err != nil {
		e.o.Log.Error("count calls", "error", err)
	}
	st := e.progress.snapshot()
	r := Report{Uploaded: st.Uploaded, Done: done}
	for state, n := range st.Counts {
		r.Found += n
		switch state {
		case store.StateSkipped:
			r.Skipped += n
		case store.StateWaiting:
			r.Waiting += n
		case store.StateUnknown:
			r.Unknown += n
		case store.StateFailed, store.StateRecognitionFailed:
			r.Failed += n
		case store.StateSent, store.StateProcessing:
			r.Processing += n
		}
	}
	return r
}

// pass does one round of everything and returns how many talks came home. When
// another profile is made the active one meanwhile, it begins anew with that.
func (e *Engine) pass(soft, hard context.Context, patience int, wait time.Duration) (done int, err error) {
	for {
		n, err := e.round(soft, hard, patience, wait)
		done += n
		if !errors.Is(err, errSwitched) {
			return done, err
		}
	}
}

// round is a pass with the settings it begins with.
func (e *Engine) round(soft, hard context.Context, patience int, wait time.Duration) (done int, err error) {
	set, err := e.o.Store.Settings(soft)
	if err != nil {
		return 0, err
	}
	e.progress.begin(set.PricePerMinute, set.PriceCurrency)
	defer func() {
		if counted := e.recount(context.WithoutCancel(soft)); err == nil {
			err = counted
		}
	}()
	chats, err := e.openChats(soft, patience)
	if err != nil {
		return 0, err
	}
	if chats != nil {
		defer chats.close()
		if done, err = chats.deliver(soft, hard); err != nil {
			return done, err
		}
	}
	s, err := e.open(soft, patience)
	if chats != nil && errors.Is(err, store.CodeWebhookMissing) { // whoever has only chats has no portal
		n, err := chats.gather(soft, wait)
		return done + n, err
	}
	if err != nil {
		return done, err
	}
	defer s.close()
	for _, step := range []func(context.Context) error{s.sendFields, s.list, s.recheck, s.resolve} {
		if err := step(soft); err != nil {
			return done, err
		}
	}
	n, err := s.uploadAndCollect(soft, hard)
	done += n
	if err != nil {
		return done, err
	}
	if n, err = s.gather(soft, wait); err != nil || chats == nil {
		return done + n, err
	}
	done += n
	n, err = chats.gather(soft, 0)
	return done + n, err
}

// uploadAndCollect uploads, and meanwhile brings home what is ready: with a
// long queue the first results are readable long before the last call is sent.
func (s *session) uploadAndCollect(soft, hard context.Context) (done int, err error) {
	collecting, stop := context.WithCancel(soft)
	var wg stdsync.WaitGroup
	var collectErr error
	wg.Go(func() {
		for pause(collecting, max(s.lookAgain(0), time.Second)) == nil && collectErr == nil {
			var n int
			n, collectErr = s.collect(collecting)
			done += n
		}
	})
	err = s.uploadAll(soft, hard)
	stop()
	wg.Wait()
	if err == nil && !errors.Is(collectErr, context.Canceled) {
		err = collectErr
	}
	return done, err
}

// gather collects what is due and, for up to wait, what becomes due.
func (s *session) gather(ctx context.Context, wait time.Duration) (done int, err error) {
	s.progress.phase(PhaseWaiting)
	until := s.o.Now().Add(wait)
	for {
		n, err := s.collect(ctx)
		done += n
		if err != nil {
			return done, err
		}
		next, err := s.o.Store.NextDue(ctx, s.owner(), []store.State{store.StateSent, store.StateProcessing})
		if err != nil {
			return done, err
		}
		if next.IsZero() || next.After(until) {
			return done, s.refresh(ctx)
		}
		if err := pause(ctx, min(next.Sub(s.o.Now()), slice)); err != nil {
			return done, err
		}
	}
}

// Start begins the background run and returns at once. While one runs, it is
// told to look again now: that is how a paused run goes on.
func (e *Engine) Start() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.stopSoft != nil {
		e.nudge()
		return nil
	}
	soft, stopSoft := context.WithCancel(context.Background())
	hard, stopHard := context.WithCancel(context.Background())
	finished := make(chan struct{})
	e.stopSoft, e.stopHard, e.finished = stopSoft, stopHard, finished
	go func() {
		defer close(finished)
		defer stopHard()
		e.loop(soft, hard)
		e.mu.Lock()
		e.stopSoft, e.stopHard, e.finished = nil, nil, nil
		e.mu.Unlock()
		e.progress.change(func(s *Status) { s.Phase, s.Running, s.Problem, s.Retry = PhaseIdle, false, nil, Retry{} })
	}()
	return nil
}

// nudge wakes the run if it waits.
func (e *Engine) nudge() {
	select {
	case e.wake <- struct{}{}:
	default:
	}
}

// Stop ends the background run: nothing new is begun, and uploads under way
// are finished as long as ctx lives; after that they are cut and become
// «unknown». It returns when everything has come to rest.
func (e *Engine) Stop(ctx context.Context) error {
	e.mu.Lock()
	stopSoft, stopHard, finished := e.stopSoft, e.stopHard, e.finished
	e.mu.Unlock()
	if stopSoft == nil {
		return nil
	}
	e.progress.phase(PhaseStopping)
	stopSoft()
	select {
	case <-finished:
		return nil
	case <-ctx.Done():
		stopHard()
		<-finished
		return ctx.Err()
	}
}

// Close stops the run, the mirror and the announcements.
func (e *Engine) Close(ctx context.Context) error {
	err := errors.Join(e.StopMirror(ctx), e.Stop(ctx))
	e.progress.close()
	return err
}

// lookAtProblem is how often a paused run looks whether its problem is still
// there: a balance is topped up and a disk is cleared without telling us.
const lookAtProblem = 5 * time.Minute

// loop makes passes until soft ends, resting between them.
func (e *Engine) loop(soft, hard context.Context) {
	for soft.Err() == nil {
		_, err := e.pass(soft, hard, 0, 0)
		switch {
		case soft.Err() != nil:
			return
		case err != nil && store.CodeOf(err).Class() != store.ClassPassing:
			e.o.Log.Error("the run is paused", "error", err)
			e.progress.change(func(s *Status) { s.Phase, s.Running, s.Problem = PhasePaused, true, err })
			e.rest(soft, e.o.Now().Add(lookAtProblem))
			e.progress.change(func(s *Status) { s.Problem = nil })
		default:
			next := e.nextLook(soft)
			e.progress.change(func(s *Status) { s.Phase, s.NextLook = PhaseWaiting, next })
			e.rest(soft, next)
		}
	}
}

// rest waits until the clock says at, a nudge, changed settings, or the end of
// ctx. A clock that was set back does not prolong it.
func (e *Engine) rest(ctx context.Context, at time.Time) { e.restUntil(ctx, at, e.wake) }

// restUntil is rest for who is woken by another.
func (e *Engine) restUntil(ctx context.Context, at time.Time, wake <-chan struct{}) {
	changes, cancel := e.o.Feed.Subscribe()
	defer cancel()
	left := at.Sub(e.o.Now())
	for left > 0 {
		begun := e.o.Now()
		t := time.NewTimer(min(left, slice))
		select {
		case <-ctx.Done():
			t.Stop()
			return
		case <-wake:
			t.Stop()
			return
		case c := <-changes:
			t.Stop()
			if c.Kind == store.KindSettings {
				return
			}
			left = at.Sub(e.o.Now())
		case <-t.C:
			left = min(left-min(left, slice), at.Sub(e.o.Now()))
		}
		if e.o.Now().Before(begun) { // set back: what was left is still left
			at = e.o.Now().Add(left)
		}
	}
}

// nextLook is when something is due again: the next poll for new calls, or
// earlier a result, a late recording or an unknown outcome.
func (e *Engine) nextLook(ctx context.Context) time.Time {
	poll := time.Minute
	if s, err := e.o.Store.Settings(ctx); err == nil {
		poll = time.Duration(s.PollSeconds) * time.Second
	}
	next := e.o.Now().Add(poll)
	states := []store.State{store.StateWaiting, store.StateSent, store.StateProcessing, store.StateUnknown}
	for _, whose := range []store.Owner{{Source: e.kind, Account: e.account, Profile: e.profile}, {Source: store.SourceChats, Profile: e.profile}} {
		due, err := e.o.Store.NextDue(ctx, whose, states)
		if err != nil && !errors.Is(err, context.Canceled) {
			e.o.Log.Error("read what is due", "error", err)
		}
		if !due.IsZero() && due.Before(next) {
			next = due
		}
	}
	return next
}

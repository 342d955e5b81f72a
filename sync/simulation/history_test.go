package simulation

import (
	"context"
	"time"

	"sensedesk/store"
	engine "sensedesk/sync"
)

// boot starts the program on what the last run left: the engine, as the window
// or the command line makes it, with the lock of the data folder held.
func (w *world) boot() (*process, *engine.Engine) {
	p := &process{w: w, n: w.nth("boot", 0), gone: make(chan struct{})}
	w.say("process %d starts", p.n)
	if w.locked {
		w.violated("two processes hold the lock")
	}
	w.locked = true
	return p, w.engine(p)
}

// engine makes a process's engine. It must not write yet.
func (w *world) engine(p *process) *engine.Engine {
	e, err := engine.New(context.Background(), engine.Options{
		Store: p, Recordings: folder{p}, Feed: &store.Feed{}, Inspect: w.inspect, Now: w.now,
		Jitter: func(most time.Duration) time.Duration {
			return w.span(0, most, "jitter", int64(time.Since(w.start)), 0)
		},
		OpenSource: func(context.Context, store.Settings) (engine.Source, error) { return source{p}, nil },
		OpenSpeech: func(_ context.Context, s store.Settings) (engine.Speech, error) {
			switch code := w.broken(); code {
			case store.CodeKeyMissing, store.CodeKeyringLocked:
				return nil, store.E(code, "read the key", nil)
			}
			return speech{p, s}, nil
		},
	})
	if err != nil {
		w.violated("the engine is not made: %v", err)
	}
	return e
}

// end closes an engine; a dead one comes to rest at once.
func (w *world) end(p *process, e *engine.Engine, patience time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	if p.dead() {
		cancel()
	}
	_ = e.Close(ctx) // cut uploads become unknown
	cancel()
	p.once.Do(func() { close(p.gone) })
	w.locked = false
}

// live lets a history happen and returns what it broke.
func (w *world) live() {
	for life := int64(0); !w.quiet() && !w.restless(); life++ {
		if w.is(300, "by cron", life, 0) {
			w.once(life)
		} else if p, e := w.background(life); p != nil { // it lives on when the faults are over
			w.aftermath(p, e)
			w.judge()
			return
		}
		time.Sleep(w.span(time.Second, 40*time.Minute, "off", life, 0))
	}
	time.Sleep(max(0, time.Until(w.faults)))
	p, e := w.boot()
	_ = e.Start() // a fresh engine starts
	w.aftermath(p, e)
	w.judge()
}

// once is a single pass of the command line, perhaps interrupted.
func (w *world) once(life int64) {
	p, e := w.boot()
	ctx, cancel := context.WithTimeout(context.Background(), w.span(time.Second, 3*time.Hour, "interrupt", life, 0))
	defer cancel()
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		_, _ = e.Pass(ctx, engine.PassOptions{Wait: w.span(0, 20*time.Minute, "pass waits", life, 0)}) // an interrupted pass ends with an error
		w.say("pass ends")
	}()
	select {
	case <-finished:
	case <-p.gone:
		cancel()
		<-finished
	}
	w.end(p, e, time.Second)
}

// background is the automatic mode with a person at the window now and then. It
// returns the process when that has outlived the faults.
func (w *world) background(life int64) (*process, *engine.Engine) {
	p, e := w.boot()
	_ = e.Start() // a fresh engine starts
	ends := time.NewTimer(w.span(time.Second, 10*time.Hour, "life", life, 0))
	defer ends.Stop()
	for step := int64(0); !w.quiet(); step++ {
		look := time.NewTimer(w.span(time.Minute, time.Hour, "person comes", life, step))
		select {
		case <-p.gone:
			look.Stop()
			w.end(p, e, 0)
			return nil, nil
		case <-ends.C:
			look.Stop()
			if w.calmed() {
				ends.Reset(time.Until(w.calm))
				continue
			}
			if w.is(500, "killed", life, 0) {
				p.die("killed")
			}
			w.end(p, e, w.span(0, 5*time.Second, "patience", life, 0)+1)
			return nil, nil
		case <-look.C:
			w.person(e, life, step)
		}
	}
	_ = e.Start() // whatever paused it is mended
	return p, e
}

// person presses what can be pressed.
func (w *world) person(e *engine.Engine, life, step int64) {
	if st := e.Status(); st.Phase == engine.PhasePaused {
		w.say("paused: %v; the person presses Start", st.Problem)
		_ = e.Start() // a background run is told to look again
	}
	if !w.is(w.trouble.person, "person", life, step) {
		return
	}
	switch w.upTo(9, "person does", life, step) {
	case 0:
		w.retryAll(e)
	case 1:
		w.say("the person resets the checkpoint")
		_ = e.ResetCheckpoint(context.Background()) // may meet a fault: nothing is reset
	case 2: // a second window is opened: it is refused the lock, but has looked already
		second := &process{w: w, n: -1, gone: make(chan struct{}), idle: true}
		w.end2(second, w.engine(second))
	case 3:
		_ = e.Stop(context.Background())
		_ = e.Start()
	case 4:
		w.sendAgain(e, life, step)
	case 5:
		by := w.span(time.Minute, 30*time.Hour, "clock by", life, step)
		if w.is(500, "clock back", life, step) {
			by = -by / 4
		}
		w.setClock(by)
	case 6:
		w.otherProfile()
	case 7:
		w.change("marker key", func(ss *store.SpeechSettings) { ss.MarkerKey = other(ss.MarkerKey, "call_id", "ticket") })
	case 8:
		w.change("connection", func(ss *store.SpeechSettings) { ss.ConnectionID = other(ss.ConnectionID, "eagConnection", "eagNew") })
	}
}

// other is whichever of two it is not.
func other(now, a, b string) string {
	if now == a {
		return b
	}
	return a
}

// otherProfile goes over to the other company's SpeechSense, if there is one.
func (w *world) otherProfile() {
	w.store.mu.Lock()
	defer w.store.mu.Unlock()
	for id := range w.store.settings.Profiles { // one at most
		next, err := w.store.settings.WithProfile(id)
		if err != nil {
			w.violated("go over to %q: %v", id, err)
			return
		}
		w.store.settings = next
		w.say("the person goes over to the profile %q", id)
	}
}

// change changes the active profile under whatever is under way.
func (w *world) change(what string, how func(*store.SpeechSettings)) {
	w.store.mu.Lock()
	defer w.store.mu.Unlock()
	how(&w.store.settings.SpeechSense)
	w.say("the person changes the %s", what)
}

// sendAgain presses «Send again» on one call that can be.
func (w *world) sendAgain(e *engine.Engine, life, step int64) {
	w.store.mu.Lock()
	var can []store.CallID
	for _, c := range w.store.calls {
		if store.CanRepeat(c.State) {
			can = append(can, c.ID)
		}
	}
	w.store.mu.Unlock()
	if len(can) > 0 {
		_ = e.SendAgain(context.Background(), can[w.upTo(len(can), "again", life, step)]) // may meet a fault: nothing is sent
	}
}

// end2 closes an engine that never had the lock.
func (w *world) end2(p *process, e *engine.Engine) {
	_ = e.Close(context.Background()) // nothing runs
	close(p.gone)
}

// retryAll presses «Retry» on everything that stands still.
func (w *world) retryAll(e *engine.Engine) {
	w.store.mu.Lock()
	var ids []store.CallID
	for _, c := range w.store.calls {
		switch c.State {
		case store.StateFailed, store.StateUnknown, store.StateWaiting, store.StateSent:
			ids = append(ids, c.ID)
		}
	}
	w.store.mu.Unlock()
	w.say("the person presses Retry on %v", ids)
	_ = e.Retry(context.Background(), ids...) // may meet a fault: nothing is taken up
}

// aftermath is a program that runs on without any more faults, until nothing
// moves; then a person retries what has failed, once.
func (w *world) aftermath(p *process, e *engine.Engine) {
	for round := range 2 {
		for step := range 3 * 24 * 10 {
			if step%12 == 11 { // what rests with one company's profile waits for it
				w.otherProfile()
			}
			select {
			case <-p.gone:
			case <-time.After(20 * time.Minute):
			}
			if e.Status().Phase == engine.PhasePaused {
				w.violated("paused for nothing: %v", e.Status().Problem)
				break
			}
			if p.dead() || w.settled() {
				break
			}
		}
		if round == 0 {
			w.retryAll(e)
		}
	}
	w.end(p, e, time.Minute)
}

// settled tells that every call that has appeared is where it can stay.
func (w *world) settled() bool {
	w.store.mu.Lock()
	defer w.store.mu.Unlock()
	for _, c := range w.portal.calls {
		id, ok := w.store.byKey[callKey{store.SourceBitrix24, account, c.row.SourceID}]
		if !ok {
			return false
		}
		switch w.store.calls[id-1].State {
		case store.StateDone, store.StatePartlyDone, store.StateRecognitionFailed, store.StateFailed, store.StateSkipped:
		default:
			return false
		}
	}
	return true
}

package sync

import (
	"context"
	"math/rand/v2"
	stdsync "sync"
	"time"

	"sensedesk/store"
)

// Waits after passing troubles of one service grow from firstWait to lastWait,
// doubling, each shortened by up to a quarter so that clients do not march in step.
const (
	firstWait = time.Second
	lastWait  = 5 * time.Minute
)

// gate holds back the calls to one foreign service while it is in trouble. All
// workers pass the same gate, so one refusal slows everybody, not only the
// worker that met it.
type gate struct {
	now    func() time.Time
	jitter func(most time.Duration) time.Duration

	mu    stdsync.Mutex
	fails int
	until time.Time
}

// wait blocks until the gate is open or ctx ends.
func (g *gate) wait(ctx context.Context) error {
	for {
		g.mu.Lock()
		d := g.until.Sub(g.now())
		g.mu.Unlock()
		if d <= 0 {
			return ctx.Err()
		}
		if err := pause(ctx, min(d, slice)); err != nil {
			return err
		}
	}
}

// left tells how long the gate stays closed.
func (g *gate) left() time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.until.Sub(g.now())
}

// trouble closes the gate for a while and tells until when.
func (g *gate) trouble() time.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	if g.until.After(now) { // several workers met the same trouble: it counts once
		return g.until
	}
	d := lastWait
	if g.fails < 9 { // 2⁹ s is over lastWait
		d = min(lastWait, firstWait<<g.fails)
	}
	g.fails++
	d -= g.jitter(d / 4)
	g.until = now.Add(d)
	return g.until
}

// atRandom picks a length from 0 to most.
func atRandom(most time.Duration) time.Duration { return time.Duration(rand.Int64N(int64(most) + 1)) }

// fine opens the gate and forgets earlier troubles.
func (g *gate) fine() {
	g.mu.Lock()
	g.fails, g.until = 0, time.Time{}
	g.mu.Unlock()
}

// troubles tells how many times in a row the service was in trouble.
func (g *gate) troubles() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.fails
}

// pause waits for d or until ctx ends.
func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// slice is the longest sleep at a stretch. Timers stand still while a laptop
// sleeps and know nothing of a clock that was set; looking at the clock this
// often, nothing planned is later than this after a wake.
const slice = 30 * time.Second

// try calls fn through the gate until it succeeds or fails for another reason
// than a passing one. Each wait is shown in the status. patience bounds the
// number of troubles in a row; 0 = for ever.
func (e *Engine) try(ctx context.Context, g *gate, patience int, fn func() error) error {
	err := e.tryTelling(ctx, g, patience, fn, e.progress.trouble)
	if err == nil {
		e.progress.calm()
	}
	return err
}

// tryTelling is try for who shows the waits elsewhere.
func (e *Engine) tryTelling(ctx context.Context, g *gate, patience int, fn func() error, tell func(Retry)) error {
	for {
		if err := g.wait(ctx); err != nil {
			return err
		}
		err := fn()
		if err == nil {
			g.fine()
			return nil
		}
		code := store.CodeOf(err)
		if ctx.Err() != nil || code.Class() != store.ClassPassing {
			return err
		}
		at := g.trouble()
		e.o.Log.Warn("passing trouble, will try again", "error", err, "at", at.Format(time.RFC3339))
		if patience > 0 && g.troubles() >= patience {
			return err
		}
		tell(Retry{Code: code, At: at})
	}
}

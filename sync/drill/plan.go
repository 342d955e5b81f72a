package drill

import (
	stdsync "sync"
	"time"
)

// plan is when a child is killed: at the count-th event of a moment and a
// delay, but after a time in any case. The zero plan is not to kill it.
type plan struct {
	at    Moment // "" = by the clock alone
	count int
	delay time.Duration
	after time.Duration
	hold  bool // one upload is made to take longer than the grace period, and its acceptance is the event
}

func (p plan) none() bool { return p.after == 0 }

// working is about how long the work of one pass goes on after its begin.
const working = 500 * time.Millisecond

// held is how long a held upload takes: longer than the grace period, which
// must not begin before it is over.
const held = grace*time.Second + grace*time.Second/8

// plan chooses a moment. A part of the kills goes by the clock, spread evenly
// over start, listing and work; the greater part is aimed at the events that
// matter most, some of them with a delay that lets the child get a few
// instructions further.
func (d *drill) plan() plan {
	begin := max(median(d.starts), 10*time.Millisecond)
	switch n := d.random.IntN(100); {
	case n < 6:
		return plan{hold: true, delay: 1 + time.Duration(d.random.Int64N(int64(2*time.Millisecond))), after: 2 * held}
	case n < 12:
		return plan{after: 1 + time.Duration(d.random.Int64N(int64(begin)))}
	case n < 42:
		return plan{after: 1 + time.Duration(d.random.Int64N(int64(begin+working)))}
	}
	aims := []Moment{
		MomentListing, MomentFetching, MomentFetching, MomentSending, MomentSending,
		MomentAccepted, MomentAccepted, MomentCommitting, MomentCommitting, MomentCollecting,
	}
	p := plan{at: aims[d.random.IntN(len(aims))], count: 1 + d.random.IntN(4), after: 2*begin + 2*working}
	switch {
	case p.at == MomentListing: // seen once, when the pass begins
		p.count, p.delay = 1, time.Duration(d.random.Int64N(int64(50*time.Millisecond)))
	case p.at == MomentCommitting || d.random.IntN(2) == 0:
		p.delay = 1 + time.Duration(d.random.Int64N(int64(5*time.Millisecond)))
	}
	return p
}

// watch sees from the services' side what a child does, and kills it when its
// moment has come. All methods may be called from any goroutine.
type watch struct {
	mu    stdsync.Mutex
	plan  plan
	die   func() // nil between children
	now   Moment
	shot  bool // the plan was carried out
	timer *time.Timer
}

// begin watches a new child.
func (w *watch) begin(p plan, die func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.plan, w.die, w.now, w.shot = p, die, MomentStarting, false
}

// end forgets the child, which has ended.
func (w *watch) end() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.die = nil
	if w.timer != nil {
		w.timer.Stop()
		w.timer = nil
	}
}

// saw notes what the child does. When that is its moment and there is no
// delay, the child is dead before saw returns.
func (w *watch) saw(m Moment) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.die == nil || w.shot {
		return
	}
	w.now = m
	if w.plan.at != m {
		return
	}
	if w.plan.count--; w.plan.count != 0 {
		return
	}
	w.shoot()
}

// shoot carries the plan out; w.mu is held.
func (w *watch) shoot() {
	w.shot = true
	if w.plan.delay > 0 {
		w.timer = time.AfterFunc(w.plan.delay, w.die)
		return
	}
	w.die()
}

// hold is asked when an upload has arrived whole. It tells, once, that this
// one is to be held up.
func (w *watch) hold() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	hold := w.die != nil && w.plan.hold
	w.plan.hold = w.plan.hold && !hold
	return hold
}

// letGo is told when the held upload is about to be accepted.
func (w *watch) letGo() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.die != nil && !w.shot {
		w.now = MomentCommitting
		w.shoot()
	}
}

// last returns what the last child was seen doing.
func (w *watch) last() Moment {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

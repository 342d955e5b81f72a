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
}

func (p plan) none() bool { return p.after == 0 }

// working is about how long the work of one pass goes on after its begin.
const working = 500 * time.Millisecond

// plan chooses a moment. A part of the kills goes by the clock, spread evenly
// over start, listing and work; the greater part is aimed at the events that
// matter most, some of them with a delay that lets the child get a few
// instructions further.
func (d *drill) plan() plan {
	begin := max(median(d.starts), 10*time.Millisecond)
	switch n := d.random.IntN(100); {
	case n < 10:
		return plan{after: 1 + time.Duration(d.random.Int64N(int64(begin)))}
	case n < 40:
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
	w.shot = true
	if w.plan.delay > 0 {
		w.timer = time.AfterFunc(w.plan.delay, w.die)
		return
	}
	w.die()
}

// last returns what the last child was seen doing.
func (w *watch) last() Moment {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

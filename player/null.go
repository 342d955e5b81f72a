package player

import (
	"sync"
	"sync/atomic"
	"time"
)

// Null is a sink without a device: it takes sound at the pace of the wall clock
// and lets nobody hear it. While there is nothing to take it sleeps.
type Null struct {
	now   func() time.Time
	clock atomic.Pointer[nullClock]
	stop  chan struct{}
	once  sync.Once
	done  sync.WaitGroup
}

// nullClock says that at a time so many frames were heard, and how many there
// are to hear.
type nullClock struct {
	at    time.Time
	heard int64
	until int64
}

const (
	nullBlock = 10 * time.Millisecond // taken at a time
	nullLate  = 20                    // blocks; behind by more, the machine slept and nothing is caught up
)

// NewNull returns a silent sink; nil is time.Now.
func NewNull(now func() time.Time) *Null {
	if now == nil {
		now = time.Now
	}
	n := &Null{now: now, stop: make(chan struct{})}
	n.clock.Store(&nullClock{at: now()})
	return n
}

// Start implements Sink.
func (n *Null) Start(f Feed) { n.done.Go(func() { n.run(f) }) }

func (n *Null) run(f Feed) {
	block := make([][2]float32, Rate/int(time.Second/nullBlock))
	tick := time.NewTicker(nullBlock)
	defer tick.Stop()
	next := n.now()
	for pulled := int64(0); ; {
		got := f.Pull(block)
		pulled += int64(len(block))
		if got == 0 { // the silence given takes no time
			n.clock.Store(&nullClock{at: next, heard: pulled, until: pulled})
			select {
			case <-n.stop:
				return
			case <-f.More():
			}
			next = n.now()
			continue
		}
		if now := n.now(); now.Sub(next) > nullLate*nullBlock {
			next = now
		}
		n.clock.Store(&nullClock{at: next, heard: pulled - int64(len(block)), until: pulled})
		next = next.Add(nullBlock)
		for n.now().Before(next) {
			select {
			case <-n.stop:
				return
			case <-tick.C:
			}
		}
	}
}

// Heard implements Sink.
func (n *Null) Heard() int64 {
	c := n.clock.Load()
	return min(c.until, c.heard+max(0, int64(n.now().Sub(c.at).Seconds()*Rate)))
}

// Lost implements Sink: there is nothing to lose.
func (n *Null) Lost() <-chan error { return nil }

// Close implements Sink.
func (n *Null) Close() error {
	n.once.Do(func() { close(n.stop) })
	n.done.Wait()
	return nil
}

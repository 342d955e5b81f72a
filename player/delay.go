package player

import (
	"sync/atomic"
	"time"
)

// The bounds of SetDelay.
const (
	LeastDelay = -200 * time.Millisecond
	MostDelay  = time.Second
)

// SetDelay says how much later than the device claims its sound is heard: what
// wireless headphones take, and nobody is told. Position follows what is heard.
// Bounds are LeastDelay and MostDelay; the silent sink has no delay.
func (d *Deck) SetDelay(by time.Duration) {
	by = max(LeastDelay, min(MostDelay, by))
	d.delay.Store(int64(by) * Rate / int64(time.Second))
}

// delayed is a device whose sound is heard some frames later than it says.
type delayed struct {
	Sink
	by  *atomic.Int64
	top atomic.Int64 // most that was ever heard
}

// Heard implements Sink: it never runs backwards, also when the delay changes.
func (s *delayed) Heard() int64 {
	h := s.Sink.Heard() - s.by.Load()
	for {
		top := s.top.Load()
		if h <= top {
			return top
		}
		if s.top.CompareAndSwap(top, h) {
			return h
		}
	}
}

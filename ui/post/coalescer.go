package post

import (
	"sync"
	"time"
)

// pace is the least time between two updates of a Coalescer: ten a second are
// as many as a person follows, and each repaints the whole window.
const pace = 100 * time.Millisecond

// Coalescer posts the newest of many updates: one is outstanding at a time, at
// most ten run in a second, and the last one given always runs. Do may be
// called from any goroutine.
type Coalescer struct {
	post Post

	mu      sync.Mutex
	pending func()
	posted  bool // a run is posted or its timer set
	last    time.Time
	timer   *time.Timer
	closed  bool
}

// NewCoalescer returns a coalescer that posts through post.
func NewCoalescer(post Post) *Coalescer { return &Coalescer{post: post} }

// Do makes f the update to run; an earlier one that has not run is forgotten.
func (c *Coalescer) Do(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return
	}
	c.pending = f
	if c.posted {
		return
	}
	c.posted = true
	if wait := pace - time.Since(c.last); wait > 0 && !c.last.IsZero() {
		c.timer = time.AfterFunc(wait, func() { c.post(c.run) })
		return
	}
	c.post(c.run)
}

// Close forgets what has not run; later updates are ignored.
func (c *Coalescer) Close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
	c.pending = nil
	if c.timer != nil {
		c.timer.Stop()
	}
}

func (c *Coalescer) run() {
	c.mu.Lock()
	f := c.pending
	c.pending, c.posted, c.last = nil, false, time.Now()
	c.mu.Unlock()
	if f != nil {
		f()
	}
}

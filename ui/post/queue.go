package post

import (
	"sync"
	"time"
)

// patience is how long Wait waits: far more than any local work takes.
const patience = 10 * time.Second

// Queue stands for the UI goroutine in tests: functions wait in it until the
// test's own goroutine runs them. The zero value is ready.
type Queue struct {
	mu      sync.Mutex
	waiting []func()
	more    chan struct{}
}

// Post keeps f until the test drains. It is a Post.
func (q *Queue) Post(f func()) {
	q.mu.Lock()
	q.waiting = append(q.waiting, f)
	more := q.signal()
	q.mu.Unlock()
	select {
	case more <- struct{}{}:
	default:
	}
}

// Drain runs what waits, and what that posts in turn, until nothing is left.
func (q *Queue) Drain() {
	for {
		q.mu.Lock()
		fs := q.waiting
		q.waiting = nil
		q.mu.Unlock()
		if len(fs) == 0 {
			return
		}
		for _, f := range fs {
			f()
		}
	}
}

// Wait drains until the condition holds; it is asked on the calling goroutine
// after each drain. It returns false when ten seconds were not enough.
func (q *Queue) Wait(until func() bool) bool {
	q.mu.Lock()
	more := q.signal()
	q.mu.Unlock()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	again := time.NewTicker(5 * time.Millisecond) // for conditions that change without a post
	defer again.Stop()
	for {
		q.Drain()
		if until() {
			return true
		}
		select {
		case <-more:
		case <-again.C:
		case <-deadline.C:
			return false
		}
	}
}

// signal returns the channel that tells of a new function; the lock is held.
func (q *Queue) signal() chan struct{} {
	if q.more == nil {
		q.more = make(chan struct{}, 1)
	}
	return q.more
}

package review

import (
	"testing"
	"time"

	"sensedesk/ui/post"
)

// TestAWordDoesNotWaitForThePace gives the pulse one beat: the steps after it
// come because each says how soon the next word begins.
func TestAWordDoesNotWaitForThePace(t *testing.T) {
	q := &post.Queue{}
	steps := 0
	p := newPulse(q.Post, nil, func() time.Duration {
		steps++
		return time.Millisecond
	})
	beats := make(chan time.Time, 1)
	p.ticks = func(time.Duration) (<-chan time.Time, func()) { return beats, func() {} }
	p.start()
	beats <- time.Time{}
	if !q.Wait(func() bool { return steps >= 20 }) {
		t.Errorf("%d steps", steps)
	}
	p.close()
	seen := steps
	q.Drain()
	if steps != seen {
		t.Error("a step came after the end")
	}
}

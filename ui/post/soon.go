package post

import (
	"context"
	"time"
)

// Soon runs something a while after it was asked for, once for all that ask in
// the meantime: what changes all the time is kept now and then. All of it belongs
// to the UI goroutine.
type Soon struct {
	slot *Slot
	wait time.Duration
	do   func()
}

// NewSoon returns something to be done at most once in wait.
func NewSoon(ctx context.Context, post Post, wait time.Duration, do func()) *Soon {
	return &Soon{slot: NewSlot(ctx, post), wait: wait, do: do}
}

// Ask has it done before long.
func (s *Soon) Ask() {
	if s.slot.Busy() {
		return
	}
	wait := s.wait
	Load(s.slot, func(ctx context.Context) bool { return after(ctx, wait) }, func(bool) { s.do() })
}

// Close drops what was asked for; who closes does it, if it matters.
func (s *Soon) Close() { s.slot.Close() }

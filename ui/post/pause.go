package post

import (
	"context"
	"time"
)

// Pause runs the newest of many requests once none has come for a while: what
// is typed is kept when the hand rests. All of it belongs to the UI goroutine.
type Pause struct {
	slot *Slot
	rest time.Duration
	next func()
}

// NewPause returns a pause that waits for rest without a request.
func NewPause(ctx context.Context, post Post, rest time.Duration) *Pause {
	return &Pause{slot: NewSlot(ctx, post), rest: rest}
}

// Do asks for f to be run at the next rest, in place of what was asked before.
func (p *Pause) Do(f func()) {
	p.next = f
	rest := p.rest
	Load(p.slot, func(ctx context.Context) bool { return after(ctx, rest) }, func(rested bool) {
		if rested {
			p.Now()
		}
	})
}

// Now runs what was asked for, if anything was, without waiting longer.
func (p *Pause) Now() {
	f := p.next
	p.next = nil
	p.slot.Cancel()
	if f != nil {
		f()
	}
}

// Close runs what was asked for and ends the pause.
func (p *Pause) Close() {
	p.Now()
	p.slot.Close()
}

package post

import (
	"context"
	"time"
)

// Reader re-reads something whenever it is told that it may have changed. One
// reading is under way at a time; tellings that come meanwhile are kept as one
// further reading, so the last word is always read and a flood of changes costs
// no more than the pace allows. Ask, Cancel and Close belong to the UI
// goroutine.
type Reader[T any] struct {
	slot   *Slot
	pace   time.Duration
	read   func() func(ctx context.Context) T
	accept func(T)
	begun  time.Time
	again  bool
}

// NewReader returns a reader that begins a reading at most once per pace (0 =
// as often as asked) and hands what it read to accept on the UI goroutine.
func NewReader[T any](ctx context.Context, post Post, pace time.Duration, read func(ctx context.Context) T, accept func(T)) *Reader[T] {
	return NewReaderOf(ctx, post, pace, func() func(context.Context) T { return read }, accept)
}

// NewReaderOf is NewReader for a reading that depends on the screen: ask is
// called on the UI goroutine at the beginning of each one, takes what it needs
// of the screen's state and returns the work.
func NewReaderOf[T any](ctx context.Context, post Post, pace time.Duration, ask func() func(ctx context.Context) T, accept func(T)) *Reader[T] {
	return &Reader[T]{slot: NewSlot(ctx, post), pace: pace, read: ask, accept: accept}
}

// Ask reads, now or after the reading under way.
func (r *Reader[T]) Ask() {
	if r.slot.Busy() {
		r.again = true
		return
	}
	r.again = false
	now := time.Now()
	wait := r.pace - now.Sub(r.begun)
	if r.begun.IsZero() || wait < 0 {
		wait = 0
	}
	r.begun = now.Add(wait)
	work := r.read()
	Load(r.slot, func(ctx context.Context) T {
		if wait > 0 {
			after(ctx, wait) // work finds an ended context itself
		}
		return work(ctx)
	}, func(v T) {
		r.accept(v)
		if r.again {
			r.Ask()
		}
	})
}

// Anew drops the reading under way and begins another at once, whatever the
// pace: the question has changed.
func (r *Reader[T]) Anew() {
	r.Cancel()
	r.begun = time.Time{}
	r.Ask()
}

// Busy tells whether a reading is under way.
func (r *Reader[T]) Busy() bool { return r.slot.Busy() }

// Cancel drops the reading under way and what was asked meanwhile.
func (r *Reader[T]) Cancel() {
	r.again = false
	r.slot.Cancel()
}

// Close cancels and waits until the reading has ended.
func (r *Reader[T]) Close() {
	r.again = false
	r.slot.Close()
}

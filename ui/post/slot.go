package post

import (
	"context"
	"sync"
	"time"
)

// Slot is one kind of request of a screen: «the rows of this list». At most one
// answer is wanted: a newer Load cancels the older one and makes its answer
// stale. Load, Cancel and Close belong to the UI goroutine.
type Slot struct {
	ctx  context.Context
	end  context.CancelFunc
	post Post
	work sync.WaitGroup

	mu         sync.Mutex
	generation int
	cancel     context.CancelFunc // of the newest request; nil when none
}

// NewSlot returns a slot whose work ends with ctx.
func NewSlot(ctx context.Context, post Post) *Slot {
	s := &Slot{post: post}
	s.ctx, s.end = context.WithCancel(ctx)
	return s
}

// Load runs work on its own goroutine and hands its result to accept on the UI
// goroutine, unless the request was cancelled or a newer one has begun since.
// work must end when its context does. A closed slot does nothing.
func Load[T any](s *Slot, work func(ctx context.Context) T, accept func(T)) {
	s.Cancel()
	s.mu.Lock()
	if s.ctx.Err() != nil {
		s.mu.Unlock()
		return
	}
	ctx, cancel := context.WithCancel(s.ctx)
	s.cancel = cancel
	mine := s.generation
	s.work.Add(1)
	s.mu.Unlock()
	go func() {
		defer s.work.Done()
		result := work(ctx)
		if !s.current(mine) {
			return
		}
		s.post(func() {
			if s.finish(mine) {
				accept(result)
			}
		})
	}()
}

// Busy tells whether an answer is awaited.
func (s *Slot) Busy() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cancel != nil
}

// Cancel ends the request under way; its answer is dropped.
func (s *Slot) Cancel() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.generation++
	if s.cancel != nil {
		s.cancel()
		s.cancel = nil
	}
}

// Close cancels and waits until the work has ended. Later Loads do nothing. It
// may be called twice.
func (s *Slot) Close() {
	s.Cancel()
	s.mu.Lock()
	s.end()
	s.mu.Unlock()
	s.work.Wait()
}

func (s *Slot) current(generation int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.generation == generation && s.ctx.Err() == nil
}

// finish ends the request if it is still the current one.
func (s *Slot) finish(generation int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.generation != generation || s.ctx.Err() != nil {
		return false
	}
	if s.cancel != nil {
		s.cancel()
		s.cancel = nil
	}
	return true
}

// after waits for d, and tells whether it has passed: false = the context ended
// before.
func after(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

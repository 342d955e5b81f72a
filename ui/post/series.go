package post

import "context"

// Series does things one after the other in the order given: what a person
// writes is kept whatever they look at next. All of it belongs to the UI
// goroutine but the steps themselves.
type Series struct {
	ctx     context.Context
	post    Post
	waiting []Step
	now     *underway // nil = nothing is being done
}

// Step is one thing to do, away from the UI goroutine. What it returns follows
// on the UI goroutine; nil = nothing.
type Step func(ctx context.Context) (then func())

// underway is a step that is being done.
type underway struct {
	done chan struct{}
	then func()
}

// NewSeries returns a series whose steps keep the values of ctx and outlive it.
func NewSeries(ctx context.Context, post Post) *Series {
	return &Series{ctx: context.WithoutCancel(ctx), post: post}
}

// Do does step after those given before it.
func (s *Series) Do(step Step) {
	s.waiting = append(s.waiting, step)
	s.next()
}

// Busy tells whether something is being done or waits.
func (s *Series) Busy() bool { return s.now != nil || len(s.waiting) > 0 }

func (s *Series) next() {
	if s.now != nil || len(s.waiting) == 0 {
		return
	}
	step, u := s.waiting[0], &underway{done: make(chan struct{})}
	s.waiting, s.now = s.waiting[1:], u
	go func() {
		u.then = step(s.ctx)
		close(u.done)
		s.post(func() {
			if s.now == u {
				s.finish()
				s.next()
			}
		})
	}()
}

// finish takes note of the step that has ended.
func (s *Series) finish() {
	then := s.now.then
	s.now = nil
	if then != nil {
		then()
	}
}

// Close waits until everything that was given is done and has followed.
func (s *Series) Close() {
	for s.Busy() {
		s.next()
		<-s.now.done
		s.finish()
	}
}

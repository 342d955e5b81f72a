// Package retry repeats work that failed for a passing reason.
//
// What passes and what stays is decided by the class of the error's store.Code
// alone: network and quota errors are tried again with growing, jittered waits;
// everything else is returned at once. The work must be safe to repeat: an
// upload whose outcome is not known has its own class and is never repeated
// here.
package retry

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"sensedesk/store"
)

// Policy says how often and after what waits work is repeated. The zero value
// tries forever, waiting 1, 2, 4 … 60 s.
type Policy struct {
	Tries int           // how often the work is started at most; 0 = until the context ends
	First time.Duration // wait after the first failure; 0 = 1 s
	Max   time.Duration // longest wait of our own choosing; 0 = 1 min

	// Passing decides whether an error may pass; nil = its code has store.ClassPassing.
	Passing func(error) bool
	// Waiting is told of every wait before it begins; may be nil.
	Waiting func(Wait)
	// Sleep waits d or until the context ends, whose error it then returns; nil = a real timer.
	Sleep func(ctx context.Context, d time.Duration) error
	// Random returns a number in [0,1) that spreads the waits of many clients; nil = math/rand.
	Random func() float64
}

// Wait describes a pause between two tries.
type Wait struct {
	Try  int           // how many tries have failed so far
	For  time.Duration // how long the pause lasts
	Why  error         // what the last try failed with
	Told bool          // the server named the length, it is not our guess
}

// Paced is an error that knows how long to leave the server alone.
type Paced interface {
	error
	RetryAfter() time.Duration
}

// Do runs work until it succeeds, fails for good, has been tried often enough,
// or ctx ends. It never starts work on an ended context. The error is the one
// of the last try; when ctx ended first it wraps ctx's error.
func Do(ctx context.Context, p Policy, work func(context.Context) error) error {
	p = p.withDefaults()
	step := p.First
	for try := 1; ; try++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := work(ctx)
		if err == nil || ctx.Err() != nil || !p.Passing(err) || try == p.Tries {
			return err
		}
		w := Wait{Try: try, Why: err, For: p.spread(step)}
		var paced Paced
		if errors.As(err, &paced) && paced.RetryAfter() > 0 {
			w.For, w.Told = paced.RetryAfter(), true
		}
		if end, ok := ctx.Deadline(); ok && time.Until(end) < w.For {
			return err // the reason says more than «deadline exceeded» after a wait that cannot help
		}
		if p.Waiting != nil {
			p.Waiting(w)
		}
		if serr := p.Sleep(ctx, w.For); serr != nil {
			return fmt.Errorf("%w while waiting after: %w", serr, err)
		}
		step = min(step*2, p.Max)
	}
}

// withDefaults fills what was left out.
func (p Policy) withDefaults() Policy {
	if p.First <= 0 {
		p.First = time.Second
	}
	if p.Max <= 0 {
		p.Max = time.Minute
	}
	if p.Passing == nil {
		p.Passing = Passing
	}
	if p.Sleep == nil {
		p.Sleep = Sleep
	}
	if p.Random == nil {
		p.Random = rand.Float64
	}
	return p
}

// spread returns a wait between one half and three halves of d, never above Max.
func (p Policy) spread(d time.Duration) time.Duration {
	return min(d/2+time.Duration(p.Random()*float64(d)), p.Max)
}

// Passing tells whether the code of err is one that passes by itself.
func Passing(err error) bool {
	return err != nil && store.CodeOf(err).Class() == store.ClassPassing
}

// Sleep waits d or until ctx ends; in that case it returns ctx's error.
func Sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

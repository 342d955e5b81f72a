package bitrix24

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// The portal has two limits (docs: limits.md). Too many requests from one
// address answer 503 for all methods; too much computing time in one method
// answers 429 for that method alone until the moment its last good answer named.

const (
	blockStep = time.Minute      // pause of a method when nothing names its end; grows by itself
	blockMax  = 10 * time.Minute // the portal counts in ten buckets of a minute
)

// pace keeps requests inside both limits.
type pace struct {
	bucket *rate.Limiter
	now    func() time.Time
	sleep  func(context.Context, time.Duration) error

	mu      sync.Mutex
	methods map[string]*methodPace
}

// methodPace is what is known of one method's computing time.
type methodPace struct {
	resetAt time.Time // of the last good answer
	until   time.Time // blocked till then; zero = free
	strikes int       // blocks in a row
}

// wait returns when method may be asked.
func (p *pace) wait(ctx context.Context, method string) error {
	p.mu.Lock()
	left := time.Duration(0)
	if m := p.methods[method]; m != nil && !m.until.IsZero() {
		left = m.until.Sub(p.now())
		if left <= 0 {
			m.until = time.Time{}
		}
	}
	p.mu.Unlock()
	if left > 0 {
		if err := p.sleep(ctx, left); err != nil {
			return err
		}
	}
	return p.bucket.Wait(ctx)
}

// served notes a good answer.
func (p *pace) served(method string, resetAt time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	m := p.method(method)
	m.strikes, m.until = 0, time.Time{}
	if !resetAt.IsZero() {
		m.resetAt = resetAt
	}
}

// blocked notes that the method used up its time and returns how long to leave
// it alone. resetAt is what the refusal itself named, if anything.
func (p *pace) blocked(method string, resetAt time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	m := p.method(method)
	m.strikes++
	now := p.now()
	if resetAt.IsZero() {
		resetAt = m.resetAt
	}
	left := resetAt.Sub(now)
	if left <= 0 {
		left = time.Duration(m.strikes) * blockStep
	}
	left = min(left, blockMax)
	m.until = now.Add(left)
	return left
}

// method returns the entry of a method; p.mu is held.
func (p *pace) method(name string) *methodPace {
	m := p.methods[name]
	if m == nil {
		m = &methodPace{}
		p.methods[name] = m
	}
	return m
}

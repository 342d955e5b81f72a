package quota

import (
	"context"
	"time"

	"sensedesk/store"
)

// Usage is how much of a quota is used up, for people to see.
type Usage struct {
	Windows []Window // the shortest first; none when there is no quota
}

// Window is the use of one limit.
type Window struct {
	Length time.Duration
	Used   int
	Limit  int
	Next   time.Duration // until there is room for one more talk; 0 = now
}

// Usage tells how much is used up now. What was read before the start is known
// after the first call at the latest; should the ledger be unreadable, what this
// process read counts alone.
func (q *Quota) Usage(ctx context.Context) Usage {
	if q == nil {
		return Usage{}
	}
	q.load(ctx)
	q.mu.Lock()
	defer q.mu.Unlock()
	now := q.tick()
	var u Usage
	for _, l := range q.o.Limits {
		u.Windows = append(u.Windows, Window{
			Length: l.Window, Limit: l.Talks, Used: used(q.reads, l.Window, now),
			Next: room(q.reads, []Limit{l}, now, 1, false),
		})
	}
	return u
}

// Forecast tells how long reading n more talks takes under the quota alone, for
// work in the background when ctx says so.
func (q *Quota) Forecast(ctx context.Context, n int) time.Duration {
	if q == nil || n <= 0 {
		return 0
	}
	q.load(ctx)
	batch := q.Batch(ctx)
	q.mu.Lock()
	defer q.mu.Unlock()
	return forecast(q.reads, q.o.Limits, q.tick(), n, batch, manner(ctx).background)
}

// load reads the ledger once.
func (q *Quota) load(ctx context.Context) {
	if q.isLoaded() || q.enter(ctx) != nil {
		return
	}
	defer q.leave()
	_ = q.note(ctx, func(time.Duration) store.Read { return store.Read{} }) // tried again by the next
}

// how is in what manner somebody waits.
type how struct {
	background bool
	patience   time.Duration
}

type howKey struct{}

func manner(ctx context.Context) how {
	h, _ := ctx.Value(howKey{}).(how)
	return h
}

// Background marks the reads made under the context as work nobody sits and
// waits for: it leaves a tenth of every limit to others.
func Background(ctx context.Context) context.Context {
	h := manner(ctx)
	h.background = true
	return context.WithValue(ctx, howKey{}, h)
}

// Patience bounds how long a read under the context may have to wait for room:
// when it would take longer, Wait says so at once.
func Patience(ctx context.Context, d time.Duration) context.Context {
	h := manner(ctx)
	h.patience = d
	return context.WithValue(ctx, howKey{}, h)
}

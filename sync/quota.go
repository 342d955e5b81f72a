package sync

import (
	"context"
	"errors"

	"golang.org/x/time/rate"

	"sensedesk/store"
)

// Reading talks is limited per project to 20 a second, 200 a minute, 2 000 an
// hour and 20 000 a day (SpeechSense documentation, limits). The current text
// counts requests, an earlier one counted talks; talks are the safe reading.
// A bucket of a window holds half of its limit and refills with the other half
// over the window, so that no window of that length, wherever it begins, sees
// more than the limit.
var readLimits = []struct {
	perWindow int
	seconds   float64
}{
	{200, 60}, {2000, 3600}, {20000, 86400},
}

// quota is the read quota of one project; every bucket must have room. It
// lives as long as the engine: a pass does not fill it anew.
type quota struct{ buckets []*rate.Limiter }

func newQuota() *quota {
	q := &quota{}
	for _, l := range readLimits {
		half := l.perWindow / 2
		q.buckets = append(q.buckets, rate.NewLimiter(rate.Limit(float64(half)/l.seconds), half))
	}
	return q
}

// batch is the most talks one request may take out of the smallest bucket at once.
func (q *quota) batch() int {
	if q == nil {
		return getBatch
	}
	return min(getBatch, q.buckets[0].Burst())
}

// wait takes n talks, n ≤ batch, out of every bucket and blocks until they are there.
func (q *quota) wait(ctx context.Context, n int) error {
	if q == nil { // the sandbox has none
		return nil
	}
	for _, b := range q.buckets {
		if err := b.WaitN(ctx, n); err != nil {
			if ctx.Err() == nil { // longer than the context lives
				return store.E(store.CodeBusy, "wait for the read quota", errors.Join(err))
			}
			return err
		}
	}
	return nil
}

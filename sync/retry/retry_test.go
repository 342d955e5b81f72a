package retry_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"sensedesk/store"
	"sensedesk/sync/retry"
)

// clock is a policy whose waits are written down instead of slept.
type clock struct{ slept []time.Duration }

func (c *clock) policy(tries int) retry.Policy {
	return retry.Policy{
		Tries: tries, First: time.Second, Max: 10 * time.Second, Random: func() float64 { return 0.5 },
		Sleep: func(ctx context.Context, d time.Duration) error { c.slept = append(c.slept, d); return ctx.Err() },
	}
}

func TestPassingErrorsAreRepeatedWithGrowingWaits(t *testing.T) {
	c, n := &clock{}, 0
	var told []retry.Wait
	p := c.policy(0)
	p.Waiting = func(w retry.Wait) { told = append(told, w) }

	err := retry.Do(t.Context(), p, func(context.Context) error {
		if n++; n < 7 {
			return fmt.Errorf("wrapped: %w", store.E(store.CodeBusy, "ask", nil))
		}
		return nil
	})

	want := []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, 10 * time.Second, 10 * time.Second}
	if err != nil || n != 7 || !slices.Equal(c.slept, want) {
		t.Errorf("got %v after %d tries, waits %v", err, n, c.slept)
	}
	for i, w := range told {
		if w.Try != i+1 || w.For != want[i] || store.CodeOf(w.Why) != store.CodeBusy || w.Told {
			t.Errorf("wait %d was reported as %+v", i, w)
		}
	}
	if len(told) != len(want) {
		t.Errorf("%d waits reported of %d", len(told), len(want))
	}
}

func TestEveryOtherErrorStaysAtOnce(t *testing.T) {
	for _, err := range []error{
		store.E(store.CodeWebhookRefused, "", nil), store.E(store.CodeFileGone, "", nil),
		store.E(store.CodeOutcomeUnknown, "", nil), errors.New("no code at all"),
	} {
		c, n := &clock{}, 0
		got := retry.Do(t.Context(), c.policy(0), func(context.Context) error { n++; return err })
		if !errors.Is(got, err) || n != 1 || len(c.slept) != 0 {
			t.Errorf("%v: %d tries, waits %v, returned %v", err, n, c.slept, got)
		}
	}
}

func TestTriesAreBounded(t *testing.T) {
	c, n := &clock{}, 0
	err := retry.Do(t.Context(), c.policy(3), func(context.Context) error { n++; return store.E(store.CodeNetwork, fmt.Sprint(n), nil) })
	var last *store.Error
	if !errors.As(err, &last) || last.Op != "3" || n != 3 || len(c.slept) != 2 {
		t.Errorf("got %v after %d tries and %d waits", err, n, len(c.slept))
	}
}

// paced is busy and says for how long.
type paced struct{ d time.Duration }

func (p paced) Error() string             { return "come back later" }
func (p paced) RetryAfter() time.Duration { return p.d }

func TestServerNamesTheWait(t *testing.T) {
	c, n := &clock{}, 0
	var told []bool
	p := c.policy(0)
	p.Waiting = func(w retry.Wait) { told = append(told, w.Told) }
	err := retry.Do(t.Context(), p, func(context.Context) error {
		if n++; n == 1 {
			return store.E(store.CodeBusy, "", paced{7 * time.Minute})
		}
		return nil
	})
	if err != nil || !slices.Equal(c.slept, []time.Duration{7 * time.Minute}) || !slices.Equal(told, []bool{true}) {
		t.Errorf("got %v, waits %v, told %v", err, c.slept, told)
	}
}

func TestWaitsAreSpread(t *testing.T) {
	for random, want := range map[float64]time.Duration{0: 500 * time.Millisecond, 0.999: 1499 * time.Millisecond} {
		c := &clock{}
		p := c.policy(2)
		p.Random = func() float64 { return random }
		_ = retry.Do(t.Context(), p, func(context.Context) error { return store.E(store.CodeBusy, "", nil) })
		if len(c.slept) != 1 || c.slept[0] != want {
			t.Errorf("random %v: waits %v, want %v", random, c.slept, want)
		}
	}
}

func TestEndedContext(t *testing.T) {
	t.Run("before", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		n := 0
		err := retry.Do(ctx, retry.Policy{}, func(context.Context) error { n++; return nil })
		if !errors.Is(err, context.Canceled) || n != 0 {
			t.Errorf("got %v after %d tries", err, n)
		}
	})
	t.Run("while waiting", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		n := 0
		err := retry.Do(ctx, retry.Policy{First: time.Hour, Max: time.Hour, Waiting: func(retry.Wait) { cancel() }}, func(context.Context) error {
			n++
			return store.E(store.CodeNetwork, "", nil)
		})
		if !errors.Is(err, context.Canceled) || store.CodeOf(err) != store.CodeNetwork || n != 1 {
			t.Errorf("got %v after %d tries", err, n)
		}
	})
	t.Run("wait longer than the time left", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		n := 0
		err := retry.Do(ctx, retry.Policy{First: time.Hour, Max: time.Hour}, func(context.Context) error { n++; return store.E(store.CodeBusy, "", nil) })
		if store.CodeOf(err) != store.CodeBusy || ctx.Err() != nil || n != 1 {
			t.Errorf("got %v after %d tries", err, n)
		}
	})
}

func TestSleep(t *testing.T) {
	if err := retry.Sleep(t.Context(), time.Millisecond); err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := retry.Sleep(ctx, time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if err := retry.Sleep(ctx, 0); !errors.Is(err, context.Canceled) {
		t.Errorf("no wait at all: got %v", err)
	}
}

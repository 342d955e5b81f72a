package sync

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

func TestGateGrowsAndForgets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate{now: time.Now, jitter: atRandom}
		var last time.Duration
		for i := range 12 {
			begun := time.Now()
			g.trouble()
			g.trouble() // a second worker meets the same trouble: not counted again
			if err := g.wait(t.Context()); err != nil {
				t.Fatal(err)
			}
			d := time.Since(begun)
			if d < last/2 || d > lastWait {
				t.Errorf("trouble %d waits %v after %v", i+1, d, last)
			}
			last = d
		}
		if last < lastWait*3/4 {
			t.Errorf("the last wait is %v, want nearly %v", last, lastWait)
		}

		g.fine()
		begun := time.Now()
		if err := g.wait(t.Context()); err != nil || time.Since(begun) > 0 {
			t.Errorf("an open gate made wait %v: %v", time.Since(begun), err)
		}
		g.trouble()
		if err := g.wait(t.Context()); err != nil || time.Since(begun) > firstWait {
			t.Errorf("after it was fine the wait is %v: %v", time.Since(begun), err)
		}
	})
}

func TestGateEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate{now: time.Now, jitter: atRandom}
		g.trouble()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		begun := time.Now()
		if err := g.wait(ctx); err == nil || time.Since(begun) > 0 {
			t.Errorf("waited %v, error %v", time.Since(begun), err)
		}
	})
}

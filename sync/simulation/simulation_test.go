package simulation

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	stdsync "sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// histories is how many are lived through unless SENSEDESK_HISTORIES says
// otherwise; the race detector makes each ten times as long.
func histories() int {
	if n, err := strconv.Atoi(os.Getenv("SENSEDESK_HISTORIES")); err == nil {
		return n
	}
	if raceEnabled || testing.Short() {
		return 2_000
	}
	return 20_000
}

// run lives through one history in a bubble of its own virtual time.
func run(t *testing.T, seed uint64, tell bool) (w *world) {
	synctest.Test(t, func(*testing.T) {
		w = newWorld(seed, tell)
		w.live()
	})
	return w
}

// TestNothingIsLostAndNothingPaidTwice is the proof of the package.
func TestNothingIsLostAndNothingPaidTwice(t *testing.T) {
	if s := os.Getenv("SENSEDESK_SEED"); s != "" {
		seed, err := strconv.ParseUint(s, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		explain(t, run(t, seed, true))
		return
	}
	n := histories()
	begun := time.Now()
	var next, failed, calls, uploads, deaths, asked atomic.Int64
	var wg stdsync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for failed.Load() < 5 {
				seed := next.Add(1)
				if seed > int64(n) {
					return
				}
				w := run(t, uint64(seed), false)
				calls.Add(int64(len(w.portal.calls)))
				uploads.Add(int64(len(w.speech.talks)))
				deaths.Add(int64(w.kills))
				asked.Add(int64(w.ops))
				if len(w.wrong) > 0 {
					failed.Add(1)
					t.Errorf("history %d; replay it with SENSEDESK_SEED=%d go test -v ./sync/simulation:\n  %s", seed, seed, strings.Join(w.wrong, "\n  "))
				}
			}
		})
	}
	wg.Wait()
	t.Logf("%d histories in %s: %d calls, %d uploads taken, %d deaths, %d steps", n, time.Since(begun).Round(time.Millisecond), calls.Load(), uploads.Load(), deaths.Load(), asked.Load())
}

// explain tells a replayed history.
func explain(t *testing.T, w *world) {
	for _, line := range w.told {
		fmt.Println(line)
	}
	for _, text := range w.wrong {
		t.Error(text)
	}
}

// TestAHistoryReplays demands that one number makes one history. Two things at
// the very same instant may come in either order: a few histories may part there.
func TestAHistoryReplays(t *testing.T) {
	differ := 0
	for seed := range uint64(100) {
		a, b := run(t, seed, true).told, run(t, seed, true).told
		slices.Sort(a)
		slices.Sort(b)
		if !slices.Equal(a, b) {
			differ++
		}
	}
	if differ > 3 {
		t.Errorf("%d of 100 histories took another course when replayed", differ)
	}
}

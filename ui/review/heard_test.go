package review_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"sensedesk/store"
	"sensedesk/ui/keys"
	"sensedesk/ui/review"
	"sensedesk/ui/uitest"
)

// ears keep what was heard.
type ears struct {
	mu   sync.Mutex
	got  []store.HeardSpan
	fail bool
}

func (e *ears) AddHeard(_ context.Context, spans []store.HeardSpan) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.fail {
		return errors.New("disk")
	}
	e.got = append(e.got, spans...)
	return nil
}

// stretches are the spans kept so far, those that go on joined.
func (e *ears) stretches() (out [][2]int64) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, s := range e.got {
		if n := len(out); n > 0 && out[n-1][1] == s.FromMS {
			out[n-1][1] = s.ToMS
			continue
		}
		out = append(out, [2]int64{s.FromMS, s.ToMS})
	}
	return out
}

// watch is a clock the test turns.
type watch struct{ at time.Time }

func listening(t *testing.T, change func(*desk)) (*desk, *ears, *watch) {
	e, w := &ears{}, &watch{uitest.Now()}
	d := open(t, uitest.Options{}, func(d *desk) {
		d.heard, d.clock = e, func() time.Time { return w.at }
		if change != nil {
			change(d)
		}
	}).read()
	return d, e, w
}

// plays lets sound run from where it is to a place, at a speed.
func (d *desk) plays(w *watch, to time.Duration, speed float64) {
	at := d.deck.Position()
	for at < to {
		step := min(to-at, time.Second)
		at += step
		w.at = w.at.Add(time.Duration(float64(step) / speed))
		d.beat(at)
	}
}

func want(t *testing.T, e *ears, list ...[2]int64) {
	t.Helper()
	got := e.stretches()
	if len(got) != len(list) {
		t.Fatalf("heard %v, want %v", got, list)
	}
	for i := range list {
		if got[i] != list[i] {
			t.Fatalf("heard %v, want %v", got, list)
		}
	}
}

func TestOnlyWhatSoundsIsHeard(t *testing.T) {
	d, e, w := listening(t, nil)
	d.screen.GoTo(10 * time.Second)
	d.screen.Play()
	d.plays(w, 17*time.Second, 1)
	d.Wait("what is heard to be kept while it plays", func() bool { return len(e.stretches()) > 0 })
	d.screen.GoTo(100 * time.Second) // a jump
	d.screen.SetSpeed(2)
	d.plays(w, 104*time.Second, 2)
	d.deck.Seek(300 * time.Second) // a jump the desk was not told of
	w.at = w.at.Add(50 * time.Millisecond)
	d.beat(300 * time.Second)
	d.plays(w, 302*time.Second, 2)
	d.screen.Do(keys.PlayPause)
	w.at = w.at.Add(time.Hour)
	d.screen.Do(keys.MuteOperator)
	d.screen.Do(keys.MuteClient)
	d.screen.Play()
	d.plays(w, 310*time.Second, 2) // nobody hears this
	d.screen.Pause()
	d.screen.Close()
	want(t, e, [2]int64{10_000, 17_000}, [2]int64{100_000, 104_000}, [2]int64{300_000, 302_000})
	var wall time.Duration
	for _, s := range e.got {
		wall += s.Wall
		if s.Call != theCall || s.At.IsZero() {
			t.Errorf("kept %+v", s)
		}
	}
	if wall != 10*time.Second { // 7 at 1×, 6 at 2×
		t.Errorf("it took %s", wall)
	}
}

func TestSkippedSilenceIsNotHeard(t *testing.T) {
	d, e, w := listening(t, nil)
	d.Wait("the outline", func() bool { return len(d.screen.State().Wave.Silence) > 0 })
	d.screen.Do(keys.SkipSilence)
	d.screen.GoTo(239 * time.Second)
	d.screen.Play()
	w.at = w.at.Add(2 * time.Second)
	d.beat(331 * time.Second) // over 240 to 330
	d.screen.Hide()
	d.screen.Close()
	want(t, e, [2]int64{239_000, 240_000}, [2]int64{330_000, 331_000})
}

func TestWhatWasHeardIsNotLost(t *testing.T) {
	d, e, w := listening(t, nil)
	e.fail = true
	d.screen.Play()
	d.plays(w, 3*time.Second, 1)
	d.screen.Pause()
	d.Wait("the trouble to be told", func() bool { return d.trouble != nil })
	e.mu.Lock()
	e.fail = false
	e.mu.Unlock()
	d.screen.Play()
	d.plays(w, 4*time.Second, 1)
	d.screen.Close() // in the middle of it
	want(t, e, [2]int64{0, 4000})
}

func TestTheDeskInAQueue(t *testing.T) {
	d, _, _ := listening(t, nil)
	left := 0
	d.screen.SetQueue(&review.InQueue{Place: 3, Of: 14, Left: 18 * time.Minute}, func() { left++ })
	d.Drain()
	if !d.Sees("3 из 14 · ещё 18 мин") {
		t.Errorf("shown: %q", d.Texts())
	}
	s := d.screen.State()
	if !s.Brisk || len(d.deck.skips) < 2 || d.deck.skips[1].From != 4150*time.Millisecond || d.deck.skips[1].To != 160_850*time.Millisecond {
		t.Errorf("left out: %v", d.deck.skips)
	}
	d.screen.SetQueue(nil, nil)
	if d.screen.State().ByWords || d.Sees("3 из 14") {
		t.Error("still in the queue")
	}
}

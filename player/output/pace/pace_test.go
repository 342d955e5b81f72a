package pace_test

import (
	"errors"
	"testing"
	"time"

	"sensedesk/player/output/pace"
)

const rate, buffer = 48000, 2400

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// device takes buffers as ALSA does under faiface/beep: three at once, then one
// each time one was heard.
func device(m *pace.Meter, lasting time.Duration, watch func(now time.Time)) error {
	due := start
	for k := 0; ; k++ {
		if k >= 3 {
			due = due.Add(buffer * time.Second / rate)
		}
		for t := due.Add(-buffer * time.Second / rate); k >= 3 && t.Before(due); t = t.Add(5 * time.Millisecond) {
			watch(t)
		}
		if due.Sub(start) > lasting {
			return nil
		}
		if err := m.Took(buffer, due, due.Add(100*time.Microsecond)); err != nil {
			return err
		}
		if err := m.Check(due); err != nil {
			return err
		}
	}
}

func TestHeardIsWhatSounds(t *testing.T) {
	m := pace.New(rate, buffer, 2*buffer, start)
	last := int64(0)
	err := device(m, 20*time.Second, func(now time.Time) {
		h := m.Heard(now)
		if h < last {
			t.Fatalf("ran back from %d to %d", last, h)
		}
		last = h
		truth := int64(now.Sub(start).Seconds() * rate)
		if now.Sub(start) < time.Second {
			return
		}
		// Three buffers went in at the start, so a burst begins when two are still
		// to be heard.
		if d := h - truth; d < -buffer/4 || d > buffer/4 {
			t.Fatalf("at %v heard %d, want %d", now.Sub(start), h, truth)
		}
	})
	if err != nil {
		t.Errorf("a good device: %v", err)
	}
}

// TestSpinningDevice has a good device go after two seconds: from then on it
// takes everything at once, with pauses in which a new burst seems to begin.
func TestSpinningDevice(t *testing.T) {
	m := pace.New(rate, buffer, 3*buffer, start)
	if err := device(m, 2*time.Second, func(time.Time) {}); err != nil {
		t.Fatal(err)
	}
	gone := start.Add(2 * time.Second)
	for k, now := 0, gone; now.Sub(gone) < time.Second; k++ {
		now = now.Add(50 * time.Microsecond)
		if k%50 == 0 {
			now = now.Add(3 * time.Millisecond)
		}
		if err := m.Took(512, now, now); err != nil {
			if !errors.Is(err, pace.ErrFast) || now.Sub(gone) > 400*time.Millisecond {
				t.Errorf("%v after %v", err, now.Sub(gone))
			}
			if h := m.Heard(now); h > (2*rate + rate/2) {
				t.Errorf("%d frames were heard in %v", h, now.Sub(start))
			}
			return
		}
	}
	t.Error("not noticed")
}

func TestDevicesThatStop(t *testing.T) {
	for _, c := range []struct {
		name   string
		takes  func(since time.Duration) int // frames taken in each 50 ms
		want   error
		within time.Duration
	}{
		{"never begins", func(time.Duration) int { return 0 }, pace.ErrStalled, 3500 * time.Millisecond},
		{"stops", func(d time.Duration) int {
			if d < 5*time.Second {
				return buffer
			}
			return 0
		}, pace.ErrStalled, 6500 * time.Millisecond},
		{"tenth of the pace", func(time.Duration) int { return buffer / 10 }, pace.ErrSlow, 3500 * time.Millisecond},
		{"begins late", func(d time.Duration) int {
			if d < 2*time.Second {
				return 0
			}
			return buffer
		}, nil, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := pace.New(rate, buffer, 3*buffer, start)
			for d := time.Duration(0); d < 10*time.Second; d += 50 * time.Millisecond {
				now := start.Add(d)
				if n := c.takes(d); n > 0 {
					if err := m.Took(n, now, now); err != nil {
						t.Fatal(err)
					}
				}
				if err := m.Check(now); err != nil {
					if !errors.Is(err, c.want) || d > c.within {
						t.Errorf("%v after %v", err, d)
					}
					return
				}
			}
			if c.want != nil {
				t.Error("not noticed")
			}
		})
	}
}

func TestSleepOfTheMachineIsNotTheDevice(t *testing.T) {
	m := pace.New(rate, buffer, 3*buffer, start)
	now := start
	for range 200 {
		now = now.Add(50 * time.Millisecond)
		if now.Sub(start) == 5*time.Second {
			now = now.Add(time.Hour)
			if err := m.Check(now); err != nil {
				t.Fatal(err)
			}
		}
		if err := m.Took(buffer, now, now); err != nil {
			t.Fatal(err)
		}
		if err := m.Check(now); err != nil {
			t.Fatal(err)
		}
	}
}

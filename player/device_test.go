package player_test

import (
	"context"
	"errors"
	"math"
	"testing"
	"testing/synctest"
	"time"

	"sensedesk/player"
)

// losable is a silent sink at the pace of the clock that can be unplugged.
type losable struct {
	*player.Null
	lost chan error
}

func (l *losable) Lost() <-chan error { return l.lost }

// TestReconnect unplugs a device, lets the transcript go on without one, and
// plugs it in again.
func TestReconnect(t *testing.T) {
	path := writeWAV(t, 48000, false, numbered(30))
	synctest.Test(t, func(t *testing.T) {
		var plugged *losable
		there := true
		d := player.NewDeck(player.Options{Now: time.Now, OpenSink: func() (player.Sink, error) {
			if !there {
				return nil, errors.New("no device")
			}
			plugged = &losable{player.NewNull(time.Now), make(chan error, 1)}
			return plugged, nil
		}})
		defer func() { _ = d.Close() }()
		if _, err := d.Load(context.Background(), path); err != nil {
			t.Fatal(err)
		}
		near := func(what string, want time.Duration) {
			t.Helper()
			if p := d.Position(); (p - want).Abs() > 60*time.Millisecond {
				t.Errorf("%s at %v, want %v", what, p, want)
			}
		}
		notice := func(want player.NoticeKind) {
			t.Helper()
			if n := <-d.Notices(); n.Kind != want {
				t.Errorf("notice %q, want %q", n.Kind, want)
			}
		}
		d.Play()
		time.Sleep(5 * time.Second)
		near("playing", 5*time.Second)

		there = false
		plugged.lost <- errors.New("unplugged")
		notice(player.NoticeLost)
		near("lost", 5*time.Second)
		if d.Playing() {
			t.Error("it plays on without a device, unasked")
		}
		d.Play()
		time.Sleep(3 * time.Second)
		near("without sound", 8*time.Second)
		d.Reconnect()
		notice(player.NoticeNoCure)
		time.Sleep(time.Second)
		near("still without sound", 9*time.Second)

		there = true
		d.Reconnect()
		notice(player.NoticeSound)
		time.Sleep(4 * time.Second)
		near("with sound again", 13*time.Second)
		if !d.Playing() {
			t.Error("it stopped")
		}
		d.Reconnect() // with a device nothing happens
		time.Sleep(time.Second)
		near("going on", 14*time.Second)

		plugged.lost <- errors.New("unplugged again")
		notice(player.NoticeLost)
		near("lost again", 14*time.Second)
	})
}

// TestDelay wants the clock as much later as the headphones are.
func TestDelay(t *testing.T) {
	path := writeWAV(t, 48000, false, numbered(10))
	synctest.Test(t, func(t *testing.T) {
		d := player.NewDeck(player.Options{Now: time.Now, OpenSink: func() (player.Sink, error) {
			return &losable{player.NewNull(time.Now), nil}, nil
		}})
		defer func() { _ = d.Close() }()
		if _, err := d.Load(context.Background(), path); err != nil {
			t.Fatal(err)
		}
		d.SetDelay(300 * time.Millisecond)
		d.Play()
		for _, c := range []struct {
			wait, by, want time.Duration
		}{
			{200 * time.Millisecond, 300 * time.Millisecond, 0},
			{1800 * time.Millisecond, 300 * time.Millisecond, 1700 * time.Millisecond},
			{time.Second, 0, 3 * time.Second},
			{time.Second, 5 * time.Second, 3 * time.Second}, // one second is the most; it never runs back
			{time.Second, time.Second, 4 * time.Second},
		} {
			d.SetDelay(c.by)
			time.Sleep(c.wait)
			if p := d.Position(); (p - c.want).Abs() > 25*time.Millisecond {
				t.Errorf("%v behind: at %v, want %v", c.by, p, c.want)
			}
		}
	})
}

// TestSkipsLeaveOut plays over two silences at the speeds there are, and wants
// the sound and the clock on the other side at once.
func TestSkipsLeaveOut(t *testing.T) {
	in := numbered(12)
	spans := []player.Span{{From: 2 * time.Second, To: 4100 * time.Millisecond}, {From: 8 * time.Second, To: 11 * time.Second}}
	path := writeWAV(t, player.Rate, false, in)
	for _, speed := range []float64{1, 1.5} {
		r := render(t)
		r.load(path)
		r.SetSpeed(speed)
		r.SetSkips(spans)
		at := map[int64]time.Duration{}
		r.Play()
		r.wait("the end", func(n int64) bool {
			at[n] = r.Position()
			return r.Ended()
		})
		out := r.finish()
		if len(at) < 100 {
			t.Fatalf("only %d places to judge", len(at))
		}

		want := float64(len(in)-(2100+3000)*player.Rate/1000) / speed
		if d := math.Abs(float64(len(out)) - want); d > 0.03*player.Rate {
			t.Errorf("%g×: %d frames, want %.0f", speed, len(out), want)
		}
		for n, p := range at {
			source := float64(n) / player.Rate * speed
			if source >= 2 {
				source += 2.1
			}
			if source >= 8 {
				source += 3
			}
			if d := math.Abs(p.Seconds() - source); d > 0.04 && math.Abs(source-4.1) > 0.1 && math.Abs(source-11) > 0.1 {
				t.Errorf("%g×: frame %d is heard at %v, want %.2f s", speed, n, p, source)
			}
		}
		if speed != 1 {
			continue
		}
		k := 2 * player.Rate // the first seam: what is behind it is the input behind the silence
		for _, c := range []struct{ out, in int }{{k - 5000, k - 5000}, {k + 500, 4100*player.Rate/1000 + 500}, {len(out) - 500, len(in) - 500}} {
			if out[c.out] != in[c.in] {
				t.Errorf("output %d is %d, want %d", c.out, number(out[c.out]), c.in)
			}
		}
	}
}

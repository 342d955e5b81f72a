package player_test

import (
	"math"
	"testing"

	"sensedesk/player"
)

// TestSoloAndSwap listens to numbered frames and wants of every one, behind the
// fades of a change, exactly what was asked for.
func TestSoloAndSwap(t *testing.T) {
	in := numbered(2)
	half := func(v int16) int16 { return player.Sample16(float32(v) / (1 << 16)) }
	for name, c := range map[string]struct {
		set  func(d *player.Deck)
		want func(f [2]int16) [2]int16
	}{
		"left alone":  {func(d *player.Deck) { d.SetSolo(0) }, func(f [2]int16) [2]int16 { return [2]int16{f[0], 0} }},
		"right alone": {func(d *player.Deck) { d.SetSolo(1) }, func(f [2]int16) [2]int16 { return [2]int16{0, f[1]} }},
		"all again":   {func(d *player.Deck) { d.SetSolo(1); d.SetSolo(-1) }, func(f [2]int16) [2]int16 { return f }},
		"no such":     {func(d *player.Deck) { d.SetSolo(2) }, func(f [2]int16) [2]int16 { return f }},
		"swapped":     {func(d *player.Deck) { d.SetSwap(true) }, func(f [2]int16) [2]int16 { return [2]int16{f[1], f[0]} }},
		"left alone, swapped and at half": {func(d *player.Deck) {
			d.SetSolo(0)
			d.SetSwap(true)
			d.SetGain(0, 0.5)
		}, func(f [2]int16) [2]int16 { return [2]int16{0, half(f[0])} }},
		"alone but mute": {func(d *player.Deck) { d.SetGain(1, 0); d.SetSolo(1) }, func([2]int16) [2]int16 { return [2]int16{} }},
	} {
		t.Run(name, func(t *testing.T) {
			r := render(t)
			r.load(writeWAV(t, player.Rate, false, in))
			c.set(r.Deck)
			r.Play()
			r.wait("the end", func(int64) bool { return r.Ended() })
			for i, got := range r.finish() {
				if want := c.want(in[i]); i > 1000 && got != want {
					t.Fatalf("frame %d = %v, want %v of %v", i, got, want, in[i])
				}
			}
		})
	}
}

func TestMonoKnowsNoSoloAndNoSides(t *testing.T) {
	r := render(t)
	r.load(writeWAV(t, player.Rate, true, numbered(1)))
	r.SetSolo(1)
	r.SetSwap(true)
	r.Play()
	r.wait("the end", func(int64) bool { return r.Ended() })
	for i, f := range r.finish() {
		if f[0] != f[1] || f[0] != int16(i%30000) {
			t.Fatalf("frame %d = %v", i, f)
		}
	}
}

// TestSoloAndSwapDoNotClick changes them while a slow tone is heard, which
// itself moves by little from frame to frame.
func TestSoloAndSwapDoNotClick(t *testing.T) {
	in := make([][2]int16, 4*player.Rate)
	for i := range in {
		w := 2 * math.Pi * 40 * float64(i) / player.Rate
		in[i] = [2]int16{int16(12000 * math.Sin(w)), int16(12000 * math.Cos(w))}
	}
	r := render(t)
	r.load(writeWAV(t, player.Rate, false, in))
	next := int64(player.Rate / 4)
	turn := 0
	r.Play()
	r.wait("the end", func(n int64) bool {
		if n >= next {
			next += player.Rate / 4
			r.SetSwap(turn%2 == 0)
			r.SetSolo(turn%3 - 1)
			turn++
		}
		return r.Ended()
	})
	out := r.finish()
	if turn < 10 {
		t.Fatalf("only %d changes", turn)
	}
	for i := 1; i < len(out)-1; i++ {
		for side := range 2 {
			// The tone moves by 63 a frame; a fade of 10 ms moves two of them by 25 more each.
			if d := int(out[i][side]) - int(out[i-1][side]); d > 180 || d < -180 {
				t.Fatalf("frame %d jumps by %d", i, d)
			}
		}
	}
}

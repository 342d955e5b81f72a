package celt

import (
	"math"
	"math/cmplx"
	"math/rand/v2"
	"testing"
)

// TestTransform holds the fast transforms against the sums they stand for.
func TestTransform(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	for _, p := range plans {
		for _, step := range []int{1, 8} {
			x := make([]float32, p.size*step)
			for i := range x {
				x[i] = float32(rnd.NormFloat64())
			}
			var w work
			got := p.transform(&w, x, step)
			for n := range p.size {
				want := 0.0
				for k := range p.size {
					want += float64(x[k*step]) * math.Cos(math.Pi/float64(p.size)*(float64(n)+0.5)*(float64(k)+0.5))
				}
				if d := math.Abs(float64(got[n]) - want); d > 1e-4*math.Sqrt(float64(p.size)) {
					t.Fatalf("size %d, step %d: place %d is %g off", p.size, step, n, d)
				}
			}
		}
	}
}

// TestWindow checks that two frames that overlap give the whole.
func TestWindow(t *testing.T) {
	for i, w := range window {
		if s := float64(w)*float64(w) + float64(window[shortest-1-i])*float64(window[shortest-1-i]); math.Abs(s-1) > 1e-6 {
			t.Errorf("at %d the squares add up to %g", i, s)
		}
	}
}

// response is that of taps, the first one first frames back, at hz.
func response(taps []float32, first int, hz float64) (sum complex128) {
	for i, v := range taps {
		sum += complex(float64(v), 0) * cmplx.Rect(1, -2*math.Pi*hz/Rate*float64(first+i))
	}
	return sum
}

// TestEmphasis holds the de-emphasis against that of 48 kHz.
func TestEmphasis(t *testing.T) {
	for hz := 20.0; hz < 7700; hz += 20 {
		at48 := func(n float64) complex128 { return cmplx.Rect(1, -2*math.Pi*hz/48000*n) }
		want := 1 / (1 - 0.85000610*at48(1)) * at48(0.72*3)
		got := response(emphasis[:], 0, hz) / (1 - complex(pole, 0)*at48(3))
		most := 0.02
		if hz > 3900 {
			most = 0.07
		}
		if off := cmplx.Abs(got-want) / cmplx.Abs(want); off > most {
			t.Errorf("%.0f Hz: %.1f %% off", hz, 100*off)
		}
	}
}

// TestComb holds the pitch filters against those of 48 kHz, at each rest of a
// period divided by three.
func TestComb(t *testing.T) {
	for taps := range combTaps {
		for period := 15; period < 60; period++ {
			f := postFilter{period: period, gain: 1, taps: taps}
			tooth := f.at()
			if tooth.near < 1 {
				t.Fatalf("period %d: needs what is not there yet", period)
			}
			for hz := 20.0; hz < 4000; hz += 60 {
				var want complex128
				for k := -2; k <= 2; k++ {
					want += complex(combTaps[taps][max(k, -k)], 0) * cmplx.Rect(1, -2*math.Pi*hz/48000*float64(period+k))
				}
				if off := cmplx.Abs(response(tooth.taps[:], tooth.near, hz) - want); off > 0.03 {
					t.Errorf("taps %d, period %d, %.0f Hz: %.3f off", taps, period, hz, off)
				}
			}
		}
	}
}

// TestUnrank lists all vectors of some sizes: each has its pulses, and none comes
// twice.
func TestUnrank(t *testing.T) {
	for _, c := range []struct{ n, k, count int }{{2, 1, 4}, {2, 7, 28}, {3, 2, 18}, {4, 3, 88}, {5, 5, 1002}, {8, 2, 128}, {6, 8, 20256}, {16, 3, 5472}} {
		if got := codes(c.n, c.k); got != uint32(c.count) {
			t.Errorf("%d pulses in %d bins: %d vectors, want %d", c.k, c.n, got, c.count)
		}
		seen := map[[16]int32]bool{}
		for i := range codes(c.n, c.k) {
			var v [16]int32
			energy := unrank(v[:c.n], c.k, i)
			pulses, squares := int32(0), int32(0)
			for _, x := range v {
				pulses += max(x, -x)
				squares += x * x
			}
			if pulses != int32(c.k) || squares != energy || seen[v] {
				t.Fatalf("vector %d of %d pulses in %d bins: %v, energy %d", i, c.k, c.n, v, energy)
			}
			seen[v] = true
		}
	}
}

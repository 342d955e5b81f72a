package stretch_test

import (
	"fmt"
	"math"
	"testing"

	"sensedesk/player/stretch"
)

// toneSNR returns how far a stretched tone stands above what is not that tone,
// dB: over pieces of 100 ms, as a tone may change its phase in between.
func toneSNR(out [][2]float32, hz ...float64) float64 {
	const piece = rate / 10
	var signal, noise float64
	for from := piece; from+2*piece <= len(out); from += piece {
		rest := make([]float64, piece)
		all := 0.0
		for i := range rest {
			rest[i] = float64(out[from+i][0])
			all += rest[i] * rest[i]
		}
		for range 3 { // the tones are not quite at right angles over so short a piece
			for _, f := range hz {
				var c, s float64
				for i, v := range rest {
					w := 2 * math.Pi * f * float64(i) / rate
					c, s = c+v*math.Cos(w), s+v*math.Sin(w)
				}
				c, s = 2*c/piece, 2*s/piece
				for i := range rest {
					w := 2 * math.Pi * f * float64(i) / rate
					rest[i] -= c*math.Cos(w) + s*math.Sin(w)
				}
			}
		}
		left := 0.0
		for _, v := range rest {
			left += v * v
		}
		signal, noise = signal+all-left, noise+left
	}
	return 10 * math.Log10(signal/noise)
}

// TestTones stretches a dial tone and two chords, which have no one pitch
// period.
func TestTones(t *testing.T) {
	for _, c := range []struct {
		hz    []float64
		least float64 // dB at double speed
	}{{[]float64{220}, 7}, {[]float64{425}, 19}, {[]float64{440, 480}, 60}, {[]float64{262, 330, 392}, 10}} {
		hz := c.hz
		in := make([][2]float32, 5*rate)
		for i := range in {
			var v float64
			for _, f := range hz {
				v += math.Sin(2*math.Pi*f*float64(i)/rate) * 0.5 / float64(len(hz))
			}
			in[i] = [2]float32{float32(v), float32(v)}
		}
		line := ""
		for _, speed := range []float64{0.75, 1.5, 2} {
			s := stretch.New(rate, 1)
			s.SetSpeed(speed)
			s.Reset(0)
			out, _ := run(s, in)
			snr := toneSNR(out, hz...)
			if speed == 2 && snr < c.least {
				t.Errorf("%v Hz at %g×: %.1f dB, want %g", hz, speed, snr, c.least)
			}
			line += fmt.Sprintf("  %g×: %.1f dB", speed, snr)
		}
		t.Logf("%v Hz:%s", hz, line)
	}
}

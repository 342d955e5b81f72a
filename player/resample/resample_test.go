package resample_test

import (
	"fmt"
	"math"
	"testing"

	"sensedesk/player/resample"
)

const deviceRate = 48000

// tone is one second of a sine on the left and silence on the right.
func tone(rate int, hz float64) [][2]float32 {
	x := make([][2]float32, rate)
	for i := range x {
		x[i][0] = float32(math.Sin(2 * math.Pi * hz * float64(i) / float64(rate)))
	}
	return x
}

// level returns the amplitude at hz in the left channel, dB of full scale, over
// the middle of x under a Hann window.
func level(x [][2]float32, rate int, hz float64) float64 {
	x = x[len(x)/4 : 3*len(x)/4]
	var re, im, norm float64
	for i := range x {
		w := 0.5 - 0.5*math.Cos(2*math.Pi*float64(i)/float64(len(x)))
		a := 2 * math.Pi * hz * float64(i) / float64(rate)
		re += w * float64(x[i][0]) * math.Cos(a)
		im += w * float64(x[i][0]) * math.Sin(a)
		norm += w
	}
	return 20 * math.Log10(2*math.Hypot(re, im)/norm+1e-12)
}

// run converts in pieces of changing size.
func run(r *resample.Resampler, in [][2]float32) [][2]float32 {
	var out [][2]float32
	for n := 1; len(in) > 0; n = n*7%997 + 1 {
		n := min(n, len(in))
		out = r.Push(out, in[:n])
		in = in[n:]
	}
	return r.Flush(out)
}

func TestRates(t *testing.T) {
	for _, rate := range []int{6000, 8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000, 96000, 8001} {
		t.Run(fmt.Sprint(rate), func(t *testing.T) {
			hz := math.Min(3000, float64(rate)*0.375)
			out := run(resample.New(rate, deviceRate), tone(rate, hz))

			if d := len(out) - deviceRate; d < -1 || d > 1 {
				t.Errorf("one second became %d frames", len(out))
			}
			if l := level(out, deviceRate, hz); math.Abs(l) > 0.1 {
				t.Errorf("%.0f Hz passes at %.2f dB", hz, l)
			}
			if rate < deviceRate {
				if l := level(out, deviceRate, float64(rate)-hz); l > -80 {
					t.Errorf("image at %.0f Hz is %.1f dB", float64(rate)-hz, l)
				}
			}
			// Aligned: away from the ends it is the tone of the device's rate.
			for i := 2000; i < 40000; i += 997 {
				want := math.Sin(2 * math.Pi * hz * float64(i) / deviceRate)
				if got := float64(out[i][0]); math.Abs(got-want) > 0.02 {
					t.Fatalf("frame %d = %.3f, want %.3f", i, got, want)
				}
				if out[i][1] != 0 {
					t.Fatalf("frame %d leaks to the right: %g", i, out[i][1])
				}
			}
		})
	}
}

func TestSameRateIsExact(t *testing.T) {
	in := tone(deviceRate, 1000)
	out := run(resample.New(deviceRate, deviceRate), in)
	if len(out) != len(in) {
		t.Fatalf("%d frames became %d", len(in), len(out))
	}
	for i := range in {
		if in[i] != out[i] {
			t.Fatalf("frame %d changed", i)
		}
	}
}

func TestAliasesAreGoneGoingDown(t *testing.T) {
	out := run(resample.New(96000, deviceRate), tone(96000, 30000))
	if l := level(out, deviceRate, 18000); l > -70 {
		t.Errorf("30 kHz comes back at 18 kHz with %.1f dB", l)
	}
}

func BenchmarkTo48k(b *testing.B) {
	for _, rate := range []int{8000, 44100} {
		b.Run(fmt.Sprint(rate), func(b *testing.B) {
			in := tone(rate, 1000)
			r := resample.New(rate, deviceRate)
			var out [][2]float32
			for b.Loop() {
				out = r.Push(out[:0], in)
			}
			b.ReportMetric(100*b.Elapsed().Seconds()/float64(b.N), "%core")
		})
	}
}

package stretch_test

import (
	"math"
	"slices"
	"testing"

	"sensedesk/player/soundtest"
	"sensedesk/player/stretch"
)

// tones makes seconds of sine waves of equal loudness, together at most half of
// full scale, as 16 bits hold them.
func tones(seconds float64, hz ...float64) [][2]float32 {
	out := make([][2]float32, int(seconds*rate))
	for i := range out {
		sum := 0.0
		for _, f := range hz {
			sum += math.Sin(2*math.Pi*f*float64(i)/rate) / 2 / float64(len(hz))
		}
		v := float32(math.Round(sum*32767) / 32768)
		out[i] = [2]float32{v, v}
	}
	return out
}

// stretched returns in at another speed, by one channel.
func stretched(in [][2]float32, speed float64) ([][2]float32, []stretch.Point) {
	s := stretch.New(rate, 1)
	s.SetSpeed(speed)
	s.Reset(0)
	return run(s, in)
}

// left returns the left channel.
func left(x [][2]float32) []float32 {
	out := make([]float32, len(x))
	for i, f := range x {
		out[i] = f[0]
	}
	return out
}

// leaps returns how much of what was left out or said twice was so in pieces
// longer than any pitch period, 0…1.
func leaps(points []stretch.Point) float64 {
	var long, all int64
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		n := b.In - a.In - (b.Out - a.Out)
		n = max(n, -n)
		if all += n; n > rate*16/1000 {
			long += n
		}
	}
	return float64(long) / float64(max(1, all))
}

// TestTones holds what a telephone says by tones, and a chord, to how clean they
// stay. By pitch periods 220 Hz came out at 8 dB and 440 with 480 Hz at −16.
func TestTones(t *testing.T) {
	for _, c := range []struct {
		name        string
		hz          []float64
		slow, x, xx float64 // dB at 0.75×, 1.5× and 2×
	}{
		{"100", []float64{100}, 80, 80, 80},
		{"220", []float64{220}, 40, 40, 35},
		{"440", []float64{440}, 80, 80, 80},
		{"1000", []float64{1000}, 80, 80, 80},
		{"a Russian dial tone", []float64{425}, 80, 80, 80},
		{"an American dial tone", []float64{350, 440}, 17, 18, 12},
		{"an American ringing tone", []float64{440, 480}, 75, 75, 75},
		{"the key 1", []float64{697, 1209}, 24, 25, 19},
		{"the key 5", []float64{770, 1336}, 18, 19, 14},
		{"the key #", []float64{941, 1477}, 17, 18, 13},
		{"C major", []float64{262, 330, 392}, 14, 15, 10},
	} {
		t.Run(c.name, func(t *testing.T) {
			for speed, least := range map[float64]float64{0.75: c.slow, 1.5: c.x, 2: c.xx} {
				out, _ := stretched(tones(3, c.hz...), speed)
				out = out[rate/2 : len(out)-rate/4] // it is known to be a tone a while after its beginning, and no longer at the end of the file
				snr := soundtest.ToneSNR(left(out), rate, c.hz...)
				t.Logf("%g×: %.1f dB", speed, snr)
				if snr < least {
					t.Errorf("%g×: %.1f dB, want %g", speed, snr, least)
				}
			}
		})
	}
}

// TestVoiceAfterTone has somebody speak as a dial tone ends: soon it is a voice
// again.
func TestVoiceAfterTone(t *testing.T) {
	voice := load(t, soundtest.Speech(t, 100))
	var late []float64 // s
	for from := 0; from+5*rate <= len(voice); from += 5 * rate {
		in := append(tones(3, 425), voice[from:from+5*rate]...)
		_, points := stretched(in, 1.5)
		for i := len(points) - 1; i > 0; i-- {
			if a, b := points[i-1], points[i]; b.In-a.In-(b.Out-a.Out) > rate*16/1000 {
				late = append(late, float64(a.In)/rate-3)
				break
			}
		}
	}
	slices.Sort(late)
	t.Logf("last leap after the tone: %.2f s in the middle, %.2f at most", late[len(late)/2], late[len(late)-1])
	if late[len(late)/2] > 0.2 || late[len(late)-1] > 1.2 {
		t.Error("a voice is taken for the tone before it for too long")
	}
}

// TestTonesAtOtherRates finds where tones join at the rates other files have.
func TestTonesAtOtherRates(t *testing.T) {
	for _, hz := range []int{11025, 16000, 44100, 48000} {
		in := make([][2]float32, 4*hz)
		for i := range in {
			v := float32(math.Sin(2*math.Pi*425*float64(i)/float64(hz)) / 2)
			in[i] = [2]float32{v, v}
		}
		s := stretch.New(hz, 1)
		s.SetSpeed(2)
		out, _ := run(s, in)
		if snr := soundtest.ToneSNR(left(out), float64(hz), 425); snr < 35 {
			t.Errorf("%d Hz: %.1f dB", hz, snr)
		}
	}
}

// TestVoicesAreNoMusic wants nearly nothing of speech stepped through as music,
// of a high voice or of a low one, and all of music.
func TestVoicesAreNoMusic(t *testing.T) {
	call := load(t, soundtest.TwoChannelCall(t, 120))
	low := make([][2]float32, len(call))
	for i, f := range call {
		low[i] = [2]float32{f[1], f[1]}
	}
	for name, in := range map[string][][2]float32{"the prompts": call, "lowered": low} {
		_, points := stretched(in, 1.5)
		share := leaps(points)
		t.Logf("%s: %.2f %% in leaps", name, 100*share)
		if share > 0.02 {
			t.Errorf("%s: %.1f %% of what went was taken for music", name, 100*share)
		}
	}
	paths, what := soundtest.HoldMusic(t, 20)
	for i, path := range paths {
		_, points := stretched(load(t, path), 1.5)
		share := leaps(points)
		t.Logf("piece %d of %s: %.1f %% in leaps", i+1, what, 100*share)
		if share < 0.9 {
			t.Errorf("piece %d of %s: only %.1f %% was taken for music", i+1, what, 100*share)
		}
	}
}

// TestClicksSurvive counts impulses every half or quarter of a second, alone
// and over a dial tone: plosives and beats are heard once each.
func TestClicksSurvive(t *testing.T) {
	const loud = 0.8
	for _, gap := range []int{rate / 4, rate / 2, rate/2 + 37} {
		for _, tone := range []float32{0, 0.2} {
			for _, speed := range []float64{0.75, 1.5, 2, 2.5, 3} {
				if speed < 1 && tone == 0 {
					continue // alone they are said twice with the period of a voice that they are in
				}
				in := tones(8, 425)
				clicks := 0
				for i := range in {
					in[i][0] *= tone
					if i%gap == gap-1 {
						in[i][0] += loud
						clicks++
					}
				}
				out, _ := stretched(in, speed)
				heard, since := 0, 0
				for _, f := range out {
					if since++; f[0] > loud/4+tone/2 && since > rate/100 {
						heard, since = heard+1, 0
					}
				}
				if heard != clicks {
					t.Errorf("every %d frames, tone %g, %g×: %d of %d clicks", gap, tone, speed, heard, clicks)
				}
			}
		}
	}
}

// TestChangingOver goes from a voice to music to a voice to a tone and back.
func TestChangingOver(t *testing.T) {
	voice := load(t, soundtest.Speech(t, 30))
	chords := tones(4, 262, 330, 392)
	var in [][2]float32
	var tonal [][2]int // where it is music long enough to be known
	for i, piece := range [][][2]float32{voice[:4*rate], chords, voice[5*rate : 9*rate], tones(3, 425), voice[9*rate : 13*rate], append(slices.Clone(chords), tones(2, 440, 480)...), voice[14*rate : 18*rate]} {
		if i%2 == 1 {
			tonal = append(tonal, [2]int{len(in) + rate/2, len(in) + len(piece) - rate/8})
		}
		for k, f := range piece { // 10 ms from one to the next, so that the input does not click
			g := min(1, float32(min(k, len(piece)-1-k))/(rate/100))
			in = append(in, [2]float32{f[0] * g, f[1] * g})
		}
	}
	steepest := func(x [][2]float32) (most float64) {
		for i := 1; i < len(x); i++ {
			most = max(most, math.Abs(float64(x[i][0]-x[i-1][0])))
		}
		return most
	}
	for _, speed := range []float64{0.5, 0.75, 1.1, 1.5, 2, 3} {
		out, points := stretched(in, speed)
		if a, b := steepest(in), steepest(out); b > 1.05*a {
			t.Errorf("%g×: steepest step %.3f, the input has %.3f", speed, b, a)
		}
		if d := math.Abs(float64(len(out)) - float64(len(in))/speed); d > 0.025*rate {
			t.Errorf("%g×: %d frames became %d", speed, len(in), len(out))
		}
		for i := 1; i < len(points); i++ {
			a, b := points[i-1], points[i]
			if b.Out <= a.Out || b.In < a.In {
				t.Fatalf("%g×: points run back: %v %v", speed, a, b)
			}
			if b.Out-a.Out != b.In-a.In {
				continue
			}
			for k := range b.Out - a.Out { // what is passed on is the input
				if out[a.Out+k] != in[a.In+k] {
					t.Fatalf("%g×: output %d is not input %d", speed, a.Out+k, a.In+k)
				}
			}
		}
		for o := int64(0); o < int64(len(out)); o += 97 {
			if d := source(points, o) - float64(o)*speed; math.Abs(d) > (0.032+0.040*math.Abs(speed-1))*rate { // half a leap, and what is heard until a beat has passed
				t.Fatalf("%g×: output %d lies %.0f frames off the even pace", speed, o, d)
			}
		}
		for _, span := range tonal {
			inside := slices.DeleteFunc(slices.Clone(points), func(p stretch.Point) bool { return p.In < int64(span[0]) || p.In > int64(span[1]) })
			if share := leaps(inside); share < 0.8 {
				t.Errorf("%g×: music in %v was not taken for music: %.0f %%", speed, span, 100*share)
			}
		}
	}
}

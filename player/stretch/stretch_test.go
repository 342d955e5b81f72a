package stretch_test

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sort"
	"testing"
	"time"

	"sensedesk/player/decode"
	"sensedesk/player/soundtest"
	"sensedesk/player/stretch"
)

const rate = 8000

// load reads a recording whole.
func load(tb testing.TB, path string) [][2]float32 {
	tb.Helper()
	f, err := os.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		tb.Fatal(err)
	}
	d, err := decode.Open(f, st.Size())
	if err != nil {
		tb.Fatal(err)
	}
	out := make([][2]float32, d.Info().Frames)
	if n, err := d.Read(out); n != len(out) {
		tb.Fatalf("read %d of %d frames: %v", n, len(out), err)
	}
	return out
}

// run stretches in pieces of changing size and returns output and points.
func run(s *stretch.Stretcher, in [][2]float32) (out [][2]float32, points []stretch.Point) {
	for n := 1; len(in) > 0; n = n*7%397 + 1 {
		n := min(n, len(in))
		out = s.Push(out, in[:n])
		points = s.Points(points)
		in = in[n:]
	}
	out = s.Flush(out)
	return out, s.Points(points)
}

// source returns the input frame of output frame o.
func source(points []stretch.Point, o int64) float64 {
	i := sort.Search(len(points), func(i int) bool { return points[i].Out > o }) - 1
	a := points[i]
	if i+1 == len(points) {
		return float64(a.In + o - a.Out)
	}
	b := points[i+1]
	return float64(a.In) + float64(b.In-a.In)*float64(o-a.Out)/float64(b.Out-a.Out)
}

func TestSpeedOneIsExact(t *testing.T) {
	in := load(t, soundtest.TwoChannelCall(t, 5))
	s := stretch.New(rate, 2)
	s.Reset(1000)

	out, points := run(s, in)

	if !slices.Equal(in, out) {
		t.Error("speed 1 changed the sound")
	}
	if len(points) != 1 || points[0] != (stretch.Point{Out: 0, In: 1000}) {
		t.Errorf("points = %v", points)
	}
}

func TestLengthAndPoints(t *testing.T) {
	in := load(t, soundtest.TwoChannelCall(t, 12))
	for _, speed := range []float64{0.5, 0.75, 0.9, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3} {
		t.Run(fmt.Sprint(speed), func(t *testing.T) {
			s := stretch.New(rate, 2)
			s.SetSpeed(speed)
			s.Reset(0)

			out, points := run(s, in)

			want := float64(len(in)) / speed
			if d := math.Abs(float64(len(out)) - want); d > 0.016*rate {
				t.Errorf("%d frames became %d, want %.0f", len(in), len(out), want)
			}
			for i := 1; i < len(points); i++ {
				a, b := points[i-1], points[i]
				if b.Out <= a.Out || b.In < a.In {
					t.Fatalf("points run back: %v %v", a, b)
				}
			}
			// In the long run it goes at the speed asked for: never a period off.
			for o := int64(0); o < int64(len(out)); o += 97 {
				if d := source(points, o) - float64(o)*speed; math.Abs(d) > 0.032*rate {
					t.Fatalf("output %d lies %.0f frames off the even pace", o, d)
				}
			}
			exact := 0
			for i, p := range points[:len(points)-1] { // what is passed on is the input
				if q := points[i+1]; q.Out-p.Out == q.In-p.In {
					for k := int64(0); k < q.Out-p.Out; k++ {
						if out[p.Out+k][0] != in[p.In+k][0] {
							t.Fatalf("output %d is not input %d", p.Out+k, p.In+k)
						}
						exact++
					}
				}
			}
			if speed != 0.5 && speed < 2 && exact == 0 {
				t.Error("nothing was passed on as it is")
			}
		})
	}
}

// TestChangesDoNotClick changes the speed all the time and looks for jumps that
// the input does not have.
func TestChangesDoNotClick(t *testing.T) {
	in := load(t, soundtest.TwoChannelCall(t, 10))
	steepest := func(x [][2]float32) (most [2]float64) {
		for i := 1; i < len(x); i++ {
			for c := range 2 {
				most[c] = max(most[c], math.Abs(float64(x[i][c]-x[i-1][c])))
			}
		}
		return most
	}
	s := stretch.New(rate, 2)
	var out [][2]float32
	var points []stretch.Point
	speeds := []float64{1, 1.5, 2, 1, 2, 1.5, 1, 0.75}
	for i := 0; i < len(in); i += 700 {
		s.SetSpeed(speeds[i/700%len(speeds)])
		out = s.Push(out, in[i:min(i+700, len(in))])
		points = s.Points(points)
	}
	out = s.Flush(out)

	a, b := steepest(in), steepest(out)
	for c := range 2 {
		if b[c] > 1.05*a[c] {
			t.Errorf("channel %d: steepest step %.3f, the input has %.3f", c, b[c], a[c])
		}
	}
	end := source(points, int64(len(out)))
	if d := math.Abs(end - float64(len(in))); d > 0.032*rate {
		t.Errorf("the output ends at input frame %.0f of %d", end, len(in))
	}
}

// TestSideBySideAfterwards goes back to speed 1 and wants both channels at the
// same place again.
func TestSideBySideAfterwards(t *testing.T) {
	in := load(t, soundtest.TwoChannelCall(t, 6))
	s := stretch.New(rate, 2)
	s.SetSpeed(1.5)
	out := s.Push(nil, in[:20000])
	s.SetSpeed(1)
	out = s.Push(out, in[20000:])
	points := s.Points(nil)

	tail := int64(len(out) - 4000)
	at := int64(source(points, tail))
	for k := range int64(4000) {
		if out[tail+k] != in[at+k] {
			t.Fatalf("output %d = %v, want both channels of input %d: %v", tail+k, out[tail+k], at+k, in[at+k])
		}
	}
}

// TestPitch compares the pitch of the stretched voice with the recording's at
// the place the points name.
func TestPitch(t *testing.T) {
	in := load(t, soundtest.Speech(t, 90))
	for _, speed := range []float64{1.5, 2} {
		s := stretch.New(rate, 1)
		s.SetSpeed(speed)
		s.Reset(0)
		began := time.Now()
		out, points := run(s, in)
		took := time.Since(began)

		var cents []float64
		gross := 0
		for o := int64(400); o < int64(len(out))-800; o += 80 {
			a, b := pitch(in, int(source(points, o))), pitch(out, int(o))
			if a == 0 || b == 0 {
				continue
			}
			c := math.Abs(1200 * math.Log2(b/a))
			cents = append(cents, c)
			if c > 316 {
				gross++
			}
		}
		if len(cents) < 500 {
			t.Fatalf("only %d voiced frames", len(cents))
		}
		slices.Sort(cents)
		median := cents[len(cents)/2]
		share := 100 * float64(gross) / float64(len(cents))
		t.Logf("%gx: median f0 error %.1f cents, gross %.2f %%, %d frames, %.2f %% of a core", speed, median, share, len(cents),
			100*took.Seconds()/(float64(len(out))/rate))
		if median > 20 || share > 2 {
			t.Errorf("%gx: median f0 error %.1f cents (want ≤ 20), gross %.2f %% (want ≤ 2)", speed, median, share)
		}
	}
}

// pitch returns the fundamental frequency of the left channel around frame at,
// Hz, by autocorrelation over 40 ms; 0 when it is not voiced.
func pitch(x [][2]float32, at int) float64 {
	const win, lo, hi = rate * 40 / 1000, rate / 400, rate / 65
	from := at - win/2
	if from < 0 || from+win+hi+1 > len(x) {
		return 0
	}
	corr := func(lag int) float64 {
		var ab, aa, bb float64
		for i := from; i < from+win; i++ {
			a, b := float64(x[i][0]), float64(x[i+lag][0])
			ab, aa, bb = ab+a*b, aa+a*a, bb+b*b
		}
		if aa < 1e-3 || bb < 1e-3 {
			return 0
		}
		return ab / math.Sqrt(aa*bb)
	}
	var c [hi + 2]float64
	top := 0.0
	for lag := lo - 1; lag <= hi+1; lag++ {
		c[lag] = corr(lag)
		top = max(top, c[lag])
	}
	if top < 0.7 {
		return 0
	}
	for lag := lo; lag <= hi; lag++ { // the first peak near the top is the period, later ones its multiples
		if c[lag] > 0.92*top && c[lag] >= c[lag-1] && c[lag] >= c[lag+1] {
			d := (c[lag-1] - c[lag+1]) / (2 * (c[lag-1] - 2*c[lag] + c[lag+1]))
			return rate / (float64(lag) + d)
		}
	}
	return 0
}

// BenchmarkStretch measures a two-channel call beside ffmpeg's atempo, whose
// plain decoding is taken off.
func BenchmarkStretch(b *testing.B) {
	path := soundtest.TwoChannelCall(b, 60)
	long := filepath.Join(b.TempDir(), "long.wav")
	soundtest.Run(b, "sox", path, long, "repeat", "9")
	in := load(b, long)
	for _, speed := range []float64{1.5, 2} {
		b.Run(fmt.Sprint(speed), func(b *testing.B) {
			theirs := ffmpegCPU(b, long, "-af", fmt.Sprintf("atempo=%g", speed)) - ffmpegCPU(b, long)
			out := make([][2]float32, 0, len(in))
			for b.Loop() {
				s := stretch.New(rate, 2)
				s.SetSpeed(speed)
				out = out[:0]
				for i := 0; i < len(in); i += 160 {
					out = s.Push(out, in[i:min(i+160, len(in))])
				}
			}
			ours := b.Elapsed().Seconds() / float64(b.N)
			b.ReportMetric(100*ours/(float64(len(out))/rate), "%core")
			if theirs > 0 {
				b.ReportMetric(ours/theirs.Seconds(), "×atempo")
			}
		})
	}
}

// ffmpegCPU returns the CPU time ffmpeg works a file through in.
func ffmpegCPU(b *testing.B, path string, filter ...string) time.Duration {
	if !soundtest.Has("ffmpeg") {
		return 0
	}
	args := append([]string{"-v", "error", "-threads", "1", "-i", path}, filter...)
	cmd := exec.Command("ffmpeg", append(args, "-f", "null", "-")...)
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
}

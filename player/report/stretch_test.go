package report

import (
	"encoding/binary"
	"fmt"
	"math"
	"path/filepath"
	"testing"

	"sensedesk/player/soundtest"
	"sensedesk/player/stretch"
)

// stretched is how the player and two others made the same speech faster.
type stretched struct {
	speed             float64
	ours, atempo, sox quality
}

// samples reads a mono WAV through ffmpeg.
func samples(tb testing.TB, path string, filter ...string) []float32 {
	tb.Helper()
	args := append([]string{"-v", "error", "-i", path}, filter...)
	raw := soundtest.Run(tb, "ffmpeg", append(args, "-f", "f32le", "-ac", "1", "-")...)
	out := make([]float32, len(raw)/4)
	for i := range out {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:]))
	}
	return out
}

// faster is what the player makes of one channel, and where that is in it.
func faster(in []float32, speed float64) ([]float32, heardAt) {
	st := stretch.New(speechRate, 1)
	st.SetSpeed(speed)
	st.Reset(0)
	frames := make([][2]float32, len(in))
	for i, v := range in {
		frames[i] = [2]float32{v, v}
	}
	made := st.Flush(st.Push(nil, frames))
	out := make([]float32, len(made))
	for i, f := range made {
		out[i] = f[0]
	}
	return out, byPoints(st.Points(nil))
}

// stretchAll makes 90 seconds of a recorded Russian voice faster.
func stretchAll(tb testing.TB) []stretched {
	tb.Helper()
	path := soundtest.Speech(tb, 90)
	in := samples(tb, path)
	var all []stretched
	for _, speed := range []float64{1.5, 2} {
		out, at := faster(in, speed)
		sox := filepath.Join(tb.TempDir(), "sox.wav")
		soundtest.Run(tb, "sox", "-D", path, sox, "tempo", "-s", fmt.Sprint(speed))
		all = append(all, stretched{
			speed:  speed,
			ours:   judge(in, out, speed, at),
			atempo: judge(in, samples(tb, path, "-af", fmt.Sprintf("atempo=%g", speed)), speed, evenly(speed)),
			sox:    judge(in, samples(tb, sox), speed, evenly(speed)),
		})
	}
	return all
}

// TestStretch holds the voice to what was promised of it.
func TestStretch(t *testing.T) {
	for _, s := range stretchAll(t) {
		for name, q := range map[string]quality{"ours": s.ours, "atempo": s.atempo, "sox": s.sox} {
			t.Logf("%g× %-6s length %.4f, f0 %.1f cents, gross %.2f %%, spectra %.2f dB, time %.0f ms", s.speed, name, q.length, q.cents, q.gross, q.distance, q.late)
		}
		if q := s.ours; q.cents > 20 || q.cents >= s.atempo.cents {
			t.Errorf("%g×: the pitch is %.1f cents off, atempo's %.1f", s.speed, q.cents, s.atempo.cents)
		}
		if best := min(s.atempo.distance, s.sox.distance); s.ours.distance > 1.05*best {
			t.Errorf("%g×: spectra %.2f dB apart, the better of the others %.2f", s.speed, s.ours.distance, best)
		}
		if s.ours.late > 10 {
			t.Errorf("%g×: up to %.0f ms off", s.speed, s.ours.late)
		}
		if math.Abs(s.ours.length-1) > 0.001 {
			t.Errorf("%g×: length %.4f of what was asked", s.speed, s.ours.length)
		}
	}
}

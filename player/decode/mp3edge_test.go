package decode_test

import (
	"math"
	"math/cmplx"
	"os"
	"path/filepath"
	"testing"

	"sensedesk/player/soundtest"
)

// TestBandEdgeOf24kHz decides between two tables: at 24 kHz the eighteenth scale factor
// band ends at line 332 for this decoder, mpg123, libmad and LAME, at 330 for
// ffmpeg. What LAME wrote must come out nearer to what it was given: in the two
// lines in question, 6.88 to 6.92 kHz, the error is measured of ours and of theirs.
func TestBandEdgeOf24kHz(t *testing.T) {
	dir := t.TempDir()
	in := filepath.Join(dir, "noise.wav")
	soundtest.Run(t, "sox", "-R", "-n", "-r", "24000", "-c", "1", "-b", "16", in, "synth", "30", "pinknoise", "vol", "0.7")
	b := lame(t, in, "-m", "m", "-b", "160", "--cbr", "--lowpass", "-1")
	path := filepath.Join(dir, "noise.mp3")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	given := soundtest.Decoded(t, in, 1)
	theirs := soundtest.Decoded(t, path, 1)
	ours := interleave(all(t, openBytes(t, b)), 1)

	e, f := errorAt(given, ours, 331.0/576*12000), errorAt(given, theirs, 331.0/576*12000)
	t.Logf("error around line 331: ours %.2f dB below the sound, ffmpeg's %.2f", -e, -f)
	if !(e < f-1) {
		t.Errorf("error around line 331: ours %.2f dB, ffmpeg's %.2f", e, f)
	}
	if e, f := errorAt(given, ours, 300.0/576*12000), errorAt(given, theirs, 300.0/576*12000); math.Abs(e-f) > 0.1 {
		t.Errorf("error elsewhere: ours %.2f dB, ffmpeg's %.2f", e, f)
	}
}

// errorAt returns how loud got's difference from want is within some 20 Hz of hz, of
// want there, dB, at 24 kHz.
func errorAt(want, got []float32, hz float64) float64 {
	const long = 2304
	var sound, wrong float64
	for from := 0; from+long <= min(len(want), len(got)); from += long / 2 {
		var w, d complex128
		for i := range long {
			turn := cmplx.Rect(0.5-0.5*math.Cos(2*math.Pi*float64(i)/long), -2*math.Pi*hz*float64(from+i)/24000)
			w += turn * complex(float64(want[from+i]), 0)
			d += turn * complex(float64(want[from+i])-float64(got[from+i]), 0)
		}
		sound += real(w)*real(w) + imag(w)*imag(w)
		wrong += real(d)*real(d) + imag(d)*imag(d)
	}
	return 10 * math.Log10(wrong/sound)
}

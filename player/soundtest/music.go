package soundtest

import (
	"fmt"
	"math"
	"path/filepath"
	"sort"
	"strings"
	"testing"
)

// musicDir holds recorded hold music of 8 kHz (package asterisk-moh-opsound-wav).
const musicDir = "/usr/share/asterisk/moh"

// Recorded names what HoldMusic returns where the package is installed.
const Recorded = "asterisk-moh-opsound-wav"

// HoldMusic returns pieces of so many seconds of music as mono WAVs of 8 kHz, and
// what it is: recorded hold music where the package is installed, otherwise
// chords made by sox.
func HoldMusic(tb testing.TB, seconds int) (paths []string, what string) {
	tb.Helper()
	dir := tb.TempDir()
	recorded, _ := filepath.Glob(filepath.Join(musicDir, "*.wav"))
	sort.Strings(recorded)
	for i, p := range recorded {
		out := filepath.Join(dir, fmt.Sprintf("%d.wav", i))
		Run(tb, "sox", p, out, "trim", "20", fmt.Sprint(seconds))
		paths = append(paths, out)
	}
	if len(paths) > 0 {
		return paths, Recorded
	}
	for i, kind := range []string{"pluck", "sine", "triangle"} {
		var bars []string
		for k, chord := range [][]float64{{262, 330, 392}, {220, 262, 330}, {175, 220, 262, 349}, {196, 247, 294}} {
			bar := filepath.Join(dir, fmt.Sprintf("%d-%d.wav", i, k))
			args := []string{"-n", "-r", "8000", "-b", "16", "-c", "1", bar, "synth", "1.25"}
			for _, hz := range chord {
				args = append(args, kind, fmt.Sprint(hz))
			}
			Run(tb, "sox", append(args, "remix", "-", "fade", "0.02", "1.25", "0.2", "gain", "-n", "-6")...)
			bars = append(bars, bar)
		}
		out := filepath.Join(dir, kind+".wav")
		Run(tb, "sox", append(bars, out, "repeat", fmt.Sprint(seconds/5), "trim", "0", fmt.Sprint(seconds))...)
		paths = append(paths, out)
	}
	return paths, "chords made by sox"
}

// Tone makes a mono WAV of 8 kHz and 5 s of sine waves of equal loudness.
func Tone(tb testing.TB, hz ...float64) string {
	tb.Helper()
	out := filepath.Join(tb.TempDir(), "tone.wav")
	args := strings.Fields("-n -r 8000 -b 16 -c 1 " + out + " synth 5")
	for _, f := range hz {
		args = append(args, "sine", fmt.Sprint(f))
	}
	Run(tb, "sox", append(args, "remix", "-", "gain", "-n", "-6")...)
	return out
}

// ToneSNR returns how far sine waves of the given frequencies stand above all
// else in x, dB, over pieces of 100 ms: a stretched tone may change its phase in
// between. The first and the last pieces do not count.
func ToneSNR(x []float32, rate float64, hz ...float64) float64 {
	piece := int(rate / 10)
	var signal, noise float64
	rest := make([]float64, piece)
	for from := piece; from+2*piece <= len(x); from += piece {
		all, left := 0.0, 0.0
		for i := range rest {
			rest[i] = float64(x[from+i])
			all += rest[i] * rest[i]
		}
		for range 8 { // over so short a piece the waves are not quite at right angles
			for _, f := range hz {
				subtract(rest, 2*math.Pi*f/rate)
			}
		}
		for _, v := range rest {
			left += v * v
		}
		signal, noise = signal+all-left, noise+left
	}
	return 10 * math.Log10(signal/max(noise, 1e-12))
}

// subtract takes from x its part at w radians a frame.
func subtract(x []float64, w float64) {
	var c, s float64
	for i, v := range x {
		c, s = c+v*math.Cos(w*float64(i)), s+v*math.Sin(w*float64(i))
	}
	n := float64(len(x)) / 2
	for i := range x {
		x[i] -= c/n*math.Cos(w*float64(i)) + s/n*math.Sin(w*float64(i))
	}
}

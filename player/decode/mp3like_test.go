package decode_test

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sensedesk/player/soundtest"
)

// lame encodes in and returns the bytes.
func lame(tb testing.TB, in string, args ...string) []byte {
	tb.Helper()
	out := filepath.Join(tb.TempDir(), "lame.mp3")
	soundtest.Run(tb, "lame", append(append([]string{"--quiet"}, args...), in, out)...)
	b, err := os.ReadFile(out)
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

// theirs is what ffmpeg makes of b.
func theirs(tb testing.TB, b []byte, channels int) []float32 {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "joined.mp3")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		tb.Fatal(err)
	}
	return soundtest.Decoded(tb, path, channels)
}

// kinds are the recordings files are joined and damaged of.
func kinds(tb testing.TB) map[string][]byte {
	call := soundtest.TwoChannelCall(tb, 3)
	return map[string][]byte{
		"8":       lame(tb, call, "--resample", "8", "-b", "24", "--cbr"),
		"8 mono":  lame(tb, call, "--resample", "8", "-m", "m", "-V", "5"),
		"16":      lame(tb, call, "--resample", "16", "-b", "32", "--cbr"),
		"22 vbr":  lame(tb, call, "--resample", "22.05", "-V", "4"),
		"44":      lame(tb, call, "--resample", "44.1", "-b", "64"),
		"44 mono": lame(tb, call, "--resample", "44.1", "-m", "m", "-V", "6", "-t"),
		"48":      lame(tb, call, "--resample", "48", "-b", "96", "-t"),
	}
}

// TestJoined plays files joined of others, of other rates and channels: all of it
// is heard, at the rate of the first, as long as in ffmpeg.
func TestJoined(t *testing.T) {
	files := kinds(t)
	for _, names := range []string{
		"16+16", "8+44", "44+8", "22 vbr+44", "44+22 vbr", "48+44", "8+48", "8 mono+8", "8+8 mono", "44+44 mono",
		"44 mono+8", "16+8 mono", "44+22 vbr+44", "8+48+16+8 mono", "48+8+44+8+48",
	} {
		t.Run(names, func(t *testing.T) {
			t.Parallel()
			var parts [][]byte
			for _, name := range strings.Split(names, "+") {
				parts = append(parts, files[name])
			}
			b := cat(parts...)
			d := openBytes(t, b)
			frames := all(t, d)
			if info := d.Info(); !info.Exact || info.Frames != int64(len(frames)) {
				t.Errorf("announced %d frames, gave %d", info.Frames, len(frames))
			}
			ch := d.Info().Channels
			want := theirs(t, b, ch)
			if diff := len(frames) - len(want)/ch; diff < -1 || diff > 1 {
				t.Errorf("%d frames, ffmpeg has %d", len(frames), len(want)/ch)
			}
			snr, tail := math.Inf(-1), math.Inf(-1)
			got := interleave(frames, ch)
			last := len(got) * 9 / 10 / ch * ch    // in the last part, where every shift would show
			for shift := -1; shift <= 1; shift++ { // each change of rate rounds once
				w, g := want[max(0, shift*ch):], got[max(0, -shift*ch):]
				snr, tail = max(snr, fitted(w, g)), max(tail, fitted(w[last:], g[last:]))
			}
			t.Logf("%s: SNR to ffmpeg %.1f dB, %.1f at the end", names, snr, tail)
			// One channel is heard on both sides as it is, two in one are their mean;
			// ffmpeg takes 3 dB off the one and adds them to the other.
			if strings.Contains(names, "mono") || len(parts) > 2 {
				snr = tail // a frame of shift in one part is none in another
			}
			// Telephone sound ends where the resamplers' filters do, which differ.
			if snr < 40 || tail < 35 {
				t.Errorf("SNR to ffmpeg %.1f dB, %.1f at the end", snr, tail)
			}
			checkSeeks(t, d, frames, 35)
		})
	}
}

// fitted is the SNR when got is as loud as want.
func fitted(want, got []float32) float64 {
	var both, own float64
	n := min(len(want), len(got))
	for i := range n {
		both += float64(want[i]) * float64(got[i])
		own += float64(got[i]) * float64(got[i])
	}
	scaled := make([]float32, n)
	for i := range scaled {
		scaled[i] = float32(both / own * float64(got[i]))
	}
	return soundtest.SNR(want, scaled)
}

// TestDamagedAsFFmpeg damages files in random ways and wants ffmpeg's length of
// each, to the frame.
func TestDamagedAsFFmpeg(t *testing.T) {
	files := kinds(t)
	names := []string{"8", "8 mono", "16", "22 vbr", "44", "44 mono"}
	ways := []struct {
		name string
		do   func(r *rand.Rand, b []byte) []byte
	}{
		{"cut", func(r *rand.Rand, b []byte) []byte { return b[:len(b)/8+r.IntN(len(b)*7/8)] }},
		{"cut a little", func(r *rand.Rand, b []byte) []byte { return b[:len(b)-1-r.IntN(600)] }},
		{"junk inside", func(r *rand.Rand, b []byte) []byte {
			at := len(b)/8 + r.IntN(len(b)/2)
			return cat(b[:at], noise(1+r.IntN(4000)), b[at:])
		}},
		{"noise inside", func(r *rand.Rand, b []byte) []byte {
			at := len(b)/8 + r.IntN(len(b)/2)
			return cat(b[:at], hiss(r, 1+r.IntN(4000)), b[at:])
		}},
		{"zeroes inside", func(r *rand.Rand, b []byte) []byte {
			at := len(b)/8 + r.IntN(len(b)/2)
			return cat(b[:at], make([]byte, 1+r.IntN(4000)), b[at:])
		}},
		{"a hole", func(r *rand.Rand, b []byte) []byte {
			at := len(b)/8 + r.IntN(len(b)/2)
			return cat(b[:at], b[at+1+r.IntN(2000):])
		}},
		{"bits turned", func(r *rand.Rand, b []byte) []byte {
			b = bytes.Clone(b)
			for range 1 + r.IntN(40) {
				b[len(b)/8+r.IntN(len(b)*7/8)] ^= 1 << r.IntN(8)
			}
			return b
		}},
		{"a block lost", func(r *rand.Rand, b []byte) []byte {
			b = bytes.Clone(b)
			at := len(b)/8 + r.IntN(len(b)/2)
			copy(b[at:], hiss(r, 1+r.IntN(3000)))
			return b
		}},
	}
	for round := range 3 {
		for _, w := range ways {
			for k, name := range names {
				if (round+k)%3 != 0 && !testing.Verbose() {
					continue
				}
				t.Run(fmt.Sprint(name, " ", w.name, " ", round), func(t *testing.T) {
					t.Parallel()
					b := w.do(rand.New(rand.NewPCG(uint64(round), uint64(k))), files[name])
					d := openBytes(t, b)
					frames := all(t, d)
					if info := d.Info(); info.Frames != int64(len(frames)) {
						t.Errorf("announced %d frames, gave %d", info.Frames, len(frames))
					}
					ch := d.Info().Channels
					want := theirs(t, b, ch)
					if diff := len(frames) - len(want)/ch; diff < -1 || diff > 1 {
						t.Errorf("%d frames, ffmpeg has %d: %d more", len(frames), len(want)/ch, diff)
					}
					checkSeeks(t, d, frames, 35)
				})
			}
		}
	}
}

// hiss is random bytes, in which false headers are.
func hiss(r *rand.Rand, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

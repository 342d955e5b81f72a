package mp3

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"sensedesk/player/soundtest"
)

// TestAsOthersDecode writes files that use all the standard has (every block type,
// mixed blocks, joint stereo of both kinds, check sums, each version and rate) and
// wants of them what ffmpeg and mpg123 hear.
func TestAsOthersDecode(t *testing.T) {
	var list []stream
	for version := range 4 {
		if version == 1 {
			continue
		}
		for rate := range 3 {
			for _, mixed := range []bool{false, true} {
				list = append(list,
					stream{version: version, rate: rate, mono: true, only: -1, mixed: mixed},
					stream{version: version, rate: rate, crc: true, only: -1, mixed: mixed},
					stream{version: version, rate: rate, ms: true, only: -1, mixed: mixed},
					stream{version: version, rate: rate, intensity: true, only: -1, mixed: mixed},
					stream{version: version, rate: rate, intensity: true, ms: true, only: -1, mixed: mixed})
			}
			for only := range 4 {
				list = append(list, stream{version: version, rate: rate, intensity: true, only: only})
			}
		}
	}
	for i, s := range list {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			ours, path := s.file(t, uint64(i))
			if snr := soundtest.SNR(soundtest.Decoded(t, path, s.channels()), ours); !(snr >= 90) {
				t.Errorf("SNR to ffmpeg %.1f dB", snr)
			}
			if snr := soundtest.SNR(soundtest.ByMpg123(t, path), ours); !(snr >= 90) && !s.otherwiseInMpg123() {
				t.Errorf("SNR to mpg123 %.1f dB", snr)
			}
		})
	}
}

// otherwiseInMpg123 tells what mpg123 1.31 hears otherwise than ffmpeg and this
// decoder: mixed blocks of MPEG-2.5, the positions of mixed blocks of MPEG-2, and a
// few positions at 8 kHz. No encoder is known to write any of them.
func (s *stream) otherwiseInMpg123() bool {
	return s.mixed && s.version == 0 || s.low() && s.mixed && s.intensity || s.version == 0 && s.rate == 2 && s.intensity
}

// file writes 30 frames and returns what this decoder makes of them, and the path.
func (s *stream) file(t *testing.T, seed uint64) (ours []float32, path string) {
	t.Helper()
	rnd := rand.New(rand.NewPCG(7, seed))
	var bytes []byte
	var d Decoder
	var out [2][MaxFrames]float32
	for range 30 {
		frame := s.frame(rnd)
		bytes = append(bytes, frame...)
		n, whole, err := d.Decode(frame, &out)
		if err != nil || !whole {
			t.Fatalf("whole %v, %v", whole, err)
		}
		if h, err := ReadHeader(frame); err != nil || h.Size != len(frame) || h.Channels != s.channels() || h.Frames != n {
			t.Errorf("the header says %+v, %v", h, err)
		}
		if Contradicts(frame) {
			t.Error("a good frame is said to contradict itself")
		}
		for k := range n {
			for ch := range s.channels() {
				ours = append(ours, out[ch][k])
			}
		}
	}
	path = filepath.Join(t.TempDir(), "made-up.mp3")
	if err := os.WriteFile(path, bytes, 0o600); err != nil {
		t.Fatal(err)
	}
	return ours, path
}

// TestBandsUpToTheEnd uses the highest scale factor bands of every rate. ffmpeg ends
// one at line 330 at 24 kHz, where mpg123, libmad and LAME have 332 (package decode
// tests which of them is right about what LAME writes).
func TestBandsUpToTheEnd(t *testing.T) {
	for i := range 18 {
		s := stream{version: [3]int{3, 2, 0}[i/6], rate: i / 2 % 3, mono: true, wide: true, only: 2 * (i % 2)}
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			ours, path := s.file(t, 3)
			if snr := soundtest.SNR(soundtest.ByMpg123(t, path), ours); !(snr >= 90) {
				t.Errorf("SNR to mpg123 %.1f dB", snr)
			}
			if snr := soundtest.SNR(soundtest.Decoded(t, path, 1), ours); !(snr >= 90) && (s.version != 2 || s.rate != 1 || s.only != 0) {
				t.Errorf("SNR to ffmpeg %.1f dB", snr)
			}
		})
	}
}

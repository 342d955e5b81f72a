package decode_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"sensedesk/player/soundtest"
)

// TestFreeFormat plays files whose headers name no bit rate. ffmpeg does not play
// them; mpg123 does.
func TestFreeFormat(t *testing.T) {
	call := soundtest.TwoChannelCall(t, 3)
	for _, c := range []struct {
		rate, kbit string
		more       []string
	}{
		{"8", "17", nil},
		{"8", "24", []string{"-m", "m"}},
		{"16", "40", nil},
		{"22.05", "43", []string{"-t"}},
		{"24", "100", nil},
		{"32", "320", nil},
		{"44.1", "97", nil},
		{"44.1", "131", []string{"-p"}},
		{"44.1", "640", nil},
		{"48", "600", []string{"-m", "s", "-t"}},
	} {
		t.Run(fmt.Sprint(c.rate, " ", c.kbit), func(t *testing.T) {
			t.Parallel()
			b := lame(t, call, append([]string{"--freeformat", "--resample", c.rate, "-b", c.kbit}, c.more...)...)
			path := filepath.Join(t.TempDir(), "free.mp3")
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
			d := openBytes(t, b)
			info := d.Info()
			frames := all(t, d)
			want, got := soundtest.ByMpg123(t, path), interleave(frames, info.Channels)
			if len(got) != len(want) || !info.Exact || info.Frames != int64(len(frames)) {
				t.Errorf("%d frames, announced %d, mpg123 has %d", len(frames), info.Frames, len(want)/info.Channels)
			}
			if snr := soundtest.SNR(want, got); snr < 90 {
				t.Errorf("SNR to mpg123 %.1f dB", snr)
			}
			checkSeeks(t, d, frames, 35)

			// Junk inside takes a frame or two, and not what is behind it.
			at := len(b) / 2
			bad := all(t, openBytes(t, cat(b[:at], noise(3000), b[at:])))
			if gone := len(frames) - len(bad); gone < -1152 || gone > 3*1152 {
				t.Errorf("junk inside took %d frames of %d", gone, len(frames))
			}
			// A cut file ends where it is cut.
			if cut := all(t, openBytes(t, b[:at])); len(cut) < len(frames)*2/5 || len(cut) > len(frames)*3/5 {
				t.Errorf("half of it has %d frames of %d", len(cut), len(frames))
			}
		})
	}
}

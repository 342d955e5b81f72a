package report

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"math"
	"os"
	"strings"
	"testing"

	"sensedesk/player/decode"
	"sensedesk/player/soundtest"
)

// compared is one file as the player and ffmpeg see it.
type compared struct {
	name         string
	codec        string
	whole        bool // it sounds as in ffmpeg to its end
	rate         int
	ours, theirs int64 // frames at rate
	snr          float64
	err          error
}

// same tells whether the lengths agree to one frame.
func (c compared) same() bool {
	return c.err == nil && c.ours > 0 && c.ours-c.theirs <= 1 && c.theirs-c.ours <= 1
}

// compareAll decodes the whole set twice.
func compareAll(tb testing.TB) []compared {
	tb.Helper()
	in := soundtest.TwoChannelCall(tb, 4)
	dir := tb.TempDir()
	var out []compared
	for _, r := range recordings() {
		c := compare(tb, r.name, r.write(tb, in, dir))
		c.whole = r.whole
		out = append(out, c)
	}
	return out
}

func compare(tb testing.TB, name, path string) compared {
	tb.Helper()
	c := compared{name: name, snr: math.NaN()}
	b, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	d, err := decode.Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		c.err = err
		return c
	}
	info := d.Info()
	channels := min(info.Channels, 2)
	c.codec, c.rate = info.Codec, info.SampleRate
	var ours []float32
	buf := make([][2]float32, 4096)
	for {
		n, err := d.Read(buf)
		for _, f := range buf[:n] {
			ours = append(ours, f[:channels]...)
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			c.err = err
			return c
		}
	}
	c.ours = int64(len(ours) / channels)
	theirs, theirRate := ffmpegFrames(tb, path, channels)
	c.theirs = int64(len(theirs)/channels) * int64(c.rate) / int64(theirRate)
	if theirRate == c.rate {
		c.snr = soundtest.SNR(theirs, ours)
	}
	return c
}

// ffmpegFrames returns what ffmpeg makes of a file, at the rate ffmpeg gives it.
func ffmpegFrames(tb testing.TB, path string, channels int) (samples []float32, rate int) {
	tb.Helper()
	var probed struct {
		Streams []struct {
			SampleRate string `json:"sample_rate"`
		} `json:"streams"`
	}
	raw := soundtest.Run(tb, "ffprobe", "-v", "error", "-show_streams", "-of", "json", path)
	if err := json.Unmarshal(raw, &probed); err != nil || len(probed.Streams) == 0 {
		tb.Fatalf("ffprobe of %s: %v", path, err)
	}
	for _, digit := range strings.TrimSpace(probed.Streams[0].SampleRate) {
		rate = rate*10 + int(digit-'0')
	}
	sound := soundtest.Run(tb, "ffmpeg", "-v", "quiet", "-i", path, "-f", "f32le", "-ac", string(rune('0'+channels)), "-")
	for i := 0; i+4 <= len(sound); i += 4 {
		samples = append(samples, math.Float32frombits(binary.LittleEndian.Uint32(sound[i:])))
	}
	return samples, rate
}

// TestLengths wants of every file the length ffmpeg gives it.
func TestLengths(t *testing.T) {
	seen := compareAll(t)
	if len(seen) < 80 {
		t.Fatalf("only %d files", len(seen))
	}
	same := 0
	for _, c := range seen {
		if c.same() {
			same++
			continue
		}
		t.Errorf("%s: %d frames, ffmpeg has %d: %v", c.name, c.ours, c.theirs, c.err)
	}
	t.Logf("%d of %d files have ffmpeg's length", same, len(seen))
}

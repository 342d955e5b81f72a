package decode_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"testing"

	"sensedesk/player/decode"
	"sensedesk/player/soundtest"
)

var errDisk = errors.New("the disk is gone")

// failing is a file on a disk that fails at some reading and from then on.
type failing struct {
	b    []byte
	left int // readings that still succeed
}

func (f *failing) ReadAt(p []byte, off int64) (int, error) {
	if f.left--; f.left < 0 {
		return 0, errDisk
	}
	return bytes.NewReader(f.b).ReadAt(p, off)
}

// TestBrokenDisk lets a disk fail at one reading or another: whoever opens or plays
// the recording is told so, never that it is no recording, or that it ends there.
func TestBrokenDisk(t *testing.T) {
	for name, b := range everyKind(t) {
		t.Run(name, func(t *testing.T) {
			readings := 0
			for n := 0; ; n += 1 + n/8 {
				f := &failing{b: b, left: n}
				err := playThrough(f, int64(len(b)))
				if f.left >= 0 {
					if err != nil {
						t.Fatal(err)
					}
					break
				}
				if readings++; !errors.Is(err, errDisk) || errors.Is(err, decode.ErrNotSound) || errors.Is(err, decode.ErrEmpty) || errors.Is(err, io.EOF) {
					t.Errorf("reading %d fails: %v", n, err)
				}
			}
			if readings < 3 {
				t.Errorf("only %d readings", readings)
			}
			for n := range 8 {
				f := &failing{b: b, left: n}
				out, length, err := decode.AsPCM16(f, int64(len(b)))
				if err == nil && out != nil {
					_, err = io.Copy(io.Discard, io.LimitReader(out, length))
				}
				if f.left < 0 && !errors.Is(err, errDisk) {
					t.Errorf("as PCM, reading %d fails: %v", n, err)
				}
			}
		})
	}
}

// playThrough opens a recording, plays it to its end, and its middle once more.
func playThrough(r io.ReaderAt, size int64) error {
	d, err := decode.Open(r, size)
	if err != nil {
		return err
	}
	buf := make([][2]float32, 5000)
	for {
		if _, err = d.Read(buf); err != nil {
			break
		}
	}
	if !errors.Is(err, io.EOF) {
		return err
	}
	if _, err := d.SeekTo(d.Info().Frames / 2); err != nil {
		return err
	}
	_, err = d.Read(buf)
	return err
}

// everyKind makes one recording for each decoder.
func everyKind(t *testing.T) map[string][]byte {
	t.Helper()
	call := soundtest.TwoChannelCall(t, 1)
	kinds := map[string][]byte{}
	for name, f := range map[string]format{
		"pcm":      {tool: "sox", args: []string{"-D", "IN", "-b", "24", "OUT.wav"}},
		"a-law":    {tool: "sox", args: []string{"-D", "IN", "-e", "a-law", "OUT.wav"}},
		"gsm":      {tool: "sox", args: []string{"-D", "IN", "-c", "1", "-e", "gsm-full-rate", "OUT.wav"}},
		"ima":      {tool: "sox", args: []string{"-D", "IN", "-e", "ima-adpcm", "OUT.wav"}},
		"mp3":      {tool: "lame", args: []string{"--quiet", "--resample", "16", "IN", "OUT.mp3"}},
		"free mp3": {tool: "lame", args: []string{"--quiet", "--freeformat", "-b", "50", "--resample", "16", "IN", "OUT.mp3"}},
		"opus":     {tool: "opusenc", args: []string{"--quiet", "IN", "OUT.opus"}},
	} {
		f.name = "call"
		b, err := os.ReadFile(f.build(t, call))
		if err != nil {
			t.Fatal(err)
		}
		kinds[name] = b
	}
	return kinds
}

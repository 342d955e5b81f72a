package decode_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"sensedesk/player/decode"
	"sensedesk/player/soundtest"
)

// survive opens, reads and seeks whatever b is. It must not panic, nor go on for
// ever, nor succeed with nothing.
func survive(t *testing.T, b []byte) {
	t.Helper()
	survives(t, b, decode.Open)
}

func survives(t *testing.T, b []byte, open func(io.ReaderAt, int64) (decode.Decoder, error)) {
	t.Helper()
	began := time.Now()
	d, err := open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return
	}
	info := d.Info()
	if info.Frames == 0 || info.SampleRate <= 0 || info.Channels <= 0 || info.Codec == "" || info.Duration < 0 {
		t.Errorf("success with %+v", info)
	}
	buf := make([][2]float32, 5000)
	read := func(most int64) (total int64) {
		for total < most {
			n, err := d.Read(buf)
			total += int64(n)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil || n == 0 {
				t.Fatalf("read: %d, %v", n, err)
			}
		}
		return total
	}
	const most = 500000
	if got, want := read(most), min(info.Frames, most); info.Exact && got < want {
		t.Errorf("%d frames of %d", got, want)
	}
	for _, at := range []int64{0, info.Frames / 2, info.Frames - 1, info.Frames, info.Frames + 9, -5} {
		if _, err := d.SeekTo(at); err != nil {
			t.Errorf("seek %d of %d: %v", at, info.Frames, err)
		}
		read(5000)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("%d bytes took %v", len(b), took)
	}
}

// seed returns small recordings made by the tool.
func seed(f *testing.F, tool, ext string, args ...[]string) (out [][]byte) {
	f.Helper()
	in := soundtest.Speech(f, 0.1)
	short := filepath.Join(f.TempDir(), "short.wav")
	soundtest.Run(f, "sox", in, short, "trim", "0.5", "0.4")
	for _, a := range args {
		path := filepath.Join(f.TempDir(), "seed."+ext)
		full := append(append([]string{}, a...), short, path)
		if tool == "sox" { // options go between the files
			full = append(append([]string{short}, a...), path)
		}
		soundtest.Run(f, tool, full...)
		b, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		out = append(out, b)
	}
	return out
}

func FuzzWAV(f *testing.F) {
	for _, b := range seed(f, "sox", "wav", []string{"-b", "16"}, []string{"-e", "a-law"}, []string{"-b", "24"}, []string{"-r", "8000", "-e", "gsm"}, []string{"-e", "ima-adpcm"}, []string{"-e", "ms-adpcm"}, []string{"-e", "float", "-b", "32"}) {
		f.Add(b)
	}
	f.Fuzz(survive)
}

// FuzzOgg mends the check sums, so that what is behind them is reached, and goes
// there to listen and to measure.
func FuzzOgg(f *testing.F) {
	for _, b := range seed(f, "opusenc", "opus", []string{"--quiet"}, []string{"--quiet", "--max-delay", "20", "--bitrate", "12"}) {
		f.Add(b)
		f.Add(append(bytes.Clone(b), b...))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		b = mend(bytes.Clone(b))
		survives(t, b, decode.Open)
		survives(t, b, decode.OpenCoarse)
	})
}

func FuzzMP3(f *testing.F) {
	made := seed(f, "lame", "mp3", []string{"--quiet", "--resample", "16"}, []string{"--quiet", "--resample", "22.05", "-V", "3"}, []string{"--quiet", "--resample", "44.1"}, []string{"--quiet", "--resample", "8"},
		[]string{"--quiet", "--freeformat", "-b", "50", "--resample", "16"}, []string{"--quiet", "-m", "m", "-p", "-t", "--resample", "48"})
	for i, b := range made {
		f.Add(b)
		f.Add(append(bytes.Clone(b), made[(i+1)%len(made)]...)) // another rate
	}
	f.Fuzz(survive)
}

// mend sets the check sum of everything that has the shape of a page.
func mend(b []byte) []byte {
	for i := 0; i+27 <= len(b); i++ {
		if !bytes.HasPrefix(b[i:], []byte("OggS")) {
			continue
		}
		end := i + 27 + int(b[i+26])
		if end > len(b) {
			continue
		}
		for _, n := range b[i+27 : end] {
			end += int(n)
		}
		if end > len(b) {
			continue
		}
		page := b[i:end]
		clear(page[22:26])
		var sum uint32
		for _, v := range page {
			sum ^= uint32(v) << 24
			for range 8 {
				sum = sum<<1 ^ 0x04c11db7*(sum>>31)
			}
		}
		binary.LittleEndian.PutUint32(page[22:], sum)
	}
	return b
}

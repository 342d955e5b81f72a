package decode_test

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/iotest"

	"sensedesk/player/decode"
	"sensedesk/player/soundtest"
)

// raw returns the samples of a recording as sox reads them, 16-bit.
func raw(tb testing.TB, path string) []byte {
	tb.Helper()
	return soundtest.Run(tb, "sox", "-D", path, "-t", "raw", "-e", "signed", "-b", "16", "-L", "-")
}

// TestAsPCM16KeepsEverySample compares with sox, which reads the original and
// what was made of it.
func TestAsPCM16KeepsEverySample(t *testing.T) {
	speech := soundtest.Speech(t, 3)
	for _, coding := range [][]string{{"-e", "a-law"}, {"-e", "mu-law"}, {"-b", "8", "-e", "unsigned"}, {"-e", "gsm-full-rate"}, {"-e", "ima-adpcm"}, {"-e", "ms-adpcm"}} {
		for _, channels := range []int{1, 2, 3} {
			if slices.Contains(coding, "gsm-full-rate") && channels > 1 || (slices.Contains(coding, "ima-adpcm") || slices.Contains(coding, "ms-adpcm")) && channels > 2 {
				continue // no such files
			}
			t.Run(fmt.Sprint(coding, channels), func(t *testing.T) {
				in := filepath.Join(t.TempDir(), "in.wav")
				args := append([]string{"-D", speech, "-r", "8000", "-c", fmt.Sprint(channels)}, coding...)
				soundtest.Run(t, "sox", append(args, in)...)
				data, err := os.ReadFile(in)
				if err != nil {
					t.Fatal(err)
				}
				converted, length, err := decode.AsPCM16(bytes.NewReader(data), int64(len(data)))
				if err != nil || converted == nil {
					t.Fatalf("not converted: %v", err)
				}
				got, err := io.ReadAll(iotest.OneByteReader(converted))
				if err != nil || int64(len(got)) != length {
					t.Fatalf("%d bytes, announced %d: %v", len(got), length, err)
				}
				out := filepath.Join(t.TempDir(), "out.wav")
				if err := os.WriteFile(out, got, 0o600); err != nil {
					t.Fatal(err)
				}
				if want, have := raw(t, in), raw(t, out); len(want) == 0 || !bytes.Equal(want, have) {
					t.Errorf("the samples differ: %d and %d bytes", len(want), len(have))
				}
				info, err := decode.Probe(bytes.NewReader(got), length)
				if err != nil || info.Codec != "PCM 16" || info.Channels != channels || info.SampleRate != 8000 {
					t.Errorf("it became %+v: %v", info, err)
				}
				again, _, err := decode.AsPCM16(bytes.NewReader(data), int64(len(data)))
				if err != nil {
					t.Fatal(err)
				}
				if twice, err := io.ReadAll(again); err != nil || !bytes.Equal(got, twice) {
					t.Errorf("converted twice it differs: %v", err)
				}
				if one, _, err := decode.AsPCM16(bytes.NewReader(got), length); one != nil || err != nil {
					t.Errorf("16-bit PCM was converted again: %v", err)
				}
			})
		}
	}
}

func TestAsPCM16AgreesWithSoxAboutEveryByte(t *testing.T) {
	every := make([]byte, 256)
	for i := range every {
		every[i] = byte(i)
	}
	for _, coding := range [][]string{{"-e", "a-law"}, {"-e", "mu-law"}, {"-b", "8", "-e", "unsigned"}} {
		in := filepath.Join(t.TempDir(), "in.wav")
		bytesIn := filepath.Join(t.TempDir(), "in.raw")
		if err := os.WriteFile(bytesIn, every, 0o600); err != nil {
			t.Fatal(err)
		}
		args := append([]string{"-D", "-t", "raw", "-r", "8000", "-c", "1"}, coding...)
		soundtest.Run(t, "sox", append(args, bytesIn, in)...)
		data, err := os.ReadFile(in)
		if err != nil {
			t.Fatal(err)
		}
		converted, _, err := decode.AsPCM16(bytes.NewReader(data), int64(len(data)))
		if err != nil || converted == nil {
			t.Fatalf("%v: not converted: %v", coding, err)
		}
		got, err := io.ReadAll(converted)
		if err != nil {
			t.Fatal(err)
		}
		if want := raw(t, in); len(want) != 512 || !bytes.Equal(got[44:], want) {
			t.Errorf("%v: not what sox makes of the 256 bytes", coding)
		}
	}
}

func TestAsPCM16LeavesAloneWhatWouldLoseOrNeedsNothing(t *testing.T) {
	speech := soundtest.Speech(t, 1)
	left := []string{"pcm16-8000-2", "pcm24", "pcm32", "float32", "float64", "mp3-cbr-16000", "opus-24"}
	for _, f := range formats() {
		if !slices.Contains(left, f.name) {
			continue
		}
		data, err := os.ReadFile(f.build(t, speech))
		if err != nil {
			t.Fatal(err)
		}
		if r, _, err := decode.AsPCM16(bytes.NewReader(data), int64(len(data))); r != nil || err != nil {
			t.Errorf("%s: %v, %v", f.name, r, err)
		}
	}
}

// TestAsPCM16NeedsNoMemoryForALongCall converts four hours without holding them.
func TestAsPCM16NeedsNoMemoryForALongCall(t *testing.T) {
	const sound = 4 * 3600 * 8000 * 2
	head := []byte("RIFF\xff\xff\xff\xffWAVEfmt \x10\x00\x00\x00\x06\x00\x02\x00\x40\x1f\x00\x00\x80\x3e\x00\x00\x02\x00\x08\x00data\xff\xff\xff\xff")
	converted, length, err := decode.AsPCM16(endless(head), int64(len(head))+sound)
	if err != nil || length != 44+2*sound {
		t.Fatalf("%d bytes: %v", length, err)
	}
	var read int64
	buf := make([]byte, 32<<10)
	perRun := testing.AllocsPerRun(1, func() {
		for read < math.MaxInt64 {
			n, err := converted.Read(buf)
			read += int64(n)
			if err != nil {
				return
			}
		}
	})
	if read != length || perRun > 10 {
		t.Errorf("read %d of %d bytes with %.0f allocations", read, length, perRun)
	}
}

// endless is a file that goes on in silence after its head.
type endless []byte

func (e endless) ReadAt(p []byte, at int64) (int, error) {
	n := 0
	if at < int64(len(e)) {
		n = copy(p, e[at:])
	}
	for i := n; i < len(p); i++ {
		p[i] = 0xd5
	}
	return len(p), nil
}

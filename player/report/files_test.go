package report

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sensedesk/player/soundtest"
)

// recording is one file of the generated set.
type recording struct {
	name  string
	ext   string
	whole bool                                // neither damaged nor joined, so that it should sound as in ffmpeg to its end
	build func(tb testing.TB, in, out string) // writes out
}

// by runs a tool; IN and OUT stand for the files.
func by(tool string, args ...string) func(tb testing.TB, in, out string) {
	return func(tb testing.TB, in, out string) {
		a := make([]string, len(args))
		for i, s := range args {
			switch s {
			case "IN":
				s = in
			case "OUT":
				s = out
			}
			a[i] = s
		}
		soundtest.Run(tb, tool, a...)
	}
}

// recordings lists what recorders of calls write, whole and damaged: the set
// that ffmpeg and the player must agree about.
func recordings() []recording {
	var list []recording
	add := func(name, ext string, build func(tb testing.TB, in, out string)) {
		list = append(list, recording{name, ext, true, build})
	}
	sox := func(name string, rate, ch int, args ...string) {
		a := append([]string{"-D", "IN", "-r", fmt.Sprint(rate), "-c", fmt.Sprint(ch)}, args...)
		add(name, "wav", by("sox", append(a, "OUT")...))
	}
	for _, rate := range []int{8000, 11025, 16000, 22050, 32000, 44100, 48000} {
		for _, ch := range []int{1, 2} {
			sox(fmt.Sprintf("wav pcm16 %d ×%d", rate, ch), rate, ch, "-b", "16")
		}
	}
	for _, c := range []struct {
		name string
		args []string
	}{
		{"pcm8", []string{"-b", "8", "-e", "unsigned"}},
		{"pcm24", []string{"-b", "24"}},
		{"pcm32", []string{"-b", "32", "-e", "signed"}},
		{"float32", []string{"-b", "32", "-e", "float"}},
		{"float64", []string{"-b", "64", "-e", "float"}},
		{"a-law", []string{"-e", "a-law"}},
		{"µ-law", []string{"-e", "mu-law"}},
		{"ima adpcm", []string{"-e", "ima-adpcm"}},
		{"ms adpcm", []string{"-e", "ms-adpcm"}},
	} {
		for _, ch := range []int{1, 2} {
			sox(fmt.Sprintf("wav %s ×%d", c.name, ch), 8000, ch, c.args...)
		}
	}
	sox("wav gsm 6.10", 8000, 1, "-e", "gsm-full-rate")
	ff := func(name, ext string, args ...string) {
		a := append([]string{"-v", "error", "-y", "-i", "IN"}, args...)
		add(name, ext, by("ffmpeg", append(a, "OUT")...))
	}
	ff("wav rf64", "wav", "-rf64", "always")
	ff("wav extensible 24", "wav", "-c:a", "pcm_s24le")
	ff("wav by ffmpeg µ-law", "wav", "-c:a", "pcm_mulaw")
	ff("wav by ffmpeg ima", "wav", "-c:a", "adpcm_ima_wav")
	ff("wav by ffmpeg ms adpcm", "wav", "-c:a", "adpcm_ms")
	ff("mp3 by ffmpeg 16000", "mp3", "-ar", "16000", "-b:a", "32k")
	lame := func(name string, rate float64, args ...string) {
		a := append([]string{"--quiet", "--resample", fmt.Sprint(rate)}, args...)
		add(name, "mp3", by("lame", append(a, "IN", "OUT")...))
	}
	for _, rate := range []float64{8, 11.025, 12, 16, 22.05, 24, 32, 44.1, 48} {
		lame(fmt.Sprintf("mp3 cbr %g kHz", rate), rate, "-b", "64", "--cbr")
		lame(fmt.Sprintf("mp3 mono %g kHz", rate), rate, "-m", "m", "-b", "32", "--cbr")
		lame(fmt.Sprintf("mp3 vbr %g kHz", rate), rate, "-V", "4")
	}
	lame("mp3 abr", 16, "--abr", "40")
	lame("mp3 without a tag", 44.1, "-t", "-b", "64")
	lame("mp3 with check sums", 44.1, "-p", "-b", "64")
	lame("mp3 320", 44.1, "-b", "320")
	lame("mp3 plain stereo", 16, "-m", "s", "-b", "48")
	opus := func(name string, args ...string) {
		add(name, "opus", by("opusenc", append(append([]string{"--quiet"}, args...), "IN", "OUT")...))
	}
	for _, rate := range []string{"6", "12", "24", "32", "64", "128"} {
		opus("opus "+rate+" kbit/s", "--bitrate", rate)
	}
	for _, size := range []string{"2.5", "5", "10", "40", "60"} {
		opus("opus "+size+" ms", "--framesize", size)
	}
	opus("opus small pages", "--max-delay", "0")
	opus("opus mono", "--downmix-mono", "--bitrate", "16")
	return append(list, damaged()...)
}

// damaged lists broken recordings ffmpeg still plays.
func damaged() []recording {
	var list []recording
	spoil := func(name, ext string, make func(tb testing.TB, in, out string), change func(b []byte) []byte) {
		list = append(list, recording{name, ext, false, func(tb testing.TB, in, out string) {
			whole := filepath.Join(tb.TempDir(), "whole."+ext)
			make(tb, in, whole)
			b, err := os.ReadFile(whole)
			if err != nil {
				tb.Fatal(err)
			}
			if err := os.WriteFile(out, change(b), 0o600); err != nil {
				tb.Fatal(err)
			}
		}})
	}
	wav := by("sox", "-D", "IN", "-b", "16", "OUT")
	gsm := by("sox", "-D", "IN", "-c", "1", "-e", "gsm-full-rate", "OUT")
	mp3 := by("lame", "--quiet", "--resample", "16", "-b", "32", "--cbr", "IN", "OUT")
	size := func(to uint32) func(b []byte) []byte {
		return func(b []byte) []byte {
			binary.LittleEndian.PutUint32(b[bytes.Index(b, []byte("data"))+4:], to)
			return b
		}
	}
	chunk := func(extra string) func(b []byte) []byte {
		return func(b []byte) []byte { return append(append(bytes.Clone(b[:36]), extra...), b[36:]...) }
	}
	spoil("wav cut", "wav", wav, func(b []byte) []byte { return b[:len(b)*2/3+3] })
	spoil("wav size 0", "wav", wav, size(0))
	spoil("wav size ffffffff", "wav", wav, size(0xffffffff))
	spoil("wav size beyond the file", "wav", wav, size(0x7fffffff))
	spoil("wav LIST before the data", "wav", wav, chunk("LIST\x04\x00\x00\x00INFO"))
	spoil("wav odd chunk", "wav", wav, chunk("junk\x03\x00\x00\x00abc\x00"))
	spoil("wav junk behind", "wav", wav, func(b []byte) []byte { return append(b, "LIST\x04\x00\x00\x00INFO"...) })
	spoil("wav gsm size 0", "wav", gsm, size(0))
	spoil("wav gsm endless", "wav", gsm, size(0xffffffff))
	spoil("wav gsm cut", "wav", gsm, func(b []byte) []byte { return b[:len(b)/2] })
	spoil("wav named mp3", "mp3", by("sox", "-D", "IN", "-b", "16", "-t", "wav", "OUT"), func(b []byte) []byte { return b })
	spoil("mp3 named wav", "wav", by("lame", "--quiet", "--resample", "16", "-b", "32", "--cbr", "IN", "OUT"), func(b []byte) []byte { return b })
	spoil("mp3 cut", "mp3", mp3, func(b []byte) []byte { return b[:len(b)*2/3] })
	spoil("mp3 junk in front", "mp3", mp3, func(b []byte) []byte { return append(junk(3000), b...) })
	spoil("mp3 junk inside", "mp3", mp3, func(b []byte) []byte {
		return bytes.Join([][]byte{b[:len(b)/2], junk(5000), b[len(b)/2:]}, nil)
	})
	spoil("mp3 junk behind", "mp3", mp3, func(b []byte) []byte { return append(b, junk(5000)...) })
	spoil("mp3 two ID3v2", "mp3", mp3, func(b []byte) []byte {
		tag := append([]byte("ID3\x03\x00\x00\x00\x00\x10\x00"), junk(2048)...)
		return bytes.Join([][]byte{tag, tag, b}, nil)
	})
	spoil("mp3 ID3v1 behind", "mp3", mp3, func(b []byte) []byte { return append(append(b, "TAG"...), junk(125)...) })
	spoil("mp3 twice", "mp3", mp3, func(b []byte) []byte { return append(bytes.Clone(b), b...) })
	for _, c := range [][2]string{{"8", "44.1"}, {"44.1", "8"}, {"16", "22.05"}, {"48", "32"}} {
		other := by("lame", "--quiet", "--resample", c[1], "-V", "4", "IN", "OUT")
		list = append(list, recording{"mp3 " + c[0] + " and " + c[1] + " kHz joined", "mp3", false, func(tb testing.TB, in, out string) {
			dir := tb.TempDir()
			one, two := filepath.Join(dir, "one.mp3"), filepath.Join(dir, "two.mp3")
			by("lame", "--quiet", "--resample", c[0], "-b", "32", "--cbr", "IN", "OUT")(tb, in, one)
			other(tb, in, two)
			a, err := os.ReadFile(one)
			b, err2 := os.ReadFile(two)
			if err = errors.Join(err, err2, os.WriteFile(out, append(a, b...), 0o600)); err != nil {
				tb.Fatal(err)
			}
		}})
	}
	spoil("mp3 cut by some bytes", "mp3", mp3, func(b []byte) []byte { return b[:len(b)-77] })
	spoil("mp3 zeroes inside", "mp3", mp3, func(b []byte) []byte {
		return bytes.Join([][]byte{b[:len(b)/3], make([]byte, 3000), b[len(b)/3:]}, nil)
	})
	spoil("mp3 a hole", "mp3", mp3, func(b []byte) []byte { return append(bytes.Clone(b[:len(b)/3]), b[len(b)/3+1000:]...) })
	spoil("mp3 bits turned", "mp3", mp3, func(b []byte) []byte {
		for i := len(b) / 10; i < len(b); i += 997 {
			b[i] ^= 0x10
		}
		return b
	})
	spoil("opus big tags", "opus", by("opusenc", "--quiet", "--comment", "X="+strings.Repeat("y", 90_000), "IN", "OUT"), func(b []byte) []byte { return b })
	spoil("opus cut", "opus", by("opusenc", "--quiet", "IN", "OUT"), func(b []byte) []byte {
		return b[:bytes.LastIndex(b[:len(b)*2/3], []byte("OggS"))] // at a page: what a recorder that died leaves
	})
	return list
}

// junk is bytes in which nothing looks like a frame or a page.
func junk(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i*7) & 0x7f
	}
	return b
}

// write makes the file in dir and returns its path.
func (r recording) write(tb testing.TB, in, dir string) string {
	tb.Helper()
	out := filepath.Join(dir, strings.NewReplacer(" ", "-", "/", "-").Replace(r.name)+"."+r.ext)
	r.build(tb, in, out)
	return out
}

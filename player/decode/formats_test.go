package decode_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sensedesk/player/decode"
	"sensedesk/player/soundtest"
)

// all reads a decoder to its end in pieces of odd sizes.
func all(tb testing.TB, d decode.Decoder) [][2]float32 {
	tb.Helper()
	var out [][2]float32
	buf := make([][2]float32, 1237)
	for {
		n, err := d.Read(buf)
		out = append(out, buf[:n]...)
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
}

func openFile(tb testing.TB, path string) decode.Decoder {
	tb.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	d, err := decode.Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		tb.Fatalf("%s: %v", filepath.Base(path), err)
	}
	return d
}

// interleave gives frames as ffmpeg writes them for one or two channels.
func interleave(frames [][2]float32, channels int) []float32 {
	out := make([]float32, 0, len(frames)*channels)
	for _, f := range frames {
		out = append(out, f[:channels]...)
	}
	return out
}

// format is one way a recorder may have written a call.
type format struct {
	name     string
	tool     string   // what writes it
	args     []string // IN and OUT stand for the files
	codec    string
	channels int
	rate     int
	snr      float64 // dB to ffmpeg at least
	slack    int     // frames the length may differ by
}

func formats() []format {
	var list []format
	sox := func(name, codec string, ch, rate int, args ...string) {
		a := append([]string{"-D", "IN", "-r", fmt.Sprint(rate), "-c", fmt.Sprint(ch)}, args...)
		list = append(list, format{name: name, tool: "sox", args: append(a, "OUT.wav"), codec: codec, channels: ch, rate: rate, snr: 140})
	}
	for _, rate := range []int{8000, 16000, 44100, 48000} {
		for _, ch := range []int{1, 2} {
			sox(fmt.Sprintf("pcm16-%d-%d", rate, ch), "PCM 16", ch, rate, "-b", "16")
		}
	}
	sox("pcm8", "PCM 8", 2, 8000, "-b", "8", "-e", "unsigned")
	sox("pcm24", "PCM 24", 2, 8000, "-b", "24")
	sox("pcm32", "PCM 32", 2, 8000, "-b", "32", "-e", "signed")
	sox("float32", "PCM float 32", 2, 8000, "-b", "32", "-e", "float")
	sox("float64", "PCM float 64", 2, 8000, "-b", "64", "-e", "float")
	sox("alaw", "A-law", 2, 8000, "-e", "a-law")
	sox("mulaw", "µ-law", 1, 8000, "-e", "mu-law")
	sox("gsm", "GSM 6.10", 1, 8000, "-e", "gsm-full-rate")
	// ffmpeg rounds each step of IMA ADPCM otherwise than its specification, which
	// sox keeps to the bit (TestAsPCM16 compares them).
	for ch := range 2 {
		sox(fmt.Sprintf("ima-%d", ch+1), "IMA ADPCM", ch+1, 8000, "-e", "ima-adpcm")
		list[len(list)-1].snr = 45
	}
	for ch := range 2 { // the same for the predictions of MS ADPCM
		sox(fmt.Sprintf("ms-%d", ch+1), "MS ADPCM", ch+1, 8000, "-e", "ms-adpcm")
		list[len(list)-1].snr = 35
	}
	ff := func(name, codec, ext string, ch, rate int, args ...string) {
		a := append([]string{"-v", "error", "-y", "-i", "IN", "-ac", fmt.Sprint(ch), "-ar", fmt.Sprint(rate)}, args...)
		list = append(list, format{name: name, tool: "ffmpeg", args: append(a, "OUT."+ext), codec: codec, channels: ch, rate: rate, snr: 140})
	}
	ff("rf64", "PCM 16", "wav", 2, 8000, "-rf64", "always")
	ff("extensible24", "PCM 24", "wav", 2, 8000, "-c:a", "pcm_s24le")
	lame := func(name string, ch, rate int, snr float64, args ...string) {
		a := append([]string{"--quiet", "--resample", fmt.Sprint(float64(rate) / 1000)}, args...)
		list = append(list, format{name: name, tool: "lame", args: append(a, "IN", "OUT.mp3"), codec: "MP3", channels: ch, rate: rate, snr: snr})
	}
	for _, rate := range []int{16000, 22050, 24000, 32000, 44100, 48000} {
		lame(fmt.Sprintf("mp3-cbr-%d", rate), 2, rate, 60, "-b", "64", "--cbr")
		lame(fmt.Sprintf("mp3-mono-%d", rate), 1, rate, 60, "-m", "m", "-b", "32", "--cbr")
		lame(fmt.Sprintf("mp3-vbr-%d", rate), 2, rate, 60, "-V", "4")
	}
	lame("mp3-no-tag", 2, 44100, 60, "-t", "-b", "64")
	lame("mp3-crc", 2, 44100, 60, "-p", "-b", "64")
	lame("mp3-320", 2, 44100, 60, "-b", "320")
	lame("mp3-simple-stereo", 2, 16000, 60, "-m", "s", "-b", "48")
	opus := func(name string, ch, rate int, args ...string) {
		list = append(list, format{name: name, tool: "opusenc", args: append(append([]string{"--quiet"}, args...), "IN", "OUT.opus"), codec: "Opus", channels: ch, rate: rate, snr: 30, slack: 1})
	}
	opus("opus-24", 2, 16000, "--bitrate", "24")
	opus("opus-64", 2, 16000, "--bitrate", "64")
	opus("opus-60ms", 2, 16000, "--bitrate", "16", "--framesize", "60")
	opus("opus-2.5ms", 2, 16000, "--bitrate", "64", "--framesize", "2.5")
	opus("opus-small-pages", 2, 16000, "--max-delay", "0")
	return list
}

// build writes the recording of f and returns its path.
func (f format) build(tb testing.TB, in string) string {
	out := filepath.Join(tb.TempDir(), f.name)
	args := make([]string, len(f.args))
	for i, a := range f.args {
		if a == "IN" {
			a = in
		}
		args[i] = strings.Replace(a, "OUT", out, 1)
	}
	soundtest.Run(tb, f.tool, args...)
	return out + filepath.Ext(args[len(args)-1])
}

// TestAsFFmpeg plays every kind of recording and compares it with ffmpeg, in
// length, in sound, and again from random places.
func TestAsFFmpeg(t *testing.T) {
	call := soundtest.TwoChannelCall(t, 3)
	for _, f := range formats() {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			path := f.build(t, call)
			d := openFile(t, path)
			info := d.Info()
			if info.Codec != f.codec || info.Channels != f.channels || info.SampleRate != f.rate || !info.Exact {
				t.Errorf("info = %+v", info)
			}
			want := decodedAt(t, path, f.channels, f.rate)
			frames := all(t, d)
			got := interleave(frames, f.channels)
			if diff := len(got)/f.channels - len(want)/f.channels; diff > f.slack || diff < -f.slack {
				t.Errorf("%d frames, ffmpeg has %d", len(got)/f.channels, len(want)/f.channels)
			}
			if int64(len(frames)) != info.Frames {
				t.Errorf("announced %d frames, gave %d", info.Frames, len(frames))
			}
			snr := soundtest.SNR(want, got)
			if f.slack > 0 { // ffmpeg's way to 16 kHz may shift by one frame
				snr = max(snr, soundtest.SNR(want[f.channels:], got), soundtest.SNR(want, got[f.channels:]))
			}
			if snr < f.snr {
				t.Errorf("SNR to ffmpeg = %.1f dB, want %.0f", snr, f.snr)
			}
			checkSeeks(t, d, frames, 35)
		})
	}
}

// decodedAt is ffmpeg's view at a rate; ffmpeg gives Opus at 48 kHz only.
func decodedAt(tb testing.TB, path string, channels, rate int) []float32 {
	if strings.HasSuffix(path, ".opus") {
		wav := filepath.Join(tb.TempDir(), "ref.wav")
		soundtest.Run(tb, "ffmpeg", "-v", "error", "-i", path, "-ar", fmt.Sprint(rate), wav)
		return soundtest.Decoded(tb, wav, channels)
	}
	return soundtest.Decoded(tb, path, channels)
}

// checkSeeks reads from random places and compares with the straight reading,
// to which it wants an SNR of least dB.
func checkSeeks(t *testing.T, d decode.Decoder, frames [][2]float32, least float64) {
	t.Helper()
	rnd := rand.New(rand.NewPCG(1, 2))
	buf := make([][2]float32, 4000)
	for i := range 12 {
		at := rnd.Int64N(int64(len(frames)))
		if i == 0 {
			at = 0
		}
		got, err := d.SeekTo(at)
		if err != nil || got != at {
			t.Fatalf("seek %d = %d, %v", at, got, err)
		}
		n := 0
		for n < len(buf) {
			m, err := d.Read(buf[n:])
			n += m
			if err != nil {
				break
			}
		}
		want := frames[at:min(int(at)+len(buf), len(frames))]
		if n != len(want) {
			t.Fatalf("from %d: %d frames, want %d", at, n, len(want))
		}
		if snr := soundtest.SNR(interleave(want, 2), interleave(buf[:n], 2)); snr < least {
			t.Errorf("from %d: SNR to the straight reading %.1f dB", at, snr)
		}
	}
	if _, err := d.SeekTo(int64(len(frames)) + 5); err != nil {
		t.Errorf("seek behind the end: %v", err)
	}
	if n, err := d.Read(buf); n != 0 || !errors.Is(err, io.EOF) {
		t.Errorf("behind the end: %d frames, %v", n, err)
	}
}

// TestRefused names what cannot be played, and tells the facts of the file
// where its headers do.
func TestRefused(t *testing.T) {
	call := soundtest.TwoChannelCall(t, 3)
	length := openFile(t, call).Info().Duration
	for _, c := range []struct {
		name, tool string
		args       []string
		want       string
		facts      bool
	}{
		{"g726", "ffmpeg", []string{"-v", "error", "-i", "IN", "-ac", "1", "-c:a", "g726", "OUT.wav"}, "G.726", true},
		{"vorbis", "ffmpeg", []string{"-v", "error", "-i", "IN", "-c:a", "libvorbis", "OUT.ogg"}, "Ogg Vorbis", false},
		{"flac-ogg", "ffmpeg", []string{"-v", "error", "-i", "IN", "-c:a", "flac", "OUT.ogg"}, "Ogg FLAC", false},
		{"flac", "ffmpeg", []string{"-v", "error", "-i", "IN", "OUT.flac"}, "FLAC", false},
		{"m4a", "ffmpeg", []string{"-v", "error", "-i", "IN", "-ar", "16000", "-c:a", "aac", "OUT.m4a"}, "MP4/AAC", false},
		{"aac", "ffmpeg", []string{"-v", "error", "-i", "IN", "-ar", "16000", "-c:a", "aac", "OUT.aac"}, "AAC", false},
		{"mp2", "ffmpeg", []string{"-v", "error", "-i", "IN", "-ar", "16000", "-c:a", "mp2", "OUT.mp2"}, "MPEG Layer II", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			path := format{name: c.name, tool: c.tool, args: c.args}.build(t, call)
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			info, err := decode.Probe(bytes.NewReader(b), int64(len(b)))
			var u *decode.Unsupported
			if !errors.As(err, &u) || u.Format != c.want {
				t.Fatalf("err = %v, want format %q", err, c.want)
			}
			if !c.facts {
				return
			}
			if info.Channels == 0 || info.SampleRate == 0 || (info.Duration-length).Abs() > 200*time.Millisecond /* the encoder's delay and padding, where no tag tells them */ {
				t.Errorf("info = %+v, want a length of %v", info, length)
			}
		})
	}
}

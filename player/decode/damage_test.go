package decode_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sensedesk/player/decode"
	"sensedesk/player/soundtest"
)

// cat joins pieces to new bytes.
func cat(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

func put32(b []byte, at int, v uint32) []byte {
	b = bytes.Clone(b)
	binary.LittleEndian.PutUint32(b[at:], v)
	return b
}

// noise is junk in which nothing looks like a frame or a page.
func noise(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i*7) & 0x7f
	}
	return b
}

// TestDamaged plays damaged files. Each wants about the frames named: those
// that ffmpeg plays of it.
func TestDamaged(t *testing.T) {
	dir := t.TempDir()
	call := soundtest.TwoChannelCall(t, 3)
	make := func(tool, name string, args ...string) []byte {
		path := filepath.Join(dir, name)
		soundtest.Run(t, tool, append(args, call, path)...)
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	wav, err := os.ReadFile(call)
	if err != nil {
		t.Fatal(err)
	}
	mp3 := make("lame", "call.mp3", "--quiet", "--resample", "16", "-b", "32", "--cbr")
	opus := make("opusenc", "call.opus", "--quiet", "--serial", "1")
	opus2 := make("opusenc", "call2.opus", "--quiet", "--serial", "2")
	squeeze := func(kind string) []byte {
		path := filepath.Join(dir, kind+".wav")
		soundtest.Run(t, "sox", "-D", call, "-c", "1", "-e", kind, path)
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	gsm, ima, ms := squeeze("gsm-full-rate"), squeeze("ima-adpcm"), squeeze("ms-adpcm")
	gsmSize, imaSize := bytes.Index(gsm, []byte("data"))+4, bytes.Index(ima, []byte("data"))+4
	head, sound := wav[:36], wav[44:] // RIFF and fmt; the data behind its own head
	data := cat([]byte("data"), put32([]byte{0, 0, 0, 0}, 0, uint32(len(sound))), sound)
	id3 := cat([]byte("ID3\x03\x00\x00\x00\x00\x10\x00"), noise(2048))

	for _, c := range []struct {
		name    string
		content []byte
		whole   []byte
	}{
		{name: "wav size 0", content: put32(wav, 40, 0)},
		{name: "wav size ffffffff", content: put32(wav, 40, 0xffffffff)},
		{name: "wav riff size 0", content: put32(wav, 4, 0)},
		{name: "wav size beyond", content: put32(wav, 40, uint32(len(sound)*3))},
		{name: "wav cut", content: wav[:len(wav)/2+3]},
		{name: "wav with LIST", content: cat(head, []byte("LIST\x04\x00\x00\x00INFO"), data)},
		{name: "wav with odd chunk", content: cat(head, []byte("junk\x03\x00\x00\x00abc\x00"), data)},
		{name: "wav with odd chunk unpadded", content: cat(head, []byte("junk\x03\x00\x00\x00abc"), data), whole: wav},
		{name: "wav with chunk behind", content: cat(wav, []byte("LIST\x04\x00\x00\x00INFO"))},
		{name: "wav block align 0", content: put32(wav, 32, 16<<16)},
		{name: "gsm cut", content: gsm[:len(gsm)*2/3]},
		{name: "gsm size ffffffff", content: put32(gsm, gsmSize, 0xffffffff)},
		{name: "gsm size 0", content: put32(gsm, gsmSize, 0)},
		{name: "ima cut", content: ima[:len(ima)*2/3]},
		{name: "ms adpcm cut", content: ms[:len(ms)*2/3]},
		{name: "ima size beyond", content: put32(ima, imaSize, 0x7fffffff)},
		{name: "mp3 cut", content: mp3[:len(mp3)*2/3]},
		{name: "mp3 junk in front", content: cat(noise(3000), mp3)},
		{name: "mp3 junk inside", content: cat(mp3[:len(mp3)/2], noise(5000), mp3[len(mp3)/2:])},
		{name: "mp3 junk behind", content: cat(mp3, noise(5000))},
		{name: "mp3 two id3", content: cat(id3, id3, mp3)},
		{name: "mp3 id3v1 behind", content: cat(mp3, []byte("TAG"), noise(125))},
		{name: "mp3 in wav", content: cat(wav[:20], []byte("\x55\x00\x02\x00\x80\x3e\x00\x00\xa0\x0f\x00\x00\x01\x00\x00\x00data"), put32([]byte{0, 0, 0, 0}, 0, uint32(len(mp3))), mp3)},
		{name: "mp3 twice", content: cat(mp3, mp3)},
		{name: "opus cut", content: opus[:len(opus)*2/3]},
		{name: "opus chained", content: cat(opus, opus2)},
		{name: "opus junk in front", content: cat(noise(900), opus), whole: opus},
		{name: "opus junk inside", content: cat(opus[:len(opus)/2], noise(3000), opus[len(opus)/2:])},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d, err := decode.Open(bytes.NewReader(c.content), int64(len(c.content)))
			if err != nil {
				t.Fatal(err)
			}
			frames := all(t, d)
			if int64(len(frames)) != d.Info().Frames || len(frames) == 0 {
				t.Errorf("announced %d frames, gave %d", d.Info().Frames, len(frames))
			}
			path := filepath.Join(dir, t.Name()[len("TestDamaged/"):]+".bin")
			if strings.HasPrefix(c.name, "opus") {
				path += ".opus"
			}
			if whole := c.whole; whole != nil { // ffmpeg does not play this one; nothing of it is lost
				if want := openBytes(t, whole).Info().Frames; int64(len(frames)) != want {
					t.Errorf("%d frames, the undamaged file has %d", len(frames), want)
				}
				return
			}
			if err := os.WriteFile(path, c.content, 0o600); err != nil {
				t.Fatal(err)
			}
			// One page more or less is a matter of taste at a break.
			slack := 16000
			if strings.HasPrefix(c.name, "mp3") {
				slack = 1
			}
			theirs := len(decodedAt(t, path, 2, d.Info().SampleRate)) / 2
			if diff := len(frames) - theirs; diff > slack || diff < -slack {
				t.Errorf("%d frames, ffmpeg has %d", len(frames), theirs)
			} else {
				t.Logf("%d frames, %d more than ffmpeg", len(frames), diff)
			}
			least := 35.0
			if c.name == "opus junk inside" { // behind a hole the codec finds its way back from what it heard before
				least = math.Inf(-1)
			}
			checkSeeks(t, d, frames, least)
		})
	}
}

// TestLostPageIsSilence breaks a page in the middle of a stream and wants
// everything behind it at its old place.
func TestLostPageIsSilence(t *testing.T) {
	path := format{name: "call", tool: "opusenc", args: []string{"--quiet", "--max-delay", "200", "IN", "OUT.opus"}}.build(t, soundtest.TwoChannelCall(t, 8))
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	good := all(t, openBytes(t, b))
	broken := bytes.Clone(b)
	broken[len(b)/2] ^= 0x40

	bad := all(t, openBytes(t, broken))

	if len(good) != len(bad) {
		t.Fatalf("%d frames became %d", len(good), len(bad))
	}
	differ := 0
	for i := range good {
		if good[i] != bad[i] {
			differ++
		}
	}
	if seconds := float64(differ) / 16000; seconds == 0 || seconds > 2 {
		t.Errorf("%.2f s differ", seconds)
	}
	tail := len(good) - 8000
	if snr := soundtest.SNR(interleave(good[tail:], 2), interleave(bad[tail:], 2)); snr < 30 {
		t.Errorf("the end does not recover: %.1f dB", snr)
	}
}

// TestMidStream cuts the first pages of sound off, as a recorder does that
// joins late: the times begin with what is there.
func TestMidStream(t *testing.T) {
	path := format{name: "call", tool: "opusenc", args: []string{"--quiet", "--max-delay", "200", "IN", "OUT.opus"}}.build(t, soundtest.TwoChannelCall(t, 8))
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var pages []int
	for i := range b {
		if bytes.HasPrefix(b[i:], []byte("OggS")) {
			pages = append(pages, i)
		}
	}
	whole := openBytes(t, b).Info().Frames
	late := cat(b[:pages[2]], b[pages[7]:]) // heads stay, five pages go

	d := openBytes(t, late)

	frames := all(t, d)
	if gone := whole - int64(len(frames)); gone < 5*16000*15/100 || gone > 5*16000*25/100 {
		t.Errorf("%d frames of %d are gone", gone, whole)
	}
	checkSeeks(t, d, frames, 35)
}

func openBytes(tb testing.TB, b []byte) decode.Decoder {
	tb.Helper()
	d, err := decode.Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

// TestNothing wants an error, never an empty success.
func TestNothing(t *testing.T) {
	wav, err := os.ReadFile(soundtest.Speech(t, 1))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		content []byte
		want    error
	}{
		"empty":             {nil, decode.ErrEmpty},
		"one byte":          {[]byte{0xff}, decode.ErrNotSound},
		"web page":          {[]byte("<!DOCTYPE html><html><head><title>404</title></head></html>"), decode.ErrNotSound},
		"json":              {[]byte(`{"error":"NOT_FOUND"}`), decode.ErrNotSound},
		"zeros":             {make([]byte, 100000), decode.ErrNotSound},
		"ones":              {bytes.Repeat([]byte{0xff}, 100000), decode.ErrNotSound},
		"wav head only":     {wav[:44], decode.ErrEmpty},
		"wav without fmt":   {cat(wav[:12], wav[36:]), decode.ErrNotSound},
		"wav without data":  {wav[:36], decode.ErrEmpty},
		"wav half a frame":  {wav[:45], decode.ErrEmpty},
		"wav 0 channels":    {put32(wav, 22, 8000<<16), decode.ErrNotSound},
		"wav 4 GHz":         {put32(wav, 24, 0xffffffff), decode.ErrNotSound},
		"wav endless chunk": {cat(wav[:12], []byte("LIST\xff\xff\xff\xff"), wav[12:]), decode.ErrNotSound},
		"ogg head only":     {[]byte("OggS\x00\x02"), decode.ErrNotSound},
	} {
		_, err := decode.Open(bytes.NewReader(c.content), int64(len(c.content)))
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

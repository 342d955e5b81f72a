package celt_test

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/pion/opus"

	"sensedesk/player/celt"
	"sensedesk/player/soundtest"
)

// packets returns the packets of an Ogg file behind its two headers.
func packets(tb testing.TB, path string) (out [][]byte) {
	tb.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	var packet []byte
	for bytes.HasPrefix(b, []byte("OggS")) {
		lacing, body := b[27:27+int(b[26])], b[27+int(b[26]):]
		for _, n := range lacing {
			packet = append(packet, body[:n]...)
			body = body[n:]
			if n < 255 {
				out, packet = append(out, packet), nil
			}
		}
		b = body
	}
	return out[2:]
}

// fully decodes packets with pion's decoder at 16 kHz.
func fully(tb testing.TB, channels int, list [][]byte) (out [][2]float32) {
	tb.Helper()
	d, err := opus.NewDecoderWithOutput(celt.Rate, channels)
	if err != nil {
		tb.Fatal(err)
	}
	pcm := make([]float32, 2*1920)
	for _, p := range list {
		n, err := d.DecodeToFloat32(p, pcm)
		if err != nil {
			tb.Fatal(err)
		}
		for i := range n {
			out = append(out, [2]float32{pcm[i*channels], pcm[i*channels+channels-1]})
		}
	}
	return out
}

func coarsely(tb testing.TB, channels int, list [][]byte) (out [][2]float32) {
	tb.Helper()
	d := celt.New(channels)
	sound := make([][2]float32, 1920)
	for _, p := range list {
		n, err := d.Decode(sound, p)
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, sound[:n]...)
	}
	return out
}

// likeness returns how far got's difference from want lies below want, dB, at the
// 24 µs by which its samples lie beside.
func likeness(want, got [][2]float32) float64 {
	const late, reach = 1.16 / 3, 24
	var kernel [2*reach + 1]float64
	for i := range kernel {
		x := float64(i-reach) + late
		kernel[i] = math.Sin(math.Pi*x) / (math.Pi * x) * math.Pow(math.Cos(math.Pi/2*x/(reach+1)), 2)
	}
	var signal, noise float64
	for i := reach; i+reach < len(want); i += 7 {
		for c := range 2 {
			sum := 0.0
			for k, w := range kernel {
				sum += w * float64(want[i-reach+k][c])
			}
			d := float64(got[i][c]) - sum
			signal, noise = signal+sum*sum, noise+d*d
		}
	}
	return 10 * math.Log10(signal/noise)
}

// TestAsTheFullDecoder encodes speech and music with every length of frames, and
// few bits and many: the outline of what comes is that of the full decoder, 1 to
// 2 % off. A single symbol read wrongly makes noise of all that follows.
func TestAsTheFullDecoder(t *testing.T) {
	dir := t.TempDir()
	speech, music := filepath.Join(dir, "speech.wav"), filepath.Join(dir, "music.wav")
	soundtest.Run(t, "sox", "-D", soundtest.TwoChannelCall(t, 4), "-r", "48000", speech)
	pluck, beat := filepath.Join(dir, "pluck.wav"), filepath.Join(dir, "beat.wav")
	soundtest.Run(t, "sox", "-R", "-n", "-r", "48000", "-b", "16", pluck, "synth", "0.6", "pluck", "C3", "pluck", "E4", "gain", "-3")
	soundtest.Run(t, "sox", "-R", "-n", "-r", "48000", "-b", "16", beat, "synth", "0.3", "brownnoise", "sine", "300-3000", "gain", "-12")
	soundtest.Run(t, "sox", "-D", pluck, beat, beat, pluck, music, "repeat", "1")
	for name, in := range map[string]string{"speech": speech, "music": music} {
		for _, ms := range []string{"2.5", "5", "10", "20", "60"} {
			for _, rate := range []string{"12k", "96k"} {
				for channels := 1; channels <= 2; channels++ {
					t.Run(fmt.Sprint(name, " ", ms, " ms ", rate, " ", channels), func(t *testing.T) {
						t.Parallel()
						path := filepath.Join(t.TempDir(), "x.opus")
						soundtest.Run(t, "ffmpeg", "-v", "error", "-i", in, "-ac", fmt.Sprint(channels),
							"-c:a", "libopus", "-application", "lowdelay", "-frame_duration", ms, "-b:a", rate, path)
						list := packets(t, path)
						want, got := fully(t, channels, list), coarsely(t, channels, list)
						if len(got) != len(want) || len(got) < 2*celt.Rate {
							t.Fatalf("%d frames, want %d", len(got), len(want))
						}
						if l := likeness(want, got); l < 31 {
							t.Errorf("%.1f dB like the full decoder", l)
						}
						// Channels the file does not have.
						want, got = fully(t, 3-channels, list), coarsely(t, 3-channels, list)
						if l := likeness(want, got); l < 31 {
							t.Errorf("as %d channels: %.1f dB like the full decoder", 3-channels, l)
						}
					})
				}
			}
		}
	}
}

// TestLost leaves packets without content between others.
func TestLost(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.opus")
	soundtest.Run(t, "opusenc", "--quiet", "--bitrate", "48", soundtest.TwoChannelCall(t, 6), path)
	list := packets(t, path)
	for i := range list {
		if i%40 > 35 {
			list[i] = list[i][:1]
		}
	}
	want, got := fully(t, 2, list), coarsely(t, 2, list)
	if l := likeness(want, got); l < 31 {
		t.Errorf("%.1f dB like the full decoder", l)
	}
	if n := 36 * 320; len(got) < n+320 || got[n] != [2]float32{} || got[n+319] != [2]float32{} {
		t.Error("sound where nothing was sent")
	}
}

// TestDamaged gives packets that end early, or hold anything: as many frames come
// as from the full decoder, and where that refuses a packet this one does.
func TestDamaged(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	path := filepath.Join(t.TempDir(), "x.opus")
	soundtest.Run(t, "opusenc", "--quiet", "--bitrate", "64", soundtest.TwoChannelCall(t, 4), path)
	list := packets(t, path)
	full, err := opus.NewDecoderWithOutput(celt.Rate, 2)
	if err != nil {
		t.Fatal(err)
	}
	d := celt.New(2)
	pcm, sound := make([]float32, 2*1920), make([][2]float32, 1920)
	same, refused := 0, 0
	for range 4000 {
		p := bytes.Clone(list[rnd.IntN(len(list))])
		p[0] = 0x80 | byte(rnd.Uint32())
		switch rnd.IntN(3) {
		case 0:
			p = p[:1+rnd.IntN(len(p))]
		case 1:
			for range 5 {
				p[1+rnd.IntN(len(p)-1)] = byte(rnd.Uint32())
			}
		}
		want, wrong := full.DecodeToFloat32(p, pcm)
		n, err := d.Decode(sound, p)
		if (err != nil) != (wrong != nil) || n != want {
			t.Fatalf("%d bytes of %x: %d frames, %v; the full decoder %d, %v", len(p), p[:min(4, len(p))], n, err, want, wrong)
		}
		if err != nil {
			refused++
			continue
		}
		same++
		for _, f := range sound[:n] {
			if s := float64(f[0] + f[1]); math.IsNaN(s) || math.IsInf(s, 0) {
				t.Fatalf("%x: %v", p[0], f)
			}
		}
	}
	if same < 1000 || refused < 500 {
		t.Errorf("%d decoded, %d refused", same, refused)
	}
}

func TestOtherLayers(t *testing.T) {
	d := celt.New(1)
	for _, p := range [][]byte{nil, {}, {0x08, 1, 2, 3}, {0x78, 1, 2, 3}} {
		if n, err := d.Decode(make([][2]float32, 1920), p); n != 0 || err == nil {
			t.Errorf("%x: %d, %v", p, n, err)
		}
	}
	if n, err := d.Decode(make([][2]float32, 319), []byte{0xf8, 1, 2, 3}); n != 0 || err == nil {
		t.Errorf("no room: %d, %v", n, err)
	}
}

func FuzzDecode(f *testing.F) {
	path := filepath.Join(f.TempDir(), "x.opus")
	soundtest.Run(f, "opusenc", "--quiet", "--bitrate", "64", soundtest.TwoChannelCall(f, 1), path)
	for _, p := range packets(f, path) {
		f.Add(p)
	}
	f.Fuzz(func(t *testing.T, p []byte) {
		d, sound := celt.New(1+len(p)%2), make([][2]float32, 1920)
		for range 2 {
			n, err := d.Decode(sound, p)
			if (err == nil) != (n > 0) {
				t.Errorf("%d frames, %v", n, err)
			}
			for _, f := range sound[:n] {
				if s := float64(f[0] + f[1]); math.IsNaN(s) || math.IsInf(s, 0) {
					t.Fatal(f)
				}
			}
		}
	})
}

//go:build unix

package mp3_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"sensedesk/player/mp3"
	"sensedesk/player/soundtest"
)

// BenchmarkDecode decodes ten minutes of a call and tells the CPU it takes of what
// ffmpeg takes for the same file, its start included, and mpg123.
func BenchmarkDecode(b *testing.B) {
	minute := soundtest.TwoChannelCall(b, 60)
	call := filepath.Join(b.TempDir(), "call.wav")
	soundtest.Run(b, "sox", minute, call, "repeat", "9")
	for _, c := range [][]string{{"8", "-b", "24"}, {"16", "-b", "48"}, {"44.1", "-b", "128"}, {"44.1", "-V", "2"}} {
		b.Run(fmt.Sprint(c), func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "call.mp3")
			soundtest.Run(b, "lame", append([]string{"--quiet", "-t", "--resample"}, append(c, call, path)...)...)
			file, err := os.ReadFile(path)
			if err != nil {
				b.Fatal(err)
			}
			var d mp3.Decoder
			var sound [2][mp3.MaxFrames]float32
			var frames, rate int
			b.ReportAllocs()
			began := soundtest.OwnCPU(b)
			for b.Loop() {
				frames = 0
				for rest := file; len(rest) > 0; {
					h, err := mp3.ReadHeader(rest)
					if err != nil || h.Size > len(rest) {
						break
					}
					n, _, err := d.Decode(rest[:h.Size], &sound)
					if err != nil {
						b.Fatal(err)
					}
					frames, rate = frames+n, h.Rate
					rest = rest[h.Size:]
				}
			}
			if frames < 500*rate {
				b.Fatalf("only %d frames", frames)
			}
			ours := (soundtest.OwnCPU(b) - began) / time.Duration(b.N)
			b.ReportMetric(float64(frames)/float64(rate)/ours.Seconds(), "×realtime")
			b.ReportMetric(ours.Seconds()/soundtest.FFmpegCPU(b, path).Seconds(), "×ffmpeg")
			b.ReportMetric(ours.Seconds()/soundtest.ToolCPU(b, "mpg123", "-q", "-t", path).Seconds(), "×mpg123")
		})
	}
}

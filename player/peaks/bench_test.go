//go:build unix

package peaks_test

import (
	"path/filepath"
	"testing"
	"time"

	"sensedesk/player/soundtest"
)

// BenchmarkPeaks measures a 14 min call and tells the CPU it takes of what ffmpeg
// takes to decode it.
func BenchmarkPeaks(b *testing.B) {
	dir := b.TempDir()
	call := filepath.Join(dir, "call.wav")
	soundtest.Run(b, "sox", soundtest.TwoChannelCall(b, 60), call, "repeat", "13")
	for _, c := range []struct {
		name, file, tool string
		args             []string
	}{
		{"wav", "call.wav", "", nil},
		{"mp3", "call.mp3", "lame", []string{"--quiet", "--resample", "16", "-b", "48"}},
		{"opus coded as music", "music.opus", "opusenc", []string{"--quiet", "--bitrate", "32"}},
		{"opus coded as a voice", "voice.opus", "opusenc", []string{"--quiet", "--bitrate", "24", "--speech"}},
	} {
		b.Run(c.name, func(b *testing.B) {
			path := filepath.Join(dir, c.file)
			if c.tool != "" {
				soundtest.Run(b, c.tool, append(c.args, call, path)...)
			}
			began := soundtest.OwnCPU(b)
			for b.Loop() {
				compute(b, open(b, path))
			}
			ours := (soundtest.OwnCPU(b) - began) / time.Duration(b.N)
			b.ReportMetric(ours.Seconds()/soundtest.FFmpegCPU(b, path).Seconds(), "×ffmpeg")
		})
	}
}

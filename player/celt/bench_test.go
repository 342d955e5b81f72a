//go:build unix

package celt_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/pion/opus"

	"sensedesk/player/celt"
	"sensedesk/player/soundtest"
)

// BenchmarkDecode decodes ten minutes of a call and tells the CPU it takes of what
// ffmpeg takes for the same file, its start included, and of what the full decoder
// takes at the same rate.
func BenchmarkDecode(b *testing.B) {
	minute, dir := soundtest.TwoChannelCall(b, 60), b.TempDir()
	call, path := filepath.Join(dir, "call.wav"), filepath.Join(dir, "call.opus")
	soundtest.Run(b, "sox", minute, call, "repeat", "9")
	soundtest.Run(b, "opusenc", "--quiet", "--comp", "4", "--bitrate", "32", call, path)
	list := packets(b, path)
	sound, pcm := make([][2]float32, 1920), make([]float32, 2*1920)
	b.ReportAllocs()
	began := soundtest.OwnCPU(b)
	for b.Loop() {
		d := celt.New(2)
		for _, p := range list {
			if _, err := d.Decode(sound, p); err != nil {
				b.Fatal(err)
			}
		}
	}
	ours := (soundtest.OwnCPU(b) - began) / time.Duration(b.N)
	began = soundtest.OwnCPU(b)
	full, err := opus.NewDecoderWithOutput(celt.Rate, 2)
	if err != nil {
		b.Fatal(err)
	}
	for _, p := range list {
		if _, err := full.DecodeToFloat32(p, pcm); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(ours.Seconds()/(soundtest.OwnCPU(b)-began).Seconds(), "×full")
	b.ReportMetric(ours.Seconds()/soundtest.FFmpegCPU(b, path).Seconds(), "×ffmpeg")
}

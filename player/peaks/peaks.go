// Package peaks measures a recording in one pass: its outline for drawing and
// the stretches in which somebody speaks.
//
// Both come from bins of 10 ms per channel, which are small enough to be kept
// (Marshal) and hold all that the voice activity is judged by.
package peaks

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"time"

	"sensedesk/player/decode"
)

// Version of what is measured and how it is written. Kept peaks of another
// version are of no use.
const Version = 2

// Bin is how much of the recording one bin measures, of recordings of up to four
// hours. Of longer ones bins are joined, so that no recording takes more memory
// than such a one: 14 MB in two channels.
const Bin = 10 * time.Millisecond

const (
	binsPerSecond = int64(time.Second / Bin)
	mostBins      = int(4 * 3600 * binsPerSecond)
)

// Peaks are the measurements of a recording.
type Peaks struct {
	Rate     int   // Hz
	Frames   int64 // length, frames at Rate
	Joined   int   // how many times Bin one bin lasts: 1, of recordings longer than four hours 2, longer than eight 4, …
	Channels []Channel
}

// Channel holds the bins of one channel. Its slices are equally long.
type Channel struct {
	Min, Max []int16 // least and greatest sample, 16-bit scale
	// Level is the root mean square above 200 Hz, in half decibels: 255 is full
	// scale, 254 is −0.5 dBFS, 0 is −127.5 dBFS and everything below.
	Level []uint8
}

// Bins returns how many bins there are.
func (p *Peaks) Bins() int {
	if len(p.Channels) == 0 {
		return 0
	}
	return len(p.Channels[0].Level)
}

// BinLength returns how much of the recording one bin measures.
func (p *Peaks) BinLength() time.Duration { return Bin * time.Duration(max(1, p.Joined)) }

// Duration returns the length of what was measured.
func (p *Peaks) Duration() time.Duration {
	if p.Rate <= 0 {
		return 0
	}
	return time.Duration(float64(p.Frames) / float64(p.Rate) * float64(time.Second))
}

// Progress is told now and then, in the goroutine of Compute, what is measured
// so far and which share of the whole that is, from 0 to 1. ready may be kept
// and read, also from other goroutines.
type Progress func(ready *Peaks, share float64)

const (
	block       = 4096
	reportEvery = 20 // seconds of the recording
)

// Compute measures all that dec gives from its start. progress may be nil. A
// recording that breaks off is measured up to there, with the error.
func Compute(ctx context.Context, dec decode.Decoder, progress Progress) (*Peaks, error) {
	info := dec.Info()
	if _, err := dec.SeekTo(0); err != nil {
		return nil, fmt.Errorf("measure recording: %w", err)
	}
	m := newMeasure(info)
	buf := make([][2]float32, block)
	report := int64(info.SampleRate) * reportEvery
	for next := report; ; {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		n, err := dec.Read(buf)
		m.add(buf[:n])
		if err != nil {
			m.finish()
			if errors.Is(err, io.EOF) {
				err = nil
			} else {
				err = fmt.Errorf("measure recording: %w", err)
			}
			return &m.peaks, err
		}
		if progress != nil && m.peaks.Frames >= next {
			next += report
			ready := m.peaks
			ready.Channels = append([]Channel(nil), m.peaks.Channels...)
			progress(&ready, share(&ready, info))
		}
	}
}

// share returns how much of the whole is measured.
func share(p *Peaks, info decode.Info) float64 {
	if info.Duration <= 0 {
		return 0
	}
	return math.Min(1, p.Duration().Seconds()/info.Duration.Seconds())
}

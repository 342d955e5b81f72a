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
const Version = 1

// Bin is how much of the recording one bin measures.
const Bin = 10 * time.Millisecond

const binsPerSecond = int64(time.Second / Bin)

// Peaks are the measurements of a recording.
type Peaks struct {
	Rate     int   // Hz
	Frames   int64 // length, frames at Rate
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

// measure is a running measurement.
type measure struct {
	peaks Peaks
	until int64 // frame at which the bin being filled ends
	bins  []bin
}

// bin is what was seen of a channel in the bin being filled.
type bin struct {
	high     highPass
	min, max float32
	square   float64
	n        int
}

func newMeasure(info decode.Info) *measure {
	n := min(max(info.Channels, 1), 2)
	m := &measure{peaks: Peaks{Rate: info.SampleRate, Channels: make([]Channel, n)}, bins: make([]bin, n)}
	for i := range m.bins {
		m.bins[i].high = newHighPass(info.SampleRate)
	}
	m.until = m.end(0)
	return m
}

// end returns the frame at which bin i ends. Rates that are no multiple of 100
// have bins of changing length.
func (m *measure) end(i int) int64 { return int64(i+1) * int64(m.peaks.Rate) / binsPerSecond }

func (m *measure) add(frames [][2]float32) {
	for len(frames) > 0 {
		n := int(min(int64(len(frames)), m.until-m.peaks.Frames))
		for c := range m.bins {
			m.bins[c].add(frames[:n], c)
		}
		m.peaks.Frames += int64(n)
		frames = frames[n:]
		if m.peaks.Frames == m.until {
			m.close()
		}
	}
}

// close completes the bin being filled.
func (m *measure) close() {
	for c := range m.bins {
		b, ch := &m.bins[c], &m.peaks.Channels[c]
		ch.Min = append(ch.Min, sample16(b.min))
		ch.Max = append(ch.Max, sample16(b.max))
		ch.Level = append(ch.Level, levelOf(b.square/float64(max(1, b.n))))
		b.min, b.max, b.square, b.n = 0, 0, 0, 0
	}
	m.until = m.end(m.peaks.Bins())
}

func (m *measure) finish() {
	if m.bins[0].n > 0 {
		m.close()
	}
}

func (b *bin) add(frames [][2]float32, side int) {
	lo, hi, square := b.min, b.max, b.square
	h := b.high
	if b.n == 0 && len(frames) > 0 {
		lo, hi = frames[0][side], frames[0][side]
	}
	for i := range frames {
		v := frames[i][side]
		lo, hi = min(lo, v), max(hi, v)
		y := h.next(v)
		square += float64(y * y)
	}
	b.min, b.max, b.square, b.high = lo, hi, square, h
	b.n += len(frames)
}

func sample16(v float32) int16 {
	return int16(max(-1<<15, min(1<<15-1, math.Round(float64(v)*(1<<15)))))
}

// levelOf returns the level of a mean square.
func levelOf(square float64) uint8 {
	if square <= 0 {
		return 0
	}
	return uint8(max(0, min(255, math.Round(255+20*math.Log10(square)))))
}

// highPass is a second-order Butterworth filter that takes hum and rumble out
// before a level is judged.
type highPass struct {
	b0, b1, b2, a1, a2 float32
	x1, x2, y1, y2     float32
}

const highPassHz = 200

func newHighPass(rate int) highPass {
	w := 2 * math.Pi * highPassHz / float64(rate)
	alpha, cos := math.Sin(w)/math.Sqrt2, math.Cos(w)
	a0 := 1 + alpha
	return highPass{
		b0: float32((1 + cos) / 2 / a0), b1: float32(-(1 + cos) / a0), b2: float32((1 + cos) / 2 / a0),
		a1: float32(-2 * cos / a0), a2: float32((1 - alpha) / a0),
	}
}

func (h *highPass) next(x float32) float32 {
	y := h.b0*x + h.b1*h.x1 + h.b2*h.x2 - h.a1*h.y1 - h.a2*h.y2
	h.x2, h.x1, h.y2, h.y1 = h.x1, x, h.y1, y
	return y
}

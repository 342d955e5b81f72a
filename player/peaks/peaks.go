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
		if len(m.bins) == 2 {
			addBoth(&m.bins[0], &m.bins[1], frames[:n])
		} else {
			m.bins[0].add(frames[:n], 0)
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
		ch.Level = append(ch.Level, levelOf(b.square*float64(b.high.gain*b.high.gain)/float64(max(1, b.n))))
		b.min, b.max, b.square, b.n = 0, 0, 0, 0
	}
	m.until = m.end(m.peaks.Bins())
}

func (m *measure) finish() {
	if m.bins[0].n > 0 {
		m.close()
	}
}

// add measures frames on one side.
func (b *bin) add(frames [][2]float32, side int) {
	if len(frames) == 0 {
		return
	}
	b.begin(frames[0][side])
	lo, hi, square, h := b.min, b.max, float32(0), b.high
	for i := range frames {
		v := frames[i][side]
		if v < lo {
			lo = v
		}
		if v > hi {
			hi = v
		}
		y := h.next(v)
		square += y * y
	}
	b.min, b.max, b.high = lo, hi, h
	b.square += float64(square)
	b.n += len(frames)
}

// addBoth is add for two sides. A filter waits for its own last result at every
// step; side by side the two fill each other's waiting.
func addBoth(l, r *bin, frames [][2]float32) {
	if len(frames) == 0 {
		return
	}
	l.begin(frames[0][0])
	r.begin(frames[0][1])
	llo, lhi, rlo, rhi := l.min, l.max, r.min, r.max
	for i := range frames {
		x, z := frames[i][0], frames[i][1]
		if x < llo {
			llo = x
		}
		if x > lhi {
			lhi = x
		}
		if z < rlo {
			rlo = z
		}
		if z > rhi {
			rhi = z
		}
	}
	l.min, l.max, r.min, r.max = llo, lhi, rlo, rhi
	lh, rh := l.high, r.high
	a1, a2 := lh.a1, lh.a2
	lx1, lx2, ly1, ly2 := lh.x1, lh.x2, lh.y1, lh.y2
	rx1, rx2, ry1, ry2 := rh.x1, rh.x2, rh.y1, rh.y2
	var lsq, rsq float32
	for i := range frames { // highPass.next, with everything in registers
		x, z := frames[i][0], frames[i][1]
		y := (x - lx1) - (lx1 - lx2) - a2*ly2 - a1*ly1
		w := (z - rx1) - (rx1 - rx2) - a2*ry2 - a1*ry1
		lx2, lx1, ly2, ly1 = lx1, x, ly1, y
		rx2, rx1, ry2, ry1 = rx1, z, ry1, w
		lsq += y * y
		rsq += w * w
	}
	l.high.x1, l.high.x2, l.high.y1, l.high.y2 = lx1, lx2, ly1, ly2
	r.high.x1, r.high.x2, r.high.y1, r.high.y2 = rx1, rx2, ry1, ry2
	l.square, r.square = l.square+float64(lsq), r.square+float64(rsq)
	l.n, r.n = l.n+len(frames), r.n+len(frames)
}

// begin starts a bin that is empty with its first sample.
func (b *bin) begin(first float32) {
	if b.n == 0 {
		b.min, b.max = first, first
	}
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
// before a level is judged. What it gives is too great by 1/gain: its output is
// only squared and added up, so the factor is applied once a bin.
type highPass struct {
	gain, a1, a2   float32
	x1, x2, y1, y2 float32
}

const highPassHz = 200

func newHighPass(rate int) highPass {
	w := 2 * math.Pi * highPassHz / float64(rate)
	alpha, cos := math.Sin(w)/math.Sqrt2, math.Cos(w)
	a0 := 1 + alpha
	return highPass{gain: float32((1 + cos) / 2 / a0), a1: float32(-2 * cos / a0), a2: float32((1 - alpha) / a0)}
}

func (h *highPass) next(x float32) float32 {
	y := (x - h.x1) - (h.x1 - h.x2) - h.a2*h.y2 - h.a1*h.y1
	h.x2, h.x1, h.y2, h.y1 = h.x1, x, h.y1, y
	return y
}

package peaks

import (
	"math"
	"time"

	"sensedesk/player/decode"
)

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
	m := &measure{peaks: Peaks{Rate: info.SampleRate, Joined: 1, Channels: make([]Channel, n)}, bins: make([]bin, n)}
	for i := range m.bins {
		m.bins[i].high = newHighPass(info.SampleRate)
	}
	m.room(int(max(0, min(int64(mostBins), int64(info.Duration/Bin)+2))))
	m.until = m.end(0)
	return m
}

// room replaces the bins by empty ones with room for n.
func (m *measure) room(n int) {
	for c := range m.peaks.Channels {
		m.peaks.Channels[c] = Channel{Min: make([]int16, 0, n), Max: make([]int16, 0, n), Level: make([]uint8, 0, n)}
	}
}

// end returns the frame at which bin i ends. Rates that are no multiple of 100
// have bins of changing length.
func (m *measure) end(i int) int64 {
	return int64(i+1) * int64(m.peaks.Joined) * int64(m.peaks.Rate) / binsPerSecond
}

func (m *measure) add(frames [][2]float32) {
	for len(frames) > 0 {
		n := int(min(int64(len(frames)), m.until-m.peaks.Frames))
		m.fill(frames[:n])
		m.peaks.Frames += int64(n)
		frames = frames[n:]
		if m.peaks.Frames == m.until {
			m.close(false)
		}
	}
}

// fill adds frames to the bin being filled.
func (m *measure) fill(frames [][2]float32) {
	lo, hi := extremes(frames)
	var square [2]float32
	if len(m.bins) == 2 {
		square[0], square[1] = squares(&m.bins[0].high, &m.bins[1].high, frames)
	} else {
		h := m.bins[0].high
		for i := range frames {
			y := h.next(frames[i][0])
			square[0] += y * y
		}
		m.bins[0].high = h
	}
	for c := range m.bins {
		b := &m.bins[c]
		if b.n == 0 {
			b.min, b.max = lo[c], hi[c]
		}
		b.min, b.max = min(b.min, lo[c]), max(b.max, hi[c])
		b.square += float64(square[c])
		b.n += len(frames)
	}
}

// close completes the bin being filled, unless it turns out to be longer.
func (m *measure) close(last bool) {
	if m.peaks.Bins() == mostBins {
		m.join()
		if m.until = m.end(m.peaks.Bins()); !last && m.peaks.Frames < m.until {
			return
		}
	}
	for c := range m.bins {
		b, ch := &m.bins[c], &m.peaks.Channels[c]
		ch.Min = append(ch.Min, sample16(b.min))
		ch.Max = append(ch.Max, sample16(b.max))
		ch.Level = append(ch.Level, levelOf(b.square*float64(b.high.gain*b.high.gain)/float64(max(1, b.n))))
		b.min, b.max, b.square, b.n = 0, 0, 0, 0
	}
	m.until = m.end(m.peaks.Bins())
}

// join makes one bin of every two. What was reported before stays as it is.
func (m *measure) join() {
	old := append([]Channel(nil), m.peaks.Channels...)
	m.room(mostBins)
	for c, was := range old {
		ch := &m.peaks.Channels[c]
		for i := 0; i+1 < len(was.Level); i += 2 {
			ch.Min = append(ch.Min, min(was.Min[i], was.Min[i+1]))
			ch.Max = append(ch.Max, max(was.Max[i], was.Max[i+1]))
			ch.Level = append(ch.Level, levelOf((squareOf(was.Level[i])+squareOf(was.Level[i+1]))/2))
		}
	}
	m.peaks.Joined *= 2
}

func (m *measure) finish() {
	if m.bins[0].n > 0 {
		m.close(true)
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

// squareOf returns the mean square of a level, but for its rounding; level 0 is
// silence.
func squareOf(level uint8) float64 {
	if level == 0 {
		return 0
	}
	return math.Pow(10, (float64(level)-255)/20)
}

// inBins returns how many bins make d, at least one.
func (p *Peaks) inBins(d time.Duration) int { return max(1, int(d/p.BinLength())) }

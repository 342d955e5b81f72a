package peaks

import (
	"math"
	"time"
)

// Column is the outline of one stretch of a channel, on a scale of −1 to 1.
type Column struct {
	Min, Max float32
	RMS      float32 // above 200 Hz; the louder the darker
}

// Columns fills dst with the outline of a channel between two times, each
// column an equal part. What lies outside of the recording is flat.
func (p *Peaks) Columns(channel int, from, to time.Duration, dst []Column) {
	clear(dst)
	if channel < 0 || channel >= len(p.Channels) || to <= from || len(dst) == 0 {
		return
	}
	ch := &p.Channels[channel]
	first := float64(from) / float64(p.BinLength())
	per := float64(to-from) / float64(p.BinLength()) / float64(len(dst))
	for i := range dst {
		a := int(math.Floor(first + float64(i)*per))
		b := max(a+1, int(math.Floor(first+float64(i+1)*per)))
		dst[i] = ch.outline(max(0, a), min(b, len(ch.Level)))
	}
}

// outline joins bins a up to b to one column.
func (c *Channel) outline(a, b int) Column {
	if a >= b {
		return Column{}
	}
	lo, hi := c.Min[a], c.Max[a]
	loudest := c.Level[a]
	for i := a; i < b; i++ {
		lo, hi = min(lo, c.Min[i]), max(hi, c.Max[i])
		loudest = max(loudest, c.Level[i])
	}
	return Column{
		Min: float32(lo) / (1 << 15), Max: float32(hi) / (1 << 15),
		RMS: float32(math.Pow(10, (float64(loudest)-255)/40)),
	}
}

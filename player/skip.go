package player

import (
	"slices"
	"time"

	"sensedesk/player/stretch"
)

// Span is a stretch of the recording, from From up to To.
type Span struct{ From, To time.Duration }

// SetSkips has stretches of the recording left out from now on, such as long
// silences; nil plays all of it. They are in order and do not touch. Position
// runs over them at once. Load forgets them.
func (d *Deck) SetSkips(spans []Span) {
	if len(spans) == 0 {
		d.skips.Store(nil)
	} else {
		kept := slices.Clone(spans)
		d.skips.Store(&kept)
	}
}

// seam is how long the sound fades at either end of what is left out, ms.
const seam = 5

// upTo returns how many frames may be decoded from frame at on, at most n, and
// when that is none, where to go on.
func (w *worker) upTo(at int64, n int) (frames int, resume int64) {
	spans := w.deck.skips.Load()
	if spans == nil {
		return n, 0
	}
	rate := int64(w.dec.Info().SampleRate)
	frame := func(t time.Duration) int64 { return int64(t) * rate / int64(time.Second) }
	i, _ := slices.BinarySearchFunc(*spans, at, func(s Span, at int64) int {
		if frame(s.To) <= at {
			return -1
		}
		return 1
	})
	if i == len(*spans) {
		return n, 0
	}
	from, to := frame((*spans)[i].From), frame((*spans)[i].To)
	if at >= from {
		return 0, to
	}
	return int(min(int64(n), from-at)), to
}

// skip leaves out what lies before frame to: what was decoded so far comes to
// its end, and the next frames join without a click.
func (w *worker) skip(to int64) error {
	w.stretched = w.stretcher.Flush(w.stretched[:0])
	w.collect()
	at, err := w.dec.SeekTo(to)
	if err != nil {
		return err
	}
	w.seg.addPoints([]stretch.Point{{Out: w.made, In: w.at}})
	w.stretcher.Reset(at)
	w.base, w.at, w.joining = w.made, at, true
	return nil
}

// soften fades frames in behind a seam and out before one.
func soften(frames [][2]float32, rate int, in, out bool) {
	n := min(rate*seam/1000, len(frames))
	for i := range n {
		g := float32(i) / float32(n)
		if in {
			frames[i] = [2]float32{frames[i][0] * g, frames[i][1] * g}
		}
		if out {
			f := &frames[len(frames)-1-i]
			*f = [2]float32{f[0] * g, f[1] * g}
		}
	}
}

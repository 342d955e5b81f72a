package player

import (
	"context"
	"errors"
	"io"

	"sensedesk/player/decode"
	"sensedesk/player/resample"
	"sensedesk/player/stretch"
)

// How far the worker runs ahead of the sink, frames at Rate. More would delay a
// change of speed, less would be heard when the machine is busy.
const (
	aheadFrames = Rate / 4
	chunk       = 20 // decoded at a time, ms
)

// worker decodes one recording into the ring of the deck's current segment.
type worker struct {
	deck *Deck
	dec  decode.Decoder
	wake chan struct{} // the sink took something, or there is a new segment or speed

	seg       *segment
	finished  bool // all of seg is in its ring
	flushed   bool
	stretcher *stretch.Stretcher
	resampler *resample.Resampler
	in        [][2]float32
	stretched [][2]float32
	out       [][2]float32 // resampled, not yet in the ring
	left      [][2]float32 // what of out is still to be written
	points    []stretch.Point
	at        int64 // source frame decoded next
	made      int64 // frames the stretcher gave in this segment
	base      int64 // of them before its last reset
	joining   bool  // something was left out just before at
}

func newWorker(d *Deck, dec decode.Decoder) *worker {
	info := dec.Info()
	return &worker{
		deck: d, dec: dec, wake: make(chan struct{}, 1),
		stretcher: stretch.New(info.SampleRate, info.Channels),
		resampler: resample.New(info.SampleRate, Rate),
		in:        make([][2]float32, max(1, info.SampleRate*chunk/1000)),
	}
}

// signal makes sure that a goroutine waiting on c, now or next, goes on.
func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// run works until ctx ends.
func (w *worker) run(ctx context.Context) {
	for ctx.Err() == nil {
		if seg := w.deck.seg.Load(); seg != nil && seg != w.seg {
			w.begin(seg)
			continue
		}
		if w.seg != nil && !w.finished && w.room() {
			w.fill()
			continue
		}
		select {
		case <-ctx.Done():
		case <-w.wake:
		}
	}
}

// room tells whether the ring wants more.
func (w *worker) room() bool { return len(w.seg.ring.buf)-w.seg.ring.free() < aheadFrames }

// begin goes to the start of a new segment.
func (w *worker) begin(seg *segment) {
	w.seg, w.finished, w.flushed = seg, false, false
	w.left = w.out[:0]
	at, err := w.dec.SeekTo(seg.target)
	w.stretcher.Reset(at)
	w.at, w.made, w.base, w.joining = at, 0, 0, false
	w.stretcher.SetSpeed(w.deck.Speed())
	w.resampler.Reset()
	if err != nil {
		w.end(err)
	}
}

// fill brings the next piece into the ring.
func (w *worker) fill() {
	if len(w.left) == 0 && !w.flushed {
		w.produce()
	}
	n := w.seg.ring.write(w.left)
	w.left = w.left[n:]
	if !w.room() {
		w.seg.ready.Store(true)
	}
	if n > 0 && w.seg.ready.Load() {
		signal(w.deck.more)
	}
	if w.flushed && len(w.left) == 0 {
		w.end(nil)
	}
}

// produce decodes, stretches and resamples one piece into left.
func (w *worker) produce() {
	w.stretcher.SetSpeed(w.deck.Speed())
	w.out = w.out[:0]
	most, resume := w.upTo(w.at, len(w.in))
	if most == 0 {
		if err := w.skip(resume); err != nil {
			w.flushed = true
			w.deck.tell(NoticeDamaged, err)
		}
		w.left = w.out
		return
	}
	n, err := w.dec.Read(w.in[:most])
	soften(w.in[:n], w.dec.Info().SampleRate, w.joining && n > 0, resume > 0 && n == most && most < len(w.in))
	w.joining = w.joining && n == 0
	w.at += int64(n)
	w.stretched = w.stretcher.Push(w.stretched[:0], w.in[:n])
	if err != nil {
		w.stretched = w.stretcher.Flush(w.stretched)
	}
	w.collect()
	if err != nil {
		w.out = w.resampler.Flush(w.out)
		w.flushed = true
		if !errors.Is(err, io.EOF) {
			w.deck.tell(NoticeDamaged, err)
		}
	}
	w.left = w.out
}

// collect takes what the stretcher gave: its points to the clock, its sound to
// the rate of the sink.
func (w *worker) collect() {
	w.points = w.stretcher.Points(w.points[:0])
	for i := range w.points {
		w.points[i].Out += w.base
	}
	w.seg.addPoints(w.points)
	w.made += int64(len(w.stretched))
	w.out = w.resampler.Push(w.out, w.stretched)
}

// end marks the segment as decoded to its end.
func (w *worker) end(err error) {
	if err != nil {
		w.deck.tell(NoticeDamaged, err)
	}
	w.finished = true
	w.seg.length.Store(w.seg.ring.tail.Load())
	w.seg.ready.Store(true)
	signal(w.deck.more)
}

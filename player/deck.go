package player

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"sensedesk/player/decode"
	"sensedesk/player/stretch"
)

// Info says what the loaded recording is.
type Info = decode.Info

// Options are what a Deck is made of.
type Options struct {
	// OpenSink opens the sound device. It is called at the first Play and by
	// Reconnect, off the caller's goroutine, never while a device of it is in use.
	// Nil or an error: the Null sink, and NoticeNoSound.
	OpenSink func() (Sink, error)
	// Now is the clock of the Null sink; nil is time.Now.
	Now func() time.Time
}

// Deck plays one recording at a time. Except for Load, Unload and Close, which
// wait, its methods return at once and may be called from any goroutine.
type Deck struct {
	opts    Options
	more    chan struct{}
	notices chan Notice

	seg     atomic.Pointer[segment] // what is to be heard; nil when nothing is loaded
	playing atomic.Bool
	speed   atomic.Uint64 // bits of a float64
	delay   atomic.Int64  // frames at Rate the device is behind what it says
	skips   atomic.Pointer[[]Span]
	gains   [2]atomic.Uint32
	solo    atomic.Int32 // the one channel heard, or nobody
	swap    atomic.Bool
	sink    atomic.Pointer[Sink] // nil until the first Play
	runs    atomic.Pointer[[]run]
	worker  atomic.Pointer[worker]
	pull    puller

	loading sync.Mutex // held by Load, Unload and Close
	stop    func()     // ends the worker and waits for it

	opening sync.Mutex // guards what follows
	opened  bool
	closed  bool
	again   chan struct{} // a person wants the device tried again
	quit    chan struct{}
	running sync.WaitGroup
}

// ErrClosed is what Load returns after Close.
var ErrClosed = errors.New("player is closed")

// NewDeck returns an empty deck at speed 1 and gain 1.
func NewDeck(o Options) *Deck {
	if o.Now == nil {
		o.Now = time.Now
	}
	d := &Deck{opts: o, more: make(chan struct{}, 1), notices: make(chan Notice, 16), stop: func() {}, again: make(chan struct{}, 1), quit: make(chan struct{})}
	d.pull.mix = plain()
	d.SetSolo(nobody)
	d.SetSpeed(1)
	d.SetGain(0, 1)
	d.SetGain(1, 1)
	return d
}

// Load opens the recording at path, paused at its start. What was loaded before
// is unloaded, whether or not it succeeds. It waits for the disk. Errors are
// *decode.Unsupported, decode.ErrNotSound, decode.ErrEmpty or of the file.
func (d *Deck) Load(ctx context.Context, path string) (Info, error) {
	d.loading.Lock()
	defer d.loading.Unlock()
	d.unload()
	if d.isClosed() {
		return Info{}, ErrClosed
	}
	f, err := os.Open(path)
	if err != nil {
		return Info{}, fmt.Errorf("open recording: %w", err)
	}
	st, err := f.Stat()
	if err != nil {
		return Info{}, errors.Join(fmt.Errorf("open recording: %w", err), f.Close())
	}
	r := &cancelReader{r: f, ctx: ctx}
	dec, err := decode.Open(r, st.Size())
	if err != nil {
		return Info{}, errors.Join(fmt.Errorf("open recording: %w", err), f.Close())
	}
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	r.ctx = work
	w := newWorker(d, dec)
	d.seg.Store(newSegment(dec.Info(), 0))
	d.worker.Store(w)
	var done sync.WaitGroup
	done.Go(func() { w.run(work) })
	d.stop = func() {
		cancel()
		done.Wait()
		_ = f.Close() // only read from
	}
	return dec.Info(), nil
}

// Info says what is loaded; ok is false when nothing is.
func (d *Deck) Info() (info Info, ok bool) {
	seg := d.seg.Load()
	if seg == nil {
		return Info{}, false
	}
	return seg.info, true
}

// cancelReader ends reading when ctx does. ctx changes once, before the worker
// starts.
type cancelReader struct {
	r   io.ReaderAt
	ctx context.Context
}

// ReadAt implements io.ReaderAt.
func (c *cancelReader) ReadAt(p []byte, off int64) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.ReadAt(p, off)
}

// Unload takes the recording off and closes its file.
func (d *Deck) Unload() {
	d.loading.Lock()
	defer d.loading.Unlock()
	d.unload()
}

func (d *Deck) unload() {
	d.playing.Store(false)
	d.seg.Store(nil)
	d.skips.Store(nil)
	d.stop()
	d.stop = func() {}
	d.worker.Store(nil)
}

// Play begins or goes on; at the end it begins again from the start.
func (d *Deck) Play() {
	if d.seg.Load() == nil {
		return
	}
	if d.Ended() {
		d.Seek(0)
	}
	d.playing.Store(true)
	d.openSink()
	signal(d.more)
}

// Pause stops at the place heard. What the device already took is still heard,
// for about 0.15 s; Position follows it.
func (d *Deck) Pause() { d.playing.Store(false) }

// Seek goes to a time of the recording. Position shows it at once.
func (d *Deck) Seek(to time.Duration) {
	for {
		seg := d.seg.Load()
		if seg == nil {
			return
		}
		if seg.info.Exact {
			to = min(to, seg.info.Duration)
		}
		frame := int64(math.Round(max(0, to.Seconds()) * float64(seg.info.SampleRate)))
		if d.seg.CompareAndSwap(seg, newSegment(seg.info, frame)) {
			break
		}
	}
	d.signalWorker()
	signal(d.more)
}

// SetSpeed sets how fast the recording runs, 1 being as recorded; the pitch
// stays. While playing it is heard within half a second.
func (d *Deck) SetSpeed(speed float64) {
	if math.IsNaN(speed) {
		return
	}
	speed = max(stretch.Slowest, min(stretch.Fastest, speed))
	d.speed.Store(math.Float64bits(speed))
	if seg := d.seg.Load(); seg != nil && seg.ring.head.Load() == 0 {
		d.seg.CompareAndSwap(seg, newSegment(seg.info, seg.target)) // nothing of it was heard: begin at the new speed
	}
	d.signalWorker()
}

// Speed returns the speed set.
func (d *Deck) Speed() float64 { return math.Float64frombits(d.speed.Load()) }

// Notices gives what a person should be told. It is closed by Close.
func (d *Deck) Notices() <-chan Notice { return d.notices }

// More implements Feed for the deck's sink.
func (d *Deck) More() <-chan struct{} { return d.more }

func (d *Deck) signalWorker() {
	if w := d.worker.Load(); w != nil {
		signal(w.wake)
	}
}

package output

import (
	"sync"
	"sync/atomic"
	"time"

	"sensedesk/player"
	"sensedesk/player/output/pace"
)

// bufferFrames is what the device takes at a time, 50 ms. A seek cannot recall
// what it already took, about three of these, so they are kept short.
const bufferFrames = player.Rate / 20

// Speaker opens the sound device, at player.Rate, or attaches to the one that
// is open. It may be called again once the sink it gave is closed; before, it is
// ErrInUse. It may wait for a sound server to start.
func Speaker() (player.Sink, error) {
	play, err := attach()
	if err != nil {
		return nil, err
	}
	return &sink{
		play: play, meter: pace.New(player.Rate, bufferFrames, latencyFrames, time.Now()),
		lost: make(chan error, 1), quit: make(chan struct{}),
	}, nil
}

// sink is the speaker seen from the deck, and a beep.Streamer seen from there.
type sink struct {
	play  func(*sink)
	meter *pace.Meter
	lost  chan error
	quit  chan struct{}
	done  sync.WaitGroup

	reported atomic.Bool // that the device was lost

	mu     sync.Mutex // held while pulling
	feed   player.Feed
	closed bool
	gone   bool
	frames [][2]float32
}

// Start implements player.Sink.
func (s *sink) Start(f player.Feed) {
	s.mu.Lock()
	s.feed = f
	s.mu.Unlock()
	s.play(s)
	s.done.Go(s.watch)
}

// watch looks for a device that takes no more.
func (s *sink) watch() {
	tick := time.NewTicker(pace.CheckEvery)
	defer tick.Stop()
	for {
		select {
		case <-s.quit:
			return
		case <-tick.C:
			if err := s.meter.Check(time.Now()); err != nil {
				s.report(err)
				return
			}
		}
	}
}

func (s *sink) report(err error) {
	s.reported.Store(true)
	select {
	case s.lost <- err:
	default:
	}
}

// lostPause keeps the speaker's goroutine from spinning when its device is gone.
const lostPause = 50 * time.Millisecond

// Stream implements beep.Streamer. It always fills all of samples: the mixer
// drops a streamer that says it is done, and a short answer leaves a hole.
func (s *sink) Stream(samples [][2]float64) (int, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || s.gone {
		if s.gone {
			time.Sleep(lostPause)
		}
		clear(samples)
		return len(samples), !s.closed || s.gone
	}
	if cap(s.frames) < len(samples) {
		s.frames = make([][2]float32, len(samples))
	}
	begun := time.Now()
	frames := s.frames[:len(samples)]
	s.feed.Pull(frames)
	for i, f := range frames {
		samples[i] = [2]float64{toBeep(f[0]), toBeep(f[1])}
	}
	if err := s.meter.Took(len(samples), begun, time.Now()); err != nil {
		s.gone = true
		s.report(err)
	}
	return len(samples), true
}

// toBeep returns the value that beep's speaker turns into the 16-bit sample
// nearest to v. The speaker multiplies by 32767 and cuts the fraction off, which
// would change nearly every sample by one.
func toBeep(v float32) float64 {
	n := float64(player.Sample16(v))
	if n < 0 {
		return (n - 0.5) / (1<<15 - 1)
	}
	return (n + 0.5) / (1<<15 - 1)
}

// Err implements beep.Streamer.
func (s *sink) Err() error { return nil }

// Heard implements player.Sink.
func (s *sink) Heard() int64 { return s.meter.Heard(time.Now()) }

// Lost implements player.Sink.
func (s *sink) Lost() <-chan error { return s.lost }

// Close implements player.Sink. The device itself stays with the process until
// it exits, unless it was lost: closing one that is stuck would wait for ever.
func (s *sink) Close() error {
	s.mu.Lock()
	first := !s.closed
	s.closed = true
	s.mu.Unlock()
	if first {
		close(s.quit)
		detach(s.reported.Load())
	}
	s.done.Wait()
	return nil
}

// Package pace watches how a sound device takes frames: from that it tells how
// many of them are heard by now, and that the device has gone when the pace is
// no longer a device's.
//
// A device takes sound in bursts and far ahead of what it sounds, and some
// libraries hide that it went: they spin and take a thousand times too much
// (faiface/beep over ALSA), take nothing any more, or take it at a tenth of the
// pace (a Windows machine without a card).
package pace

import (
	"errors"
	"sync/atomic"
	"time"
)

// The ways a device goes: what Took and Check return.
var (
	ErrFast    = errors.New("sound device takes sound faster than it can be heard")
	ErrStalled = errors.New("sound device takes no sound")
	ErrSlow    = errors.New("sound device takes sound slower than it must be heard")
)

// Bounds of what counts as a device.
const (
	fastWindow = 300 * time.Millisecond
	fastFactor = 1.5
	slowWindow = 3 * time.Second
	slowFactor = 0.5
	stalled    = time.Second
	stalledNew = 3 * time.Second        // before the first pull: a sound server may have to start
	burstGap   = time.Millisecond       // calls further apart are two bursts
	asleep     = 2 * time.Second        // between two checks: the machine slept, not the device
	CheckEvery = 250 * time.Millisecond // how often Check wants to be called
)

// Meter is told of every pull. Took and Check may come from different
// goroutines; Heard may be called from any.
type Meter struct {
	rate, buffer, latency int64

	state atomic.Pointer[state]
	top   atomic.Int64 // most that was ever heard

	fastAt   time.Time // Took's own
	fastFrom int64

	began, checked time.Time // Check's own
	slowAt         time.Time
	slowFrom       int64
}

// state is what one pull leaves for the others, as one value.
type state struct {
	burst  time.Time // when the running burst of pulls began
	before int64     // frames pulled before it
	pulled int64     // frames pulled in all
	ended  time.Time // when the last pull ended
}

// New returns a meter of a device of rate Hz that takes buffer frames at a time
// and sounds a frame latency frames after it began to take the burst it is in.
func New(rate, buffer, latency int, now time.Time) *Meter {
	m := &Meter{rate: int64(rate), buffer: int64(buffer), latency: int64(latency), began: now, checked: now}
	m.state.Store(&state{})
	return m
}

// Took counts a pull of n frames that lasted from begun to ended.
func (m *Meter) Took(n int, begun, ended time.Time) error {
	s := *m.state.Load()
	if m.fastAt.IsZero() {
		m.fastAt = begun
	}
	if s.ended.IsZero() || begun.Sub(s.ended) > burstGap {
		// A device that spins must not take the clock along.
		s.burst, s.before = begun, min(s.pulled, m.fastFrom+m.most(begun))
	}
	s.pulled += int64(n)
	s.ended = ended
	m.state.Store(&s)

	d, took := ended.Sub(m.fastAt), s.pulled-m.fastFrom
	if took > m.rate+m.most(ended) { // a second too much: no need to wait for the window
		return ErrFast
	}
	if d >= fastWindow {
		fast := took > m.most(ended)
		m.fastAt, m.fastFrom = ended, s.pulled
		if fast {
			return ErrFast
		}
	}
	return nil
}

// most returns how many frames a device may have taken in the window that ends
// at t; it may fill its buffers at once.
func (m *Meter) most(t time.Time) int64 {
	return int64(fastFactor*t.Sub(m.fastAt).Seconds()*float64(m.rate)) + 3*m.buffer
}

// Check says whether the device still takes sound as it must.
func (m *Meter) Check(now time.Time) error {
	s := m.state.Load()
	if now.Sub(m.checked) > asleep {
		m.began, m.slowAt = now, time.Time{}
		m.checked = now
		return nil
	}
	m.checked = now
	if s.ended.IsZero() {
		if now.Sub(m.began) > stalledNew {
			return ErrStalled
		}
		return nil
	}
	last := s.ended
	if m.began.After(last) {
		last = m.began // the machine slept in between
	}
	if now.Sub(last) > stalled {
		return ErrStalled
	}
	if m.slowAt.IsZero() {
		m.slowAt, m.slowFrom = now, s.pulled
	}
	if d := now.Sub(m.slowAt); d >= slowWindow {
		least := int64(slowFactor * d.Seconds() * float64(m.rate))
		took := s.pulled - m.slowFrom
		m.slowAt, m.slowFrom = now, s.pulled
		if took < least {
			return ErrSlow
		}
	}
	return nil
}

// Heard returns how many of the frames pulled have been heard at now. It never
// runs backwards.
func (m *Meter) Heard(now time.Time) int64 {
	s := m.state.Load()
	if s.burst.IsZero() {
		return 0
	}
	h := s.before - m.latency + int64(now.Sub(s.burst).Seconds()*float64(m.rate))
	h = min(h, s.pulled)
	for {
		top := m.top.Load()
		if h <= top {
			return top
		}
		if m.top.CompareAndSwap(top, h) {
			return h
		}
	}
}

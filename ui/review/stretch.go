package review

import (
	"math"
	"time"
)

// stretch is the part of a call the time line shows. The zero value shows
// nothing.
type stretch struct {
	length time.Duration // of the call
	from   time.Duration
	span   time.Duration // how much is seen; the whole call is length
}

// closest is the least a time line shows: nearer there is nothing more to see.
const closest = 5 * time.Second

// zoomKey is how much nearer one press of the key, or one notch of the wheel,
// comes.
const (
	zoomKey   = 1.6
	zoomNotch = 1.25
)

// whole is all of a call.
func whole(length time.Duration) stretch {
	return stretch{length: length, span: length}
}

// all tells whether nothing of the call is out of sight.
func (s stretch) all() bool { return s.span >= s.length }

// to is the end of what is seen.
func (s stretch) to() time.Duration { return s.from + s.span }

// x is where a moment stands on a line of the given width; outside of it when
// the moment is out of sight.
func (s stretch) x(at time.Duration, width float32) float32 {
	if s.span <= 0 {
		return 0
	}
	return float32(float64(at-s.from) / float64(s.span) * float64(width))
}

// at is the moment at a place of a line of the given width.
func (s stretch) at(x, width float32) time.Duration {
	if width <= 0 {
		return s.from
	}
	share := float64(max(0, min(x, width))) / float64(width)
	return (s.from + time.Duration(share*float64(s.span))).Round(time.Millisecond)
}

// sees tells whether a moment is in sight.
func (s stretch) sees(at time.Duration) bool { return s.from <= at && at <= s.to() }

// held keeps the stretch inside the call.
func (s stretch) held() stretch {
	s.span = max(min(closest, s.length), min(s.span, s.length))
	s.from = max(0, min(s.from, s.length-s.span))
	return s
}

// zoomed shows a part that is factor times shorter; the moment keep stays where
// it is.
func (s stretch) zoomed(factor float64, keep time.Duration) stretch {
	if s.span <= 0 || factor <= 0 {
		return s
	}
	keep = max(s.from, min(keep, s.to()))
	share := float64(keep-s.from) / float64(s.span)
	s.span = time.Duration(math.Max(1, float64(s.span)/factor))
	s.span = s.held().span
	s.from = keep - time.Duration(share*float64(s.span))
	return s.held()
}

// moved shows what lies later, or earlier when by is negative.
func (s stretch) moved(by time.Duration) stretch {
	s.from += by
	return s.held()
}

// resized is the same part of a call whose length became better known.
func (s stretch) resized(length time.Duration) stretch {
	if s.all() {
		return whole(length)
	}
	s.length = length
	return s.held()
}

// following is what to show when the sound went from one moment to another: a
// page further when it ran out of sight, around it after a leap. Who looks at
// another part while it plays is left there.
func (s stretch) following(from, to time.Duration) stretch {
	const leap = time.Second // no step of the clock is that long
	gap := to - from
	switch {
	case s.all() || s.sees(to):
		return s
	case gap > leap || gap < -leap:
		s.from = to - s.span/2
	case s.sees(from):
		s.from = to - s.span/10
	}
	return s.held()
}

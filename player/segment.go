package player

import (
	"sort"
	"sync/atomic"
	"time"

	"sensedesk/player/decode"
	"sensedesk/player/stretch"
)

// segment is a stretch of playing that begins with a load or a seek. Frames are
// counted at Rate from its start.
type segment struct {
	info   decode.Info
	target int64 // source frame it begins with
	ring   *ring
	points atomic.Pointer[[]stretch.Point] // at the source's rate, in order
	length atomic.Int64                    // frames of the whole segment; −1 until its end was decoded
	ready  atomic.Bool                     // enough is in the ring for the first burst of a device, which is long
}

func newSegment(info decode.Info, target int64) *segment {
	s := &segment{info: info, target: target, ring: newRing()}
	s.points.Store(&[]stretch.Point{{In: target}})
	s.length.Store(-1)
	return s
}

// source returns the time in the recording of a frame of the segment.
func (s *segment) source(frame int64) time.Duration {
	x := float64(frame) * float64(s.info.SampleRate) / Rate
	in := locate(*s.points.Load(), x)
	t := time.Duration(in / float64(s.info.SampleRate) * float64(time.Second))
	if s.info.Exact {
		t = min(t, s.info.Duration)
	}
	return max(0, t)
}

// locate returns the input frame of output frame x.
func locate(points []stretch.Point, x float64) float64 {
	i := sort.Search(len(points), func(i int) bool { return float64(points[i].Out) > x }) - 1
	a := points[max(i, 0)]
	if i < 0 {
		return float64(a.In)
	}
	ahead := x - float64(a.Out)
	if i+1 == len(points) {
		return float64(a.In) + ahead
	}
	b := points[i+1]
	return float64(a.In) + ahead*float64(b.In-a.In)/float64(b.Out-a.Out)
}

// keepPoints is how far behind what was taken from the ring points are kept:
// longer than any device takes to sound what it took.
const keepPoints = 3 * time.Second

// addPoints appends points and forgets those long passed. Only the worker calls
// it; readers keep the slice they got.
func (s *segment) addPoints(fresh []stretch.Point) {
	if len(fresh) == 0 {
		return
	}
	points := *s.points.Load()
	if len(points) == cap(points) { // about to be copied anyway
		passed := (s.ring.head.Load() - int64(keepPoints.Seconds()*Rate)) * int64(s.info.SampleRate) / Rate
		i := sort.Search(len(points), func(i int) bool { return points[i].Out > passed }) - 1
		points = append(make([]stretch.Point, 0, 2*(len(points)-max(i, 0))+64), points[max(i, 0):]...)
	}
	for _, p := range fresh {
		if last := points[len(points)-1]; p.Out > last.Out || p.Out == last.Out && p.Out > 0 && p.In > last.In { // at one frame: something was left out
			points = append(points, p)
		} else if p != last && len(points) == 1 {
			points = []stretch.Point{p} // the decoder began elsewhere than asked
		}
	}
	s.points.Store(&points)
}

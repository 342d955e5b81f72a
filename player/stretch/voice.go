package stretch

import "math"

// Pitch periods looked for: 400 Hz … 65 Hz, the range of speaking voices.
const (
	shortest = 0.0025 // s
	longest  = 0.0154 // s
	splice   = 0.010  // s; cross-fade by which a channel catches up
)

// coarseRate is the rate the first search for the period is done at, Hz.
const coarseRate = 4000

// voice stretches one channel.
type voice struct {
	speed      float64
	minP, maxP int // frames
	splice     int // frames
	decimate   int // full-rate frames in one coarse frame
	coarse     []float32

	in     []float32 // input from frame base on
	base   int64
	at     int // index in in of the next frame to go
	out    []float32
	made   int64   // output frames so far
	plain  int     // frames to be passed on before the next step
	carry  float64 // part of a frame the last steps were off the exact ratio
	behind int64   // frames to catch up with the other channel
	points []Point
	latest Point // the last one made
}

func newVoice(rate int) *voice {
	return &voice{
		speed:    1,
		minP:     max(2, int(shortest*float64(rate))),
		maxP:     max(4, int(longest*float64(rate))),
		splice:   max(2, int(splice*float64(rate))),
		decimate: max(1, rate/coarseRate),
	}
}

func (v *voice) reset(in int64) {
	v.in, v.out, v.points = v.in[:0], v.out[:0], v.points[:0]
	v.base, v.at, v.made = in, 0, 0
	v.plain, v.carry, v.behind = 0, 0, 0
	v.latest = Point{Out: -1}
	v.point()
}

func (v *voice) setSpeed(s float64) { v.speed, v.plain, v.carry = s, 0, 0 }

// lead returns how far input has run ahead of output, frames.
func (v *voice) lead() int64 { return v.base + int64(v.at) - v.made }

func (v *voice) catchUp(n int64) { v.behind = n }

// point remembers that the next output frame is the next input frame.
func (v *voice) point() {
	p := Point{Out: v.made, In: v.base + int64(v.at)}
	if p != v.latest {
		v.points = append(v.points, p)
		v.latest = p
	}
}

// run works as far as the input reaches. With last set the input is complete.
func (v *voice) run(last bool) {
	for v.step(last) {
	}
	// What has gone is dropped once it is worth moving the rest.
	if v.at > 4*v.maxP {
		v.in = append(v.in[:0], v.in[v.at:]...)
		v.base += int64(v.at)
		v.at = 0
	}
}

// step does one step and tells whether it got anywhere.
func (v *voice) step(last bool) bool {
	left := len(v.in) - v.at
	switch {
	case left == 0:
		return false
	case v.behind > 0 && v.speed == 1:
		n := int(v.behind)
		if left < n+v.splice {
			if !last {
				return false
			}
			v.behind = 0
			return true
		}
		v.behind = 0
		v.fade(v.at, v.at+n, v.splice)
		v.move(v.splice, n+v.splice)
		return true
	case v.speed == 1:
		v.pass(left)
		return true
	case v.plain > 0:
		n := min(v.plain, left)
		v.plain -= n
		v.pass(n)
		return true
	}
	longest := v.maxP
	if left < 2*longest {
		if !last {
			return false
		}
		longest = left / 2
		if longest < v.minP {
			v.pass(left)
			return true
		}
	}
	v.skip(v.period(longest), left)
	return true
}

// skip does one step of the method with pitch period p.
func (v *voice) skip(p, left int) {
	s := v.speed
	switch {
	case s >= 2: // p frames are left out of p+n
		exact := float64(p)/(s-1) + v.carry
		n := max(1, min(int(math.Round(exact)), left-p))
		v.carry = exact - float64(n)
		v.fade(v.at, v.at+p, n)
		v.move(n, p+n)
	case s > 1: // p are left out of 2p, then some are passed on
		v.fade(v.at, v.at+p, p)
		v.move(p, 2*p)
		v.passLater(float64(p) * (2 - s) / (s - 1))
	default: // p are said twice, then some are passed on
		v.out = append(v.out, v.in[v.at:v.at+p]...)
		v.fade(v.at+p, v.at, p)
		v.move(2*p, p)
		v.passLater(float64(p) * (2*s - 1) / (1 - s))
	}
}

// passLater has exact frames passed on before the next step; the part of a
// frame that remains is carried, so that the ratio is right in the long run.
func (v *voice) passLater(exact float64) {
	exact += v.carry
	v.plain = max(0, int(math.Round(exact)))
	v.carry = exact - float64(v.plain)
}

// pass gives n frames as they are.
func (v *voice) pass(n int) {
	v.out = append(v.out, v.in[v.at:v.at+n]...)
	v.at += n
	v.made += int64(n)
}

// fade appends n frames that go over from those at index a to those at index b.
// Both come from one voice a period apart, so the fade is linear.
func (v *voice) fade(a, b, n int) {
	x, y := v.in[a:a+n], v.in[b:b+n]
	for i := range x {
		w := float32(i) / float32(n)
		v.out = append(v.out, x[i]*(1-w)+y[i]*w)
	}
}

// move accounts for a step that made so many output frames of so many input
// frames, and ties its two ends together.
func (v *voice) move(made, used int) {
	v.point()
	v.made += int64(made)
	v.at += used
	v.point()
}

// period returns the pitch period at the next frame, at most longest frames:
// the one after which the sound is most like itself.
func (v *voice) period(longest int) int {
	d := v.decimate
	x := v.in[v.at:]
	n := min(2*longest, len(x)) / d
	v.coarse = v.coarse[:0]
	for i := range n {
		var sum float32
		for _, f := range x[i*d : (i+1)*d] {
			sum += f
		}
		v.coarse = append(v.coarse, sum)
	}
	lo, hi := max(1, v.minP/d), longest/d
	if hi <= lo {
		return min(longest, v.minP)
	}
	p := bestPeriod(v.coarse, lo, hi)
	if d == 1 {
		return p
	}
	return bestPeriod(x, max(v.minP, (p-1)*d), min(longest, (p+1)*d))
}

// bestPeriod returns the p of lo…hi that minimises the mean absolute difference
// of x[:p] and x[p:2p].
func bestPeriod(x []float32, lo, hi int) int {
	best, least := lo, float32(math.Inf(1))
	for p := lo; p <= hi && 2*p <= len(x); p++ {
		var sum float32
		a, b := x[:p], x[p:2*p]
		for i := range a {
			d := a[i] - b[i]
			if d < 0 {
				d = -d
			}
			sum += d
		}
		if mean := sum / float32(p); mean < least {
			best, least = p, mean
		}
	}
	return best
}

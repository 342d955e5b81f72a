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
	ear        *ear
	leaper     *leaper

	in     []float32 // input from frame base on
	base   int64
	at     int // index in in of the next frame to go
	out    []float32
	made   int64   // output frames so far
	owed   float64 // output frames to be passed on as they are until the pace is even
	behind int64   // frames to catch up with the other channel
	marks  []mark
	latest Point // of the last mark
}

func newVoice(rate int) *voice {
	return &voice{
		speed:    1,
		minP:     max(2, int(shortest*float64(rate))),
		maxP:     max(4, int(longest*float64(rate))),
		splice:   max(2, int(splice*float64(rate))),
		decimate: max(1, rate/coarseRate),
		ear:      newEar(rate),
		leaper:   newLeaper(rate),
	}
}

func (v *voice) reset(in int64) {
	v.in, v.out, v.marks = v.in[:0], v.out[:0], v.marks[:0]
	v.base, v.at, v.made = in, 0, 0
	v.owed, v.behind = 0, 0
	v.latest = Point{Out: -1}
	v.ear.reset(in)
	v.point()
}

// setSpeed changes the speed; what was off the even pace stays to be made good.
func (v *voice) setSpeed(s float64) {
	switch {
	case s == 1:
		v.owed = 0
		v.ear.music = false
	case v.speed == 1: // so far nothing was listened to
		v.ear.reset(v.base + int64(v.at))
	default:
		v.owed *= (v.speed - 1) / (s - 1)
	}
	v.speed = s
}

// lead returns how far input has run ahead of output, frames.
func (v *voice) lead() int64 { return v.base + int64(v.at) - v.made }

func (v *voice) catchUp(n int64) { v.behind = n }

// point remembers that the next output frame is the next input frame.
func (v *voice) point() {
	p := Point{Out: v.made, In: v.base + int64(v.at)}
	if p != v.latest {
		v.marks = append(v.marks, mark{Point: p, music: v.ear.music})
		v.latest = p
	}
}

// run works as far as the input reaches. With last set the input is complete.
func (v *voice) run(last bool) {
	for v.step(last) {
	}
	// What has gone is dropped once it is worth moving the rest.
	gone := v.at
	if v.speed != 1 { // but what is still to be listened to
		gone = min(gone, int(v.ear.next-v.base))
	}
	if gone > 4*v.maxP {
		v.in = append(v.in[:0], v.in[gone:]...)
		v.base += int64(gone)
		v.at -= gone
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
	}
	if !last && left < v.ear.ahead {
		return false
	}
	music := left >= v.ear.ahead // the end is stepped through as a voice
	wait := v.owed
	if music {
		v.ear.listen(v.in, v.base, v.at)
		music = v.ear.music
	}
	if music {
		wait = v.leaper.wait(v.owed, v.speed)
	}
	if n := int(math.Round(wait)); n > 0 {
		v.pay(min(n, left, v.ear.every)) // and listen again
		return true
	}
	if music && v.leap() {
		return true
	}
	longest := v.maxP
	if left < 2*longest {
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
		exact := float64(p)/(s-1) + v.owed
		least := max(1, int(float64(p)/(s-1)/2)) // behind, it catches up in several steps
		n := min(max(least, int(math.Round(exact))), left-p)
		v.fade(v.at, v.at+p, n)
		v.move(n, p+n)
		v.owe(p, n)
	case s > 1: // p are left out of 2p, then some are passed on
		v.fade(v.at, v.at+p, p)
		v.move(p, 2*p)
		v.owe(p, p)
	default: // p are said twice, then some are passed on
		exact := float64(p)*s/(1-s) + v.owed
		n := min(p, max(1, p/2, int(math.Round(exact))))
		v.out = append(v.out, v.in[v.at:v.at+p]...)
		v.fade(v.at+p, v.at, n)
		v.move(p+n, n)
		v.owe(p, p+n)
	}
}

// owe accounts for a step that left out or repeated p frames and made so many:
// what is passed on after it brings the ratio right in the long run.
func (v *voice) owe(p, made int) {
	v.owed += float64(p)/math.Abs(v.speed-1) - float64(made)
}

// pay passes n frames that are owed, or will be.
func (v *voice) pay(n int) {
	v.pass(n)
	v.owed -= float64(n)
}

// pass gives n frames as they are.
func (v *voice) pass(n int) {
	v.out = append(v.out, v.in[v.at:v.at+n]...)
	v.at += n
	v.made += int64(n)
}

// fade appends n frames that go over from those at index a to those at index b.
// Both are alike, so the fade is linear.
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
	v.coarse = coarsen(v.coarse[:0], x[:min(2*longest, len(x))], d)
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

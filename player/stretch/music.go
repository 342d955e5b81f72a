package stretch

import "math"

// Music and tones are not stepped through by the period of a voice: of chords
// there is none, and a tone's is no whole number of frames. What is left out, or
// said twice, is longer here, and so comes more seldom: the length in this range
// after which the sound goes on most alike.
const (
	leapFrom = 0.020 // s
	leapTo   = 0.045 // s; 40 ms are 17 whole periods of the Russian dial tone
	leapFade = 0.012 // s
	leapLate = 0.035 // s heard that a leap may wait for a beat to pass
)

// leapRate is the rate the place is first looked for at, Hz.
const leapRate = 8000

// A click or a beat is a millisecond that bends this many times more than all
// others around it do in the mean.
const (
	beatLong   = 0.001 // s
	beatStrong = 8
)

// leaper finds where music can be joined.
type leaper struct {
	decimate       int // full-rate frames in one coarse frame
	from, to, fade int // frames
	late, beat     int // frames
	coarse         []float32
}

func newLeaper(rate int) *leaper {
	in := func(s float64, least int) int { return max(least, int(s*float64(rate))) }
	return &leaper{
		decimate: max(1, rate/leapRate),
		from:     in(leapFrom, 1), to: in(leapTo, 2), fade: in(leapFade, 2),
		late: in(leapLate, 1), beat: in(beatLong, 1),
	}
}

// wait returns how many frames to pass before the next leap, so that the pace is
// even in the middle between two.
func (l *leaper) wait(owed, speed float64) float64 {
	return owed + float64(l.to)/2/math.Abs(speed-1)
}

// find returns how many frames of x to leave out, at most to; 0 when no two
// places are alike.
func (l *leaper) find(x []float32, to int) int {
	d := l.decimate
	if d == 1 {
		lag, _ := alike(x, l.from, to, l.fade)
		return lag
	}
	l.coarse = coarsen(l.coarse[:0], x[:to+l.fade], d)
	n := l.fade / d
	lag, _ := alike(l.coarse, l.from/d, len(l.coarse)-n, n)
	if lag == 0 {
		return 0
	}
	lag, _ = alike(x, max(l.from, (lag-1)*d), min(to, (lag+1)*d), l.fade)
	return lag
}

// beatIn returns where in the first n frames of x a click or a beat begins, or
// n. Clicks are short: they hardly add to the level, but bend the wave sharply.
func (l *leaper) beatIn(x []float32, n int) int {
	d := l.decimate
	at, blocks := n, float32(0)
	var most, all float32
	for from := d; from+l.beat+d <= n; from += l.beat {
		var sum float32
		for i := from; i < from+l.beat; i += d {
			bend := x[i-d] - 2*x[i] + x[i+d]
			sum += bend * bend
		}
		all += sum
		blocks++
		if sum > most {
			most, at = sum, from-d
		}
	}
	if most*blocks < beatStrong*(all-most) {
		return n
	}
	return at
}

// leap does one step of music and tells whether it could. A beat is neither left
// out nor said twice: the leap ends before it, or waits until it has passed.
func (v *voice) leap() bool {
	l, x := v.leaper, v.in[v.at:]
	reach := l.to + l.fade
	to := l.to
	if beat := l.beatIn(x, reach); beat < reach {
		if beat >= l.from+l.fade {
			to = beat - l.fade
		} else if n := beat + 2*l.beat; l.wait(v.owed, v.speed)-float64(n) > -float64(l.late) {
			v.pay(n)
			return true
		}
	}
	p := l.find(x, to)
	if p == 0 {
		return false
	}
	if v.speed > 1 {
		n := max(1, min(l.fade, int(float64(p)/(v.speed-1))))
		v.fade(v.at, v.at+p, n)
		v.move(n, n+p)
		v.owe(p, n)
		return true
	}
	v.out = append(v.out, v.in[v.at:v.at+p]...)
	v.fade(v.at+p, v.at, l.fade)
	v.move(p+l.fade, l.fade)
	v.owe(p, p+l.fade)
	return true
}

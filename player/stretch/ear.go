package stretch

import "math"

// What tells music and tones from a voice: they hold their notes, and so are
// like themselves 40 to 60 ms later for a long time. A voice is in single
// vowels. Over 400 ms the mean likeness of a quarter of an hour of recorded
// Russian speech was 0.27 in the middle, and 0.54 was exceeded once in a thousand
// looks; of five pieces of hold music it was 0.58 to 0.74, and once in a hundred
// looks below 0.41 to 0.47.
const (
	lookEvery = 0.020 // s
	lookNear  = 0.040 // s later, the nearest that is compared
	lookFar   = 0.060 // s later, the farthest
	lookOver  = 0.060 // s compared at a time
	remember  = 20    // looks that count, older ones less and less
	enough    = 8     // looks before anything is called music
	isMusic   = 0.60  // mean likeness that makes it music …
	isVoice   = 0.42  // … until it is less than this
	lately    = 5     // looks of the recent mean
	nowVoice  = 0.30  // recent mean below which it is a voice at once
	silent    = 1e-6  // mean square of what tells nothing
)

// ear tells music and tones from a voice, by what comes next.
type ear struct {
	decimate  int // full-rate frames in one coarse frame
	every     int // frames between two looks
	ahead     int // frames one look needs
	near, far int // coarse frames
	over      int // coarse frames
	coarse    []float32

	next   int64 // input frame of the next look
	looks  int
	sum    float64 // of likenesses, by weight
	all    float64 // of weights
	recent float64 // mean likeness of the last looks, all the same weight
	music  bool
}

func newEar(rate int) *ear {
	d := max(1, rate/coarseRate)
	in := func(s float64, d int) int { return max(1, int(s*float64(rate)/float64(d))) }
	e := &ear{decimate: d, every: in(lookEvery, 1), near: in(lookNear, d), far: in(lookFar, d), over: in(lookOver, d)}
	e.ahead = (e.far + e.over) * d
	return e
}

// reset forgets everything heard; the next look is at the recording's frame in.
func (e *ear) reset(in int64) {
	e.next = in
	e.forget()
}

// forget begins anew, with a voice.
func (e *ear) forget() { e.looks, e.sum, e.all, e.recent, e.music = 0, 0, 0, 0, false }

// listen looks at the input up to index at, where in[0] is the recording's frame
// base and at least ahead frames follow at.
func (e *ear) listen(in []float32, base int64, at int) {
	for ; e.next <= base+int64(at); e.next += int64(e.every) {
		e.look(in[e.next-base:][:e.ahead])
	}
}

// look listens to x, which is ahead frames.
func (e *ear) look(x []float32) {
	e.coarse = coarsen(e.coarse[:0], x, e.decimate)
	power := float32(0)
	for _, f := range e.coarse {
		power += f * f
	}
	level := float64(power) / float64(len(e.coarse)*e.decimate*e.decimate)
	if level < silent {
		return
	}
	_, likeness := alike(e.coarse, e.near, e.far, e.over)
	// What is loud counts more, or the hum between two words would be music and
	// the next word with it.
	weight := math.Sqrt(math.Sqrt(level))
	const keep = 1 - 1.0/remember
	e.sum, e.all = e.sum*keep+likeness*weight, e.all*keep+weight
	e.recent += (likeness - e.recent) / lately
	e.looks++
	switch mean := e.sum / e.all; {
	case e.music && e.recent < nowVoice: // somebody speaks as the music ends
		e.forget()
	case mean < isVoice:
		e.music = false
	case mean > isMusic && e.looks >= enough:
		e.music = true
	}
}

// coarsen appends x to dst with every d frames made one, their sum.
func coarsen(dst, x []float32, d int) []float32 {
	for ; len(x) >= d; x = x[d:] {
		var sum float32
		for _, f := range x[:d] {
			sum += f
		}
		dst = append(dst, sum)
	}
	return dst
}

// alike returns the lag of lo…hi after which n frames of x are most like its
// first n, and how much they are: 1 the same but for their loudness, 0 not at
// all; then the lag is 0.
func alike(x []float32, lo, hi, n int) (lag int, likeness float64) {
	a := x[:n]
	var aa, bb, best float32
	for _, f := range a {
		aa += f * f
	}
	for _, f := range x[lo : lo+n] {
		bb += f * f
	}
	for l := lo; l <= hi; l++ {
		b := x[l:][:n]
		var even, odd float32 // two sums at a time: half the waiting
		for i := 1; i < n; i += 2 {
			even += a[i-1] * b[i-1]
			odd += a[i] * b[i]
		}
		if ab := even + odd; ab > 0 && bb > 0 && ab*ab > best*bb {
			lag, best = l, ab*ab/bb
		}
		if l < hi {
			bb += x[l+n]*x[l+n] - x[l]*x[l]
		}
	}
	if lag == 0 {
		return 0, 0
	}
	return lag, min(1, math.Sqrt(float64(best/aa)))
}

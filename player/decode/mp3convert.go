package decode

import "sensedesk/player/resample"

// mp3Convert brings a run of another rate to the recording's. What it gives for a
// frame does not depend on where it began, so that sound after a seek is that of a
// straight reading.
type mp3Convert struct {
	to    int // Hz, the recording's rate
	run   int // the run being converted, one too much, so that zero is none
	made  map[int]*resample.Resampler
	r     *resample.Resampler // of that run
	drop  int                 // frames of the run still to be dropped before converting
	given int64               // frames of the recording given of the run so far
}

// settle is more than the resampler's filter is long, frames of its input; two
// filters are needed to be free of where it began.
const settle = 1024

// begin sets out to convert run i from its start.
func (c *mp3Convert) begin(i int, run mp3Run) {
	if c.made == nil {
		c.made = map[int]*resample.Resampler{}
	}
	r := c.made[run.rate]
	if r == nil {
		r = resample.New(run.rate, c.to)
		c.made[run.rate] = r
	}
	r.Reset()
	c.run, c.r, c.drop, c.given = i+1, r, 0, 0
}

// seek makes next give sound from frame at of the recording, or a little before,
// and returns the MPEG frame it must be given first.
func (c *mp3Convert) seek(i int, run mp3Run, at int64) int {
	c.begin(i, run)
	// Where the recording's frames and the run's fall together.
	g := int64(gcd(run.rate, c.to))
	in, out := int64(run.rate)/g, int64(c.to)/g
	steps := max(0, (at-run.at)*in/out-settle) / in
	c.given = steps * out
	first := int(steps*in) / run.per
	c.drop = int(steps*in) - first*run.per
	return run.from + first
}

// next converts the sound of the next MPEG frame of run i, in place, and returns
// where it lies; last says that no more of this run follows.
func (c *mp3Convert) next(i int, run mp3Run, sound [][2]float32, last bool) (at int64, out [][2]float32) {
	if c.run != i+1 {
		c.begin(i, run)
	}
	in := append([][2]float32(nil), sound[min(c.drop, len(sound)):]...)
	c.drop = max(0, c.drop-len(sound))
	out = c.r.Push(sound[:0], in)
	if last {
		out = c.r.Flush(out)
		c.run = 0
	}
	at = run.at + c.given
	c.given += int64(len(out))
	return at, out
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

package player

// fadeFrames is how long sound takes to come or go at a pause or a seek, frames
// at Rate: 5 ms, enough to hear no click.
const fadeFrames = Rate * 5 / 1000

// puller is the sink's end of the deck: state of whichever goroutine pulls.
type puller struct {
	seg    *segment // being heard
	level  int      // 0 silent … fadeFrames full
	mix    mix      // as the last frame was heard
	pulled int64    // frames since the sink's start
	runs   []run
}

// run says that frames of a segment were pulled one after the other.
type run struct {
	at   int64 // first frame as the sink counts
	seg  *segment
	from int64 // first frame as the segment counts
	n    int64
}

// keepRuns is how many runs are remembered; each stands for a pause, a seek or
// a late decoder, and only those of the last half second matter.
const keepRuns = 16

// Pull implements Feed for the deck's sink.
func (d *Deck) Pull(dst [][2]float32) int {
	p := &d.pull
	done := 0
	for done < len(dst) {
		n := d.pullSome(dst[done:])
		if n == 0 {
			break
		}
		done += n
	}
	clear(dst[done:])
	p.pulled += int64(len(dst) - done)
	d.signalWorker()
	return done
}

// pullSome gives the next frames that are to be treated alike.
func (d *Deck) pullSome(dst [][2]float32) int {
	p := &d.pull
	want := d.seg.Load()
	playing := d.playing.Load()
	if p.level == 0 {
		p.seg = want
	}
	on := playing && p.seg == want
	if p.seg == nil || !on && p.level == 0 || !p.seg.ready.Load() {
		p.level = 0
		return 0
	}
	if p.level == 0 && p.seg.target == 0 && p.seg.ring.head.Load() == 0 {
		p.level = fadeFrames // a recording begins as it is
	}
	if !on {
		dst = dst[:min(len(dst), p.level)]
	} else if p.level < fadeFrames {
		dst = dst[:min(len(dst), fadeFrames-p.level)]
	}
	from := p.seg.ring.head.Load()
	n := p.seg.ring.read(dst)
	if n == 0 {
		if !on {
			p.level = 0 // nothing left to fade
			return d.pullSome(dst)
		}
		return 0
	}
	d.shape(dst[:n], on)
	d.remember(run{at: p.pulled, seg: p.seg, from: from, n: int64(n)})
	p.pulled += int64(n)
	return n
}

// shape applies gains, solo and swap, and the fade.
func (d *Deck) shape(x [][2]float32, on bool) {
	p := &d.pull
	p.mix.apply(x, d.mix(p.seg.info.Channels))
	for i := range x {
		switch {
		case on && p.level < fadeFrames:
			p.level++
		case !on && p.level > 0:
			p.level--
		}
		if p.level < fadeFrames {
			g := float32(p.level) / fadeFrames
			x[i][0] *= g
			x[i][1] *= g
		}
	}
}

// remember publishes a run for the clock.
func (d *Deck) remember(r run) {
	p := &d.pull
	if n := len(p.runs); n > 0 {
		last := p.runs[n-1]
		if last.seg == r.seg && last.at+last.n == r.at && last.from+last.n == r.from {
			r.at, r.from, r.n = last.at, last.from, last.n+r.n
			p.runs = p.runs[:n-1]
		}
	}
	p.runs = append(p.runs, r)
	if extra := len(p.runs) - keepRuns; extra > 0 {
		p.runs = append(p.runs[:0], p.runs[extra:]...)
	}
	published := append([]run(nil), p.runs...)
	d.runs.Store(&published)
}

package player

import "time"

// Position returns the time in the recording of what is heard now. Right after
// a seek it is the time sought, until that is heard.
func (d *Deck) Position() time.Duration {
	seg := d.seg.Load()
	if seg == nil {
		return 0
	}
	return seg.source(d.heard(seg))
}

// heard returns how many frames of seg have been heard.
func (d *Deck) heard(seg *segment) int64 {
	sink := d.sink.Load()
	if sink == nil {
		return 0
	}
	now := (*sink).Heard() // before the runs: they then cover it
	runs := d.runs.Load()
	if runs == nil {
		return 0
	}
	for i := len(*runs) - 1; i >= 0; i-- {
		r := (*runs)[i]
		if r.at > now {
			continue
		}
		if r.seg != seg {
			break
		}
		return r.from + min(now-r.at, r.n)
	}
	return 0
}

// Playing tells whether the recording is running: Play was the last word, and
// its end was not heard yet.
func (d *Deck) Playing() bool { return d.playing.Load() && !d.Ended() }

// Ended tells whether the recording was heard to its end.
func (d *Deck) Ended() bool {
	seg := d.seg.Load()
	if seg == nil {
		return false
	}
	length := seg.length.Load()
	return length >= 0 && d.heard(seg) >= length
}

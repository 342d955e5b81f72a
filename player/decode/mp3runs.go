package decode

import "sort"

// mp3Run is MPEG frames in a row that hold equally much sound and are played at
// one rate. A recording is one run, unless files were joined.
type mp3Run struct {
	from   int   // its first MPEG frame
	at     int64 // where its sound begins, at the recording's rate, the delay not taken off
	rate   int   // Hz it is played at
	per    int   // frames of sound of each MPEG frame, at rate
	mono   bool  // it has one channel
	silent bool  // nothing in it may be heard
}

// A file whose rate changes plays on at the rate it began with, as in ffmpeg, whose
// rules are kept here so that its lengths are ours:
//   - the first frame of another rate still passes for one of the old rate, since the
//     decoder says its rate only afterwards. ffmpeg plays it too fast or too slow;
//     here it is silence of that length. It is the tag or the start of an encoder.
//   - what the resampler's filter holds back when the rate or the number of channels
//     changes again is lost.
const heldBack = 16 // frames of the lower of the two rates; libswresample has 32 taps

// add appends the MPEG frame h of size bytes at offset start.
func (x *mp3Index) add(h mp3Header, start int64, size int) {
	n := len(x.starts)
	x.starts = append(x.starts, start)
	x.sizes = append(x.sizes, uint16(size))
	rate := x.rate
	if rate == 0 {
		rate = h.rate()
	}
	x.rate = h.rate()
	run := mp3Run{from: n, rate: rate, per: h.frames(), mono: h.mono(), silent: rate != h.rate() || h.layer() != layer3}
	var last mp3Run
	if n > 0 {
		last = x.runs[len(x.runs)-1]
	}
	if n == 0 || last.rate != rate || last.mono != run.mono {
		if n > 0 && last.rate != x.first.rate() {
			lost := int64(heldBack * max(last.rate, x.first.rate()) / last.rate)
			x.end = max(last.at, x.end-lost)
		}
		x.began, x.taken = x.end, 0
	}
	trimmed := x.tag.gapless && x.packets-1 == x.tag.count && x.trims() && n > 0
	if trimmed {
		x.end = max(last.at, x.end-x.tag.trim())
		x.began, x.taken = x.end, 0
	}
	if n == 0 || trimmed || last.rate != run.rate || last.per != run.per || last.mono != run.mono || last.silent != run.silent {
		run.at = x.end
		x.runs = append(x.runs, run)
	}
	x.taken += int64(run.per)
	x.end = x.began + x.atFirstRate(x.taken, rate)
}

// trims tells whether the tag's padding belongs to this file. ffmpeg holds a file
// that differs from the tag's size by more than a sixteenth to be another.
func (x *mp3Index) trims() bool {
	if x.tag.bytes == 0 || x.tag.count == 0 {
		return x.tag.count > 0
	}
	less := min(x.size, x.tag.bytes)
	return max(x.size, x.tag.bytes)-less <= less>>4
}

// length returns how many frames of sound there are, delay included; it is known
// when the whole file was walked through.
func (x *mp3Index) length() int64 {
	end := x.end
	if missing := x.tag.count - x.packets; x.tag.gapless && x.trims() && missing >= 0 {
		end -= max(0, x.tag.trim()-missing*int64(x.first.frames()))
	}
	return max(0, end)
}

// atFirstRate converts a number of frames at rate to the recording's rate.
func (x *mp3Index) atFirstRate(n int64, rate int) int64 {
	to := int64(x.first.rate())
	return (n*to + int64(rate) - 1) / int64(rate)
}

// runOf returns the run MPEG frame n belongs to.
func (x *mp3Index) runOf(n int) int {
	return max(0, sort.Search(len(x.runs), func(i int) bool { return x.runs[i].from > n })-1)
}

// runAt returns the run the frame at of the sound belongs to, delay included.
func (x *mp3Index) runAt(at int64) int {
	return max(0, sort.Search(len(x.runs), func(i int) bool { return x.runs[i].at > at })-1)
}

// runEnd returns the MPEG frame behind run i and where its sound ends, as far as
// is known now.
func (x *mp3Index) runEnd(i int) (n int, at int64) {
	if i+1 < len(x.runs) {
		return x.runs[i+1].from, x.runs[i+1].at
	}
	return len(x.starts), x.end
}

package peaks

import (
	"cmp"
	"slices"
	"time"
)

// Range is a stretch of the recording, from StartMS up to EndMS, in
// milliseconds from its start.
type Range struct{ StartMS, EndMS int64 }

// The rules of voice activity. Levels are in half decibels, as Level holds them. They were found on two-channel calls with known truth.
const (
	aboveFloor   = 2 * 9                  // over the quiet 15 %
	belowTop     = 2 * 38                 // under the loud 3 %
	faintest     = 255 - 2*62             // −62 dBFS: nothing below is speech
	roomTop      = 2 * 6                  // the threshold stays that far below the top
	crosstalk    = 2 * 18                 // so far below the other channel, it is the other channel
	shortestRun  = 40 * time.Millisecond  // a click is shorter
	shortestGap  = 300 * time.Millisecond // a breath is shorter
	padBefore    = 80 * time.Millisecond  // a soft onset
	padAfter     = 150 * time.Millisecond // a fading end
	floorPercent = 15
	topPercent   = 97
)

// Speech returns, for each channel, where somebody speaks: in order, not
// touching each other. Hold music counts. It needs the whole recording, as loud
// and quiet are judged by all of it.
func (p *Peaks) Speech() [][]Range {
	out := make([][]Range, len(p.Channels))
	for c := range p.Channels {
		level := p.Channels[c].Level
		threshold, ok := thresholdOf(level)
		if !ok {
			continue
		}
		active := make([]bool, len(level))
		for i, l := range level {
			active[i] = int(l) >= threshold
			for o := range p.Channels {
				if o != c && int(p.Channels[o].Level[i])-int(l) > crosstalk {
					active[i] = false
				}
			}
		}
		out[c] = p.ranges(active)
	}
	return out
}

// What of a silence is worth leaving out, and what is kept of it.
const (
	longSilence = 1000 // ms
	keptEdge    = 150  // ms, at either end
)

// Silences returns the stretches worth leaving out: nobody speaks on any channel
// for a second or more, but for 150 ms kept at either end. Music is no silence.
// Where nothing at all is heard there is nothing to leave out. It needs the
// whole recording, as Speech does.
func (p *Peaks) Silences() []Range {
	var said []Range
	for _, ranges := range p.Speech() {
		said = append(said, ranges...)
	}
	if len(said) == 0 {
		return nil
	}
	slices.SortFunc(said, func(a, b Range) int { return cmp.Compare(a.StartMS, b.StartMS) })
	var out []Range
	gap := func(from, to int64, first, last bool) {
		if to-from < longSilence {
			return
		}
		if !first {
			from += keptEdge
		}
		if !last {
			to -= keptEdge
		}
		out = append(out, Range{from, to})
	}
	end := int64(0)
	for i, r := range said {
		gap(end, r.StartMS, i == 0, false)
		end = max(end, r.EndMS)
	}
	gap(end, p.Duration().Milliseconds(), false, true)
	return out
}

// thresholdOf returns the level from which a bin is speech; ok is false when
// nothing is.
func thresholdOf(level []uint8) (threshold int, ok bool) {
	if len(level) == 0 {
		return 0, false
	}
	var count [256]int
	for _, l := range level {
		count[l]++
	}
	percentile := func(percent int) int {
		rest := len(level) * percent / 100
		for l, n := range count {
			if rest -= n; rest < 0 {
				return l
			}
		}
		return 255
	}
	floor, top := percentile(floorPercent), percentile(topPercent)
	if top < faintest+roomTop {
		return 0, false
	}
	return min(max(floor+aboveFloor, top-belowTop, faintest), top-roomTop), true
}

// ranges joins active bins to ranges.
func (p *Peaks) ranges(active []bool) []Range {
	run, gap, before, after := p.inBins(shortestRun), p.inBins(shortestGap), p.inBins(padBefore), p.inBins(padAfter)
	var runs [][2]int // first bin and the one behind the last
	for i := 0; i < len(active); i++ {
		if !active[i] {
			continue
		}
		from := i
		for i < len(active) && active[i] {
			i++
		}
		if i-from >= run {
			runs = append(runs, [2]int{from, i})
		}
	}
	var out []Range
	end := p.Duration().Milliseconds()
	for i := 0; i < len(runs); i++ {
		from, to := runs[i][0], runs[i][1]
		// Gaps that are short, or vanish under the padding, are bridged.
		for i+1 < len(runs) && runs[i+1][0]-to < max(gap, before+after+1) {
			i++
			to = runs[i][1]
		}
		out = append(out, Range{
			StartMS: max(0, p.ms(from-before)),
			EndMS:   min(end, p.ms(to+after)),
		})
	}
	return out
}

func (p *Peaks) ms(bins int) int64 { return int64(bins) * p.BinLength().Milliseconds() }

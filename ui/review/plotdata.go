package review

import (
	"time"

	"sensedesk/store"
	"sensedesk/ui/transcript"
)

// Column is what is known of a column of a plot: of the operator and of the
// client.
type Column [2]float64

// sideOf is the side a phrase counts for: 0 operator, 1 client.
func sideOf(p *store.Phrase, operator int, mono bool) int {
	if mono || p.Channel == operator {
		return 0
	}
	return 1
}

// SpokenOver tells for n columns of a call of the given length which part of
// each was spoken by whom, 0 to 1.
func SpokenOver(phrases []store.Phrase, operator int, mono bool, length time.Duration, n int) []Column {
	out := make([]Column, n)
	wide := float64(length.Milliseconds()) / float64(n)
	if wide <= 0 {
		return out
	}
	for i := range phrases {
		p := &phrases[i]
		spread(p.StartMS, p.EndMS, wide, n, func(c int, ms float64) {
			v := &out[c][sideOf(p, operator, mono)]
			*v = min(1, *v+ms/wide)
		})
	}
	return out
}

// PaceOver tells for n columns how many words a minute of speech each party
// said there; 0 where it hardly spoke.
func PaceOver(phrases []store.Phrase, operator int, mono bool, length time.Duration, n int) []Column {
	const least = 1500 // ms of speech that say something of a pace
	words, spoken := make([]Column, n), make([]Column, n)
	wide := float64(length.Milliseconds()) / float64(n)
	if wide <= 0 {
		return words
	}
	for i := range phrases {
		p := &phrases[i]
		side, whole := sideOf(p, operator, mono), float64(p.EndMS-p.StartMS)
		spread(p.StartMS, p.EndMS, wide, n, func(c int, ms float64) {
			spoken[c][side] += ms
			words[c][side] += float64(len(p.Words)) * ms / whole
		})
	}
	for c := range words {
		for side := range 2 {
			if spoken[c][side] < least {
				words[c][side] = 0
				continue
			}
			words[c][side] *= 60_000 / spoken[c][side]
		}
	}
	return words
}

// spread shares a stretch out among the columns it touches.
func spread(from, to int64, wide float64, n int, give func(column int, ms float64)) {
	a, b := max(0, float64(from)), min(float64(to), wide*float64(n))
	for c := int(a / wide); c < n && a < b; c++ {
		end := min(b, wide*float64(c+1))
		if end > a {
			give(c, end-a)
		}
		a = max(a, end)
	}
}

// MonologuesIn finds the longest speech of each side which neither the other
// party nor a pause the text tells of cuts; zero when a side says nothing.
func MonologuesIn(d *transcript.Document) [2]Span {
	var longest [2]Span
	if d == nil || !d.Began.IsZero() {
		return longest
	}
	var now Span
	last := -1
	for i := range d.Rows {
		r := &d.Rows[i]
		if r.Kind == transcript.KindPause {
			last = -1
			continue
		}
		side := 0
		if r.Side == transcript.SideClient {
			side = 1
		}
		end := r.Start() + r.Length()
		if side != last {
			now, last = Span{r.Start(), end}, side
		}
		now.To = max(now.To, end)
		if now.Length() > longest[side].Length() {
			longest[side] = now
		}
	}
	return longest
}

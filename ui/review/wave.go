package review

import (
	"time"

	"sensedesk/player"
	"sensedesk/store"
)

// Wave is the outline of a recording, ready to draw: for each channel, how loud
// every stretch of Bin is, 0 to 255. Bins a decoder has not reached yet are not
// there. A Wave does not change once it is handed over.
type Wave struct {
	Bin     time.Duration
	Lanes   [][]uint8
	Silence []player.Span // where nobody speaks for long; known when the whole recording is
}

// Column returns how loud [from, to) of a lane is on average, 0 to 1: the
// average tells a breath from a sentence where the loudest moment would not.
func (w Wave) Column(lane int, from, to time.Duration) float64 {
	if w.Bin <= 0 || lane >= len(w.Lanes) {
		return 0
	}
	bins := w.Lanes[lane]
	i := max(0, int(from/w.Bin))
	j := min(len(bins), max(i+1, int((to+w.Bin-1)/w.Bin)))
	if i >= j {
		return 0
	}
	sum := 0
	for _, b := range bins[i:j] {
		sum += int(b)
	}
	return float64(sum) / float64(j-i) / 255
}

// The levels drawn as nothing and as the full height: quieter is the noise of a
// line, louder is shouting.
const (
	floorDB = -50
	topDB   = -10
)

// Loudness turns a level in dB below full scale into the height drawn, so that
// a quiet voice beside a loud one can still be seen.
func Loudness(db float64) uint8 {
	return uint8(max(0, min(1, (db-floorDB)/(topDB-floorDB))) * 255)
}

// WaveOfChat draws a stroke for each message. A chat may last for weeks, so a
// bin is a share of it.
func WaveOfChat(phrases []store.Phrase, length time.Duration) Wave {
	const bins, width, height = 2000, 4, 160
	w := Wave{Bin: max(length/bins, time.Millisecond), Lanes: [][]uint8{make([]uint8, bins+width), make([]uint8, bins+width)}}
	for i := range phrases {
		lane := w.Lanes[min(max(phrases[i].Channel, 0), 2)%2] // a bot stands with the operator
		b := int(time.Duration(phrases[i].StartMS) * time.Millisecond / w.Bin)
		for n := b; n < b+width && n >= 0 && n < len(lane); n++ {
			lane[n] = height
		}
	}
	return w
}

// WaveOfPhrases draws speech as blocks, for a call whose sound is not here.
func WaveOfPhrases(phrases []store.Phrase, length time.Duration) Wave {
	const least, most, height = 100, 200_000, 110
	bin := max(least, length.Milliseconds()/most) // whatever length a broken answer tells
	w := Wave{Bin: time.Duration(bin) * time.Millisecond}
	bins := length.Milliseconds()/bin + 1
	for i := range phrases {
		p := &phrases[i]
		if p.Channel < 0 || p.Channel > 1 {
			continue
		}
		for len(w.Lanes) <= p.Channel {
			w.Lanes = append(w.Lanes, make([]uint8, bins))
		}
		for b := max(0, p.StartMS/bin); b < p.EndMS/bin && b < bins; b++ {
			w.Lanes[p.Channel][b] = height
		}
	}
	return w
}

package keys

import (
	"strconv"
	"time"
)

// Pedal says how a key held down acts.
type Pedal struct {
	Hold bool          // the key of «play» plays as long as it is held
	Back time.Duration // how far to go back when it comes up
}

// PedalBacks are the ways back on offer.
func PedalBacks() []time.Duration {
	return []time.Duration{0, 500 * time.Millisecond, time.Second, 2 * time.Second, 3 * time.Second, 5 * time.Second}
}

// DecodePedal reads what Encode wrote; anything else is a key that does not hold,
// and would go back a second.
func DecodePedal(text string) Pedal {
	p := Pedal{Back: time.Second}
	hold, isHold := text, len(text) > 0 && text[0] == '+'
	if isHold {
		hold = text[1:]
	}
	if ms, err := strconv.Atoi(hold); err == nil && ms >= 0 && ms <= 60_000 {
		p.Hold, p.Back = isHold, time.Duration(ms)*time.Millisecond
	}
	return p
}

// Encode writes a pedal to be kept: «+1000» holds and goes back 1 000 ms.
func (p Pedal) Encode() string {
	text := strconv.FormatInt(p.Back.Milliseconds(), 10)
	if p.Hold {
		return "+" + text
	}
	return text
}

package review

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"sensedesk/store"
)

// keepEvery is how long a place may go unwritten: what a crash can cost.
const keepEvery = time.Second

// PrefDesk is the name under which the desk keeps what holds for every call.
const PrefDesk = "review.desk"

// prefPlace is the name under which the place in a call is kept.
func prefPlace(id store.CallID) string {
	return "review.place." + strconv.FormatInt(int64(id), 10)
}

// Spot is where the reader was in a call.
type Spot struct {
	At     int64   `json:"at"`               // ms of the recording
	Away   bool    `json:"away,omitempty"`   // the view does not follow; it stands at:
	Row    int     `json:"row,omitempty"`    // of the transcript
	Within float32 `json:"within,omitempty"` // units into that row
}

// Habits are what the reader chose for all calls.
type Habits struct {
	Tab   Tab     `json:"tab,omitempty"`
	Speed float64 `json:"speed,omitempty"` // 0 = 1×
	Brisk bool    `json:"brisk,omitempty"`
	Side  float32 `json:"side,omitempty"` // width of the right column; 0 = by the window
}

// write is a value as it is kept; "" for the one everybody begins with.
func write[T comparable](v T) string {
	var zero T
	raw, err := json.Marshal(v)
	if v == zero || err != nil { // numbers that cannot be written are none to go back to
		return ""
	}
	return string(raw)
}

// recallSpot reads where the reader was in a call; what cannot be read is its
// beginning.
func recallSpot(ctx context.Context, recall func(context.Context, string) (string, error), id store.CallID) (p Spot, text string) {
	if recall == nil {
		return p, ""
	}
	text, err := recall(ctx, prefPlace(id))
	if err != nil || json.Unmarshal([]byte(text), &p) != nil || p.At < 0 {
		return Spot{}, ""
	}
	return p, text
}

// resume takes up the habits of last time.
func (s *Screen) resume() {
	var h Habits
	if json.Unmarshal([]byte(s.Habits), &h) != nil {
		return
	}
	if h.Tab >= TabSummary && h.Tab <= TabFacts {
		s.state.Tab = h.Tab
	}
	if h.Speed != 0 {
		s.state.Speed = Step(h.Speed, 0)
	}
	s.state.Brisk, s.side, s.keptHabits = h.Brisk, max(0, h.Side), s.Habits
}

// goOn goes to where the reader was in the call that has just been read.
func (s *Screen) goOn(p Spot, text string) {
	s.keptPlace = text
	if s.at != 0 { // went somewhere while it was read
		return
	}
	s.at = s.state.Clamp(time.Duration(p.At) * time.Millisecond)
	s.text.SetPosition(s.at)
	if p.Away {
		s.text.ScrollTo(p.Row, p.Within)
	}
}

// moved has the place kept before long.
func (s *Screen) moved() {
	if s.Remember != nil {
		s.keeping.Ask()
	}
}

// keep writes where the reader is, if that changed.
func (s *Screen) keep() {
	if s.Remember == nil {
		return
	}
	h := Habits{Tab: s.state.Tab, Speed: s.state.Speed, Brisk: s.state.Brisk, Side: s.side}
	if h.Speed == 1 {
		h.Speed = 0
	}
	if text := write(h); text != s.keptHabits {
		s.keptHabits = text
		s.Remember(PrefDesk, text)
	}
	if !s.state.Loaded {
		return
	}
	p := Spot{At: s.position().Milliseconds(), Away: !s.text.Following()}
	if p.Away {
		p.Row, p.Within = s.text.Top()
	}
	if text := write(p); text != s.keptPlace {
		s.keptPlace = text
		s.Remember(prefPlace(s.state.ID), text)
	}
}

package review_test

import (
	"fmt"
	"maps"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"sensedesk/ui/review"
	"sensedesk/ui/uitest"
)

// remembering is a desk that keeps where the reader was; what it keeps outlives it.
func remembering(t *testing.T, prefs map[string]string) *desk {
	t.Helper()
	d := open(t, uitest.Options{}, func(d *desk) {
		talk := d.book.talks[theCall]
		for i := range 200 { // something to scroll
			at := int64(346_000 + 1_000*i)
			talk.Phrases = append(talk.Phrases, phrase(i%2, at, at+900, "слово за словом", fmt.Sprintf("Слово за словом, %d.", i)))
		}
		d.book.talks[theCall] = talk
		d.habits = prefs
	})
	return d.read().atKeys()
}

// TestTheDeskIsWhereItWas leaves a desk in the middle of a call without a word of
// goodbye, as a crash does, and opens another one on what was written.
func TestTheDeskIsWhereItWas(t *testing.T) {
	prefs := map[string]string{}
	d := remembering(t, prefs)
	d.Type("n") // to some event
	d.screen.Turn(review.TabFacts)
	d.Type("x3")
	d.beatless(400 * time.Second)
	text := d.screen.Transcript()
	at, _ := d.AtOf(text)
	test.Scroll(d.Window.Canvas(), at.AddXY(200, 200), 0, -900)
	if text.Following() {
		t.Fatal("the reader did not scroll")
	}
	row, within := text.Top()
	before := text.Shown()
	for range 3 {
		d.screen.Do("wider_side")
	}
	d.Wait("the place to be written", func() bool { return prefs[review.PrefDesk] != "" && prefs["review.place.7"] != "" })
	kept := maps.Clone(prefs)

	d = remembering(t, kept)
	s := d.screen.State()
	if d.deck.Position() != 400*time.Second || s.Speed != 2 || d.deck.speed != 2 || !s.Brisk || s.Tab != review.TabFacts {
		t.Errorf("at %s, speed %v (%v), brisk %v, tab %v", d.deck.Position(), s.Speed, d.deck.speed, s.Brisk, s.Tab)
	}
	text = d.screen.Transcript()
	if r, w := text.Top(); r != row || w-within > 1 || within-w > 1 || text.Following() {
		t.Errorf("the view stands at row %d + %v (following %v), was %d + %v", r, w, text.Following(), row, within)
	}
	if after := text.Shown(); len(after) == 0 || after[0] != before[0] {
		t.Errorf("shown %q, was %q", after, before)
	}
	d.shot("where-i-was")
	d.screen.Open(8) // no such call: nothing of the first is mixed up with it
	d.screen.Open(theCall)
	d.Wait("the first call again", func() bool { s := d.screen.State(); return s.Loaded && s.Sound == review.SoundReady })
	if d.deck.Position() != 400*time.Second {
		t.Errorf("on the way back: %s", d.deck.Position())
	}
}

// TestNothingToRememberIsNothingWritten opens a call and leaves it.
func TestNothingToRememberIsNothingWritten(t *testing.T) {
	prefs := map[string]string{"review.place.7": "{nonsense", review.PrefDesk: "nonsense"}
	d := remembering(t, prefs)
	if s := d.screen.State(); s.Speed != 1 || d.deck.Position() != 0 {
		t.Errorf("nonsense: speed %v at %s", s.Speed, d.deck.Position())
	}
	d.screen.Hide()
	if prefs["review.place.7"] != "{nonsense" {
		t.Errorf("written: %v", prefs)
	}
}

func TestTheEdgeIsDragged(t *testing.T) {
	prefs := map[string]string{}
	d := remembering(t, prefs)
	var edge fyne.Draggable
	var at fyne.Position
	for _, o := range d.Objects() {
		if c, ok := o.(desktop.Cursorable); ok && c.Cursor() == desktop.HResizeCursor {
			edge = o.(fyne.Draggable)
			at, _ = d.AtOf(o)
		}
	}
	if edge == nil {
		t.Fatal("nothing to take hold of")
	}
	width := func() float32 { return d.screen.Transcript().Size().Width }
	was := width()
	test.Drag(d.Window.Canvas(), at.AddXY(4, 100), -100, 0)
	if got := width(); got != was-100 {
		t.Errorf("dragged by 100: %v, was %v", got, was)
	}
	for range 100 {
		d.screen.Do("wider_side")
	}
	if got := width(); got < 400 || got > 440 {
		t.Errorf("the text keeps %v", got)
	}
	for range 100 {
		d.screen.Do("narrower_side")
	}
	if got := width(); got < was {
		t.Errorf("the column keeps more than it had: text %v, was %v", got, was)
	}
}

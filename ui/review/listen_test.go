package review_test

import (
	"testing"
	"time"

	"sensedesk/ui/keys"
	"sensedesk/ui/uitest"
)

// atKeys ties the keys to the window, as the shell does.
func (d *desk) atKeys() *desk {
	keys.New("linux").Attach(d.Window.Canvas(), func(c keys.Command) { d.screen.Do(c) })
	return d
}

// TestListeningCloselyByKeys presses the keys on a Latin and a Russian layout.
func TestListeningCloselyByKeys(t *testing.T) {
	d := open(t, uitest.Options{}, nil).read().atKeys()

	d.deck.Seek(170 * time.Second) // inside «Да, только недолго…», which begins at 167 s
	d.Type("r")
	if at := d.deck.Position(); at != 167*time.Second || !d.deck.Playing() {
		t.Errorf("repeat: at %s, playing %v", at, d.deck.Playing())
	}
	d.deck.Seek(175 * time.Second) // in the pause behind it
	d.Type("к")
	if at := d.deck.Position(); at != 167*time.Second {
		t.Errorf("repeat in a pause: at %s", at)
	}

	d.deck.Seek(100 * time.Second)
	d.Type("S")
	if at := d.deck.Position(); at != 97*time.Second || d.screen.State().Speed != 0.9 {
		t.Errorf("slower and back: at %s, speed %v", at, d.screen.State().Speed)
	}
	for range 10 {
		d.Type("ы")
	}
	if at := d.deck.Position(); at != 67*time.Second || d.screen.State().Speed != 0.5 {
		t.Errorf("slower and back, ten times more: at %s, speed %v", at, d.screen.State().Speed)
	}

	d.Wait("the outline", func() bool { return d.screen.State().Saved() > 0 })
	d.Type("x")
	if !d.screen.State().Brisk || len(d.deck.skips) == 0 {
		t.Errorf("silence is not left out: %v", d.deck.skips)
	}
	d.Type("ч")
	if d.screen.State().Brisk || len(d.deck.skips) != 0 {
		t.Errorf("silence is still left out: %v", d.deck.skips)
	}
}

func TestVoicesByKeys(t *testing.T) {
	d := open(t, uitest.Options{}, nil).read().atKeys()
	for _, step := range []struct {
		key  string
		want [2]float64
	}{
		{"u", [2]float64{0, 1}},
		{"Г", [2]float64{1, 1}},
		{"i", [2]float64{1, 0}},
		{"p", [2]float64{0, 1}}, // alone is heard, though it was muted
		{"щ", [2]float64{1, 0}}, // the other one alone
		{"o", [2]float64{1, 1}},
	} {
		if d.Type(step.key); d.deck.heard() != step.want {
			t.Errorf("%s: %v, want %v", step.key, d.deck.heard(), step.want)
		}
	}
	d.Type("o")
	if only := d.Print.S("review.alone.name", map[string]any{"name": "Ким Анна"}); !d.Sees(only) {
		t.Errorf("nobody reads %q", only)
	}
	d.shot("voices")
	d.Tap(d.Print.S("review.alone.name", map[string]any{"name": "Ким Анна"}))
	if d.deck.heard() != [2]float64{1, 1} {
		t.Errorf("after a click on the name: %v", d.deck.heard())
	}
}

// TestOneVoiceOfMono: two voices on one channel cannot be told apart.
func TestOneVoiceOfMono(t *testing.T) {
	d := open(t, uitest.Options{}, func(d *desk) {
		talk := d.book.talks[theCall]
		for i := range talk.Phrases {
			talk.Phrases[i].Channel = 0
		}
		call := d.book.calls[theCall]
		rec := *call.Recording
		rec.Channels = 1
		call.Recording = &rec
		d.book.calls[theCall], d.book.talks[theCall] = call, talk
	}).read().atKeys()
	d.Type("iop")
	if d.deck.heard() != [2]float64{1, 1} || d.screen.State().Alone != [2]bool{} {
		t.Errorf("gains %v, alone %v", d.deck.heard(), d.screen.State().Alone)
	}
	d.Type("u")
	if d.deck.gains[0] != 0 {
		t.Errorf("not muted: %v", d.deck.gains)
	}
}

// TestAPedalPlaysWhileItIsDown presses and lets go.
func TestAPedalPlaysWhileItIsDown(t *testing.T) {
	d := open(t, uitest.Options{}, nil).read()
	d.deck.Seek(60 * time.Second)
	d.screen.Press()
	if !d.deck.Playing() {
		t.Error("it does not play")
	}
	d.screen.Press() // a key that repeats
	d.beat(70 * time.Second)
	d.screen.Release(1500 * time.Millisecond)
	if at := d.deck.Position(); d.deck.Playing() || at != 68500*time.Millisecond {
		t.Errorf("let go: at %s, playing %v", at, d.deck.Playing())
	}
	d.deck.Seek(time.Second)
	d.screen.Press()
	d.screen.Release(3 * time.Second)
	if at := d.deck.Position(); at != 0 {
		t.Errorf("before the beginning: %s", at)
	}
}

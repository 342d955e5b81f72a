package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"sensedesk/ui/i18n"
	"sensedesk/ui/review"
)

// TestTheWindowIsWhereItWas ends in the middle of a call, as a crash does: what
// was written by then is all there is.
func TestTheWindowIsWhereItWas(t *testing.T) {
	d := newDesk(t, i18n.RU, nil)
	d.s.goTo(route{placeReview, 2})
	d.s.window.Resize(fyne.NewSize(1234, 777))
	d.Wait("the size to be written", func() bool {
		ok := false
		d.with(func() { ok = d.prefs[prefWindow] == "1234x777" && d.prefs[prefAt] == "review 2" })
		return ok
	})
	d = d.restart()
	if d.s.at != (route{placeReview, 2}) {
		t.Fatalf("at %+v", d.s.at)
	}
	if got := d.s.window.Canvas().Size(); got != fyne.NewSize(1234, 777) {
		t.Errorf("the window is %v", got)
	}
	desk := d.s.screens[placeReview].(*review.Screen)
	d.Wait("the call", func() bool { return desk.State().Loaded })
	d.Wait("the way to the next call", func() bool { return d.Sees(d.say("review.next")) })
	d.s.goBack()
	if d.s.at.place != placeCalls {
		t.Errorf("back leads to %s", d.s.at.place)
	}
	for text, want := range map[string]route{"": {}, "nowhere 0": {}, "review 0": {}, "review x": {}, "help 0": {place: placeHelp}, "review 5": {placeReview, 5}} {
		if got, ok := readRoute(text); (ok || want != route{}) && got != want {
			t.Errorf("%q leads to %+v", text, got)
		}
	}
}

// TestTheLastWordIsWritten closes the window at once after a change.
func TestTheLastWordIsWritten(t *testing.T) {
	d := newDesk(t, i18n.RU, nil)
	d.s.goTo(route{place: placeHelp})
	d.s.window.Resize(fyne.NewSize(1111, 700))
	d.s.Close()
	if d.prefs[prefAt] != "help 0" || d.prefs[prefWindow] != "1111x700" {
		t.Errorf("kept: %v", d.prefs)
	}
}

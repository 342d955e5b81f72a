package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
	"sensedesk/ui/review"
)

// railShown tells whether the side bar stands beside the screen.
func (d *desk) railShown() bool { return d.s.rail.object.Visible() && !d.s.rail.bar.object.Visible() }

func TestANarrowWindowHasABarAboveItsScreen(t *testing.T) {
	for _, lang := range i18n.Langs() {
		d := newDesk(t, lang, nil)
		d.s.window.Resize(fyne.NewSize(1000, 700))
		if !d.railShown() {
			t.Fatalf("%s: at 1000 the side bar is gone", lang)
		}
		for _, width := range []float32{999, 640, leastWidth} {
			d.s.window.Resize(fyne.NewSize(width, 700))
			if d.s.window.Canvas().Size().Width != width {
				t.Fatalf("%s: the window is %v wide, not %v", lang, d.s.window.Canvas().Size().Width, width)
			}
			if d.railShown() {
				t.Errorf("%s: at %v the side bar stands there", lang, width)
			}
			for to, item := range d.s.rail.bar.items {
				at, ok := d.AtOf(item)
				if !ok || at.X < 0 || at.X+item.Size().Width > width || item.Size().Width < 24 {
					t.Fatalf("%s at %v: %s stands at %v, %v wide", lang, width, to, at, item.Size().Width)
				}
				d.TapAt(at.AddXY(item.Size().Width/2, item.Size().Height/2))
				d.Drain()
				if d.s.at.place != to {
					t.Errorf("%s at %v: %s leads to %s", lang, width, to, d.s.at.place)
				}
			}
		}
	}
}

func TestANarrowWindowComesBackNarrow(t *testing.T) {
	d := newDesk(t, i18n.RU, nil)
	d.s.goTo(route{placeReview, 2})
	d.s.window.Resize(fyne.NewSize(420, 700))
	d.Wait("the size to be written", func() (ok bool) {
		d.with(func() { ok = d.prefs[prefWindow] == "420x700" })
		return ok
	})
	d = d.restart()
	if got := d.s.window.Canvas().Size(); got != fyne.NewSize(420, 700) || d.railShown() || d.s.at != (route{placeReview, 2}) {
		t.Errorf("the window is %v at %v", got, d.s.at)
	}
}

// TestEveryScreenFitsIntoANarrowWindow looks at each screen at 640, where none
// has to be moved sideways.
func TestEveryScreenFitsIntoANarrowWindow(t *testing.T) {
	for _, lang := range i18n.Langs() {
		d := newDesk(t, lang, nil)
		d.s.window.Resize(fyne.NewSize(640, 700))
		for _, to := range append(places(), placeReview) {
			d.s.goTo(route{to, 2})
			d.Drain()
			if got := d.s.stage.MinSize().Width; got > 640 {
				t.Errorf("%s: %s needs %v", lang, to, got)
			}
		}
	}
}

// TestFoldingKeepsWhatIsBeingDone narrows and widens the window around a desk.
func TestFoldingKeepsWhatIsBeingDone(t *testing.T) {
	d := newDesk(t, i18n.RU, nil)
	d.s.goTo(route{placeReview, 2})
	desk := d.s.screens[placeReview].(*review.Screen)
	d.Wait("the call", func() bool { return desk.State().Loaded })
	d.s.do(keys.NextTab)
	tab := desk.State().Tab
	for _, width := range []float32{900, 640, leastWidth, 640, 900, 1280} {
		d.s.window.Resize(fyne.NewSize(width, 700))
	}
	if desk.State().Tab != tab || !d.railShown() || d.s.at != (route{placeReview, 2}) {
		t.Errorf("tab %v, at %v", desk.State().Tab, d.s.at)
	}
}

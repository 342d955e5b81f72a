package review_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
	"sensedesk/ui/review"
	"sensedesk/ui/uitest"
	"sensedesk/ui/widgets"
)

// wide makes the window as wide as a person would.
func (d *desk) wide(width float32) {
	d.Window.Resize(fyne.NewSize(width, 720))
	d.Drain()
}

// shows tells whether the text is in sight, and whether the summary is.
func (d *desk) shows() (text, column bool) {
	return d.Sees("удобно"), d.Sees("Клиент недоволен задержкой")
}

func TestANarrowDeskShowsTextOrAPage(t *testing.T) {
	d := open(t, uitest.Options{Size: fyne.NewSize(1280, 720)}, nil).read()
	if text, column := d.shows(); !text || !column || d.Sees(d.Print.S("review.tab.text")) {
		t.Fatalf("a wide desk shows %q", d.Texts())
	}
	for _, width := range []float32{700, 640, 300} {
		d.wide(width)
		if text, column := d.shows(); column || !text {
			t.Errorf("at %v it begins with something else than the text: %q", width, d.Texts())
		}
		d.Tap(d.Print.S("review.tab.summary"))
		if text, column := d.shows(); !column || text {
			t.Errorf("at %v the summary is not there: %q", width, d.Texts())
		}
		d.screen.Do(keys.NextTab)
		if d.screen.State().Tab != review.TabStatistics {
			t.Errorf("the next page is %v", d.screen.State().Tab)
		}
		d.screen.Do(keys.NextTab)
		d.screen.Do(keys.NextTab) // the last page, and then the text
		if !d.Sees("удобно") {
			t.Errorf("at %v the keys do not lead to the text: %q", width, d.Texts())
		}
		d.screen.Do(keys.NextTab)
		if d.screen.Do(keys.Leave); !d.Sees("удобно") || d.back != 0 {
			t.Errorf("one step back leads elsewhere: %d, %q", d.back, d.Texts())
		}
		d.screen.Turn(review.TabFacts)
		d.screen.Do(keys.Find)
		if !d.Sees("удобно") {
			t.Error("Find has no text to look in")
		}
		d.screen.Do(keys.Leave)
	}
	d.wide(1280)
	if d.Sees(d.Print.S("review.tab.text")) || !d.Sees("удобно") || d.screen.State().Tab != review.TabFacts {
		t.Errorf("a wide desk shows %q", d.Texts())
	}
}

// TestFoldingKeepsThePlace narrows the window and widens it again around a call
// that was scrolled and stands somewhere.
func TestFoldingKeepsThePlace(t *testing.T) {
	d := open(t, uitest.Options{Size: fyne.NewSize(1280, 720)}, nil).read()
	d.beatless(184 * time.Second)
	d.screen.Transcript().ScrollTo(4, 0)
	row, _ := d.screen.Transcript().Top()
	at := d.screen.Position()
	for _, width := range []float32{900, 640, 300, 640, 900, 1280} {
		d.wide(width)
		if got, _ := d.screen.Transcript().Top(); got != row {
			t.Errorf("at %v the text begins with row %d, not %d", width, got, row)
		}
		if d.screen.Position() != at || d.screen.Transcript().Following() {
			t.Errorf("at %v it stands at %v, following %v", width, d.screen.Position(), d.screen.Transcript().Following())
		}
	}
}

// TestTheBarFoldsItsControls looks where the controls of the sound stand in
// narrow windows.
func TestTheBarFoldsItsControls(t *testing.T) {
	for _, lang := range i18n.Langs() {
		d := open(t, uitest.Options{Size: fyne.NewSize(1280, 720), Lang: lang}, nil).read()
		for _, width := range []float32{820, 640, 480, 300} {
			d.wide(width)
			var more *widgets.Button
			for _, o := range d.Objects() {
				at, ok := d.AtOf(o)
				b, is := o.(*widgets.Button)
				if !is || !ok {
					continue
				}
				if b.Tip() == d.Print.S("review.more") {
					more = b
				}
				if at.X < 0 || at.X+b.Size().Width > width+0.5 {
					t.Errorf("%s at %v: %q %q ends at %v", lang, width, b.Text(), b.Tip(), at.X+b.Size().Width)
				}
			}
			if width >= 640 && more != nil || width == 300 && more == nil {
				t.Fatalf("%s at %v: the others are folded away: %v", lang, width, more != nil)
			}
			if more != nil {
				if d.Sees(d.Print.S("review.forward5")) {
					t.Errorf("%s at %v: what is folded away is there", lang, width)
				}
				more.Tapped(nil)
				if !d.Sees(d.Print.S("review.forward5")) {
					t.Errorf("%s at %v: the others do not come: %q", lang, width, d.Texts())
				}
				more.Tapped(nil)
			}
		}
	}
}

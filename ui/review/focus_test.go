package review_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"sensedesk/ui/keys"
	"sensedesk/ui/review"
	"sensedesk/ui/uitest"
	"sensedesk/ui/widgets"
)

// where is what has the focus, and whether a person can see it.
func (d *scoreDesk) where() (f fyne.Focusable, seen bool) {
	f = d.Window.Canvas().Focused()
	if f == nil {
		return nil, false
	}
	_, seen = d.AtOf(f.(fyne.CanvasObject))
	return f, seen
}

// TestTabGoesRoundTheDesk presses Tab until it is back where it began: every
// stop is in sight, none comes twice, and all pages can be reached.
func TestTabGoesRoundTheDesk(t *testing.T) {
	d := openScores(t, uitest.Options{}, scorePath(t), "Сейтова Айгерим", supportCard())
	for tab := review.TabSummary; tab <= review.TabFacts; tab++ {
		d.screen.Turn(tab)
		d.Drain()
		c := d.Window.Canvas()
		c.Unfocus()
		c.FocusNext()
		first, _ := d.where()
		stops := map[fyne.Focusable]bool{}
		for range 200 {
			f, seen := d.where()
			if f == nil || f == first && len(stops) > 0 {
				break
			}
			if !seen || stops[f] {
				t.Fatalf("page %d: stop %d, %T, is in sight: %v, was there before: %v", tab, len(stops), f, seen, stops[f])
			}
			stops[f] = true
			c.FocusNext()
		}
		if len(stops) < 10 || len(stops) >= 200 {
			t.Errorf("page %d: %d stops", tab, len(stops))
		}
	}
}

// TestTheFocusOutlivesWhatHadIt closes panels and changes pages below the focus:
// it goes on to what took the place, or to nothing, so that keys are the desk's.
func TestTheFocusOutlivesWhatHadIt(t *testing.T) {
	d := openScores(t, uitest.Options{}, scorePath(t), "Сейтова Айгерим", supportCard())
	c := d.Window.Canvas()
	free := func(what string) {
		t.Helper()
		if f, seen := d.where(); f != nil && !seen {
			t.Errorf("%s: the focus is with a %T nobody sees", what, f)
		}
		before := d.screen.State().Tab
		d.Type("w") // a key of the desk
		if d.screen.State().Tab == before {
			t.Errorf("%s: the desk has no keys", what)
		}
	}

	d.screen.Do(keys.Comment)
	c.Focus(d.control(d.Print.S("review.edit.done")))
	d.Key(fyne.KeySpace)
	free("the editor, closed by its button")
	d.screen.Do(keys.Find)
	d.Key(fyne.KeyEscape)
	free("the search")

	d.screen.Turn(review.TabScore)
	d.Type("1")
	d.Drain()
	yes := d.control("Да")
	c.Focus(yes)
	d.Key(fyne.KeySpace)
	d.kept("hello", "yes")
	free("an answer by Space")

	d.screen.Turn(review.TabScore)
	c.Focus(d.control(d.Print.S("score.reviewer.change")))
	d.screen.Do(keys.Confirm) // draws the page anew
	d.Drain()
	if f, seen := d.where(); f == nil || !seen || f.(*widgets.Button).Text() != d.Print.S("score.reviewer.change") {
		t.Errorf("the page was drawn anew, and the focus is with %T, in sight: %v", f, seen)
	}
	d.Key(fyne.KeySpace) // asks for a name
	d.Key(fyne.KeyEscape)
	free("a question")
}

// control finds a button by its text.
func (d *scoreDesk) control(text string) *widgets.Button {
	d.T.Helper()
	for _, o := range d.Objects() {
		if b, ok := o.(*widgets.Button); ok && b.Text() == text {
			return b
		}
	}
	d.T.Fatalf("no button %q; shown: %q", text, d.Texts())
	return nil
}

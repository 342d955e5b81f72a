package review_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"sensedesk/ui/keys"
	"sensedesk/ui/review"
	"sensedesk/ui/uitest"
)

// tips lists the tooltips on the screen.
func tips(w *uitest.World) (list []string) {
	for _, o := range w.Objects() {
		if c, ok := o.(interface{ Tip() string }); ok && c.Tip() != "" {
			list = append(list, c.Tip())
		}
	}
	return list
}

// TestTipsNameTheKeysAsBound opens the desk with keys that a person changed, or
// took away.
func TestTipsNameTheKeysAsBound(t *testing.T) {
	d := openScores(t, uitest.Options{}, scorePath(t), "Сейтова Айгерим", supportCard())
	own := keys.New("linux")
	own.Change(keys.Bindings{keys.NormalSpeed: {"F8"}, keys.Slower: nil, keys.Faster: nil, keys.MuteOperator: {"F9"}, keys.EventKind: nil, keys.SwapSides: nil, keys.Confirm: nil})
	d.screen.KeyHint = func(c keys.Command) string { return own.Hint(d.Print, c) }
	d.screen.SetPrinter(d.Print)
	d.Show(d.screen.Content())
	d.screen.Turn(review.TabScore)
	d.Drain()
	all := strings.Join(tips(d.World), "\n")
	for _, want := range []string{"F8, 2, 3", "(F9)"} {
		if !strings.Contains(all, want) {
			t.Errorf("nobody reads %q in:\n%s", want, all)
		}
	}
	for _, no := range []string{"()", "[", "]", "{", "точнее", ": ,", "(H)", "(U)", "(Z)"} {
		if strings.Contains(all, no) {
			t.Errorf("%q in:\n%s", no, all)
		}
	}
	if text := strings.Join(d.Texts(), " "); strings.Contains(text, "принять предложенное") || !strings.Contains(text, "подтвердить репликой") {
		t.Errorf("the keys of the card: %s", text)
	}
}

// TestEveryIconSaysWhatItDoes walks the desk on every page and finds the names
// of all that shows a symbol alone.
func TestEveryIconSaysWhatItDoes(t *testing.T) {
	d := openScores(t, uitest.Options{}, scorePath(t), "Сейтова Айгерим", supportCard())
	d.screen.Do(keys.Bookmark) // a note with its buttons
	d.Wait("the bookmark", func() bool { return len(d.screen.State().Desk.Notes()) == 1 })
	d.screen.Do(keys.Find)
	seen := 0
	for tab := review.TabSummary; tab <= review.TabFacts; tab++ {
		d.screen.Turn(tab)
		d.Drain()
		for _, o := range d.Objects() {
			b, ok := o.(interface {
				fyne.Focusable
				Text() string
				Tip() string
			})
			if !ok || b.Text() != "" {
				continue
			}
			if seen++; b.Tip() == "" {
				at, _ := d.AtOf(o)
				t.Errorf("page %d: a symbol at %v says nothing", tab, at)
			}
		}
	}
	if seen < 10 {
		t.Errorf("only %d symbols were seen", seen)
	}
}

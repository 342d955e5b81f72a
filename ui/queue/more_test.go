package queue

import (
	"testing"

	"fyne.io/fyne/v2"

	"sensedesk/ui/i18n"
	"sensedesk/ui/uitest"
)

// TestALongListGoesOn scrolls through more calls behind a number than are read
// at a time: it says how many are shown, and reads on at its end.
func TestALongListGoesOn(t *testing.T) {
	const all = 2*mostBehind + 20
	for _, lang := range i18n.Langs() {
		w, s, _ := open(t, uitest.Options{Lang: lang}, made(all, false))
		s.showBehind("x", nil, false)
		first := w.Print.N("queue.behind.first", all, i18n.Args{"shown": w.Print.Int(mostBehind)})
		w.Wait("the first part", func() bool { return w.Sees(first) })
		for n := 2 * mostBehind; ; n = all {
			w.Window.Canvas().Focus(s.view.listed.FocusTarget())
			w.Key(fyne.KeyEnd)
			w.Wait("the next part", func() bool { return len(s.behind.Calls) == n })
			if s.view.listed.ScrollOffset() == 0 {
				t.Fatalf("%s: the list begins at its top again", lang)
			}
			if n == all {
				break
			}
		}
		if w.Sees(first) || !w.Sees(w.Print.N("queue.behind", all)) {
			t.Errorf("%s: shown %q", lang, w.Texts())
		}
		s.more()
		if s.look.Busy() {
			t.Errorf("%s: reads beyond the end", lang)
		}
	}
}

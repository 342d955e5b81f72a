package calls

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/uitest"
)

// TestATagNarrowsTheList chooses a tag by typing a part of it; «next call»
// follows what is left, and what was narrowed can be widened again.
func TestATagNarrowsTheList(t *testing.T) {
	calls := some(6)
	d := newDesk(t, uitest.Options{}, calls)
	d.db.change(func(s *shelf) {
		s.tags = map[store.CallID][]string{6: {"Жалоба", "Негатив"}, 5: {"Негатив"}, 3: {"Жалоба"}}
	})
	d.s.Hide()
	d.s.Show()
	d.Wait("the tags", func() bool { return len(d.s.m.Tags) == 2 })
	d.Tap(d.Print.S("calls.tag.any"))
	d.Type("жал")
	d.Key(fyne.KeyReturn)
	var ids []store.CallID
	d.Wait("two calls", func() bool {
		ids = nil
		for _, c := range d.s.m.Rows {
			ids = append(ids, c.ID)
		}
		return slices.Equal(ids, []store.CallID{6, 3})
	})
	if next, ok := d.s.Next(6); !ok || next != 3 {
		t.Errorf("call %d follows, %v", next, ok)
	}
	if _, ok := d.s.After(3); ok {
		t.Error("a call follows the last one")
	}
	if !d.Sees("2 из 6 звонков") || len(d.Find("Жалоба")) != 1 {
		t.Errorf("shown: %q", d.Texts())
	}
	d.db.change(func(s *shelf) { s.tags = nil }) // somebody took the tag away everywhere
	d.s.Hide()
	d.s.Show()
	d.Wait("no calls", func() bool { return d.s.m.Face() == FaceNotFound })
	if len(d.Find("Жалоба")) != 1 {
		t.Errorf("the condition is not told: %q", d.Texts())
	}
	d.Tap(d.Print.S("calls.nothing.action"))
	d.Wait("all calls", func() bool { return len(d.s.m.Rows) == 6 && d.Sees(d.Print.S("calls.tag.any")) })
}

// TestTheHeadGivesWay has the search and the tag shrink before anything is cut.
func TestTheHeadGivesWay(t *testing.T) {
	for _, width := range []float32{1440, 1100, 1000, 850} {
		for _, lang := range i18n.Langs() {
			d := newDesk(t, uitest.Options{Lang: lang, Size: fyne.NewSize(width, 600)}, some(60))
			at, ok := d.AtOf(d.s.view.tag)
			search, chips := d.s.view.search.Size(), d.s.view.chips
			chipsAt, _ := d.AtOf(chips)
			if end := at.X + d.s.view.tag.Size().Width; !ok || end > width || search.Width < searchLeast || chipsAt.X+chips.MinSize().Width > at.X {
				t.Errorf("%s, %g wide: the search takes %g, chips end at %g, the tag stands from %g to %g", lang, width, search.Width, chipsAt.X+chips.MinSize().Width, at.X, end)
			}
			d.Close()
		}
	}
}

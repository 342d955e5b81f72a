package review_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
	"sensedesk/ui/theme"
	"sensedesk/ui/uitest"
)

// TestFindByKeysAlone looks for a word in another form, goes round its places
// and comes back, without the mouse.
func TestFindByKeysAlone(t *testing.T) {
	for _, o := range []uitest.Options{{}, {Lang: i18n.KK, Theme: theme.Dark}} {
		d := open(t, o, nil).read()
		p := d.Print
		if !d.screen.Do(keys.Find) {
			t.Fatal("nothing can be looked for")
		}
		d.Type("заказами")
		d.Wait("places", func() bool { return d.Sees(p.S("review.find.count", i18n.Args{"n": 1, "all": 3})) })
		d.shot("find-" + string(p.Lang()))
		if d.screen.Transcript().Following() {
			t.Error("the text runs on while somebody looks for a word")
		}
		d.Key(fyne.KeyReturn)
		if !d.Sees(p.S("review.find.count", i18n.Args{"n": 2, "all": 3})) {
			t.Errorf("Enter does not go on; shown: %q", d.Texts())
		}
		d.Key(fyne.KeyUp)
		d.Key(fyne.KeyUp)
		if !d.Sees(p.S("review.find.count", i18n.Args{"n": 3, "all": 3})) {
			t.Errorf("it does not go round; shown: %q", d.Texts())
		}
		d.Type("ъъъ")
		if !d.Sees(p.S("review.find.none")) {
			t.Errorf("what is not there is found; shown: %q", d.Texts())
		}
		d.Key(fyne.KeyEscape)
		if d.Sees(p.S("review.find.none")) || d.back != 0 {
			t.Error("Escape leaves the call, not the search")
		}
		d.screen.Do(keys.Leave)
		if d.back != 1 {
			t.Error("then it does not leave the call")
		}
		d.Close()
	}
}

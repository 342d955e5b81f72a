package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/ui/keys"
)

// TestNextCallFollowsTheTag narrows the list of a real database to a tag a
// person wrote and goes from call to call on the desk.
func TestNextCallFollowsTheTag(t *testing.T) {
	calls := make([]said, 4)
	for i := range calls {
		calls[i] = said{"3", "Ким Анна", 1500, 9000, 10_500, 12 * time.Second}
	}
	l := fill(t, calls)
	for _, i := range []int{0, 2} { // the newest and the last but one
		tags := store.TagEdits{Add: []string{"жалоба"}}
		if err := l.db.WriteDesk(t.Context(), l.ids[i], "tags", map[string]string{store.DeskTags: tags.Encode()}, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	d, _ := l.window(t)
	d.s.do(keys.Calls)
	d.Wait("the list", func() bool { return d.Sees("4 звонка") && d.Sees(d.say("calls.tag.any")) })
	var busy bool
	d.Wait("the tags", func() bool {
		if !busy {
			d.Tap(d.say("calls.tag.any"))
			busy = true
		}
		if d.Sees("жалоба") {
			return true
		}
		d.Key(fyne.KeyEscape) // the list was opened before the tags were there
		busy = false
		return false
	})
	d.Type("жал")
	d.Key(fyne.KeyReturn)
	d.Wait("two calls", func() bool { return d.Sees("2 из 4 звонков") })
	d.s.goTo(route{placeReview, l.ids[0]})
	d.Wait("the call", func() bool { return !d.on().Loading() && d.on().State().Loaded })
	d.Key(fyne.KeyReturn)
	d.Wait("the next call with the tag", func() bool { return d.s.at.call == l.ids[2] })
	d.Key(fyne.KeyReturn)
	d.Drain()
	if d.s.at.call != l.ids[2] {
		t.Errorf("call %d follows the last one", d.s.at.call)
	}
}

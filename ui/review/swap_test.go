package review_test

import (
	"testing"

	"sensedesk/store"
	"sensedesk/ui/review"
	"sensedesk/ui/uitest"
)

// TestLeftAndRightChangedOver: a telephone system that changes them does so in
// all its calls, also after a restart; who is who stays.
func TestLeftAndRightChangedOver(t *testing.T) {
	habits := map[string]string{}
	another, elsewhere := theCall+1, theCall+2
	begin := func() *desk {
		return open(t, uitest.Options{}, func(d *desk) {
			d.habits = habits
			for id, connection := range map[store.CallID]string{another: "", elsewhere: "another"} {
				c := d.book.calls[theCall]
				if c.ID = id; connection != "" {
					c.ConnectionID = connection
				}
				d.book.calls[id], d.book.talks[id] = c, d.book.talks[theCall]
			}
		}).read().atKeys()
	}
	onDesk := func(d *desk, id store.CallID, want bool) {
		t.Helper()
		d.screen.Open(id)
		d.Wait("the call", func() bool { return d.screen.State().Loaded && d.screen.State().Sound == review.SoundReady })
		if d.deck.swapped != want || d.screen.State().Swapped != want {
			t.Errorf("call %d: changed over: %v, want %v", id, d.deck.swapped, want)
		}
	}
	d := begin()
	d.Type("o")
	before := d.screen.Transcript().Document()
	d.Type("z")
	if !d.deck.swapped || d.deck.heard() != [2]float64{1, 0} || d.screen.Transcript().Document() != before {
		t.Errorf("changed over: %v, heard %v", d.deck.swapped, d.deck.heard())
	}
	onDesk(d, another, true)
	onDesk(d, elsewhere, false)
	d.screen.Close()

	d = begin()
	onDesk(d, another, true)
	d.Type("я")
	onDesk(d, theCall, false)
}

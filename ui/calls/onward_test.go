package calls

import (
	"testing"

	"sensedesk/store"
	"sensedesk/ui/uitest"
)

// TestNextDoesNotStopAtTheEndOfAPage goes from call to call, with the list out
// of sight, to the last of more calls than are read at a time.
func TestNextDoesNotStopAtTheEndOfAPage(t *testing.T) {
	d := newDesk(t, uitest.Options{}, some(2*page)).ready()
	told, all := 0, d.s.m.Total
	if all <= page || len(d.s.m.Rows) != page {
		t.Fatalf("%d of %d calls are read", len(d.s.m.Rows), all)
	}
	d.s.d.OnMore = func() { told++ }
	d.s.Hide()
	at := d.s.m.Rows[page/2].ID
	for n := page/2 + 1; n < all; n++ {
		var next store.CallID
		d.Wait("the next call", func() (ok bool) {
			next, ok = d.s.After(at)
			return ok
		})
		at = next
	}
	if _, ok := d.s.Next(at); ok || told != 1 {
		t.Errorf("something follows the last call: %v; told %d times", ok, told)
	}
}

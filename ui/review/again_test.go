package review_test

import (
	"testing"

	"sensedesk/store"
	"sensedesk/ui/uitest"
)

func TestSendingAgainIsOfferedForWhatWasSent(t *testing.T) {
	for _, state := range store.States() {
		d := open(t, uitest.Options{}, func(d *desk) { d.state(state) }).read()
		d.Tap(d.Print.S("review.tab.facts"))
		if got := d.Sees(d.Print.S("again.button")); got != store.CanRepeat(state) {
			t.Errorf("%s: offered %v", state, got)
		}
		if store.CanRepeat(state) {
			d.Tap(d.Print.S("again.button"))
			if d.again != theCall {
				t.Errorf("%s: asked about %d", state, d.again)
			}
		}
		d.Close()
	}
}

func TestUnrecognisedCallOffersSendingAgainOnly(t *testing.T) {
	d := open(t, uitest.Options{}, func(d *desk) {
		d.state(store.StateRecognitionFailed)
		delete(d.book.talks, theCall)
	}).read()
	d.Tap(d.Print.S("again.button")) // stands where the text would
	if d.again != theCall {
		t.Errorf("asked about %d; shown: %q", d.again, d.Texts())
	}
}

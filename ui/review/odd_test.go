package review_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/store/longcall"
	"sensedesk/ui/keys"
	"sensedesk/ui/review"
	"sensedesk/ui/uitest"
)

// TestOddCallsAreReviewed opens calls whose data are not as they should be on
// the whole desk, goes through them by keys, and paints it.
func TestOddCallsAreReviewed(t *testing.T) {
	for _, o := range longcall.Odds() {
		t.Run(o.Name, func(t *testing.T) {
			d := open(t, uitest.Options{Size: fyne.NewSize(900, 560)}, func(d *desk) {
				o.Call.ID = theCall
				d.book.calls[theCall], d.book.talks[theCall] = o.Call, o.Talk
				d.deck.info.Duration = 0
				if r := o.Call.Recording; r != nil {
					d.deck.info.Duration = r.Duration
				}
			}).read()
			s := d.screen.State()
			want := review.TextReady
			if len(o.Talk.Phrases) == 0 {
				want = review.TextWordless
			}
			if s.Err != nil || s.Text != want {
				t.Fatalf("%v, text %v", s.Err, s.Text)
			}
			if s.Length < 0 || s.Length > 100*366*24*time.Hour {
				t.Errorf("%v long", s.Length)
			}
			for _, tab := range []review.Tab{review.TabSummary, review.TabStatistics, review.TabFacts} {
				d.screen.Turn(tab)
			}
			for _, c := range []keys.Command{keys.NextPhrase, keys.NextPhrase, keys.PreviousPhrase, keys.NextEvent, keys.PreviousEvent, keys.Forward, keys.Back, keys.PlayPause, keys.Follow, keys.CopyText} {
				d.screen.Do(c)
				if at := d.screen.Position(); at < 0 || at > s.Length {
					t.Errorf("%s leads to %v of %v", c, at, s.Length)
				}
			}
			d.beatless(s.Length + time.Second)
			d.Window.Canvas().Capture()
			d.shot("odd-" + o.Name)
			if text := d.screen.Transcript(); want == review.TextReady && len(text.Shown()) == 0 {
				t.Error("nothing of the text is on the screen")
			}
		})
	}
}

// TestATranscriptBeyondItsRecordingCanBeRead clicks a phrase behind the end of the
// recording: the sound stays within it.
func TestATranscriptBeyondItsRecordingCanBeRead(t *testing.T) {
	d := open(t, uitest.Options{}, func(d *desk) {
		d.deck.info.Duration = 180 * time.Second
		c := d.book.calls[theCall]
		r := *c.Recording
		r.Duration = 180 * time.Second
		c.Recording = &r
		d.book.set(func() { d.book.calls = map[store.CallID]store.Call{theCall: c} })
	}).read()
	d.TapAt(d.FindText("Верно. Но это же").At.AddXY(3, 8))
	if at := d.screen.Position(); at > 180*time.Second {
		t.Errorf("the sound went to %v of 180 s", at)
	}
}

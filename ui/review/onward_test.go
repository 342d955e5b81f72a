package review_test

import (
	"testing"
	"time"

	"sensedesk/player"
	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
	"sensedesk/ui/review"
	"sensedesk/ui/transcript"
	"sensedesk/ui/uitest"
)

// ends lets the call be heard to its end.
func (d *desk) ends(w *watch) {
	d.T.Helper()
	const end = 582 * time.Second
	d.deck.Seek(end - time.Second)
	d.screen.Play()
	w.at = w.at.Add(time.Second)
	d.deck.set(func() { d.deck.at, d.deck.ended, d.deck.playing = end, true, false })
	d.ticks <- time.Time{}
	d.Wait("the end", func() bool { return d.tickers() == 0 })
}

// counts tells whether the desk says how soon the next call comes.
func (d *desk) counts() bool { return d.Sees(d.Print.S("queue.onward", i18n.Args{"n": 4})) }

func queued(t *testing.T, beat time.Duration) (*desk, *watch) {
	d, _, w := listening(t, func(d *desk) { d.pace = beat })
	d.screen.SetQueue(&review.InQueue{Place: 1, Of: 2, Left: time.Minute}, func() {})
	return d, w
}

func TestTheNextCallOfAQueueFollowsByItself(t *testing.T) {
	d, w := queued(t, 5*time.Millisecond)
	d.ends(w)
	d.Wait("the next call to be asked for", func() bool { return d.next == 1 })
	if d.counts() {
		t.Errorf("it counts on: %q", d.Texts())
	}
}

// TestThePersonStays has a call end while its reader is at something.
func TestThePersonStays(t *testing.T) {
	for name, before := range map[string]func(d *desk){
		"outside of a queue": func(d *desk) { d.screen.SetQueue(nil, nil) },
		"behind the last":    func(d *desk) { d.screen.SetHasNext(false) },
		"looking for words":  func(d *desk) { d.screen.Do(keys.Find) },
		"all the data":       func(d *desk) { d.screen.Do(keys.Data) },
		"phrases chosen":     func(d *desk) { d.screen.Transcript().Select(transcript.Range{Anchor: 1, Head: 2}) },
		"no sound device": func(d *desk) {
			d.deck.notices <- player.Notice{Kind: player.NoticeNoSound}
			d.Wait("the notice", func() bool { return d.screen.State().Silent })
		},
	} {
		t.Run(name, func(t *testing.T) {
			d, w := queued(t, time.Hour)
			before(d)
			d.ends(w)
			if d.counts() {
				t.Errorf("the call is taken off; shown %q", d.Texts())
			}
		})
	}
}

// TestTheCountdownIsStopped has it go on, and what a person does end it.
func TestTheCountdownIsStopped(t *testing.T) {
	for name, act := range map[string]func(d *desk){
		"escape":            func(d *desk) { d.screen.Do(keys.Leave) },
		"a seek":            func(d *desk) { d.screen.Do(keys.Back) },
		"played again":      func(d *desk) { d.screen.Do(keys.PlayPause) },
		"another speed":     func(d *desk) { d.screen.Do(keys.Faster) },
		"a digit":           func(d *desk) { d.screen.Digit(1) },
		"the chip":          func(d *desk) { d.Tap(d.Print.S("queue.onward", i18n.Args{"n": 4})) },
		"the queue is left": func(d *desk) { d.screen.SetQueue(nil, nil) },
		"another screen":    func(d *desk) { d.screen.Hide() },
		"another call":      func(d *desk) { d.screen.Open(theCall) },
	} {
		t.Run(name, func(t *testing.T) {
			d, w := queued(t, time.Hour)
			d.ends(w)
			if !d.counts() {
				t.Fatalf("nothing is counted; shown %q", d.Texts())
			}
			d.shot("desk-onward")
			act(d)
			d.Drain()
			if d.counts() || d.back > 0 || d.next > 0 {
				t.Errorf("back %d, next %d; shown %q", d.back, d.next, d.Texts())
			}
		})
	}
}

// TestACallIsScoredInPeace has it end while its card waits for answers, and
// then with the card put aside.
func TestACallIsScoredInPeace(t *testing.T) {
	d := openScores(t, uitest.Options{}, scorePath(t), "Динара", supportCard())
	d.screen.OnNext = func() {}
	d.screen.SetHasNext(true)
	d.screen.SetQueue(&review.InQueue{Place: 1, Of: 2, Left: time.Minute}, func() {})
	d.Wait("the sound", func() bool { return d.screen.State().Sound == review.SoundReady })
	d.deck.set(func() { d.deck.ended = true })
	says := d.Print.S("queue.onward", i18n.Args{"n": 4})
	d.screen.Turn(review.TabScore)
	d.screen.Step()
	if d.Sees(says) {
		t.Errorf("the call is taken off while it is scored: %q", d.Texts())
	}
	d.screen.Turn(review.TabSummary)
	d.screen.Step()
	if !d.Sees(says) {
		t.Errorf("nothing is counted: %q", d.Texts())
	}
	d.screen.Do(keys.Leave)
}

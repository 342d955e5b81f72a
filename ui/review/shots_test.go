package review_test

import (
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/player/decode"
	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
	"sensedesk/ui/uitest"
)

// shots tells whether pictures for eyes were asked for.
func shots() bool { return os.Getenv("SENSEDESK_SHOTS") != "" }

func TestShots(t *testing.T) {
	if !shots() {
		t.Skip("pictures for eyes: set SENSEDESK_SHOTS to a folder")
	}
	for _, th := range []theme.Setting{theme.Light, theme.Dark} {
		for _, l := range i18n.Langs() {
			d := open(t, uitest.Options{Lang: l, Theme: th}, nil).read()
			d.Wait("the outline", func() bool { return d.screen.State().Wave.Bin == 10*time.Millisecond })
			d.deck.Seek(194 * time.Second)
			d.screen.Show()
			d.shot("review-" + string(th) + "-" + string(l))
			d.Tap(d.Print.S("review.tab.statistics"))
			d.shot("review-stat-" + string(th) + "-" + string(l))
			d.Tap(d.Print.S("review.tab.facts"))
			d.shot("review-facts-" + string(th) + "-" + string(l))
		}
	}
}

func TestShotsOfStates(t *testing.T) {
	if !shots() {
		t.Skip("pictures for eyes: set SENSEDESK_SHOTS to a folder")
	}
	small := uitest.Options{Size: fyne.NewSize(1105, 720)}
	for name, change := range map[string]func(d *desk){
		"pending": func(d *desk) {
			c := d.book.calls[theCall]
			c.State = store.StateProcessing
			d.book.calls[theCall] = c
			delete(d.book.talks, theCall)
		},
		"failed": func(d *desk) {
			c := d.book.calls[theCall]
			c.State = store.StateRecognitionFailed
			d.book.calls[theCall] = c
			d.book.talks[theCall] = store.Talk{Failures: []store.AlgorithmFailure{{Algorithm: "SPEECHKIT", Code: "INVALID_AUDIO", Message: "audio is too noisy"}}}
		},
		"nofile": func(d *desk) {
			c := d.book.calls[theCall]
			c.Recording = nil
			d.book.calls[theCall] = c
		},
		"unsupported": func(d *desk) { d.deck.err = &decode.Unsupported{Format: "MPEG Layer II"} },
		"damaged":     func(d *desk) { d.deck.err = errors.New("disk error") },
		"gone":        func(d *desk) { delete(d.book.calls, theCall) },
		"short": func(d *desk) {
			c := d.book.calls[theCall]
			c.State, c.Reason = store.StateSkipped, store.CodeShort
			d.book.calls[theCall] = c
			delete(d.book.talks, theCall)
		},
		"long": func(d *desk) {
			c := d.book.calls[theCall]
			c.OperatorName, c.ClientName = "Константинопольская-Преображенская Александра Владиславовна", "Товарищество с ограниченной ответственностью «Стройматериалы Алматы Плюс»"
			d.book.calls[theCall] = c
		},
		"mono": func(d *desk) {
			c := d.book.calls[theCall]
			r := *c.Recording
			r.Channels = 1
			c.Recording = &r
			d.book.calls[theCall] = c
			talk := d.book.talks[theCall]
			talk.Speakers = talk.Speakers[:1]
			for i := range talk.Phrases {
				talk.Phrases[i].Channel = 0
			}
			d.book.talks[theCall] = talk
		},
	} {
		d := open(t, small, change).read()
		d.shot("review-state-" + name)
	}
	for _, l := range i18n.Langs() {
		for _, size := range []fyne.Size{{Width: 1105, Height: 680}, {Width: 1745, Height: 1040}} {
			d := open(t, uitest.Options{Lang: l, Size: size}, nil).read()
			d.shot(fmt.Sprintf("review-size-%s-%.0f-summary", l, size.Width))
			d.Tap(d.Print.S("review.tab.statistics"))
			d.shot(fmt.Sprintf("review-size-%s-%.0f-stat", l, size.Width))
		}
	}
	d := open(t, small, nil)
	d.shot("review-state-none")
	d.screen.Open(theCall)
	d.shot("review-state-loading")
	d = open(t, small, nil).read()
	d.deck.Seek(194 * time.Second)
	d.screen.Show()
	d.shot("review-state-small")
}

package review_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/player/decode"
	"sensedesk/store"
	"sensedesk/store/score"
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

// TestShotsOfScores are pictures of the Score tab at its stages.
func TestShotsOfScores(t *testing.T) {
	if !shots() {
		t.Skip("pictures for eyes: set SENSEDESK_SHOTS to a folder")
	}
	for _, th := range []theme.Setting{theme.Light, theme.Dark} {
		for _, l := range i18n.Langs() {
			name := "score-" + string(th) + "-" + string(l) + "-"
			path := scorePath(t)
			shot := func(d *scoreDesk, stage string) {
				d.Screenshot(filepath.Join(os.Getenv("SENSEDESK_SHOTS"), name+stage+".png"))
			}
			o := uitest.Options{Lang: l, Theme: th, Size: fyne.NewSize(1105, 720)}
			d := openScores(t, o, path, "", supportCard())
			d.Type("a")
			shot(d, "1-name")
			d = openScores(t, o, path, "Сейтова Айгерим")
			d.Type("ay22")
			d.deck.Seek(185 * time.Second)
			d.screen.Show()
			d.Type("f")
			shot(d, "2-evidence")
			d.Type("344")
			shot(d, "3-open")
			d.Type("351")
			shot(d, "4-failed")
			d.Type("41")
			d.combo(fyne.KeyS)
			shot(d, "5-sign")
			d.Key(fyne.KeyReturn)
			d.signedAs(1)
			shot(d, "6-signed")
			o.Size = fyne.NewSize(1745, 1040)
			d = openScores(t, o, path, "Жұмабаев Болат")
			d.Type("a1121354151")
			shot(d, "7-second")
			d.Type("43")
			d.Type("51")
			d.combo(fyne.KeyS)
			d.Key(fyne.KeyReturn)
			d.signedAs(2)
			must(t, d.db.AppealScore(t.Context(), score.Appeal{Score: 1, By: "Ким Анна", Text: "Клиент перебил меня, поэтому я не успела пересказать"}, d.Now()))
			d.Wait("the appeal", func() bool { return len(d.screen.Scored().Book.Appeals) == 1 })
			shot(d, "8-agreement")
		}
	}
}

package review_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"sensedesk/assets"
	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/post"
	"sensedesk/ui/review"
	"sensedesk/ui/theme"
)

// BenchmarkStep is one step of the clock on the whole desk, from word to word
// of a four-hour call, up to painting. Wanted: p99 8 ms.
func BenchmarkStep(b *testing.B) {
	catalogue, err := i18n.Load(assets.Files())
	if err != nil {
		b.Fatal(err)
	}
	app := test.NewTempApp(b)
	app.Settings().SetTheme(theme.New(theme.Light))
	call, talk := pictured()
	once := talk.Phrases
	talk.Phrases = nil
	for i := range int64(420) { // some 5 000 phrases
		for _, p := range once {
			at := i * 34_000
			p.StartMS, p.EndMS = at+p.StartMS/17, at+p.EndMS/17
			words := slices.Clone(p.Words)
			for j := range words {
				words[j].StartMS, words[j].EndMS = at+words[j].StartMS/17, at+words[j].EndMS/17
			}
			p.Words = words
			talk.Phrases = append(talk.Phrases, p)
		}
	}
	var q post.Queue
	d := newDeck(4 * time.Hour)
	s := review.New(context.Background(), review.Deps{
		Post: q.Post, Printer: catalogue.In(i18n.RU), Files: shelf{}, Waves: waves{once}, Player: d,
		Calls: &book{calls: map[store.CallID]store.Call{theCall: call}, talks: map[store.CallID]store.Talk{theCall: talk}, settings: store.DefaultSettings()},
	})
	b.Cleanup(s.Close)
	w := app.NewWindow("")
	b.Cleanup(w.Close)
	w.SetContent(s.Content())
	w.Resize(fyne.NewSize(1280, 720))
	s.Show()
	s.Open(theCall)
	if !q.Wait(func() bool { return s.State().Sound == review.SoundReady }) {
		b.Fatal("no sound")
	}
	var starts []time.Duration
	for i := range talk.Phrases {
		for _, word := range talk.Phrases[i].Words {
			starts = append(starts, time.Duration(word.StartMS)*time.Millisecond)
		}
	}
	slices.Sort(starts)
	took := make([]time.Duration, 0, b.N)
	for i := 0; b.Loop(); i++ {
		d.Seek(starts[i%len(starts)])
		began := time.Now()
		s.Step()
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "max-ms")
}

package transcript_test

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"sensedesk/assets"
	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
	"sensedesk/ui/transcript"
)

// benchDesk opens a window with our theme and an empty transcript.
func benchDesk(b *testing.B) (*transcript.Widget, fyne.Window) {
	b.Helper()
	catalogue, err := i18n.Load(assets.Files())
	if err != nil {
		b.Fatal(err)
	}
	app := test.NewTempApp(b)
	app.Settings().SetTheme(theme.New(theme.Light))
	w := transcript.New(transcript.Config{Printer: catalogue.In(i18n.RU), Glide: func(tick func(float32)) func() { tick(1); return func() {} }})
	w.SetPrinter(catalogue.In(i18n.RU))
	w.SetNames("Анна", "Клиент")
	window := app.NewWindow("")
	b.Cleanup(window.Close)
	window.SetContent(w)
	window.Resize(fyne.NewSize(900, 700))
	return w, window
}

// worst runs step b.N times and reports the 99th percentile and the maximum.
func worst(b *testing.B, step func(i int)) {
	b.Helper()
	took := make([]time.Duration, 0, b.N)
	b.ResetTimer()
	for i := 0; b.Loop(); i++ {
		began := time.Now()
		step(i)
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "max-ms")
}

// BenchmarkBuild is the part of opening a four-hour call that any goroutine can do.
func BenchmarkBuild(b *testing.B) {
	phrases := hours()
	for b.Loop() {
		transcript.Build(phrases, transcript.Options{Channels: 2})
	}
}

// BenchmarkOpen is the part of opening a four-hour call that blocks the window,
// with no word measured before. Wanted: to readable text 100 ms.
func BenchmarkOpen(b *testing.B) {
	d := transcript.Build(hours(), transcript.Options{Channels: 2})
	worst(b, func(int) {
		b.StopTimer()
		w, _ := benchDesk(b)
		b.StartTimer()
		w.SetDocument(d)
	})
}

// BenchmarkHighlight plays a four-hour call from word to word: every step
// lights something else. Wanted: p99 8 ms.
func BenchmarkHighlight(b *testing.B) {
	w, _ := benchDesk(b)
	phrases := hours()
	w.SetDocument(transcript.Build(phrases, transcript.Options{Channels: 2}))
	var starts []time.Duration
	for i := range phrases {
		for _, word := range phrases[i].Words {
			starts = append(starts, time.Duration(word.StartMS)*time.Millisecond)
		}
	}
	slices.Sort(starts)
	worst(b, func(i int) { w.SetPosition(starts[i%len(starts)]) })
}

// BenchmarkScroll turns the wheel through a four-hour call. Wanted: p99 8 ms.
func BenchmarkScroll(b *testing.B) {
	w, window := benchDesk(b)
	w.SetDocument(transcript.Build(hours(), transcript.Options{Channels: 2}))
	worst(b, func(i int) { test.Scroll(window.Canvas(), fyne.NewPos(300, 300), 0, float32(-50+100*(i/4000%2))) })
}

// BenchmarkSeek jumps about in a four-hour call.
func BenchmarkSeek(b *testing.B) {
	w, _ := benchDesk(b)
	w.SetDocument(transcript.Build(hours(), transcript.Options{Channels: 2}))
	worst(b, func(i int) { w.SetPosition(time.Duration(i*7919%10800) * time.Second) })
}

// BenchmarkResize drags the edge of the window.
func BenchmarkResize(b *testing.B) {
	w, window := benchDesk(b)
	w.SetDocument(transcript.Build(hours(), transcript.Options{Channels: 2}))
	worst(b, func(i int) { window.Resize(fyne.NewSize(400+float32(i%500), 700)) })
}

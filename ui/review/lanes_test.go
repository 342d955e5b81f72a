package review

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"sensedesk/ui/theme"
	"sensedesk/ui/transcript"
	"sensedesk/ui/uitest"
)

// line is a time line alone on a window, of a call of the given length.
func line(t *testing.T, o uitest.Options, length time.Duration) (w *uitest.World, l *lanes, went *time.Duration) {
	t.Helper()
	o.Size = fyne.NewSize(1000, 130)
	w = uitest.New(t, o)
	went = new(time.Duration)
	l = newLanes(w.Print.Mark, func(at time.Duration) { *went = at })
	l.about = func(m Marker) string { return m.Name + " whole" }
	l.setTime(length, true)
	w.Show(l)
	return w, l, went
}

func scroll(l *lanes, x, dx, dy float32) {
	l.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, 60)}, Scrolled: fyne.NewDelta(dx, dy)})
}

func TestTheTimeLineIsZoomedAndMoved(t *testing.T) {
	w, l, went := line(t, uitest.Options{}, 100*time.Minute)
	width := l.Size().Width
	if l.small.Visible() {
		t.Error("an overview of what is seen whole")
	}
	before := l.timeAt(width / 4)
	for range 10 {
		scroll(l, width/4, 0, 10)
	}
	if got := l.timeAt(width / 4); got < before-time.Second || got > before+time.Second {
		t.Errorf("under the pointer: %s, it was %s", got, before)
	}
	if l.shown.all() || !l.small.Visible() {
		t.Fatalf("shown: %+v", l.shown)
	}

	was := l.shown.from
	scroll(l, 0, -40, 0)
	if l.shown.from <= was {
		t.Error("sideways: nothing later is seen")
	}
	l.small.Tapped(&fyne.PointEvent{Position: fyne.NewPos(l.small.Size().Width/2, 2)})
	if middle := l.shown.from + l.shown.span/2; middle < 49*time.Minute || middle > 51*time.Minute {
		t.Errorf("a click on the overview shows %s", middle)
	}
	was = l.shown.from
	l.small.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(-l.small.Size().Width/10, 0)})
	if by := was - l.shown.from; by < 9*time.Minute || by > 11*time.Minute {
		t.Errorf("dragged by a tenth of the call: %s", by)
	}

	at, _ := w.AtOf(l)
	w.TapAt(at.AddXY(width/2, 60))
	if want := l.timeAt(width / 2); *went != want {
		t.Errorf("a click goes to %s, want %s", *went, want)
	}
	l.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(width*3/4, 60)}})
	l.DragEnd()
	if want := l.timeAt(width * 3 / 4); *went != want {
		t.Errorf("drag goes to %s, want %s", *went, want)
	}

	l.setPosition(80 * time.Minute)
	if !l.shown.sees(80*time.Minute) || !l.head.Visible() {
		t.Error("the playhead is out of sight")
	}
	scroll(l, 0, 4000, 0)
	l.setPosition(80*time.Minute + 50*time.Millisecond)
	if l.shown.from != 0 || l.head.Visible() {
		t.Error("who looks elsewhere is taken away from there")
	}
	l.zoom(0)
	if !l.shown.all() || l.small.Visible() || !l.head.Visible() {
		t.Errorf("whole: %+v", l.shown)
	}
}

func TestMarkersSayTheirNameUnderThePointer(t *testing.T) {
	_, l, went := line(t, uitest.Options{}, 100*time.Second)
	l.setMarkers([]Marker{{At: 50 * time.Second, Kind: MarkerInterrupt, Name: "x"}}, func(m Marker) string { return m.Name })
	x := l.xOf(50*time.Second) + 4
	l.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, 8)}})
	if l.tip.Text != "x whole" || !l.tip.Visible() {
		t.Errorf("tip %q", l.tip.Text)
	}
	l.Tapped(&fyne.PointEvent{Position: fyne.NewPos(x, 8)})
	if *went != 50*time.Second {
		t.Errorf("a click goes to %s", *went)
	}
}

// TestPicturesOfTheTimeLine are the looks of the line: whole and near, light and
// dark, with all kinds of markers.
func TestPicturesOfTheTimeLine(t *testing.T) {
	for name, th := range map[string]theme.Setting{"line-light": theme.Light, "line-dark": theme.Dark} {
		w, l, _ := line(t, uitest.Options{Theme: th}, 600*time.Second)
		wave := Wave{Bin: 10 * time.Millisecond, Lanes: [][]uint8{make([]uint8, 60_000), make([]uint8, 60_000)}}
		for i := range 60_000 {
			wave.Lanes[i/2000%2][i] = uint8(i * 7 % 230)
		}
		l.setWave(wave)
		l.setTogether([]Span{{40 * time.Second, 43 * time.Second}, {200 * time.Second, 230 * time.Second}})
		l.setMarkers([]Marker{
			{At: 20 * time.Second, Name: "Приветствие", Tone: transcript.TonePositive},
			{At: 40 * time.Second, Kind: MarkerInterrupt},
			{At: 120 * time.Second, Kind: MarkerPause, Name: "6 с"},
			{At: 200 * time.Second, Name: "Негатив", Tone: transcript.ToneNegative},
			{At: 300 * time.Second, Kind: MarkerNote, Name: "Обещала скидку"},
			{At: 400 * time.Second, Kind: MarkerBookmark},
		}, func(m Marker) string { return m.Name })
		l.setPosition(210 * time.Second)
		w.Picture(name)
		l.zoom(zoomKey * zoomKey)
		w.Picture(name + "-near")
	}
}

// BenchmarkZoom is one step of zooming a call of four hours with 4 000 markers,
// up to painting: what is laid out anew, and the outline.
func BenchmarkZoom(b *testing.B) {
	l, markers := longLine(b)
	step, n := []float64{zoomKey, zoomKey, zoomKey, 1 / zoomKey, 1 / zoomKey, 1 / zoomKey}, 0
	l.setMarkers(markers, func(m Marker) string { return m.Name })
	for b.Loop() {
		l.zoom(step[n%len(step)])
		l.draw(1060, 82)
		n++
	}
}

// BenchmarkHead is one step of the clock on a zoomed time line.
func BenchmarkHead(b *testing.B) {
	l, markers := longLine(b)
	l.setMarkers(markers, func(m Marker) string { return m.Name })
	l.zoom(100)
	at := l.at
	for b.Loop() {
		at += time.Millisecond
		if at > l.shown.to() {
			at = l.shown.from
		}
		l.setPosition(at)
	}
}

func TestStepsOfTheClockDrawNothingAnew(t *testing.T) {
	_, l, _ := line(t, uitest.Options{}, 4*time.Hour)
	l.zoom(20)
	signs, shown := l.events.box.Objects, l.shown
	drawn := l.picture
	for i := range time.Duration(40) {
		l.setPosition(i * 50 * time.Millisecond)
	}
	if len(signs) != len(l.events.box.Objects) || l.shown != shown || l.picture != drawn {
		t.Error("the line was laid out anew")
	}
}

// longLine is the time line of a call of four hours, with 4 000 markers.
func longLine(b *testing.B) (*lanes, []Marker) {
	app := test.NewTempApp(b)
	app.Settings().SetTheme(theme.New(theme.Light))
	l := newLanes(func(time.Duration) string { return "" }, func(time.Duration) {})
	l.setTime(4*time.Hour, true)
	w := app.NewWindow("")
	b.Cleanup(w.Close)
	w.SetContent(l)
	w.Resize(fyne.NewSize(1060, 130))
	l.setWave(Wave{Bin: 10 * time.Millisecond, Lanes: [][]uint8{make([]uint8, 1_440_000), make([]uint8, 1_440_000)}})
	markers := make([]Marker, 4000)
	for i := range markers {
		markers[i] = Marker{At: time.Duration(i) * 3600 * time.Millisecond, Name: "Негатив", Kind: MarkerKind(i % 2 * int(MarkerInterrupt)), Tone: transcript.ToneNegative}
		l.together = append(l.together, Span{markers[i].At, markers[i].At + 500*time.Millisecond})
	}
	return l, markers
}

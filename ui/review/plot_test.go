package review

import (
	"math"
	"reflect"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/ui/theme"
	"sensedesk/ui/transcript"
	"sensedesk/ui/uitest"
)

// talked is an operator of 10 s and 20 words, a client of 30 s and 30 words, and
// a client who goes on after a pause.
func talked() []store.Phrase {
	words := func(n int) []store.Word { return make([]store.Word, n) }
	return []store.Phrase{
		{Channel: 0, StartMS: 0, EndMS: 10_000, Text: "a", Words: words(20)},
		{Channel: 1, StartMS: 9_000, EndMS: 20_000, Text: "b", Words: words(11)},
		{Channel: 1, StartMS: 20_500, EndMS: 40_000, Text: "c", Words: words(19)},
		{Channel: 1, StartMS: 60_000, EndMS: 90_000, Text: "d", Words: words(60)},
		{Channel: 0, StartMS: 91_000, EndMS: 92_000, Text: "e", Words: words(9)},
	}
}

func TestColumns(t *testing.T) {
	near := func(what string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 0.001 {
			t.Errorf("%s: %g, want %g", what, got, want)
		}
	}
	spoken := SpokenOver(talked(), 0, false, 100*time.Second, 10)
	near("the operator at once", spoken[0][0], 1)
	near("the client over him", spoken[0][1], 0.1)
	near("the client with a breath", spoken[2][1], 0.95)
	near("silence", spoken[5][0]+spoken[5][1], 0)
	if one := SpokenOver(talked(), 0, true, 100*time.Second, 10); one[1][0] != 1 || one[1][1] != 0 {
		t.Errorf("one channel: %v", one[1])
	}
	pace := PaceOver(talked(), 0, false, 100*time.Second, 10)
	near("pace of the operator", pace[0][0], 120)
	near("pace of the client", pace[7][1], 120)
	near("one second says nothing of a pace", pace[9][0], 0)
	for _, n := range [][]Column{SpokenOver(talked(), 0, false, 0, 4), PaceOver(talked(), 0, false, 0, 4), SpokenOver(talked(), 0, false, 5*time.Second, 4)} {
		if len(n) != 4 {
			t.Errorf("%d columns", len(n))
		}
	}
	bad := []store.Phrase{{StartMS: 5000, EndMS: 1000}, {StartMS: -9000, EndMS: -1}, {StartMS: 7_000_000, EndMS: 8_000_000}, {StartMS: 3, EndMS: 3}}
	for _, c := range append(SpokenOver(bad, 0, false, 10*time.Second, 4), PaceOver(bad, 0, false, 10*time.Second, 4)...) {
		if c != (Column{}) {
			t.Errorf("of bad times: %v", c)
		}
	}
}

func TestMonologues(t *testing.T) {
	got := MonologuesIn(transcript.Build(talked(), transcript.Options{DurationMS: 100_000}))
	want := [2]Span{{0, 10 * time.Second}, {9 * time.Second, 40 * time.Second}}
	if got != want {
		t.Errorf("%v, want %v", got, want)
	}
	if got := MonologuesIn(nil); got != ([2]Span{}) {
		t.Error(got)
	}
}

func TestFiguresLeadToTheirPlaces(t *testing.T) {
	s := State{Length: 100 * time.Second, Talk: store.Talk{Phrases: talked()}}
	s.Document = transcript.Build(s.Talk.Phrases, transcript.Options{DurationMS: 100_000})
	s.Markers, s.Together = MarkersOf(s.Talk, s.Document), TogetherIn(s.Document)
	got := PlacesOf(s, false)
	at := func(seconds ...int) (list []time.Duration) {
		for _, s := range seconds {
			list = append(list, time.Duration(s)*time.Second)
		}
		return list
	}
	for key, want := range map[string][3][]time.Duration{
		"speech": {at(0), at(9)}, "phrases": {at(0, 91), at(9, 20, 60), nil}, "longest": {at(0), at(60)}, "interrupts": {nil, at(9)},
		"pause": {nil, nil, at(40)}, "pauses": {nil, nil, at(40, 92)}, "both": {nil, nil, at(9)}, "unknown": {},
	} {
		if key == "phrases" {
			want[1][1] += 500 * time.Millisecond
		}
		if !reflect.DeepEqual(got["review.stat."+key], want) {
			t.Errorf("%s: %v, want %v", key, got["review.stat."+key], want)
		}
	}
}

func TestNoEventSticksOutOfItsPlot(t *testing.T) {
	bad := []Marker{{At: -time.Hour}, {At: math.MaxInt64 / 2, Length: math.MaxInt64 / 2}, {At: time.Second, Length: math.MaxInt64 / 2}, {At: 10 * time.Second}}
	got := ticked(bad, 10*time.Second, func(Marker) int { return 0 })
	if len(got) != 2 {
		t.Errorf("%d events, want the two that begin within the call", len(got))
	}
	for _, s := range got {
		if s.x0 < 0 || s.x1 > 1 || s.x1 < s.x0 {
			t.Errorf("from %g to %g", s.x0, s.x1)
		}
	}
}

func TestPicturesOfThePlots(t *testing.T) {
	for name, th := range map[string]theme.Setting{"plot-light": theme.Light, "plot-dark": theme.Dark} {
		w := uitest.New(t, uitest.Options{Theme: th, Size: fyne.NewSize(340, 50)})
		var went time.Duration
		p := newPlot(mirrored(SpokenOver(talked(), 0, false, 100*time.Second, plotColumns), false), 100*time.Second, func(at time.Duration) { went = at })
		w.Show(p)
		w.Picture(name)
		at, _ := w.AtOf(p)
		w.TapAt(at.AddXY(p.Size().Width*0.5, 4))
		if went < 49*time.Second || went > 51*time.Second {
			t.Errorf("a click on the middle plays from %s", went)
		}
		w.Show(newPlot(ticked([]Marker{{At: 10 * time.Second, Length: time.Second}, {At: 50 * time.Second, Length: 20 * time.Second, Side: transcript.SideClient}, {At: 90 * time.Second, Length: time.Second}}, 100*time.Second, func(m Marker) int { return int(m.Side) }), 100*time.Second, nil))
		w.Picture(name + "-ticks")
	}
}

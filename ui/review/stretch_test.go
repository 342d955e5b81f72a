package review

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sensedesk/store"
	"sensedesk/ui/transcript"
)

// TestZoomKeepsThePlace comes nearer to a place and goes away from it again: what
// is under the pointer stays under it, and nothing beyond the call is shown.
func TestZoomKeepsThePlace(t *testing.T) {
	const width = 1000
	for _, keep := range []time.Duration{0, 17 * time.Second, 50 * time.Minute, 100 * time.Minute} {
		s := whole(100 * time.Minute)
		for range 12 {
			before := s.x(keep, width)
			s = s.zoomed(1.6, keep)
			if got := s.x(keep, width); got < before-1 || got > before+1 {
				t.Fatalf("%s went from %g to %g", keep, before, got)
			}
			if s.from < 0 || s.to() > s.length {
				t.Fatalf("beyond the call: %+v", s)
			}
		}
		for range 20 {
			s = s.zoomed(1/1.6, keep)
		}
		if !s.all() || s.from != 0 {
			t.Errorf("away from %s: %+v", keep, s)
		}
	}
	if s := whole(100*time.Minute).zoomed(1e9, time.Hour); s.span != closest {
		t.Errorf("nearest: %s", s.span)
	}
	if s := whole(2*time.Second).zoomed(1e9, 0); s.span != 2*time.Second {
		t.Errorf("of a short call: %s", s.span)
	}
	if s := (stretch{}).zoomed(2, 0).moved(time.Second); s != (stretch{}) {
		t.Errorf("of nothing: %+v", s)
	}
}

func TestTheTimeLineFollows(t *testing.T) {
	s := stretch{length: 10 * time.Minute, from: time.Minute, span: time.Minute}
	const step = 50 * time.Millisecond
	for name, c := range map[string]struct{ before, now, from time.Duration }{
		"in sight":                 {90 * time.Second, 90*time.Second + step, time.Minute},
		"out of sight":             {2 * time.Minute, 2*time.Minute + step, 2*time.Minute + step - 6*time.Second},
		"somebody looks elsewhere": {5 * time.Minute, 5*time.Minute + step, time.Minute},
		"a leap":                   {90 * time.Second, 5 * time.Minute, 5*time.Minute - 30*time.Second},
		"a leap to the end":        {90 * time.Second, 10 * time.Minute, 9 * time.Minute},
		"a leap back":              {90 * time.Second, 0, 0},
	} {
		if got := s.following(c.before, c.now); got.from != c.from || got.span != s.span {
			t.Errorf("%s: from %s for %s, want from %s", name, got.from, got.span, c.from)
		}
	}
	if got := s.resized(time.Minute + 30*time.Second); got.to() != 90*time.Second {
		t.Errorf("a shorter call: %+v", got)
	}
	if got := whole(time.Minute).resized(time.Hour); !got.all() {
		t.Errorf("a longer call seen whole: %+v", got)
	}
}

func TestTogether(t *testing.T) {
	at := func(ch int, from, to int64) store.Phrase {
		return store.Phrase{Channel: ch, StartMS: from, EndMS: to, Text: "да"}
	}
	phrases := []store.Phrase{at(0, 0, 5000), at(1, 4000, 6000), at(1, 7000, 9000), at(0, 7500, 8000), at(0, 7800, 8500), at(1, 20000, 21000), at(1, 20500, 22000)}
	s := func(from, to int64) Span {
		return Span{time.Duration(from) * time.Millisecond, time.Duration(to) * time.Millisecond}
	}
	if d := cmp.Diff([]Span{s(4000, 5000), s(7500, 8500)}, TogetherIn(transcript.Build(phrases, transcript.Options{}))); d != "" {
		t.Error(d)
	}
	for name, o := range map[string]transcript.Options{"one channel": {Channels: 1}, "a chat": {Began: time.Unix(1, 0)}} {
		if got := TogetherIn(transcript.Build(phrases, o)); got != nil {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestEventsByKind(t *testing.T) {
	s := State{Markers: []Marker{
		{At: 1, Name: "Приветствие"},
		{At: 2, Name: "Негатив", Tone: transcript.ToneNegative},
		{At: 3, Kind: MarkerPause, Length: 4 * time.Second},
		{At: 4, Kind: MarkerInterrupt, Length: time.Second},
		{At: 5, Kind: MarkerPause, Length: 9 * time.Second},
		{At: 6, Kind: MarkerNote},
		{At: 7, Kind: MarkerBookmark},
	}}
	at := func(list []Marker) (out []time.Duration) {
		for _, m := range list {
			out = append(out, m.At)
		}
		return out
	}
	for k, want := range map[EventKind][]time.Duration{
		EventAll: {1, 2, 4, 5, 6, 7}, EventNegative: {2}, EventInterrupt: {4}, EventSilence: {5}, EventNote: {6, 7},
	} {
		if d := cmp.Diff(want, at(s.EventsOf(k))); d != "" {
			t.Errorf("%s: %s", k.key(), d)
		}
	}
	s.Silence = 3 * time.Second
	if d := cmp.Diff([]time.Duration{3, 5}, at(s.EventsOf(EventSilence))); d != "" {
		t.Error(d)
	}
	s.Silence = 30 * time.Second
	if got := s.EventsOf(EventSilence); len(got) != 0 {
		t.Error(got)
	}
}

// TestSumsAreTheWave compares the loudness of long stretches with the bins
// themselves.
func TestSumsAreTheWave(t *testing.T) {
	l := &lanes{wave: Wave{Bin: 10 * time.Millisecond, Lanes: [][]uint8{make([]uint8, 100_000)}}}
	for i := range l.wave.Lanes[0] {
		l.wave.Lanes[0][i] = uint8(i / 400)
	}
	for from := time.Duration(0); from < 900*time.Second; from += 7 * time.Second {
		to := from + 20*time.Second
		if got, want := l.column(0, from, to), l.wave.Column(0, from, to); got < want-0.01 || got > want+0.01 {
			t.Fatalf("at %s: %g, want %g", from, got, want)
		}
	}
	if got := l.column(0, 2000*time.Second, 2100*time.Second); got != 0 {
		t.Errorf("beyond the end: %g", got)
	}
	if got := l.column(1, 0, 100*time.Second); got != 0 {
		t.Errorf("of a lane that is not there: %g", got)
	}
}

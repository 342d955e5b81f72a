package review

import (
	"strings"
	"time"

	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
	"sensedesk/ui/transcript"
)

// EventKind is what the keys «previous event» and «next event» stop at.
type EventKind int

// The kinds, in the order the key goes through them.
const (
	EventAll EventKind = iota
	EventNegative
	EventInterrupt
	EventSilence // at least State.Silence long
	EventNote    // a comment or a bookmark
)

// eventKinds lists the kinds.
func eventKinds() []EventKind {
	return []EventKind{EventAll, EventNegative, EventInterrupt, EventSilence, EventNote}
}

// key is the kind's part of a key of the catalogue.
func (k EventKind) key() string {
	return "review.event." + [...]string{"all", "negative", "interrupt", "silence", "note"}[k]
}

// Takes tells whether a marker is of the kind.
func (k EventKind) Takes(m Marker) bool {
	switch k {
	case EventNegative:
		return m.Kind == MarkerClassifier && m.Tone == transcript.ToneNegative
	case EventInterrupt:
		return m.Kind == MarkerInterrupt
	case EventSilence:
		return m.Kind == MarkerPause
	case EventNote:
		return m.Kind == MarkerNote || m.Kind == MarkerBookmark
	}
	return true
}

// Silences are the lengths of a silence on offer for being an event. The
// shortest is that from which the text tells of it.
var Silences = [...]time.Duration{3 * time.Second, 5 * time.Second, 10 * time.Second, 20 * time.Second, 30 * time.Second}

// DefaultSilence is the length of a silence that is an event until somebody
// chooses another.
const DefaultSilence = 5 * time.Second

// Events lists what is marked on the time line, in order of time: all markers
// but silences shorter than those the reader asked for.
func (s State) Events() []Marker {
	least := s.Silence
	if least <= 0 {
		least = DefaultSilence
	}
	out := make([]Marker, 0, len(s.Markers))
	for _, m := range s.Markers {
		if m.Kind != MarkerPause || m.Length >= least {
			out = append(out, m)
		}
	}
	return out
}

// EventsOf lists the events of a kind.
func (s State) EventsOf(k EventKind) []Marker {
	all := s.Events()
	out := all[:0]
	for _, m := range all {
		if k.Takes(m) {
			out = append(out, m)
		}
	}
	return out
}

// eventName is how the bar calls a kind.
func (s *Screen) eventName(k EventKind) string {
	return s.Printer.S(k.key(), i18n.Args{"length": s.Printer.Span(s.state.silence())})
}

// silence is the length of a silence that is an event.
func (s State) silence() time.Duration {
	if s.Silence > 0 {
		return s.Silence
	}
	return DefaultSilence
}

// eventTip says how many events of each kind the call has.
func (s *Screen) eventTip() string {
	p := s.Printer
	parts := make([]string, 0, len(eventKinds()))
	for _, k := range eventKinds()[1:] {
		parts = append(parts, s.eventName(k)+" "+p.Int(len(s.state.EventsOf(k))))
	}
	return p.S("review.event.tip", i18n.Args{"counts": strings.Join(parts, " · "), "key": s.KeyHint(keys.EventKind)})
}

// nextEventKind chooses the next kind.
func (s *Screen) nextEventKind() {
	s.setEventKind((s.state.EventKind + 1) % EventKind(len(eventKinds())))
}

func (s *Screen) setEventKind(k EventKind) {
	s.state.EventKind = k
	s.view.bar.setEvents()
}

// setSilence chooses how long a silence has to be to be an event.
func (s *Screen) setSilence(d time.Duration) {
	if d <= 0 || d == s.state.silence() {
		return
	}
	s.state.Silence = d
	s.view.lanes.setMarkers(s.state.Events(), s.markerText)
	s.view.bar.setEvents()
	if s.OnSilence != nil {
		s.OnSilence(d)
	}
}

// event goes to the previous (step < 0) or next event of the chosen kind.
func (s *Screen) event(step int) {
	if m, ok := Neighbour(s.state.EventsOf(s.state.EventKind), s.position(), step); ok {
		s.text.Follow()
		s.seek(m.At)
	}
}

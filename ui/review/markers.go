package review

import (
	"slices"
	"time"

	"sensedesk/store"
	"sensedesk/ui/transcript"
)

// MarkerKind is what a marker above the time line points at.
type MarkerKind int

// The kinds of markers.
const (
	MarkerClassifier MarkerKind = iota
	MarkerPause
	MarkerNote // a person's comment
	MarkerBookmark
	MarkerInterrupt // a party speaks over the other
)

// Marker is an event of the call that is worth a click.
type Marker struct {
	Kind   MarkerKind
	At     time.Duration
	Length time.Duration   // of a pause, or of what a note is about
	Name   string          // of a classifier; the beginning of a note
	Note   string          // its id
	Side   transcript.Side // who interrupts
	Tone   transcript.Tone
}

// MarkersOf lists the events of a call in order of time: classifiers with a
// tone, the first place of those without one, the silences the text tells of,
// and where one party interrupts the other.
func MarkersOf(t store.Talk, d *transcript.Document) []Marker {
	var out []Marker
	for _, f := range FoundIn(t, d) {
		at := f.At
		if f.Tone == transcript.ToneNeutral {
			at = at[:min(1, len(at))]
		}
		for _, when := range at {
			out = append(out, Marker{Kind: MarkerClassifier, At: when, Name: f.Name, Tone: f.Tone})
		}
	}
	if d != nil {
		for i := range d.Rows {
			switch r := &d.Rows[i]; {
			case r.Kind == transcript.KindPause:
				out = append(out, Marker{Kind: MarkerPause, At: r.Start(), Length: r.Length()})
			case r.Interrupt > 0:
				out = append(out, Marker{Kind: MarkerInterrupt, At: r.Start(), Length: time.Duration(r.Interrupt) * time.Millisecond, Side: r.Side})
			}
		}
	}
	return inOrder(out)
}

// inOrder sorts markers by time.
func inOrder(list []Marker) []Marker {
	slices.SortStableFunc(list, func(a, b Marker) int { return int(max(-1, min(1, a.At-b.At))) })
	return list
}

// Place is where a marker stands above the time line.
type Place struct {
	Marker   int
	X, Width float32
	Short    bool // only its sign fits, the name is in the tooltip
}

// signWidth is the width a marker takes without its name.
const signWidth = 14

// own tells whether a person set the marker.
func own(m Marker) bool { return m.Kind == MarkerNote || m.Kind == MarkerBookmark }

// PlaceMarkers puts markers on a line of the given width without overlap.
// Negative ones choose first, though without a name that would stand over a
// person's mark; then a person's own, positive ones, and the rest; a marker that
// has no room for its name keeps its sign, one that has no room for that is
// left out: the list beside the text has them all.
func PlaceMarkers(markers []Marker, widths []float32, length time.Duration, width float32) []Place {
	if length <= 0 || width <= 0 {
		return nil
	}
	order := make([]int, len(markers))
	for i := range order {
		order[i] = i
	}
	rank := func(m Marker) int {
		switch {
		case m.Kind == MarkerClassifier && m.Tone == transcript.ToneNegative:
			return 0
		case own(m):
			return 1
		case m.Kind == MarkerClassifier && m.Tone == transcript.TonePositive:
			return 2
		case m.Kind == MarkerPause:
			return 3
		case m.Kind == MarkerInterrupt:
			return 5
		}
		return 4
	}
	slices.SortStableFunc(order, func(a, b int) int { return rank(markers[a]) - rank(markers[b]) })
	var out []Place
	free := func(x, w float32) bool {
		return x >= 0 && x+w <= width && !slices.ContainsFunc(out, func(p Place) bool { return x < p.X+p.Width && p.X < x+w })
	}
	var marks []float32 // where a person's own stand
	for _, m := range markers {
		if own(m) {
			marks = append(marks, float32(float64(m.At)/float64(length))*width)
		}
	}
	for _, i := range order {
		x := float32(float64(markers[i].At)/float64(length)) * width
		if x < 0 || x >= width { // out of sight
			continue
		}
		full := signWidth + widths[i]
		hides := !own(markers[i]) && slices.ContainsFunc(marks, func(at float32) bool { return at > x && at < x+full })
		named := markers[i].Kind != MarkerInterrupt && !hides // there may be hundreds of interrupts
		switch {
		case named && free(x, full):
			out = append(out, Place{i, x, full, false})
		case named && x+full > width && free(width-full, full):
			out = append(out, Place{i, width - full, full, false})
		case free(x, signWidth):
			out = append(out, Place{i, x, signWidth, true})
		case own(markers[i]) && free(x+signWidth/2, signWidth): // right beside, rather than nowhere
			out = append(out, Place{i, x + signWidth/2, signWidth, true})
		}
	}
	slices.SortFunc(out, func(a, b Place) int { return a.Marker - b.Marker })
	return out
}

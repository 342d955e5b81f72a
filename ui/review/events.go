package review

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"sensedesk/ui/theme"
	"sensedesk/ui/transcript"
)

// events is the row of markers above the lanes.
type events struct {
	markers []Marker
	texts   []string
	widths  []float32 // of the texts; nil = to be measured
	moved   []Marker  // markers counted from the left edge
	places  []Place
	width   float32
	box     *fyne.Container
}

func newEvents() *events { return &events{box: &fyne.Container{}} }

// set takes other markers and what each says.
func (e *events) set(markers []Marker, text func(Marker) string) {
	e.places = nil // of other markers
	e.markers, e.texts, e.widths = markers, make([]string, len(markers)), nil
	for i, m := range markers {
		e.texts[i] = text(m)
	}
}

// at returns the marker at a place of the time line.
func (e *events) at(p fyne.Position) (Marker, bool) {
	if p.Y < 0 || p.Y > e.box.Size().Height {
		return Marker{}, false
	}
	for _, place := range e.places {
		if place.X <= p.X && p.X < place.X+place.Width {
			return e.markers[place.Marker], true
		}
	}
	return Marker{}, false
}

// layout places the markers that are in sight on a line of the given width.
func (e *events) layout(shown stretch, width, height float32) {
	e.width = width
	e.box.Resize(fyne.NewSize(width, height))
	if e.widths == nil {
		e.widths = make([]float32, len(e.texts))
		size := theme.Size(theme.SizeSmall)
		for i, t := range e.texts {
			e.widths[i] = fyne.MeasureText(t, size, fyne.TextStyle{}).Width + theme.Size(theme.SizePad)
		}
	}
	e.moved = append(e.moved[:0], e.markers...)
	for i := range e.moved {
		e.moved[i].At -= shown.from
	}
	e.places = PlaceMarkers(e.moved, e.widths, shown.span, width)
	e.draw(height)
}

// restyle draws anew in the colours of another theme.
func (e *events) restyle() {
	e.widths = nil
	e.draw(e.box.Size().Height)
}

func (e *events) draw(height float32) {
	e.box.Objects = e.box.Objects[:0]
	pad := theme.Size(theme.SizePad)
	for _, p := range e.places {
		m := e.markers[p.Marker]
		ink := markerColor(m)
		sign := markerSign(m, ink)
		side := 2.5 * pad
		sign.Resize(fyne.NewSize(side, side))
		sign.Move(fyne.NewPos(p.X, (height-side)/2-pad/2))
		e.box.Objects = append(e.box.Objects, sign)
		if p.Short {
			continue
		}
		t := canvas.NewText(e.texts[p.Marker], theme.Color(ink))
		t.TextSize = theme.Size(theme.SizeSmall)
		t.Resize(t.MinSize())
		t.Move(fyne.NewPos(p.X+signWidth, (height-t.MinSize().Height)/2-pad/2))
		e.box.Objects = append(e.box.Objects, t)
	}
}

// markerColor is the colour of an event; its sign and its words say the same.
func markerColor(m Marker) fyne.ThemeColorName {
	switch {
	case m.Kind == MarkerPause:
		return theme.ColorMuted
	case m.Kind == MarkerNote, m.Kind == MarkerBookmark:
		return theme.ColorClient // as in the pictures: a note is amber
	case m.Tone == transcript.ToneNegative:
		return theme.ColorNegative
	case m.Tone == transcript.TonePositive:
		return theme.ColorPositive
	case m.Kind == MarkerNote, m.Kind == MarkerBookmark:
		return theme.ColorClient // as in the pictures: a note is amber
	}
	return theme.ColorMuted
}

// markerSign is the shape of an event.
func markerSign(m Marker, ink fyne.ThemeColorName) fyne.CanvasObject {
	switch {
	case m.Kind == MarkerPause:
		return canvas.NewImageFromResource(theme.Icon(theme.IconPause, ink))
	case m.Kind == MarkerNote:
		return canvas.NewImageFromResource(theme.Icon(theme.IconNote, ink))
	case m.Kind == MarkerBookmark:
		return canvas.NewImageFromResource(theme.Icon(theme.IconBookmark, ink))
	case m.Tone == transcript.ToneNegative:
		return canvas.NewImageFromResource(theme.Icon(theme.IconWarning, ink))
	case m.Tone == transcript.TonePositive:
		return canvas.NewImageFromResource(theme.Icon(theme.IconCheck, ink))
	case m.Kind == MarkerNote:
		return canvas.NewImageFromResource(theme.Icon(theme.IconNote, ink))
	case m.Kind == MarkerBookmark:
		return canvas.NewImageFromResource(theme.Icon(theme.IconBookmark, ink))
	case m.Kind == MarkerInterrupt:
		return newClash(ink)
	}
	c := canvas.NewCircle(color.Transparent)
	c.StrokeColor, c.StrokeWidth = theme.Color(ink), 1.5
	return c
}

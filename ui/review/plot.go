package review

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// plotColumns is how many columns a plot over the time of a call has.
const plotColumns = 48

// stroke is one bar of a plot, in shares of its width and height.
type stroke struct {
	x0, x1 float32
	y0, y1 float32 // from the top
	color  fyne.ThemeColorName
}

// plot is a small drawing over the time of a call: the operator above the middle
// line, the client below it. A click plays from there.
type plot struct {
	widget.BaseWidget
	strokes []stroke
	length  time.Duration
	onTap   func(time.Duration)
	about   func(time.Duration) string // the numbers at a moment; nil = not told
	told    string
	rects   []*canvas.Rectangle
	line    *canvas.Rectangle
}

func newPlot(strokes []stroke, length time.Duration, onTap func(time.Duration)) *plot {
	p := &plot{strokes: strokes, length: length, onTap: onTap, line: canvas.NewRectangle(theme.Color(theme.ColorLine))}
	for _, s := range strokes {
		r := canvas.NewRectangle(theme.Color(s.color))
		r.CornerRadius = 1
		p.rects = append(p.rects, r)
	}
	p.ExtendBaseWidget(p)
	return p
}

// Tapped goes to the bar that was clicked, or to the moment there.
func (p *plot) Tapped(ev *fyne.PointEvent) {
	width := p.Size().Width
	if width <= 0 || p.onTap == nil {
		return
	}
	const near = 4
	for i, r := range p.rects {
		if x := r.Position().X; x-near <= ev.Position.X && ev.Position.X <= x+r.Size().Width+near {
			p.onTap(time.Duration(float64(p.strokes[i].x0) * float64(p.length)).Round(time.Millisecond))
			return
		}
	}
	p.onTap(whole(p.length).at(ev.Position.X, width))
}

// MouseIn offers the numbers under the pointer.
func (p *plot) MouseIn(ev *desktop.MouseEvent) { p.MouseMoved(ev) }

// MouseMoved offers those of another place.
func (p *plot) MouseMoved(ev *desktop.MouseEvent) {
	if p.about == nil || p.Size().Width <= 0 {
		return
	}
	if text := p.about(whole(p.length).at(ev.Position.X, p.Size().Width)); text != p.told {
		p.told = text
		widgets.OfferTip(p, text, ev.Position.X)
	}
}

// MouseOut takes them away.
func (p *plot) MouseOut() {
	p.told = ""
	widgets.DropTip(p)
}

// Cursor shows that it can be clicked.
func (p *plot) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer is for Fyne.
func (p *plot) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{p.line}
	for _, r := range p.rects {
		objects = append(objects, r)
	}
	return &plotRenderer{p, objects}
}

type plotRenderer struct {
	p       *plot
	objects []fyne.CanvasObject
}

func (r *plotRenderer) MinSize() fyne.Size           { return fyne.NewSize(100, 9*theme.Size(theme.SizePad)) }
func (r *plotRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *plotRenderer) Destroy()                     {}

func (r *plotRenderer) Layout(size fyne.Size) {
	thin := theme.Size(theme.SizeLine)
	r.p.line.Resize(fyne.NewSize(size.Width, thin))
	r.p.line.Move(fyne.NewPos(0, (size.Height-thin)/2))
	for i, s := range r.p.strokes {
		o := r.p.rects[i]
		o.Resize(fyne.NewSize(max(2, (s.x1-s.x0)*size.Width-1), (s.y1-s.y0)*size.Height))
		o.Move(fyne.NewPos(s.x0*size.Width, s.y0*size.Height))
	}
}

func (r *plotRenderer) Refresh() {
	r.p.line.FillColor = theme.Color(theme.ColorLine)
	for i, s := range r.p.strokes {
		r.p.rects[i].FillColor = theme.Color(s.color)
	}
	canvas.Refresh(r.p)
}

// mirrored draws columns: the operator's up from the middle, the client's down.
func mirrored(columns []Column, mono bool) []stroke {
	top := 0.0
	for _, c := range columns {
		top = max(top, c[0], c[1])
	}
	var out []stroke
	for i, c := range columns {
		x0, x1 := float32(i)/float32(len(columns)), float32(i+1)/float32(len(columns))
		if h := float32(c[0] / max(top, 1e-9) / 2); h > 0 {
			out = append(out, stroke{x0, x1, 0.5 - h, 0.5, sideColor(0, mono)})
		}
		if h := float32(c[1] / max(top, 1e-9) / 2); h > 0 {
			out = append(out, stroke{x0, x1, 0.5, 0.5 + h, sideColor(1, mono)})
		}
	}
	return out
}

func sideColor(side int, mono bool) fyne.ThemeColorName {
	switch {
	case mono:
		return theme.ColorMuted
	case side == 1:
		return theme.ColorClient
	}
	return theme.ColorOperator
}

// mostTicks is how many events a plot shows; more would be a solid bar.
const mostTicks = 300

// ticked draws events of a call: of the operator above the line, of the client
// below it, of both or nobody across it.
func ticked(markers []Marker, length time.Duration, side func(Marker) int) []stroke {
	var out []stroke
	for i := 0; i < len(markers) && len(out) < mostTicks && length > 0; i++ {
		m := markers[i]
		if m.At < 0 || m.At > length { // beyond the end of the recording
			continue
		}
		x0, x1 := float32(float64(m.At)/float64(length)), min(1, float32((float64(m.At)+float64(m.Length))/float64(length)))
		switch side(m) {
		case 0:
			out = append(out, stroke{x0, x1, 0.1, 0.5, theme.ColorOperator})
		case 1:
			out = append(out, stroke{x0, x1, 0.5, 0.9, theme.ColorClient})
		default:
			out = append(out, stroke{x0, x1, 0.25, 0.75, theme.ColorMuted})
		}
	}
	return out
}

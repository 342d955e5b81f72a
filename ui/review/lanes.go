package review

import (
	"image"
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"sensedesk/ui/theme"
)

// lanes is the time line: what happened above, the outline of both voices
// below, the playhead through all. The outline is drawn once; what moves are
// objects of their own, so that a step of the clock repaints nothing else.
type lanes struct {
	widget.BaseWidget
	onSeek func(time.Duration)
	clock  func(time.Duration) string

	length   time.Duration
	at       time.Duration
	wave     Wave
	colors   [2]fyne.ThemeColorName // of the channels, in the order drawn
	order    [2]int                 // which channel each lane shows
	count    int                    // lanes drawn, 1 or 2
	seekable bool

	grounds [2]*canvas.Rectangle
	raster  *canvas.Raster
	picture *image.NRGBA
	head    *canvas.Rectangle
	cursor  *canvas.Rectangle // where a click would go
	tip     *canvas.Text
	tipBack *canvas.Rectangle
	events  *events
	dragged bool
	dragX   float32
}

func newLanes(clock func(time.Duration) string, onSeek func(time.Duration)) *lanes {
	rect := func(c fyne.ThemeColorName) *canvas.Rectangle { return canvas.NewRectangle(theme.Color(c)) }
	l := &lanes{onSeek: onSeek, clock: clock, count: 2, order: [2]int{0, 1}}
	l.colors = [2]fyne.ThemeColorName{theme.ColorOperator, theme.ColorClient}
	l.grounds = [2]*canvas.Rectangle{rect(theme.ColorBackground), rect(theme.ColorBackground)}
	l.head, l.cursor, l.tipBack = rect(theme.ColorAccent), rect(theme.ColorMuted), rect(theme.ColorTooltip)
	l.tip = canvas.NewText("", theme.Color(theme.ColorTooltipText))
	l.raster = canvas.NewRaster(l.draw)
	l.events = newEvents()
	l.hideCursor()
	l.ExtendBaseWidget(l)
	return l
}

// setSides says which channel the operator speaks in and whether the recording
// has one lane for both voices.
func (l *lanes) setSides(operator int, mono bool) {
	l.count, l.order = 2, [2]int{operator, 1 - operator}
	l.colors[0] = theme.ColorOperator
	if mono {
		l.count, l.order[0], l.colors[0] = 1, 0, theme.ColorMuted
	}
	l.Refresh()
}

// setWave draws another outline.
func (l *lanes) setWave(w Wave) {
	l.wave = w
	l.raster.Refresh()
}

// setTime says how long the recording is and whether it can be gone through.
func (l *lanes) setTime(length time.Duration, seekable bool) {
	if l.length != length || l.seekable != seekable {
		l.length, l.seekable = length, seekable
		l.events.length = length
		l.Refresh()
	}
}

// setMarkers shows other events.
func (l *lanes) setMarkers(markers []Marker, text func(Marker) string) {
	l.events.set(markers, text)
	l.Refresh()
}

// setPosition moves the playhead.
func (l *lanes) setPosition(at time.Duration) {
	l.at = at
	if !l.dragged {
		l.moveHead(l.xOf(at))
	}
}

func (l *lanes) moveHead(x float32) {
	width := theme.Size(theme.SizePad) / 2
	l.head.Move(fyne.NewPos(max(0, min(x, l.Size().Width)-width/2), l.head.Position().Y))
}

// xOf is where a moment stands on the line.
func (l *lanes) xOf(at time.Duration) float32 {
	if l.length <= 0 {
		return 0
	}
	return float32(float64(at)/float64(l.length)) * l.Size().Width
}

// timeAt is the moment at a place of the line.
func (l *lanes) timeAt(x float32) time.Duration {
	if l.Size().Width <= 0 {
		return 0
	}
	share := float64(max(0, min(x, l.Size().Width)) / l.Size().Width)
	return time.Duration(share * float64(l.length)).Round(time.Millisecond)
}

// Tapped goes to a moment, or to the event that was clicked.
func (l *lanes) Tapped(ev *fyne.PointEvent) {
	if !l.seekable {
		return
	}
	if m, ok := l.events.at(ev.Position); ok {
		l.onSeek(m.At)
		return
	}
	l.onSeek(l.timeAt(ev.Position.X))
}

// Dragged moves the playhead along; the sound goes there when it is let go.
func (l *lanes) Dragged(ev *fyne.DragEvent) {
	if !l.seekable {
		return
	}
	l.dragged, l.dragX = true, ev.Position.X
	l.moveHead(ev.Position.X)
	l.showCursor(ev.Position.X)
}

// DragEnd goes to where the playhead was let go.
func (l *lanes) DragEnd() {
	if l.dragged {
		l.dragged = false
		l.hideCursor()
		l.onSeek(l.timeAt(l.dragX))
	}
}

// MouseIn is for Fyne.
func (l *lanes) MouseIn(ev *desktop.MouseEvent) { l.MouseMoved(ev) }

// MouseMoved shows the time under the pointer.
func (l *lanes) MouseMoved(ev *desktop.MouseEvent) {
	if _, onEvent := l.events.at(ev.Position); !l.seekable || onEvent {
		l.hideCursor()
		return
	}
	l.showCursor(ev.Position.X)
}

// MouseOut takes it away.
func (l *lanes) MouseOut() { l.hideCursor() }

// Cursor shows that the line can be clicked.
func (l *lanes) Cursor() desktop.Cursor {
	if l.seekable {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

func (l *lanes) showCursor(x float32) {
	pad := theme.Size(theme.SizePad)
	x = max(0, min(x, l.Size().Width))
	l.cursor.Move(fyne.NewPos(x, l.cursor.Position().Y))
	l.tip.Text = l.clock(l.timeAt(x))
	size := l.tip.MinSize()
	at := fyne.NewPos(max(pad, min(x-size.Width/2, l.Size().Width-size.Width-pad)), l.cursor.Position().Y-size.Height-pad/2)
	l.tip.Resize(size)
	l.tip.Move(at)
	l.tipBack.Resize(size.AddWidthHeight(2*pad, 0))
	l.tipBack.Move(at.SubtractXY(pad, 0))
	for _, o := range []fyne.CanvasObject{l.cursor, l.tip, l.tipBack} {
		o.Show()
	}
	canvas.Refresh(l.tip)
}

func (l *lanes) hideCursor() {
	for _, o := range []fyne.CanvasObject{l.cursor, l.tip, l.tipBack} {
		o.Hide()
	}
}

// CreateRenderer is for Fyne.
func (l *lanes) CreateRenderer() fyne.WidgetRenderer {
	r := &lanesRenderer{l: l}
	r.objects = []fyne.CanvasObject{l.grounds[0], l.grounds[1], l.raster, l.events.box, l.cursor, l.head, l.tipBack, l.tip}
	return r
}

type lanesRenderer struct {
	l       *lanes
	objects []fyne.CanvasObject
}

// heights of the parts, top to bottom.
func eventsHeight() float32 { return 5 * theme.Size(theme.SizePad) }
func laneHeight() float32   { return 10 * theme.Size(theme.SizePad) }
func laneGap() float32      { return theme.Size(theme.SizePad) / 2 }

func (r *lanesRenderer) MinSize() fyne.Size {
	return fyne.NewSize(200, eventsHeight()+2*laneHeight()+laneGap())
}

func (r *lanesRenderer) Layout(size fyne.Size) {
	l := r.l
	top, pad := eventsHeight(), theme.Size(theme.SizePad)
	all := 2*laneHeight() + laneGap()
	lane := (all - laneGap()*float32(l.count-1)) / float32(l.count)
	for i, g := range l.grounds {
		g.Resize(fyne.NewSize(size.Width, lane))
		g.Move(fyne.NewPos(0, top+float32(i)*(lane+laneGap())))
		g.Hidden = i >= l.count
	}
	l.raster.Resize(fyne.NewSize(size.Width, all))
	l.raster.Move(fyne.NewPos(0, top))
	l.head.Resize(fyne.NewSize(pad/2, all+2*pad))
	l.head.Move(fyne.NewPos(0, top-pad))
	l.head.Hidden = !l.seekable
	l.cursor.Resize(fyne.NewSize(theme.Size(theme.SizeLine), all))
	l.cursor.Move(fyne.NewPos(l.cursor.Position().X, top))
	l.events.layout(size.Width, eventsHeight())
	l.moveHead(l.xOf(l.at))
}

func (r *lanesRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *lanesRenderer) Refresh() {
	l := r.l
	for _, g := range l.grounds {
		g.FillColor, g.CornerRadius = theme.Color(theme.ColorBackground), theme.Size(theme.SizePad)
	}
	l.head.FillColor, l.head.CornerRadius = theme.Color(theme.ColorAccent), theme.Size(theme.SizeLine)
	l.cursor.FillColor = theme.Color(theme.ColorMuted)
	l.tipBack.FillColor, l.tipBack.CornerRadius = theme.Color(theme.ColorTooltip), theme.Size(theme.SizePad)
	l.tip.Color, l.tip.TextSize = theme.Color(theme.ColorTooltipText), theme.Size(theme.SizeSmall)
	l.events.restyle()
	r.Layout(l.Size())
	l.raster.Refresh()
	canvas.Refresh(l)
}

func (r *lanesRenderer) Destroy() {}

// draw paints the outline at the size of the device's pixels.
func (l *lanes) draw(w, h int) image.Image {
	if l.picture == nil || l.picture.Rect.Dx() != w || l.picture.Rect.Dy() != h {
		l.picture = image.NewNRGBA(image.Rect(0, 0, w, h))
	} else {
		clear(l.picture.Pix)
	}
	if l.length <= 0 || w == 0 {
		return l.picture
	}
	scale := float32(w) / max(1, l.Size().Width)
	gap := int(laneGap()*scale + 0.5)
	lane := (h - gap*(l.count-1)) / l.count
	bar, pitch := max(1, int(2*scale+0.5)), max(2, int(3*scale+0.5))
	for i := range l.count {
		c := color.NRGBAModel.Convert(theme.Color(l.colors[i])).(color.NRGBA)
		middle := i*(lane+gap) + lane/2
		for x := 0; x < w; x += pitch {
			from := time.Duration(float64(l.length) * float64(x) / float64(w))
			to := time.Duration(float64(l.length) * float64(x+pitch) / float64(w))
			half := int(l.wave.Column(l.order[i], from, to)*float64(lane/2-2*gap) + 0.5)
			fill(l.picture, x, min(x+bar, w), middle-half, middle+max(half, bar/2), c)
		}
	}
	return l.picture
}

// fill paints a block.
func fill(img *image.NRGBA, x0, x1, y0, y1 int, c color.NRGBA) {
	for y := max(0, y0); y < min(y1, img.Rect.Dy()); y++ {
		row := img.Pix[y*img.Stride+4*x0 : y*img.Stride+4*x1]
		for i := 0; i < len(row); i += 4 {
			row[i], row[i+1], row[i+2], row[i+3] = c.R, c.G, c.B, c.A
		}
	}
}

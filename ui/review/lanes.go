package review

import (
	"image"
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"sensedesk/ui/theme"
)

// lanes is the time line: what happened above, the outline of both voices
// below, the playhead through all. The outline is drawn once for what is seen;
// what moves are objects of their own, so that a step of the clock draws nothing
// anew.
type lanes struct {
	widget.BaseWidget
	onSeek func(time.Duration)
	clock  func(time.Duration) string

	shown    stretch
	at       time.Duration
	wave     Wave
	sums     sums   // of wave
	together []Span // where both speak at once
	about    func(Marker) string
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
	small   *overview // of the whole call, while a part is shown
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
	l.small = newOverview(l.show)
	l.small.Hide()
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
	l.wave, l.sums = w, sums{}
	l.raster.Refresh()
}

// setTime says how long the recording is and whether it can be gone through.
func (l *lanes) setTime(length time.Duration, seekable bool) {
	if l.shown.length != length || l.seekable != seekable {
		l.shown, l.seekable = l.shown.resized(length), seekable
		l.Refresh()
	}
}

// setMarkers shows other events.
func (l *lanes) setMarkers(markers []Marker, text func(Marker) string) {
	l.events.set(markers, text)
	l.Refresh()
}

// setTogether shows where both parties speak at once.
func (l *lanes) setTogether(spans []Span) {
	l.together = spans
	l.raster.Refresh()
}

// setPosition moves the playhead, and what is seen with it.
func (l *lanes) setPosition(at time.Duration) {
	before := l.at
	l.at = at
	if l.dragged {
		return
	}
	l.show(l.shown.following(before, at))
	l.moveHead(l.xOf(at))
}

// show shows another part of the call.
func (l *lanes) show(s stretch) {
	if s == l.shown {
		return
	}
	turned := s.all() != l.shown.all()
	l.shown = s
	l.hideCursor()
	if turned {
		l.Refresh()
		return
	}
	l.events.layout(s, l.Size().Width, eventsHeight())
	l.small.set(s, l.at)
	l.moveHead(l.xOf(l.at))
	l.raster.Refresh()
	canvas.Refresh(l.events.box)
}

// zoom comes nearer by a factor, to the playhead or, where that is out of sight,
// to the middle; 0 shows the whole call.
func (l *lanes) zoom(factor float64) {
	if !l.seekable {
		return
	}
	if factor == 0 {
		l.show(whole(l.shown.length))
		return
	}
	keep := l.at
	if !l.shown.sees(keep) {
		keep = l.shown.from + l.shown.span/2
	}
	l.show(l.shown.zoomed(factor, keep))
}

// Scrolled comes nearer to what is under the pointer, or goes along the call
// when the wheel is turned with Shift or sideways.
func (l *lanes) Scrolled(ev *fyne.ScrollEvent) {
	if !l.seekable {
		return
	}
	const notch = 10 // what Fyne makes of one notch of a wheel, at the least
	if x, y := float64(ev.Scrolled.DX), float64(ev.Scrolled.DY); math.Abs(x) > math.Abs(y) {
		l.show(l.shown.moved(time.Duration(-x / 80 * float64(l.shown.span) / 2)))
	} else if y != 0 {
		by := max(-3, min(3, y/notch))
		l.show(l.shown.zoomed(math.Pow(zoomNotch, by), l.timeAt(ev.Position.X)))
	}
}

func (l *lanes) moveHead(x float32) {
	width := theme.Size(theme.SizePad) / 2
	l.head.Hidden = !l.seekable || x < 0 || x > l.Size().Width
	l.head.Move(fyne.NewPos(max(0, min(x, l.Size().Width)-width/2), l.head.Position().Y))
	l.small.setHead(l.at)
}

// xOf is where a moment stands on the line.
func (l *lanes) xOf(at time.Duration) float32 { return l.shown.x(at, l.Size().Width) }

// timeAt is the moment at a place of the line.
func (l *lanes) timeAt(x float32) time.Duration { return l.shown.at(x, l.Size().Width) }

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
	if !l.seekable {
		l.hideCursor()
		return
	}
	if m, onEvent := l.events.at(ev.Position); onEvent && l.about != nil {
		l.showTip(max(0, l.xOf(m.At)), l.about(m))
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
	x = max(0, min(x, l.Size().Width))
	l.showTip(x, l.clock(l.timeAt(x)))
}

// showTip shows words beside a line at a place.
func (l *lanes) showTip(x float32, text string) {
	pad := theme.Size(theme.SizePad)
	l.cursor.Move(fyne.NewPos(x, l.cursor.Position().Y))
	l.tip.Text = text
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
	r.objects = []fyne.CanvasObject{l.grounds[0], l.grounds[1], l.raster, l.events.box, l.small, l.cursor, l.head, l.tipBack, l.tip}
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
func smallHeight() float32  { return 3 * theme.Size(theme.SizePad) } // of the overview, taken from the lanes

func (r *lanesRenderer) MinSize() fyne.Size {
	return fyne.NewSize(200, eventsHeight()+2*laneHeight()+laneGap())
}

func (r *lanesRenderer) Layout(size fyne.Size) {
	l := r.l
	top, pad := eventsHeight(), theme.Size(theme.SizePad)
	all := 2*laneHeight() + laneGap()
	l.small.Hidden = l.shown.all() || !l.seekable
	l.small.Resize(fyne.NewSize(size.Width, smallHeight()-pad/2))
	l.small.Move(fyne.NewPos(0, top+all-smallHeight()+pad/2))
	if !l.small.Hidden {
		all -= smallHeight()
	}
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
	l.cursor.Resize(fyne.NewSize(theme.Size(theme.SizeLine), all))
	l.cursor.Move(fyne.NewPos(l.cursor.Position().X, top))
	l.events.layout(l.shown, size.Width, eventsHeight())
	l.small.set(l.shown, l.at)
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
	l.small.Refresh()
	l.raster.Refresh()
	canvas.Refresh(l)
}

func (r *lanesRenderer) Destroy() {}

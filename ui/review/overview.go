package review

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"sensedesk/ui/theme"
)

// overview is the whole call below a time line that shows a part: a frame around
// the part, which is dragged along, and where the sound is.
type overview struct {
	widget.BaseWidget
	onShow func(stretch)
	shown  stretch
	at     time.Duration

	ground, frame, head *canvas.Rectangle
}

func newOverview(onShow func(stretch)) *overview {
	o := &overview{onShow: onShow}
	o.ground, o.frame, o.head = canvas.NewRectangle(nil), canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	o.ExtendBaseWidget(o)
	return o
}

// set shows another part, and where the sound is.
func (o *overview) set(s stretch, at time.Duration) {
	o.shown, o.at = s, at
	o.place()
}

// setHead moves the place of the sound.
func (o *overview) setHead(at time.Duration) {
	if o.Hidden {
		return
	}
	o.at = at
	o.head.Move(fyne.NewPos(whole(o.shown.length).x(at, o.Size().Width), 0))
}

// Tapped shows what lies around a place.
func (o *overview) Tapped(ev *fyne.PointEvent) {
	at := whole(o.shown.length).at(ev.Position.X, o.Size().Width)
	o.onShow(o.shown.moved(at - o.shown.span/2 - o.shown.from))
}

// Dragged moves the frame along.
func (o *overview) Dragged(ev *fyne.DragEvent) {
	if w := o.Size().Width; w > 0 {
		o.onShow(o.shown.moved(time.Duration(float64(ev.Dragged.DX) / float64(w) * float64(o.shown.length))))
	}
}

// DragEnd is for Fyne.
func (o *overview) DragEnd() {}

// Cursor shows that the frame is moved sideways.
func (o *overview) Cursor() desktop.Cursor { return desktop.HResizeCursor }

func (o *overview) place() {
	size, all := o.Size(), whole(o.shown.length)
	o.ground.Resize(fyne.NewSize(size.Width, size.Height/2))
	o.ground.Move(fyne.NewPos(0, size.Height/4))
	from := all.x(o.shown.from, size.Width)
	wide := max(2*theme.Size(theme.SizePad), all.x(o.shown.to(), size.Width)-from) // seen in a call of hours
	o.frame.Resize(fyne.NewSize(wide, size.Height))
	o.frame.Move(fyne.NewPos(min(from, size.Width-wide), 0))
	o.head.Resize(fyne.NewSize(theme.Size(theme.SizePad)/2, size.Height))
	o.head.Move(fyne.NewPos(all.x(o.at, size.Width), 0))
}

// CreateRenderer is for Fyne.
func (o *overview) CreateRenderer() fyne.WidgetRenderer {
	r := &overviewRenderer{o, []fyne.CanvasObject{o.ground, o.frame, o.head}}
	r.paint()
	return r
}

type overviewRenderer struct {
	o       *overview
	objects []fyne.CanvasObject
}

func (r *overviewRenderer) MinSize() fyne.Size           { return fyne.NewSize(20, 2*theme.Size(theme.SizePad)) }
func (r *overviewRenderer) Layout(fyne.Size)             { r.o.place() }
func (r *overviewRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *overviewRenderer) Destroy()                     {}

func (r *overviewRenderer) Refresh() {
	r.paint()
	canvas.Refresh(r.o)
}

func (r *overviewRenderer) paint() {
	o, pad := r.o, theme.Size(theme.SizePad)
	o.ground.FillColor, o.ground.CornerRadius = theme.Color(theme.ColorLine), pad/2
	o.frame.FillColor, o.frame.StrokeColor = theme.Color(theme.ColorAccentTint), theme.Color(theme.ColorAccent)
	o.frame.StrokeWidth, o.frame.CornerRadius = theme.Size(theme.SizeLine), pad/2
	o.head.FillColor = theme.Color(theme.ColorAccent)
}

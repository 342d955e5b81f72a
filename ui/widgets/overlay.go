package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sensedesk/ui/theme"
)

// overlay is a panel above the window: a dialog, which darkens the rest, or a
// popover, which a click beside it closes. Escape closes both. It takes the
// focus for itself, so that keys never fall through to the screen; when it goes,
// Fyne gives the focus back to what had it.
type overlay struct {
	widget.BaseWidget
	canvas  fyne.Canvas
	content fyne.CanvasObject
	modal   bool
	place   func(room, panel fyne.Size) fyne.Position
	onKey   func(*fyne.KeyEvent) bool
	closed  func()

	shown bool
	at    fyne.Position
	size  fyne.Size
}

func newOverlay(c fyne.Canvas, content fyne.CanvasObject, modal bool, place func(room, panel fyne.Size) fyne.Position) *overlay {
	o := &overlay{canvas: c, content: content, modal: modal, place: place}
	o.ExtendBaseWidget(o)
	return o
}

// open shows the overlay and gives it, or first when not nil, the keyboard.
func (o *overlay) open(first fyne.Focusable) {
	if r, ok := o.canvas.Content().(*Root); ok {
		r.tip.drop()
	}
	o.shown = true
	o.canvas.Overlays().Add(o)
	o.Resize(o.canvas.Size())
	if first == nil {
		first = o
	}
	o.canvas.Focus(first)
}

// shut takes the overlay away; doing it twice is harmless.
func (o *overlay) shut() {
	if !o.shown {
		return
	}
	o.shown = false
	o.canvas.Overlays().Remove(o)
	astray(o.canvas)
	if o.closed != nil {
		o.closed()
	}
}

// Tapped closes a popover when the click is beside it.
func (o *overlay) Tapped(ev *fyne.PointEvent) {
	p := ev.Position
	inside := p.X >= o.at.X && p.Y >= o.at.Y && p.X < o.at.X+o.size.Width && p.Y < o.at.Y+o.size.Height
	if !o.modal && !inside {
		o.shut()
	}
}

// FocusGained does nothing: the panel itself needs no sign.
func (o *overlay) FocusGained() {}

// FocusLost does nothing.
func (o *overlay) FocusLost() {}

// TypedRune swallows letters.
func (o *overlay) TypedRune(rune) {}

// TypedKey closes by Escape and offers other keys to the owner.
func (o *overlay) TypedKey(ev *fyne.KeyEvent) {
	if o.onKey != nil && o.onKey(ev) {
		return
	}
	if ev.Name == fyne.KeyEscape {
		o.shut()
	}
}

// CreateRenderer is for Fyne.
func (o *overlay) CreateRenderer() fyne.WidgetRenderer {
	shade, shadow, box := newRect(), newRect(), newRect()
	paint := func() {
		fill(shade, "", "", 0)
		if o.modal {
			fill(shade, fynetheme.ColorNameShadow, "", 0)
		}
		fill(shadow, fynetheme.ColorNameShadow, "", 10)
		fill(box, theme.ColorPanel, theme.ColorLine, theme.Size(theme.SizeRadius))
	}
	place := func(size fyne.Size) {
		shade.Resize(size)
		o.content.Resize(o.content.MinSize())
		o.size = o.content.MinSize()
		o.at = o.place(size, o.size)
		for i, r := range []*canvas.Rectangle{shadow, box} {
			spread := float32(2 * (1 - i))
			r.Move(o.at.SubtractXY(spread, spread))
			r.Resize(o.size.AddWidthHeight(2*spread, 2*spread))
		}
		o.content.Move(o.at)
		o.content.Resize(o.size)
	}
	return newSketch(o, []fyne.CanvasObject{shade, shadow, box, o.content}, func() fyne.Size { return fyne.Size{} }, place, paint)
}

// below places a popover under its owner, or above when there is no room.
func below(owner fyne.CanvasObject) func(room, panel fyne.Size) fyne.Position {
	return func(room, panel fyne.Size) fyne.Position {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(owner)
		y := at.Y + owner.Size().Height + 4
		if y+panel.Height > room.Height-4 && at.Y-panel.Height-4 > 0 {
			y = at.Y - panel.Height - 4
		}
		return fyne.NewPos(max(4, min(at.X, room.Width-panel.Width-4)), y)
	}
}

// centred places a dialog a little above the middle.
func centred(room, panel fyne.Size) fyne.Position {
	return fyne.NewPos(max(0, (room.Width-panel.Width)/2), max(0, (room.Height-panel.Height)*2/5))
}

// Modal tells whether a dialog, popover or menu covers a canvas. The shell asks
// before it carries out a shortcut.
func Modal(c fyne.Canvas) bool { return c.Overlays().Top() != nil }

package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"sensedesk/ui/theme"
)

// tipDelay is how long the pointer rests before a tooltip shows.
const tipDelay = 600 * time.Millisecond

// tipWidth is where a tooltip begins to wrap.
const tipWidth = 360

// tip is the one tooltip of a window.
type tip struct {
	widget.BaseWidget
	owner fyne.CanvasObject
	text  *Paragraph
	box   *Box
	stop  func()
}

func newTip() *tip {
	t := &tip{
		text: NewParagraph("", Style{Color: theme.ColorTooltipText, Size: theme.SizeSmall}),
		box:  NewBox(theme.ColorTooltip, "", theme.SizeRadius),
	}
	t.ExtendBaseWidget(t)
	t.Hide()
	return t
}

// offer shows text below its owner, x from its left edge, after the delay.
func (t *tip) offer(root *Root, owner fyne.CanvasObject, text string, x float32) {
	t.drop()
	if text == "" {
		return
	}
	t.owner = owner
	t.stop = root.after(tipDelay, func() {
		driver := fyne.CurrentApp().Driver()
		at := driver.AbsolutePositionForObject(owner).Subtract(driver.AbsolutePositionForObject(root)) // a menu bar may stand above
		t.show(text, at.AddXY(x, 0), owner.Size(), root.Size())
		canvas.Refresh(root) // Fyne does not know the canvas of what was hidden so far
	})
}

func (t *tip) show(text string, at fyne.Position, owner, room fyne.Size) {
	style := t.text.style
	t.text.SetText(text)
	w := min(style.measure(text).Width, tipWidth)
	t.text.Resize(fyne.NewSize(w, 0))
	size := fyne.NewSize(max(w, t.text.lineWidth())+16, t.text.MinSize().Height+10)
	place := fyne.NewPos(at.X, at.Y+owner.Height+4)
	if place.Y+size.Height > room.Height {
		place.Y = at.Y - size.Height - 4
	}
	place.X = max(0, min(place.X, room.Width-size.Width-4))
	t.Move(place)
	t.Resize(size)
	t.Show()
}

// drop takes the tooltip away, or keeps one from coming.
func (t *tip) drop() {
	if t.stop != nil {
		t.stop()
		t.stop = nil
	}
	t.owner = nil
	if t.Visible() {
		t.Hide()
	}
}

// CreateRenderer is for Fyne.
func (t *tip) CreateRenderer() fyne.WidgetRenderer {
	place := func(size fyne.Size) {
		t.box.Resize(size)
		t.text.Move(fyne.NewPos(8, 5))
		t.text.Resize(fyne.NewSize(size.Width-16, size.Height-10))
	}
	return newSketch(t, []fyne.CanvasObject{t.box, t.text}, func() fyne.Size { return fyne.Size{} }, place, func() {})
}

// offerTip shows text below an object after the pointer has rested on it.
func offerTip(owner fyne.CanvasObject, text string) { offerTipAt(owner, text, 0) }

// offerTipAt does so x from the object's left edge.
func offerTipAt(owner fyne.CanvasObject, text string, x float32) {
	if r := rootOf(owner); r != nil {
		r.tip.offer(r, owner, text, x)
	}
}

// dropTip takes an object's tooltip away.
func dropTip(owner fyne.CanvasObject) {
	if r := rootOf(owner); r != nil && r.tip.owner == owner {
		r.tip.drop()
	}
}

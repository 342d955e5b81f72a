package widgets

import (
	"reflect"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Steady changes what a part of the screen consists of, and sees to the focus:
// when what had it is gone, or hidden, the focus goes to the control that took
// its place, which is of one kind and name with it, else to nothing; then the
// keys are the screen's. Left alone, the toolkit gives keys to what nobody sees.
func Steady(part fyne.CanvasObject, change func()) {
	c := canvasOf(part)
	if c == nil {
		change()
		return
	}
	had := c.Focused()
	at := slices.Index(focusables(part, nil), had)
	change()
	if at < 0 || c.Focused() != had {
		return
	}
	now := focusables(part, nil)
	if slices.Contains(now, had) {
		return
	}
	best, near := fyne.Focusable(nil), len(now)
	for i, f := range now {
		if off := max(i-at, at-i); off <= near && alike(f, had) {
			best, near = f, off
		}
	}
	if best == nil {
		c.Unfocus()
		return
	}
	c.Focus(best)
}

// focusables lists what Tab could come to, in its order; nil is never among it.
func focusables(o fyne.CanvasObject, list []fyne.Focusable) []fyne.Focusable {
	if o == nil || !o.Visible() {
		return list
	}
	if f, ok := o.(fyne.Focusable); ok {
		if d, ok := o.(fyne.Disableable); !ok || !d.Disabled() {
			list = append(list, f)
		}
	}
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			list = focusables(child, list)
		}
	case *container.Scroll:
		list = focusables(o.Content, list)
	case *grow:
		list = focusables(o.content, list)
	case *Pressable:
		list = focusables(o.content, list)
	}
	return list
}

// alike tells whether two controls are of one kind and name.
func alike(a, b fyne.Focusable) bool {
	name := func(f fyne.Focusable) (text string) {
		if t, ok := f.(interface{ Text() string }); ok {
			text = t.Text()
		}
		if t, ok := f.(interface{ Tip() string }); ok {
			text += "\n" + t.Tip()
		}
		return text
	}
	return reflect.TypeOf(a) == reflect.TypeOf(b) && name(a) == name(b)
}

// astray takes the focus from what is no longer on the screen: it was changed
// behind a panel, which kept the focus meanwhile.
func astray(c fyne.Canvas) {
	o, ok := c.Focused().(fyne.CanvasObject)
	if !ok {
		return
	}
	// Fyne says so of what it does not find; nothing to press stands in the very corner.
	if fyne.CurrentApp().Driver().AbsolutePositionForObject(o).IsZero() {
		c.Unfocus()
	}
}

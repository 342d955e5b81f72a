package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// What can have the focus passes on which keys go down and come up: the window is
// told only while nothing has the focus (Fyne 2.7.1), and a pedal that went down
// before a panel opened comes up behind it.
var (
	_ desktop.Keyable = (*Button)(nil)
	_ desktop.Keyable = (*Entry)(nil)
	_ desktop.Keyable = (*overlay)(nil)
	_ desktop.Keyable = (*rowList)(nil)
)

func passDown(from fyne.CanvasObject, ev *fyne.KeyEvent) {
	if d, ok := canvasOf(from).(desktop.Canvas); ok && d.OnKeyDown() != nil {
		d.OnKeyDown()(ev)
	}
}

func passUp(from fyne.CanvasObject, ev *fyne.KeyEvent) {
	if d, ok := canvasOf(from).(desktop.Canvas); ok && d.OnKeyUp() != nil {
		d.OnKeyUp()(ev)
	}
}

// KeyDown passes on that a key went down.
func (c *control) KeyDown(ev *fyne.KeyEvent) { passDown(c.self, ev) }

// KeyUp passes on that it came up.
func (c *control) KeyUp(ev *fyne.KeyEvent) { passUp(c.self, ev) }

// KeyDown passes on that a key went down.
func (o *overlay) KeyDown(ev *fyne.KeyEvent) { passDown(o, ev) }

// KeyUp passes on that it came up.
func (o *overlay) KeyUp(ev *fyne.KeyEvent) { passUp(o, ev) }

// KeyDown passes on that a key went down.
func (l *rowList) KeyDown(ev *fyne.KeyEvent) { passDown(l, ev) }

// KeyUp passes on that it came up.
func (l *rowList) KeyUp(ev *fyne.KeyEvent) { passUp(l, ev) }

// KeyDown tells the field and passes on that a key went down.
func (e *Entry) KeyDown(ev *fyne.KeyEvent) {
	e.Entry.KeyDown(ev)
	passDown(e, ev)
}

// KeyUp tells the field and passes on that it came up.
func (e *Entry) KeyUp(ev *fyne.KeyEvent) {
	e.Entry.KeyUp(ev)
	passUp(e, ev)
}

// writes tells whether a key could mean something to a text field: not those of
// pedals, which the toolkit has no name for or which are F-keys. Letters of a
// Russian layout come without a name too; what is passed on of them is only
// their number, and no letter is bound by that.
func writes(ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyUnknown, fyne.KeyF1, fyne.KeyF2, fyne.KeyF3, fyne.KeyF4, fyne.KeyF5, fyne.KeyF6, fyne.KeyF7, fyne.KeyF8, fyne.KeyF9, fyne.KeyF10, fyne.KeyF11, fyne.KeyF12:
		return false
	}
	return true
}

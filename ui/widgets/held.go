package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

var _ desktop.Keyable = (*Button)(nil)

// KeyDown passes on that a key went down: the window is told only while nothing
// has the focus (Fyne 2.7.1), and a pedal plays whatever has it.
func (c *control) KeyDown(ev *fyne.KeyEvent) {
	if d, ok := canvasOf(c.self).(desktop.Canvas); ok && d.OnKeyDown() != nil {
		d.OnKeyDown()(ev)
	}
}

// KeyUp passes on that it came up.
func (c *control) KeyUp(ev *fyne.KeyEvent) {
	if d, ok := canvasOf(c.self).(desktop.Canvas); ok && d.OnKeyUp() != nil {
		d.OnKeyUp()(ev)
	}
}

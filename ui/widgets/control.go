package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// control is what all things to press have in common: pointer, keyboard focus,
// being disabled, a tooltip. The outer widget sets self and activate.
type control struct {
	widget.BaseWidget
	self                       fyne.Widget
	activate                   func() // by click, Space or Enter
	hovered, focused, disabled bool
	tip                        string
	idle                       func() bool // nothing to press at all: only to be looked at
}

var (
	_ fyne.Focusable    = (*Button)(nil)
	_ fyne.Disableable  = (*Button)(nil)
	_ fyne.Tappable     = (*Button)(nil)
	_ desktop.Hoverable = (*Button)(nil)
)

func (c *control) init(self fyne.Widget, activate func()) {
	c.self, c.activate = self, activate
	c.ExtendBaseWidget(self)
}

// SetTip sets the text shown when the pointer rests on the control.
func (c *control) SetTip(text string) { c.tip = text }

// Tip returns that text.
func (c *control) Tip() string { return c.tip }

// Enable makes the control usable.
func (c *control) Enable() { c.setDisabled(false) }

// Disable makes the control pale and deaf.
func (c *control) Disable() { c.setDisabled(true) }

// Disabled tells whether the control cannot be pressed; Tab then passes it by.
func (c *control) Disabled() bool { return c.disabled || c.idle != nil && c.idle() }

// SetEnabled enables or disables.
func (c *control) SetEnabled(on bool) { c.setDisabled(!on) }

func (c *control) setDisabled(v bool) {
	if c.disabled != v {
		c.disabled = v
		c.Refresh()
	}
}

// Tapped presses the control.
func (c *control) Tapped(*fyne.PointEvent) {
	dropTip(c.self)
	if !c.Disabled() {
		endTyping(c.self)
	}
	c.press()
}

// endTyping takes the focus out of a text field before a control acts, so that
// the field hands over what was typed: Fyne leaves it there when a click goes to
// something that could have the focus but does not take it.
func endTyping(from fyne.CanvasObject) {
	cv := canvasOf(from)
	if cv == nil {
		return
	}
	if _, typing := cv.Focused().(*Entry); !typing {
		return
	}
	if top, ok := cv.Overlays().Top().(*overlay); ok {
		cv.Focus(top)
		return
	}
	cv.Unfocus()
}

func (c *control) press() {
	if !c.disabled && c.activate != nil {
		c.activate()
	}
}

// MouseIn lights the control and offers its tooltip.
func (c *control) MouseIn(*desktop.MouseEvent) {
	c.hovered = true
	offerTip(c.self, c.tip)
	c.Refresh()
}

// MouseMoved does nothing.
func (c *control) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends what MouseIn began.
func (c *control) MouseOut() {
	c.hovered = false
	dropTip(c.self)
	c.Refresh()
}

// FocusGained draws the focus.
func (c *control) FocusGained() {
	c.focused = true
	c.Refresh()
}

// FocusLost takes it away.
func (c *control) FocusLost() {
	c.focused = false
	c.Refresh()
}

// TypedRune passes letters on to the screen, but for the space, which presses.
func (c *control) TypedRune(r rune) {
	if r != ' ' {
		passRune(c.self, r)
	}
}

// TypedKey presses by Space and Enter and passes other keys on.
func (c *control) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		c.press()
	default:
		passKey(c.self, ev)
	}
}

// Cursor shows the hand over what can be pressed.
func (c *control) Cursor() desktop.Cursor {
	if c.Disabled() {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

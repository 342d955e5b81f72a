package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"sensedesk/ui/theme"
)

// Entry is Fyne's text field with keys of our own: OnKey may take a key before
// the field does, and Escape goes on to the dialog or the screen.
type Entry struct {
	widget.Entry
	OnKey  func(*fyne.KeyEvent) bool // true = taken
	OnLeft func()                    // the focus went elsewhere
	OnTake func()                    // the focus came
}

// NewEntry returns a one-line field; placeholder may be empty.
func NewEntry(placeholder string) *Entry {
	e := &Entry{}
	e.ExtendBaseWidget(e)
	e.SetPlaceHolder(placeholder)
	return e
}

// NewPasswordEntry returns a one-line field that does not show what is typed.
func NewPasswordEntry(placeholder string) *Entry {
	e := &Entry{}
	e.Password = true
	e.ActionItem = layout.NewSpacer() // in place of Fyne's eye: a key is never shown
	e.ExtendBaseWidget(e)
	e.SetPlaceHolder(placeholder)
	return e
}

// NewTextArea returns a field of several lines that wraps. Give it a width
// before it is shown: it is Fyne's wrapping, slow in no width at all.
func NewTextArea(placeholder string, rows int) *Entry {
	e := &Entry{}
	e.MultiLine = true
	e.Wrapping = fyne.TextWrapWord
	e.ExtendBaseWidget(e)
	e.SetPlaceHolder(placeholder)
	e.SetMinRowsVisible(rows)
	return e
}

// TypedKey offers a key to OnKey, then to the field; Escape and the keys of
// pedals go on.
func (e *Entry) TypedKey(ev *fyne.KeyEvent) {
	if e.OnKey != nil && e.OnKey(ev) {
		return
	}
	if ev.Name == fyne.KeyEscape || !writes(ev) {
		passKey(e, ev)
		return
	}
	e.Entry.TypedKey(ev)
}

// CreateRenderer is for Fyne.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	r := &entryRenderer{e.Entry.CreateRenderer(), e}
	r.calm()
	return r
}

// entryRenderer gives a field the thin line of all fields. Fyne draws a disabled
// one darker than an enabled one; and it draws the border without a filling,
// whose edges the OpenGL painter mixes with black.
type entryRenderer struct {
	fyne.WidgetRenderer
	entry *Entry
}

// Refresh draws the field as Fyne does, then calms its border.
func (r *entryRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	r.calm()
}

func (r *entryRenderer) calm() {
	for _, o := range r.Objects() {
		border, ok := o.(*canvas.Rectangle)
		if !ok || border.StrokeWidth == 0 {
			continue
		}
		border.FillColor = theme.Color(theme.ColorField)
		if r.entry.Disabled() {
			border.StrokeColor = theme.Color(theme.ColorLine)
		}
		border.Refresh()
	}
}

// FocusGained tells OnTake.
func (e *Entry) FocusGained() {
	e.Entry.FocusGained()
	if e.OnTake != nil {
		e.OnTake()
	}
}

// FocusLost tells OnLeft.
func (e *Entry) FocusLost() {
	e.Entry.FocusLost()
	if e.OnLeft != nil {
		e.OnLeft()
	}
}

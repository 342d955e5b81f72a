package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
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

// TypedKey offers a key to OnKey, then to the field; Escape goes on.
func (e *Entry) TypedKey(ev *fyne.KeyEvent) {
	if e.OnKey != nil && e.OnKey(ev) {
		return
	}
	if ev.Name == fyne.KeyEscape {
		passKey(e, ev)
		return
	}
	e.Entry.TypedKey(ev)
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

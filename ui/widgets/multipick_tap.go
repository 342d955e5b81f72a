package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

var _ desktop.Cursorable = (*MultiPick)(nil)

// Tapped opens the list by a click anywhere in the field.
func (m *MultiPick) Tapped(*fyne.PointEvent) {
	if !m.disabled {
		m.open()
	}
}

// Cursor shows the hand while the field can be opened.
func (m *MultiPick) Cursor() desktop.Cursor {
	if m.disabled {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

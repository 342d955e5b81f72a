package widgets

import (
	"fyne.io/fyne/v2"

	"sensedesk/ui/theme"
)

// Folder is a section that can be folded away: a heading that is pressed, and
// the content below it.
type Folder struct {
	head    *Button
	content fyne.CanvasObject
	object  *fyne.Container
	open    bool
	changed func(open bool)
}

// NewFolder returns a folded section; changed is told when a person folds or
// unfolds it.
func NewFolder(title string, content fyne.CanvasObject, changed func(open bool)) *Folder {
	f := &Folder{content: content, changed: changed}
	f.head = NewButton(title, Link, func() {
		f.SetOpen(!f.open)
		f.changed(f.open)
	})
	f.object = VBox(8, HBox(0, f.head), content)
	content.Hide()
	f.sign()
	return f
}

// Object is what to show.
func (f *Folder) Object() fyne.CanvasObject { return f.object }

// SetOpen folds or unfolds without telling.
func (f *Folder) SetOpen(open bool) {
	if f.open == open {
		return
	}
	f.open = open
	show(f.content, open)
	f.sign()
	f.object.Refresh()
}

func (f *Folder) sign() {
	if f.open {
		f.head.SetTail(theme.IconUp)
		return
	}
	f.head.SetTail(theme.IconDown)
}

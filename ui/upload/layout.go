package upload

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// columns puts the form left of the run. The form gets the larger part; in a
// narrow window both shrink alike, down to what they need.
func columns(form, run fyne.CanvasObject) *fyne.Container {
	return container.New(&twoColumns{}, form, run)
}

type twoColumns struct{}

const (
	columnGap = 20
	formShare = 0.55
)

// MinSize is for Fyne.
func (twoColumns) MinSize(objects []fyne.CanvasObject) fyne.Size {
	a, b := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(a.Width+columnGap+b.Width, max(a.Height, b.Height))
}

// Layout is for Fyne.
func (twoColumns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	a, b := objects[0].MinSize(), objects[1].MinSize()
	room := size.Width - columnGap
	left := max(a.Width, min(room*formShare, room-b.Width))
	objects[0].Move(fyne.Position{})
	objects[0].Resize(fyne.NewSize(left, size.Height))
	objects[1].Move(fyne.NewPos(left+columnGap, 0))
	objects[1].Resize(fyne.NewSize(room-left, size.Height))
}

package review

import (
	"slices"

	"fyne.io/fyne/v2"
)

// barRow lays the controls of the sound out in one row, the last ones at its
// right end. Where there is no room for all, the spare ones go: keys do
// the same.
type barRow struct {
	right int // how many stand at the right end
	spare []fyne.CanvasObject
}

const barGap = 8

// room is the width of what is shown and not in without.
func (r *barRow) room(objects, without []fyne.CanvasObject) (width float32) {
	for _, o := range objects {
		if slices.Contains(without, o) || (!o.Visible() && !slices.Contains(r.spare, o)) {
			continue
		}
		width += o.MinSize().Width + barGap
	}
	return max(0, width-barGap)
}

// MinSize is that of what has to be shown.
func (r *barRow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(r.room(objects, r.spare), 0)
	for _, o := range objects {
		size.Height = max(size.Height, o.MinSize().Height)
	}
	return size
}

// Layout places the controls.
func (r *barRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	show := r.room(objects, nil) <= size.Width
	for _, o := range r.spare {
		if show != o.Visible() {
			if show {
				o.Show()
			} else {
				o.Hide()
			}
		}
	}
	tail := objects[len(objects)-r.right:]
	x, end := float32(0), size.Width-r.room(tail, nil)
	for i, o := range objects {
		if i == len(objects)-r.right {
			x = max(x, end)
		}
		if !o.Visible() {
			continue
		}
		least := o.MinSize()
		o.Resize(least)
		o.Move(fyne.NewPos(x, (size.Height-least.Height)/2))
		x += least.Width + barGap
	}
}

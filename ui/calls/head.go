package calls

import "fyne.io/fyne/v2"

// How wide the search and the tag are at least and at most.
const (
	searchLeast, searchMost = 140, 380
	tagLeast, tagMost       = 110, 170
	headGap                 = 8
)

// headLayout lays out search, chips and tag in a row: chips keep their width,
// the others give way.
type headLayout struct{}

// MinSize is for Fyne.
func (headLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	chips := o[1].MinSize()
	return fyne.NewSize(searchLeast+chips.Width+tagLeast+2*headGap, max(o[0].MinSize().Height, chips.Height, o[2].MinSize().Height))
}

// Layout is for Fyne.
func (headLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	chips := o[1].MinSize().Width
	room := size.Width - chips - 2*headGap
	tag := max(tagLeast, min(tagMost, room-searchMost))
	search := max(searchLeast, min(searchMost, room-tag))
	put := func(i int, x, width float32) {
		h := o[i].MinSize().Height
		o[i].Move(fyne.NewPos(x, (size.Height-h)/2))
		o[i].Resize(fyne.NewSize(width, h))
	}
	put(0, 0, search)
	put(1, search+headGap, chips)
	put(2, max(search+chips+2*headGap, size.Width-tag), tag)
}

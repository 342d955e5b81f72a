package calls

import "fyne.io/fyne/v2"

// How wide the search and the tag are at least and at most.
const (
	searchLeast, searchMost = 140, 380
	tagLeast, tagMost       = 110, 170
	headGap                 = 8
)

// headLayout lays out search, chips and tag in a row: chips keep their width,
// the others give way. Where there is no room for a row the chips stand below.
type headLayout struct{ width float32 }

// row is the least width of the row.
func (headLayout) row(o []fyne.CanvasObject) float32 {
	return searchLeast + o[1].MinSize().Width + tagLeast + 2*headGap
}

// MinSize is for Fyne.
func (l *headLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	chips, line := o[1].MinSize(), max(o[0].MinSize().Height, o[2].MinSize().Height)
	height := max(line, chips.Height)
	if l.width > 0 && l.width < l.row(o) {
		height = line + headGap + chips.Height
	}
	return fyne.NewSize(max(chips.Width, searchLeast+headGap+tagLeast), height)
}

// Layout is for Fyne.
func (l *headLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	if size.Width < l.row(o) {
		line := max(o[0].MinSize().Height, o[2].MinSize().Height)
		tag := min(tagMost, size.Width/3)
		o[0].Move(fyne.Position{})
		o[0].Resize(fyne.NewSize(size.Width-tag-headGap, line))
		o[2].Move(fyne.NewPos(size.Width-tag, 0))
		o[2].Resize(fyne.NewSize(tag, line))
		o[1].Move(fyne.NewPos(0, line+headGap))
		o[1].Resize(o[1].MinSize())
		return
	}
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

package review

import (
	"fyne.io/fyne/v2"

	"sensedesk/ui/theme"
)

// deskLayout: header on top, time line at the bottom, between them the text and
// a column beside it, or one of the two where there is no room for both. Header,
// time line and the line of pages come last: they cover the edges of what
// scrolls between them.
type deskLayout struct{ s *Screen }

// The side column takes a quarter of the width, within reason.
const (
	sideShare = 0.26
	sideLeast = 330
	sideMost  = 380
)

// The least desk: what a phrase can be read in. A narrower one than foldWidth
// shows text or column.
const (
	deskLeast, paneLeast = 280, 80
	foldWidth            = textLeast + sideLeast
)

// MinSize is that of the least desk.
func (deskLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(deskLeast, o[3].MinSize().Height+paneLeast+o[4].MinSize().Height)
}

// Layout places the parts.
func (d deskLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	if size.IsZero() { // it is only being made
		return
	}
	place := func(o fyne.CanvasObject, x, y, w, h float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(max(0, w), max(0, h)))
	}
	text, column, edge, head, bottom, pages := o[0], o[1], o[2], o[3], o[4], o[5]
	d.s.fold.to(size.Width < foldWidth)
	if bar := d.s.view.bar; bar.slim != (size.Width < headSlim) {
		bar.setSlim(size.Width < headSlim)
	}
	top := head.MinSize().Height
	place(head, 0, 0, size.Width, top)
	place(bottom, 0, 0, size.Width, bottom.MinSize().Height) // now it knows its lines
	foot := bottom.MinSize().Height
	place(bottom, 0, size.Height-foot, size.Width, foot)
	under := 2 * theme.Size(theme.SizePad) // a scroll's shadow goes below the foot
	if d.s.fold.on {
		place(pages, 0, top, size.Width, pages.MinSize().Height) // now it knows its lines
		place(pages, 0, top, size.Width, pages.MinSize().Height)
		top += pages.MinSize().Height
		height := size.Height - top - foot
		if d.s.fold.column {
			place(column, 0, top, size.Width, height+under)
		} else {
			place(text, 0, top, size.Width, height)
		}
		return
	}
	side := sideWidth(d.s.side, size.Width)
	height := size.Height - top - foot
	place(text, 0, top, size.Width-side-1, height)
	place(edge, size.Width-side-1, top, edgeWidth, height)
	place(column, size.Width-side, top, side, height+under)
}

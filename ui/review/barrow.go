package review

import (
	"slices"

	"fyne.io/fyne/v2"
)

// barRow lays the controls of the sound out in one row, the last ones at its
// right end. Where there is no room for all, the spare ones go: keys do the
// same. Where there is still none they stand in lines, and where these would
// take too much of the desk only the main ones and the button that shows the
// others.
//
// Every control is in a box of its own: that it is not shown here is another
// thing than that it has nothing to offer.
type barRow struct {
	right int                 // how many stand at the right end
	first []fyne.CanvasObject // boxes that go first
	spare []fyne.CanvasObject // boxes that go with them where that is not enough
	main  []fyne.CanvasObject // boxes that are always shown
	more  fyne.CanvasObject   // shows the others; it is the last of all
	open  bool                // the others are shown
	width float32
}

// The gaps of the bar, and how many lines it may take by itself.
const barGap, lineGap, barLines = 8, 4, 3

// wanted tells whether a control has something to offer.
func wanted(box fyne.CanvasObject) bool { return box.(*fyne.Container).Objects[0].Visible() }

// room is the width of what is wanted and not in without.
func (r *barRow) room(boxes, without []fyne.CanvasObject) (width float32) {
	for _, o := range boxes {
		if wanted(o) && !slices.Contains(without, o) {
			width += o.MinSize().Width + barGap
		}
	}
	return max(0, width-barGap)
}

// shown are the boxes to be seen in a width, and whether all stand in one row.
func (r *barRow) shown(objects []fyne.CanvasObject, width float32) (list []fyne.CanvasObject, row bool) {
	boxes := objects[:len(objects)-1]
	for _, o := range boxes {
		if wanted(o) {
			list = append(list, o)
		}
	}
	for _, gone := range [][]fyne.CanvasObject{nil, r.first, slices.Concat(r.first, r.spare)} {
		if r.room(boxes, gone) <= width {
			return slices.DeleteFunc(list, func(o fyne.CanvasObject) bool { return slices.Contains(gone, o) }), true
		}
	}
	if len(r.lines(list, width)) <= barLines {
		return list, false
	}
	if !r.open {
		list = slices.DeleteFunc(list, func(o fyne.CanvasObject) bool { return !slices.Contains(r.main, o) })
	}
	return append(list, r.more), false
}

// lines breaks boxes like words.
func (r *barRow) lines(list []fyne.CanvasObject, width float32) (lines [][]fyne.CanvasObject) {
	x := float32(0)
	for _, o := range list {
		w := o.MinSize().Width
		if len(lines) == 0 || x+w > width {
			lines, x = append(lines, nil), 0
		}
		lines[len(lines)-1] = append(lines[len(lines)-1], o)
		x += w + barGap
	}
	return lines
}

// tallest is the height of a line.
func tallest(line []fyne.CanvasObject) (height float32) {
	for _, o := range line {
		height = max(height, o.MinSize().Height)
	}
	return height
}

// MinSize is that of what has to be shown in the width given last.
func (r *barRow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	height := tallest(objects)
	if list, row := r.shown(objects, r.width); r.width > 0 && !row {
		height = -lineGap
		for _, line := range r.lines(list, r.width) {
			height += tallest(line) + lineGap
		}
	}
	return fyne.NewSize(0, height)
}

// Layout places the controls.
func (r *barRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	r.width = size.Width
	list, row := r.shown(objects, size.Width)
	for _, o := range objects {
		switch in := slices.Contains(list, o); {
		case in == o.Visible():
		case in:
			o.Show()
		default:
			o.Hide()
		}
	}
	if !row {
		y := float32(0)
		for _, line := range r.lines(list, size.Width) {
			r.place(line, 0, y, tallest(line))
			y += tallest(line) + lineGap
		}
		return
	}
	boxes := objects[:len(objects)-1]
	tail := boxes[len(boxes)-r.right:]
	head := slices.DeleteFunc(slices.Clone(list), func(o fyne.CanvasObject) bool { return slices.Contains(tail, o) })
	x := r.place(head, 0, 0, size.Height)
	rest := slices.DeleteFunc(list, func(o fyne.CanvasObject) bool { return !slices.Contains(tail, o) })
	r.place(rest, max(x, size.Width-r.room(rest, nil)), 0, size.Height)
}

// place puts boxes beside each other and returns where the next would stand.
func (r *barRow) place(line []fyne.CanvasObject, x, y, height float32) float32 {
	for _, o := range line {
		least := o.MinSize()
		o.Resize(least)
		o.Move(fyne.NewPos(x, y+(height-least.Height)/2))
		x += least.Width + barGap
	}
	return x
}

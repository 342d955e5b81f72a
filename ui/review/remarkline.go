package review

import (
	"fyne.io/fyne/v2"
)

// remarkLine is a sign, a sentence and buttons in a row; where the row leaves
// the sentence no room the buttons stand below it.
type remarkLine struct {
	row   fyne.Layout
	width float32
}

// remarkLeast is the room a sentence keeps beside buttons, remarkGap what is
// between the parts.
const remarkLeast, remarkGap = 240, 10

// beside tells whether the buttons stand beside the sentence.
func (l *remarkLine) beside(o []fyne.CanvasObject, width float32) bool {
	for _, button := range o[2:] {
		if button.Visible() {
			width -= button.MinSize().Width + remarkGap
		}
	}
	return width-o[0].MinSize().Width-remarkGap >= remarkLeast
}

// MinSize is that of the width given last: the sentence knows its lines.
func (l *remarkLine) MinSize(o []fyne.CanvasObject) fyne.Size {
	if l.width == 0 || l.beside(o, l.width) {
		return l.row.MinSize(o)
	}
	return fyne.NewSize(0, o[1].MinSize().Height+l.below(o, l.width, 0, false))
}

// Layout is for Fyne.
func (l *remarkLine) Layout(o []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	if l.beside(o, size.Width) {
		l.row.Layout(o, size)
		return
	}
	x := o[0].MinSize().Width + remarkGap
	o[1].Resize(fyne.NewSize(size.Width-x, o[1].MinSize().Height)) // now it knows its lines
	o[1].Resize(fyne.NewSize(size.Width-x, o[1].MinSize().Height))
	o[1].Move(fyne.NewPos(x, 0))
	o[0].Resize(o[0].MinSize())
	o[0].Move(fyne.NewPos(0, 2))
	l.below(o, size.Width, o[1].MinSize().Height, true)
}

// below puts the buttons in lines and returns how high these are.
func (l *remarkLine) below(o []fyne.CanvasObject, width, top float32, move bool) (height float32) {
	x, line := o[0].MinSize().Width+remarkGap, float32(0)
	for _, button := range o[2:] {
		if !button.Visible() {
			continue
		}
		m := button.MinSize()
		if line > 0 && x+m.Width > width {
			x, height, line = o[0].MinSize().Width+remarkGap, height+line, 0
		}
		if move {
			button.Resize(m)
			button.Move(fyne.NewPos(x, top+height))
		}
		x, line = x+m.Width+remarkGap, max(line, m.Height)
	}
	return height + line
}

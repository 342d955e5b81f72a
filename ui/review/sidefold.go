package review

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sensedesk/ui/widgets"
)

// scrollOf is what moves in a widgets.Scroll.
func scrollOf(box *fyne.Container) *container.Scroll {
	if box == nil {
		return nil
	}
	return box.Objects[0].(*container.Scroll)
}

func offsetOf(box *fyne.Container) fyne.Position {
	if s := scrollOf(box); s != nil {
		return s.Offset
	}
	return fyne.Position{}
}

// fold is a part of a page that is unfolded by a click and stays so while the
// call is on the desk; draw makes what stands above and below the button. The
// button keeps the keyboard.
func (d *side) fold(key, more, less string, draw func(open bool) (above, below []fyne.CanvasObject)) fyne.CanvasObject {
	box := widgets.VBox(4)
	var button *widgets.Button
	fill := func() {
		text := more
		if d.opened[key] {
			text = less
		}
		button.SetText(text)
		above, below := draw(d.opened[key])
		box.Objects = append(append(above, widgets.HBox(0, button, widgets.Grow(nil))), below...)
	}
	button = widgets.NewButton("", widgets.Link, func() {
		d.opened[key] = !d.opened[key]
		fill()
		d.pages.Refresh()
	})
	fill()
	return box
}

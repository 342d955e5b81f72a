package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Scroll lets content of any height move up and down inside the room there is.
func Scroll(content fyne.CanvasObject) *fyne.Container {
	s := container.NewVScroll(content)
	return container.New(&scrolled{s}, s)
}

// scrolled gives the content its width before asking its height.
type scrolled struct{ scroll *container.Scroll }

func (s *scrolled) MinSize([]fyne.CanvasObject) fyne.Size { return s.scroll.MinSize() }

func (s *scrolled) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	s.scroll.Resize(size)
	s.scroll.Refresh() // the content's height is known only after it got its width
}

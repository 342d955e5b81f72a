package review

import "fyne.io/fyne/v2"

// Step is one step of the clock, as the pulse asks for it.
func (s *Screen) Step() { _ = s.tick() }

// Found is how many places Find found.
func (s *Screen) Found() int { return len(s.view.find.hits) }

// ScrollSide scrolls the right column.
func (s *Screen) ScrollSide(y float32) {
	scrollOf(s.view.side.scroll).ScrollToOffset(fyne.NewPos(0, y))
}

// Side is the right column.
func (s *Screen) Side() fyne.CanvasObject { return s.view.side.box }

package review

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"sensedesk/ui/theme"
)

// The room the text keeps, how far a key moves the edge, and how wide the edge is
// to the pointer.
const (
	textLeast = 420
	sideStep  = 40
	edgeWidth = 8
)

// divider is the line between the text and the column beside it; it can be dragged.
type divider struct {
	widget.BaseWidget
	s    *Screen
	line *canvas.Rectangle
	lit  bool
}

func newDivider(s *Screen) *divider {
	e := &divider{s: s, line: canvas.NewRectangle(theme.Color(theme.ColorLine))}
	e.ExtendBaseWidget(e)
	return e
}

// sideWidth is how wide the column is in a window, given what was chosen; 0 =
// nothing was.
func sideWidth(chosen, window float32) float32 {
	if chosen <= 0 {
		return max(sideLeast, min(sideMost, window*sideShare))
	}
	return max(sideLeast, min(chosen, window-textLeast))
}

// widen moves the edge: by > 0 makes the column wider.
func (s *Screen) widen(by float32) {
	window := s.view.root.Size().Width
	s.side = sideWidth(sideWidth(s.side, window)+by, window)
	s.arrange()
	s.moved()
}

// Dragged is for Fyne.
func (e *divider) Dragged(ev *fyne.DragEvent) { e.s.widen(-ev.Dragged.DX) }

// DragEnd is for Fyne.
func (e *divider) DragEnd() {}

// Cursor is for Fyne.
func (e *divider) Cursor() desktop.Cursor { return desktop.HResizeCursor }

// MouseIn is for Fyne.
func (e *divider) MouseIn(*desktop.MouseEvent) { e.lit = true; e.Refresh() }

// MouseMoved is for Fyne.
func (e *divider) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is for Fyne.
func (e *divider) MouseOut() { e.lit = false; e.Refresh() }

// CreateRenderer is for Fyne.
func (e *divider) CreateRenderer() fyne.WidgetRenderer { return dividerRenderer{e} }

type dividerRenderer struct{ e *divider }

func (r dividerRenderer) Layout(size fyne.Size) {
	w := float32(1)
	if r.e.lit {
		w = 3
	}
	r.e.line.Move(fyne.NewPos(0, 0)) // the text has its scroll bar on the other side
	r.e.line.Resize(fyne.NewSize(w, size.Height))
}

func (r dividerRenderer) MinSize() fyne.Size { return fyne.NewSize(edgeWidth, 0) }

func (r dividerRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.e.line} }

func (r dividerRenderer) Refresh() {
	r.e.line.FillColor = theme.Color(theme.ColorLine)
	if r.e.lit {
		r.e.line.FillColor = theme.Color(theme.ColorAccent)
	}
	r.Layout(r.e.Size())
	canvas.Refresh(r.e)
}

func (r dividerRenderer) Destroy() {}

package transcript

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"sensedesk/ui/theme"
)

// hint tells what a marked word means, right above it. Unlike a tooltip it
// needs no rest of the pointer: who moves along a marked word is asking.
type hint struct {
	widget.BaseWidget
	back *canvas.Rectangle
	text *canvas.Text
}

func newHint() *hint {
	h := &hint{back: canvas.NewRectangle(theme.Color(theme.ColorTooltip)), text: canvas.NewText("", theme.Color(theme.ColorTooltipText))}
	h.ExtendBaseWidget(h)
	h.Hide()
	return h
}

// show says text above a place of the widget that is width wide.
func (h *hint) show(text string, at fyne.Position, width float32) {
	h.text.Text = text
	h.Refresh()
	size := h.MinSize()
	x := max(pad(), min(at.X, width-size.Width-pad()))
	y := at.Y - size.Height - pad()
	if y < 0 {
		y = at.Y + lineHeight() + pad()
	}
	h.Resize(size)
	h.Move(fyne.NewPos(x, y))
	h.Show()
}

// CreateRenderer is for Fyne.
func (h *hint) CreateRenderer() fyne.WidgetRenderer { return hintRenderer{h} }

type hintRenderer struct{ h *hint }

func (r hintRenderer) Layout(size fyne.Size) {
	r.h.back.Resize(size)
	text := r.h.text.MinSize()
	r.h.text.Resize(text)
	r.h.text.Move(fyne.NewPos((size.Width-text.Width)/2, (size.Height-text.Height)/2))
}

func (r hintRenderer) MinSize() fyne.Size { return r.h.text.MinSize().AddWidthHeight(4*pad(), 2*pad()) }

func (r hintRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.h.back, r.h.text} }

func (r hintRenderer) Refresh() {
	r.h.back.FillColor, r.h.back.CornerRadius = theme.Color(theme.ColorTooltip), theme.Size(theme.SizeRadius)
	r.h.text.Color, r.h.text.TextSize = theme.Color(theme.ColorTooltipText), theme.Size(theme.SizeSmall)
	canvas.Refresh(r.h)
}

func (r hintRenderer) Destroy() {}

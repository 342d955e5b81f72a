package review

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"sensedesk/ui/theme"
)

// part is a share of a bar.
type part struct {
	share float32
	color fyne.ThemeColorName
	play  func() // by a click; nil = nothing to hear
}

// partsBar is a thin bar made of shares side by side. For the keyboard there are
// the words below it.
type partsBar struct {
	widget.BaseWidget
	parts []part
	rects []*canvas.Rectangle
}

func newPartsBar(parts []part) *partsBar {
	b := &partsBar{parts: parts}
	for _, p := range parts {
		b.rects = append(b.rects, canvas.NewRectangle(theme.Color(p.color)))
	}
	b.ExtendBaseWidget(b)
	return b
}

// partAt is the part at a place; nil where there is none to hear.
func (b *partsBar) partAt(x float32) *part {
	for i, r := range b.rects {
		if at := r.Position().X; at <= x && x < at+r.Size().Width && b.parts[i].play != nil {
			return &b.parts[i]
		}
	}
	return nil
}

// Tapped plays the longest stretch of a part.
func (b *partsBar) Tapped(ev *fyne.PointEvent) {
	if p := b.partAt(ev.Position.X); p != nil {
		p.play()
	}
}

// Cursor shows that it can be clicked.
func (b *partsBar) Cursor() desktop.Cursor {
	for _, p := range b.parts {
		if p.play != nil {
			return desktop.PointerCursor
		}
	}
	return desktop.DefaultCursor
}

// CreateRenderer is for Fyne.
func (b *partsBar) CreateRenderer() fyne.WidgetRenderer { return partsRenderer{b} }

type partsRenderer struct{ b *partsBar }

func (r partsRenderer) Layout(size fyne.Size) {
	sum := float32(0)
	for _, p := range r.b.parts {
		sum += p.share
	}
	x, radius := float32(0), size.Height/2
	for i, rect := range r.b.rects {
		w := size.Width * r.b.parts[i].share / max(1, sum)
		rect.Move(fyne.NewPos(x, 0))
		rect.Resize(fyne.NewSize(w, size.Height))
		rect.TopLeftCornerRadius, rect.BottomLeftCornerRadius, rect.TopRightCornerRadius, rect.BottomRightCornerRadius = 0, 0, 0, 0
		if x == 0 {
			rect.TopLeftCornerRadius, rect.BottomLeftCornerRadius = radius, radius
		}
		if x+w >= size.Width-1 {
			rect.TopRightCornerRadius, rect.BottomRightCornerRadius = radius, radius
		}
		x += w
	}
}

func (r partsRenderer) MinSize() fyne.Size { return fyne.NewSize(100, 2*theme.Size(theme.SizePad)) }

func (r partsRenderer) Objects() []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, len(r.b.rects))
	for i, o := range r.b.rects {
		out[i] = o
	}
	return out
}

func (r partsRenderer) Refresh() {
	for i, rect := range r.b.rects {
		rect.FillColor = theme.Color(r.b.parts[i].color)
	}
	canvas.Refresh(r.b)
}

func (r partsRenderer) Destroy() {}

// longestWord is how many letters of a foreign word a chip shows.
const longestWord = 28

// short cuts a foreign text to what has room in a chip.
func short(text string) string {
	if r := []rune(text); len(r) > longestWord {
		return string(r[:longestWord-1]) + "…"
	}
	return text
}

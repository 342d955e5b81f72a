package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"sensedesk/ui/theme"
)

// gridRow draws one row. Rows are recycled: show sets everything.
type gridRow struct {
	widget.BaseWidget
	height float32
	inset  float32
	cells  []Cell
	widths []float32
	aligns []fyne.TextAlign

	chosen, focused, hovered bool
	tapped, menu             func(at fyne.Position)

	back, line *canvas.Rectangle
	rects      []*canvas.Rectangle
	icons      []*canvas.Image
	texts      []*canvas.Text
	usedRects  int
	usedIcons  int
	usedTexts  int
	cut        []bool // cells whose text is cut
	objects    []fyne.CanvasObject
	tipped     int // the cell whose tooltip is offered
}

var (
	_ desktop.Hoverable      = (*gridRow)(nil)
	_ fyne.SecondaryTappable = (*gridRow)(nil)
)

func newGridRow(height, inset float32) *gridRow {
	r := &gridRow{height: height, inset: inset, back: newRect(), line: newRect(), tipped: -1}
	r.ExtendBaseWidget(r)
	return r
}

// show makes the row show cells.
func (r *gridRow) show(cells []Cell, widths []float32, aligns []fyne.TextAlign, chosen, focused bool) {
	r.cells, r.widths, r.aligns, r.chosen, r.focused = cells, widths, aligns, chosen, focused
	r.Refresh()
}

// Tapped chooses the row.
func (r *gridRow) Tapped(ev *fyne.PointEvent) { r.tapped(ev.AbsolutePosition) }

// TappedSecondary opens the row's menu.
func (r *gridRow) TappedSecondary(ev *fyne.PointEvent) { r.menu(ev.AbsolutePosition) }

// MouseIn lights the row.
func (r *gridRow) MouseIn(ev *desktop.MouseEvent) {
	r.hovered = true
	r.tipped = -1
	r.Refresh()
	r.MouseMoved(ev)
}

// MouseMoved offers the tooltip of the cell under the pointer.
func (r *gridRow) MouseMoved(ev *desktop.MouseEvent) {
	x := r.inset
	for i, w := range r.widths {
		if w > 0 && ev.Position.X >= x && ev.Position.X < x+w {
			if i != r.tipped && i < len(r.cells) {
				r.tipped = i
				tip := r.cells[i].Tip
				if tip == "" && i < len(r.cut) && r.cut[i] {
					tip = r.cells[i].full()
				}
				offerTipAt(r, tip, x)
			}
			return
		}
		if w > 0 {
			x += w + gridGap
		}
	}
}

// MouseOut ends what MouseIn began.
func (r *gridRow) MouseOut() {
	r.hovered = false
	dropTip(r)
	r.Refresh()
}

// CreateRenderer is for Fyne.
func (r *gridRow) CreateRenderer() fyne.WidgetRenderer {
	s := &sketch{owner: r}
	s.objects = func() []fyne.CanvasObject { return r.objects }
	s.min = func() fyne.Size { return fyne.NewSize(1, r.height) }
	s.paint = func() {}
	s.place = r.draw
	r.collect()
	return s
}

// draw sets all objects for the present cells and size.
func (r *gridRow) draw(size fyne.Size) {
	r.usedRects, r.usedIcons, r.usedTexts = 0, 0, 0
	fill(r.back, r.ground(), "", 0)
	r.back.Resize(size)
	fill(r.line, theme.ColorLine, "", 0)
	r.line.Move(fyne.NewPos(0, size.Height-1))
	r.line.Resize(fyne.NewSize(size.Width, 1))
	r.cut = make([]bool, len(r.cells))
	x := r.inset
	for i, cell := range r.cells {
		if i >= len(r.widths) || r.widths[i] <= 0 {
			continue
		}
		r.cut[i] = r.cell(cell, x, r.widths[i], r.aligns[i], size.Height)
		x += r.widths[i] + gridGap
	}
	before := len(r.objects)
	for i, o := range r.rects {
		o.Hidden = i >= r.usedRects
	}
	for i, o := range r.icons {
		o.Hidden = i >= r.usedIcons
	}
	for i, o := range r.texts {
		o.Hidden = i >= r.usedTexts
	}
	if before != 2+len(r.rects)+len(r.icons)+len(r.texts) {
		r.collect()
	}
}

func (r *gridRow) ground() fyne.ThemeColorName {
	switch {
	case r.chosen:
		return theme.ColorAccentTint
	case r.hovered:
		return theme.ColorHover
	}
	return ""
}

// cell draws one cell and tells whether its text was cut.
func (r *gridRow) cell(c Cell, x, width float32, align fyne.TextAlign, height float32) (cut bool) {
	if c.Icon != "" {
		ink := c.Ink
		if ink == "" {
			ink = theme.ColorText
		}
		icon := r.icon()
		setSymbol(icon, c.Icon, ink)
		placeIn(icon, x, 0, height, fyne.NewSquareSize(14))
		x, width = x+20, width-20
	}
	if align == fyne.TextAlignTrailing {
		if all := c.width(); all < width {
			x, width = x+width-all, all
		}
	}
	for _, span := range c.Spans {
		if width < 8 {
			return true
		}
		used, whole := r.span(span, x, width, height)
		x, width = x+used, width-used
		if !whole {
			return true
		}
	}
	return false
}

// span draws one span; it returns the width used and whether all was shown.
func (r *gridRow) span(s Span, x, width, height float32) (used float32, whole bool) {
	style, pad, gap := s.Look.style(), float32(0), float32(0)
	switch s.Look.kind() {
	case lookChip:
		pad, gap = 9, 4
	case LookHit:
		pad = 2
	}
	shown := fit(s.Text, width-2*pad, style)
	if shown == "" {
		return 0, s.Text == ""
	}
	t := r.text()
	style.apply(t)
	t.Text = shown
	w := style.measure(shown).Width
	placeText(t, x+pad, 0, w, height)
	switch s.Look.kind() {
	case lookChip:
		box := r.rect()
		ground, border := s.Look.tone().chip()
		fill(box, ground, border, chipHeight/2)
		placeIn(box, x, 0, height, fyne.NewSize(w+2*pad, chipHeight))
	case LookHit:
		box := r.rect()
		fill(box, theme.ColorCurrentWord, "", 3)
		placeIn(box, x, 0, height, fyne.NewSize(w+2*pad, 22))
	}
	return w + 2*pad + gap, shown == s.Text
}

// width is what a cell's spans take when nothing is cut.
func (c Cell) width() (width float32) {
	for _, s := range c.Spans {
		width += s.Look.style().measure(s.Text).Width
		switch s.Look.kind() {
		case lookChip:
			width += 22
		case LookHit:
			width += 4
		}
	}
	return width
}

func (r *gridRow) text() *canvas.Text {
	if r.usedTexts == len(r.texts) {
		r.texts = append(r.texts, canvas.NewText("", nil))
	}
	r.usedTexts++
	return r.texts[r.usedTexts-1]
}

func (r *gridRow) rect() *canvas.Rectangle {
	if r.usedRects == len(r.rects) {
		r.rects = append(r.rects, newRect())
	}
	r.usedRects++
	return r.rects[r.usedRects-1]
}

func (r *gridRow) icon() *canvas.Image {
	if r.usedIcons == len(r.icons) {
		r.icons = append(r.icons, newSymbol())
	}
	r.usedIcons++
	return r.icons[r.usedIcons-1]
}

// collect rebuilds the list of objects, grounds below texts.
func (r *gridRow) collect() {
	r.objects = []fyne.CanvasObject{r.back, r.line}
	for _, o := range r.rects {
		r.objects = append(r.objects, o)
	}
	for _, o := range r.icons {
		r.objects = append(r.objects, o)
	}
	for _, o := range r.texts {
		r.objects = append(r.objects, o)
	}
}

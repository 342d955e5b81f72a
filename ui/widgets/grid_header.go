package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"sensedesk/ui/theme"
)

// headCell is what the header knows of a column.
type headCell struct {
	id, title string
	sortable  bool
	align     fyne.TextAlign
}

// gridHeader names the columns and takes the clicks that sort.
type gridHeader struct {
	widget.BaseWidget
	inset      float32
	cells      []headCell
	widths     []float32
	sorted     string
	descending bool
	sort       func(id string)
}

func newGridHeader(inset float32, cells []headCell, sort func(id string)) *gridHeader {
	h := &gridHeader{inset: inset, cells: cells, sort: sort}
	h.ExtendBaseWidget(h)
	return h
}

// at returns the sortable column at a place; nil when there is none.
func (h *gridHeader) at(x float32) *headCell {
	left := h.inset
	for i, w := range h.widths {
		if w <= 0 {
			continue
		}
		if x >= left-gridGap/2 && x < left+w+gridGap/2 && h.cells[i].sortable {
			return &h.cells[i]
		}
		left += w + gridGap
	}
	return nil
}

// Tapped sorts by the column under the pointer.
func (h *gridHeader) Tapped(ev *fyne.PointEvent) {
	if c := h.at(ev.Position.X); c != nil {
		h.sort(c.id)
	}
}

// Cursor shows the hand.
func (h *gridHeader) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer is for Fyne.
func (h *gridHeader) CreateRenderer() fyne.WidgetRenderer {
	box, line := newRect(), newRect()
	arrow := newSymbol()
	objects := []fyne.CanvasObject{box, line, arrow}
	texts := make([]*canvas.Text, len(h.cells))
	for i := range texts {
		texts[i] = canvas.NewText("", nil)
		objects = append(objects, texts[i])
	}
	paint := func() {
		fill(box, theme.ColorBackground, "", 0)
		fill(line, theme.ColorLine, "", 0)
		for i, t := range texts {
			small().apply(t)
			t.Text = h.cells[i].title
		}
		symbol := theme.IconName("")
		if h.sorted != "" {
			symbol = theme.IconArrowUp
			if h.descending {
				symbol = theme.IconArrowDown
			}
		}
		setSymbol(arrow, symbol, theme.ColorMuted)
	}
	place := func(size fyne.Size) {
		box.Resize(size)
		line.Move(fyne.NewPos(0, size.Height-1))
		line.Resize(fyne.NewSize(size.Width, 1))
		x := h.inset
		for i, t := range texts {
			shown := i < len(h.widths) && h.widths[i] > 0
			if t.Hidden = !shown; !shown {
				continue
			}
			w := h.widths[i]
			t.Text = fit(h.cells[i].title, w, small())
			t.Refresh()
			tw := small().measure(t.Text).Width
			tx := x
			if h.cells[i].align == fyne.TextAlignTrailing {
				tx = x + w - tw
			}
			placeText(t, tx, 0, tw, size.Height)
			if h.cells[i].id == h.sorted {
				placeIn(arrow, tx+tw+3, 0, size.Height, fyne.NewSquareSize(11))
			}
			x += w + gridGap
		}
	}
	return newSketch(h, objects, func() fyne.Size { return fyne.NewSize(1, 34) }, place, paint)
}

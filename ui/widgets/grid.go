package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"sensedesk/ui/theme"
)

// Data is what a Grid shows. Rows are addressed by a stable id, since indexes
// shift. All methods are called on the UI goroutine and must be quick.
type Data[T any] interface {
	Len() int
	// Row returns the row at an index; ok is false while it is not loaded yet.
	Row(i int) (row T, ok bool)
	// ID returns the id of a row, also of one not loaded yet.
	ID(i int) string
	// Index returns where an id stands; -1 when it is not there.
	Index(id string) int
}

// GridOptions say what a Grid is. Callbacks may be nil.
type GridOptions[T any] struct {
	Columns []Column[T]
	ID      func(row T) string // for SetRows
	Inset   float32            // room left and right of the columns
	Height  float32            // of a row; default theme.SizeRow
	NoHead  bool               // no header
	Empty   fyne.CanvasObject  // in the place of the rows when there are none

	OnSelect  func(id string)                         // another row was chosen by the person
	OnTap     func(id string)                         // a click on a row, chosen already or not
	OnOpen    func(id string)                         // Enter or double click
	OnSort    func(column string, descending bool)    // the person asked for another order; the grid does not sort
	OnMenu    func(id string, at fyne.Position)       // right click; at is in the window
	OnKey     func(id string, ev *fyne.KeyEvent) bool // before the grid's own keys; true = taken
	OnRune    func(id string, r rune) bool            // a letter; true = taken, else it goes to the screen
	OnVisible func(first, last int)                   // other rows are in view: time to load them
	Now       func() time.Time                        // for double clicks; default time.Now
}

// doubleClick is how soon a second click on the same row opens it. The first one
// chooses the row at once: Fyne's own double tap would hold it back.
const doubleClick = 400 * time.Millisecond

// Grid is a table of rows: recycled, chosen by id, moved through by keys, sorted
// by its header. Only the rows in view cost anything.
type Grid[T any] struct {
	widget.BaseWidget
	o      GridOptions[T]
	data   Data[T]
	header *gridHeader
	list   *rowList
	body   fyne.CanvasObject
	widths []float32
	aligns []fyne.TextAlign

	selected    string
	focused     bool
	lastTap     time.Time
	lastTapped  string
	first, last int
	bring       bool // the chosen row into view, once there is a view
}

// NewGrid returns an empty grid.
func NewGrid[T any](o GridOptions[T]) *Grid[T] {
	if o.Height == 0 {
		o.Height = theme.Size(theme.SizeRow)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	g := &Grid[T]{o: o, data: &sliceData[T]{}, first: -1, last: -1}
	heads := make([]headCell, len(o.Columns))
	for i, c := range o.Columns {
		heads[i] = headCell{c.ID, c.Title, c.Sortable && o.OnSort != nil, c.Align}
		g.aligns = append(g.aligns, c.Align)
	}
	g.header = newGridHeader(o.Inset, heads, g.sort)
	g.header.Hidden = o.NoHead
	g.list = newRowList()
	g.list.Length = func() int { return g.data.Len() }
	g.list.CreateItem = func() fyne.CanvasObject { return newGridRow(o.Height, o.Inset) }
	g.list.UpdateItem = func(i widget.ListItemID, item fyne.CanvasObject) { g.update(i, item.(*gridRow)) }
	g.list.key, g.list.focused = g.key, g.setFocused
	g.list.rune = func(r rune) bool { return g.o.OnRune != nil && g.selected != "" && g.o.OnRune(g.selected, r) }
	g.body = packed(g.list)
	g.ExtendBaseWidget(g)
	return g
}

// SetRows shows rows held in memory; the chosen id stays chosen.
func (g *Grid[T]) SetRows(rows []T) {
	index := make(map[string]int, len(rows))
	for i, r := range rows {
		index[g.o.ID(r)] = i
	}
	g.SetData(&sliceData[T]{rows, g.o.ID, index})
}

// SetData shows other rows, in the same place and with the same id chosen.
func (g *Grid[T]) SetData(data Data[T]) {
	g.data = data
	g.first, g.last = -1, -1
	g.Refresh()
}

// RefreshRow draws one row again; an id not in view costs nothing.
func (g *Grid[T]) RefreshRow(id string) {
	if i := g.data.Index(id); i >= 0 {
		g.list.RefreshItem(i)
	}
}

// Len returns how many rows there are.
func (g *Grid[T]) Len() int { return g.data.Len() }

// Selected returns the id of the chosen row; "" when none is.
func (g *Grid[T]) Selected() string { return g.selected }

// Select chooses a row and brings it into view, without telling OnSelect. "" or
// an unknown id chooses none.
func (g *Grid[T]) Select(id string) {
	i := g.data.Index(id)
	if i < 0 {
		id = ""
	}
	old := g.selected
	g.selected = id
	g.RefreshRow(old)
	if i >= 0 {
		if g.bring = g.list.Size().Height < g.o.Height; !g.bring {
			g.list.ScrollTo(i)
		}
		g.list.RefreshItem(i)
	}
}

// SetSort shows by which column the rows are sorted; "" for none.
func (g *Grid[T]) SetSort(column string, descending bool) {
	g.header.sorted, g.header.descending = column, descending
	g.header.Refresh()
}

// FocusTarget is what takes the keyboard: canvas.Focus(grid.FocusTarget()).
func (g *Grid[T]) FocusTarget() fyne.Focusable { return g.list }

// Focused tells whether the grid has the keyboard.
func (g *Grid[T]) Focused() bool { return g.focused }

// ScrollOffset returns how far the rows are scrolled, for coming back.
func (g *Grid[T]) ScrollOffset() float32 { return g.list.GetScrollOffset() }

// ScrollTo scrolls to an offset of ScrollOffset.
func (g *Grid[T]) ScrollTo(offset float32) { g.list.ScrollToOffset(offset) }

func (g *Grid[T]) sort(column string) {
	descending := g.header.sorted == column && !g.header.descending
	g.SetSort(column, descending)
	g.o.OnSort(column, descending)
}

// update fills a recycled row.
func (g *Grid[T]) update(i int, r *gridRow) {
	if i < 0 || i >= g.data.Len() { // Fyne may ask for a row of the former data
		r.tapped, r.menu = func(fyne.Position) {}, func(fyne.Position) {}
		r.show(nil, nil, nil, false, false)
		return
	}
	id := g.data.ID(i)
	r.tapped = func(fyne.Position) { g.tapped(id) }
	r.menu = func(at fyne.Position) {
		g.choose(id)
		if g.o.OnMenu != nil {
			g.o.OnMenu(id, at)
		}
	}
	cells := make([]Cell, len(g.o.Columns))
	if row, ok := g.data.Row(i); ok {
		for c, column := range g.o.Columns {
			if c < len(g.widths) && g.widths[c] > 0 {
				cells[c] = column.Cell(row)
			}
		}
	} else if len(cells) > 0 {
		cells[0] = Pale("…")
	}
	r.show(cells, g.widths, g.aligns, id == g.selected, g.focused)
	g.tellVisible()
}

// tellVisible tells OnVisible when other rows came into view.
func (g *Grid[T]) tellVisible() {
	if g.o.OnVisible == nil {
		return
	}
	first := int(g.list.GetScrollOffset() / g.o.Height)
	last := min(g.data.Len()-1, int((g.list.GetScrollOffset()+g.list.Size().Height)/g.o.Height))
	if first != g.first || last != g.last {
		g.first, g.last = first, last
		g.o.OnVisible(first, last)
	}
}

// CreateRenderer is for Fyne.
func (g *Grid[T]) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{g.header, g.body}
	if g.o.Empty != nil {
		objects = append(objects, g.o.Empty)
	}
	tracks := make([]track, len(g.o.Columns))
	for i, c := range g.o.Columns {
		least := c.Min
		if least == 0 {
			least = c.Width
		}
		tracks[i] = track{c.Width, least, c.Grow, c.Drop}
	}
	paint := func() {
		if g.o.Empty != nil {
			g.o.Empty.(interface{ Refresh() }).Refresh()
			show(g.o.Empty, g.data.Len() == 0)
			show(g.body, g.data.Len() > 0)
		}
	}
	place := func(size fyne.Size) {
		g.widths = columnWidths(size.Width-2*g.o.Inset, tracks)
		g.header.widths = g.widths
		top := float32(0)
		if !g.o.NoHead {
			top = g.header.MinSize().Height
			g.header.Resize(fyne.NewSize(size.Width, top))
			g.header.Refresh()
		}
		rest := fyne.NewSize(size.Width, max(0, size.Height-top))
		for _, o := range objects[1:] {
			o.Move(fyne.NewPos(0, top))
			o.Resize(rest)
		}
		g.list.Refresh()
		if i := g.data.Index(g.selected); g.bring && i >= 0 && rest.Height >= g.o.Height {
			g.bring = false
			g.list.ScrollTo(i)
		}
	}
	minimum := func() fyne.Size { return fyne.NewSize(200, g.o.Height*3) }
	return newSketch(g, objects, minimum, place, paint)
}

func show(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}

// sliceData is rows held in memory.
type sliceData[T any] struct {
	rows  []T
	id    func(T) string
	index map[string]int
}

func (d *sliceData[T]) Len() int            { return len(d.rows) }
func (d *sliceData[T]) Row(i int) (T, bool) { return d.rows[i], true }
func (d *sliceData[T]) ID(i int) string     { return d.id(d.rows[i]) }
func (d *sliceData[T]) Index(id string) int {
	if i, ok := d.index[id]; ok {
		return i
	}
	return -1
}

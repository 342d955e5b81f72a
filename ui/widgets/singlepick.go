package widgets

import (
	"slices"

	"fyne.io/fyne/v2"

	"sensedesk/ui/theme"
)

// SinglePick is a Select for more choices than a menu holds: it opens a list
// with a search.
type SinglePick struct {
	Select
	items  []Pick
	search string // shown in the empty search field
	none   string // shown when nothing fits
	over   *overlay

	// Free allows what is not in the list: it returns the item meant by a typed
	// text. nil = nothing.
	Free func(text string) (Pick, bool)
}

// NewSinglePick returns a field for one of the items; search is shown in the
// empty search field, none when nothing fits what was typed.
func NewSinglePick(items []Pick, selected, search, none string, changed func(id string)) *SinglePick {
	p := &SinglePick{items: items, search: search, none: none}
	p.selected, p.OnChanged = selected, changed
	p.init(p, p.openList)
	p.SetItems(items)
	return p
}

// SetItems changes what can be chosen; a list that is open keeps its own.
func (p *SinglePick) SetItems(items []Pick) {
	p.items, p.choices = items, nil
	for _, item := range items {
		p.choices = append(p.choices, Choice{item.ID, item.Name})
	}
	p.Refresh()
}

// openList shows the list below the field; Enter takes what is lit.
func (p *SinglePick) openList() {
	c := canvasOf(p)
	if c == nil {
		return
	}
	search := NewEntry(p.search)
	take := func(id string) {
		p.over.shut()
		p.choose(id)
	}
	grid := NewGrid(GridOptions[Pick]{
		NoHead: true, Inset: 8, Height: 28, OnTap: take, OnOpen: take, Empty: Empty(p.none, "", nil),
		ID: func(i Pick) string { return i.ID },
		Columns: []Column[Pick]{{ID: "name", Width: 200, Grow: 1, Cell: func(i Pick) Cell {
			cell := Txt(i.Name)
			if i.ID == p.selected {
				cell.Spans[0].Look = LookBold
			}
			if i.Note != "" {
				cell.Spans = append(cell.Spans, Span{"  " + i.Note, LookMuted})
			}
			return cell
		}}},
	})
	fill := func() {
		found := filterPicks(p.items, search.Text)
		if p.Free != nil {
			free, ok := p.Free(search.Text)
			if ok && !slices.ContainsFunc(p.items, func(i Pick) bool { return i.ID == free.ID }) {
				found = append(slices.Clip(found), free)
			}
		}
		grid.SetRows(found)
		if len(found) > 0 && grid.data.Index(grid.selected) < 0 {
			grid.Select(found[0].ID)
		}
	}
	search.OnChanged = func(string) { fill() }
	search.OnKey = func(ev *fyne.KeyEvent) bool {
		switch ev.Name {
		case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown:
			return grid.key(ev)
		case fyne.KeyReturn, fyne.KeyEnter:
			if grid.selected != "" {
				take(grid.selected)
			}
			return true
		}
		return false
	}
	content := Frame(Inset(10, 10, 8, 10, search), nil, nil, nil,
		MinSize(fyne.NewSize(max(p.Size().Width, 380), 300), Inset(0, 0, 6, 0, grid)))
	p.over = newOverlay(c, Ground(theme.ColorPanel, content), false, below(p))
	grid.SetRows(p.items)
	grid.Select(p.selected)
	fill()
	p.over.open(search)
}

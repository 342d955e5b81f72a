package widgets

import "fyne.io/fyne/v2"

// key moves through the rows; it tells whether it took the key.
func (g *Grid[T]) key(ev *fyne.KeyEvent) bool {
	if g.o.OnKey != nil && g.o.OnKey(g.selected, ev) {
		return true
	}
	n := g.data.Len()
	if n == 0 {
		return false
	}
	at := g.data.Index(g.selected)
	page := max(1, int(g.list.Size().Height/g.o.Height)-1)
	switch ev.Name {
	case fyne.KeyUp:
		if at < 0 {
			at = n
		}
		g.chooseAt(at - 1)
	case fyne.KeyDown:
		g.chooseAt(at + 1)
	case fyne.KeyPageUp:
		g.chooseAt(at - page)
	case fyne.KeyPageDown:
		g.chooseAt(max(at, 0) + page)
	case fyne.KeyHome:
		g.chooseAt(0)
	case fyne.KeyEnd:
		g.chooseAt(n - 1)
	case fyne.KeyReturn, fyne.KeyEnter:
		if at < 0 || g.o.OnOpen == nil {
			return false
		}
		g.o.OnOpen(g.selected)
	default:
		return false
	}
	return true
}

// chooseAt chooses the row at an index, or the nearest there is.
func (g *Grid[T]) chooseAt(i int) {
	i = max(0, min(i, g.data.Len()-1))
	g.choose(g.data.ID(i))
}

// choose makes a row the chosen one by the person's will.
func (g *Grid[T]) choose(id string) {
	if id == g.selected {
		return
	}
	g.Select(id)
	if g.o.OnSelect != nil {
		g.o.OnSelect(id)
	}
}

// tapped chooses a row at the first click and opens it at a quick second one.
func (g *Grid[T]) tapped(id string) {
	now := g.o.Now()
	again := id == g.lastTapped && now.Sub(g.lastTap) <= doubleClick
	g.lastTap, g.lastTapped = now, id
	g.choose(id)
	focus(g.list)
	if g.o.OnTap != nil {
		g.o.OnTap(id)
	}
	if again && g.o.OnOpen != nil {
		g.lastTapped = ""
		g.o.OnOpen(id)
	}
}

func (g *Grid[T]) setFocused(on bool) {
	g.focused = on
	if g.selected == "" && on && g.data.Len() > 0 {
		g.chooseAt(0)
		return
	}
	g.RefreshRow(g.selected)
}

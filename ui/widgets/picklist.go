package widgets

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
)

// freeID marks the line that adds what was typed.
const freeID = "\x00free"

// pickList is the open list of a MultiPick.
type pickList struct {
	owner  *MultiPick
	search *Entry
	grid   *Grid[Pick]
	over   *overlay
}

func newPickList(owner *MultiPick, c fyne.Canvas) *pickList {
	l := &pickList{owner: owner}
	l.search = NewEntry(owner.o.Search)
	l.search.OnChanged = func(string) { l.filter() }
	l.search.OnKey = l.searchKey
	l.grid = NewGrid(GridOptions[Pick]{
		NoHead: true, Inset: 8, Height: 30,
		ID: func(p Pick) string { return p.ID },
		Columns: []Column[Pick]{
			{ID: "check", Width: 18, Cell: l.checkCell},
			{ID: "name", Width: 200, Grow: 1, Cell: l.nameCell},
		},
		Empty: Empty(owner.o.None, "", nil),
		OnTap: func(id string) {
			l.toggle(id)
			c.Focus(l.search) // typing goes on
		},
		OnOpen: l.toggle,
		OnKey: func(id string, ev *fyne.KeyEvent) bool {
			if ev.Name == fyne.KeySpace && id != "" {
				l.toggle(id)
				return true
			}
			return false
		},
	})
	clear := NewButton(owner.print.S("widgets.pick.clear"), Quiet, func() {
		owner.selected = nil
		owner.changed()
		l.grid.Refresh()
	})
	done := NewButton(owner.print.S("widgets.pick.done"), Secondary, func() { l.over.shut() })
	foot := HBox(8, clear, Grow(nil), done)
	content := Frame(Inset(10, 10, 8, 10, l.search), Inset(8, 10, 10, 10, foot), nil, nil, MinSize(fyne.NewSize(320, 240), l.grid))
	l.over = newOverlay(c, content, false, below(owner))
	l.over.closed = func() { owner.list = nil }
	l.filter()
	l.over.open(l.search)
	return l
}

func (l *pickList) checkCell(p Pick) Cell {
	switch {
	case p.ID == freeID:
		return IconCell(theme.IconPlus, theme.ColorAccent, "")
	case slices.Contains(l.owner.selected, p.ID):
		return IconCell(theme.IconCheck, theme.ColorAccent, "")
	}
	return Cell{}
}

func (l *pickList) nameCell(p Pick) Cell {
	c := Txt(p.Name)
	if l.owner.o.ShowID && p.ID != freeID {
		c.Spans = append([]Span{{p.ID + "  ", LookMuted}}, c.Spans...)
	}
	if p.Note != "" {
		c.Spans = append(c.Spans, Span{"  " + p.Note, LookMuted})
	}
	return c
}

// filter shows what fits the typed text, and the line that adds it as it is.
func (l *pickList) filter() {
	text := strings.TrimSpace(l.search.Text)
	found := filterPicks(l.owner.o.Items, text)
	if free := l.owner.o.Free; free != nil && text != "" {
		known := func(p Pick) bool { return p.ID == text }
		if id, ok := free(text); ok && !slices.ContainsFunc(l.owner.o.Items, known) && !slices.Contains(l.owner.selected, id) {
			found = append(found, Pick{ID: freeID, Name: l.owner.print.S("widgets.pick.free", i18n.Args{"text": text})})
		}
	}
	l.grid.SetRows(found)
	if len(found) > 0 && l.grid.data.Index(l.grid.selected) < 0 {
		l.grid.Select(found[0].ID)
	}
}

// searchKey moves through the list while the person types.
func (l *pickList) searchKey(ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown:
		return l.grid.key(ev)
	case fyne.KeyReturn, fyne.KeyEnter:
		if l.grid.selected != "" {
			l.toggle(l.grid.selected)
		}
		return true
	}
	return false
}

// toggle chooses or gives up a line.
func (l *pickList) toggle(id string) {
	if id == freeID {
		if free, ok := l.owner.o.Free(strings.TrimSpace(l.search.Text)); ok {
			l.owner.toggle(free)
			l.search.SetText("")
		}
		return
	}
	l.owner.toggle(id)
	l.grid.RefreshRow(id)
}

// filterPicks returns the items whose id begins with the text, or whose name or
// note contain each of its words, whatever the case.
func filterPicks(items []Pick, text string) []Pick {
	words := strings.Fields(strings.ToLower(text))
	var out []Pick
	for _, p := range items {
		in := strings.ToLower(p.Name + " " + p.Note)
		fits := true
		for _, w := range words {
			fits = fits && (strings.Contains(in, w) || strings.HasPrefix(strings.ToLower(p.ID), w))
		}
		if fits {
			out = append(out, p)
		}
	}
	return out
}

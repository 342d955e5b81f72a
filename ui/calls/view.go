package calls

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sensedesk/store"
	"sensedesk/ui/callface"
	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
	"sensedesk/ui/theme"
	"sensedesk/ui/who"
	"sensedesk/ui/widgets"
)

// view draws the model.
type view struct {
	s    *Screen
	root *fyne.Container // stays the same object for the shell

	search *widgets.Entry
	chips  *fyne.Container
	tag    *widgets.SinglePick
	grid   *widgets.Grid[store.Call]
	body   *fyne.Container
	foot   *fyne.Container
	totals *widgets.Text
	face   Face
	failed error
	rows   []store.Call // what the grid shows now
	top    bool         // the next rows are another list: show it from its top
}

func newView(s *Screen) *view {
	v := &view{s: s, root: container.NewStack(), face: -1}
	v.build()
	return v
}

// build makes everything anew, in the printer's language and the same place.
func (v *view) build() {
	p := v.s.d.Printer
	offset := float32(0)
	if v.grid != nil {
		offset = v.grid.ScrollOffset()
	}
	v.search = widgets.NewEntry(p.S("calls.search"))
	v.search.SetText(v.s.m.Filter.Text)
	v.search.OnChanged = v.s.typed
	v.search.OnSubmitted = func(string) { v.focus() }
	v.search.OnKey = v.searchKey
	v.chips = widgets.HBox(6)
	v.tag = widgets.NewSinglePick(nil, "", p.S("calls.tag.search"), p.S("calls.tag.none"), v.s.tagged)
	v.grid = widgets.NewGrid(widgets.GridOptions[store.Call]{
		Columns: v.columns(), Inset: 20, Now: v.s.d.Now,
		ID:        func(c store.Call) string { return idText(c.ID) },
		OnSelect:  func(id string) { v.s.m.Selected = idOf(id) },
		OnOpen:    func(id string) { v.s.open(idOf(id)) },
		OnVisible: func(_, last int) { v.s.needMore(last) },
		OnRune:    v.runeKey,
	})
	v.body = container.NewStack()
	v.totals = widgets.Small("")
	v.face, v.rows = -1, nil
	head := widgets.ScreenHead(container.New(&headLayout{}, v.search, v.chips, v.tag))
	v.foot = container.NewStack(widgets.ScreenFoot(container.New(widgets.Lead(8), widgets.Grow(v.totals), widgets.Small(p.S("calls.keys", i18n.Args{"find": v.s.hint(keys.Find)})))))
	v.root.Objects = []fyne.CanvasObject{widgets.VBox(0, head, widgets.Grow(widgets.Ground(theme.ColorPanel, v.body)), v.foot)}
	v.root.Refresh()
	v.applyChips()
	v.applyTags()
	if offset > 0 {
		v.apply()
		v.grid.ScrollTo(offset)
	}
}

// columns says what a row shows.
func (v *view) columns() []widgets.Column[store.Call] {
	p := v.s.d.Printer
	title := func(id string) string { return p.S("calls.column." + id) }
	return []widgets.Column[store.Call]{
		{ID: "when", Title: title("when"), Width: 112, Drop: 1, Cell: func(c store.Call) widgets.Cell {
			cell := widgets.Pale(p.StampIn(c.StartedAt, v.s.d.Now()))
			cell.Tip = p.DateTime(c.StartedAt)
			return cell
		}},
		{ID: "operator", Title: title("operator"), Width: 140, Min: 90, Drop: 2, Cell: func(c store.Call) widgets.Cell {
			return widgets.Txt(who.Operator(p, c))
		}},
		{ID: "client", Title: title("client"), Width: 160, Min: 100, Cell: func(c store.Call) widgets.Cell {
			return widgets.Txt(who.Client(c, p.S("calls.client.hidden")))
		}},
		{ID: "direction", Width: 22, Drop: 5, Cell: func(c store.Call) widgets.Cell {
			if c.Source == store.SourceChats {
				return widgets.IconCell(theme.IconNote, theme.ColorMuted, p.S("calls.chat"))
			}
			return widgets.IconCell(callface.Sign(c), theme.ColorMuted, p.S("calls.direction."+string(c.Direction)))
		}},
		{ID: "length", Title: title("length"), Width: 58, Drop: 4, Cell: func(c store.Call) widgets.Cell {
			if c.Source == store.SourceChats { // nobody spoke
				return widgets.Txt("")
			}
			return widgets.Txt(p.Clock(c.Duration))
		}},
		{ID: "summary", Title: title("summary"), Width: 240, Min: 120, Grow: 1, Cell: func(c store.Call) widgets.Cell {
			text, muted := summaryText(p, c)
			if muted {
				return widgets.Pale(text)
			}
			return widgets.Txt(text)
		}},
		{ID: "state", Title: title("state"), Width: 136, Min: 110, Drop: 3, Cell: func(c store.Call) widgets.Cell {
			cell := widgets.Cell{Spans: []widgets.Span{{Text: stateText(p, c), Look: widgets.LookMuted}}, Tip: stateTip(p, c)}
			switch c.State {
			case store.StateFailed, store.StateRecognitionFailed:
				cell.Spans[0] = widgets.InkSpan(p.S("state."+string(c.State)), widgets.ToneNegative)
			case store.StateUnknown:
				cell.Spans[0] = widgets.InkSpan(p.S("state."+string(c.State)), widgets.ToneClient)
			}
			return cell
		}},
	}
}

// apply shows the model.
func (v *view) apply() {
	m, p := &v.s.m, v.s.d.Printer
	v.applyChips()
	v.totals.SetText(totalsText(p, m))
	v.applyRows()
	v.applyFace()
}

// applyRows hands the rows to the grid; the place in the list stays the same
// unless it is another list.
func (v *view) applyRows() {
	m := &v.s.m
	if sameRows(v.rows, m.Rows) && len(m.Rows) > 0 {
		v.selectRow()
		return
	}
	offset := v.grid.ScrollOffset()
	v.rows = m.Rows
	v.grid.SetRows(m.Rows)
	v.selectRow()
	if v.top && m.Loaded && len(m.Rows) > 0 {
		v.top, offset = false, 0
	}
	v.grid.ScrollTo(offset)
}

func (v *view) selectRow() {
	id := ""
	if v.s.m.Selected != 0 {
		id = idText(v.s.m.Selected)
	}
	if v.grid.Selected() != id {
		v.grid.Select(id)
	}
}

// applyFace puts the grid or what stands for it into the middle.
func (v *view) applyFace() {
	m, p := &v.s.m, v.s.d.Printer
	face := m.Face()
	if face == FaceLoading && len(v.rows) > 0 {
		face = FaceRows
	}
	if face == v.face && (face != FaceError || m.Err == v.failed) { //nolint:errorlint // the same value, not the same kind
		return
	}
	v.face, v.failed = face, m.Err
	var content fyne.CanvasObject = v.grid
	switch face {
	case FaceLoading:
		content = widgets.Empty(p.S("calls.loading"), "", nil)
	case FaceError:
		what, cure := p.Error(m.Err)
		content = widgets.Empty(what, cure, widgets.NewButton(p.S("calls.again"), widgets.Secondary, v.s.list.Ask))
	case FaceEmpty:
		key := "calls.empty"
		if m.SetUp {
			key = "calls.waiting"
		}
		content = widgets.Empty(p.S(key), "", widgets.NewButton(p.S(key+".action"), widgets.Primary, v.s.d.OnSetUp))
	case FaceNotFound:
		content = widgets.Empty(p.S("calls.nothing"), "", widgets.NewButton(p.S("calls.nothing.action"), widgets.Secondary, v.s.all))
	case FaceRows:
	}
	v.body.Objects = []fyne.CanvasObject{content}
	v.body.Refresh()
}

// applyChips draws the conditions; the one in force is lit and says how many
// calls it holds.
func (v *view) applyChips() {
	m, p := &v.s.m, v.s.d.Printer
	groups := Groups()
	if len(v.chips.Objects) != len(groups) {
		v.chips.RemoveAll()
		for _, g := range groups {
			chip := widgets.NewChip("", widgets.ToneQuiet)
			chip.OnTapped = func() {
				f := v.s.m.Filter
				f.Group = g
				v.s.narrow(f)
			}
			v.chips.Add(chip)
		}
	}
	for i, g := range groups {
		chip := v.chips.Objects[i].(*widgets.Chip)
		text := p.S("calls.group." + string(g))
		if n := m.CountOf(g); g != GroupAll && n > 0 {
			text += " · " + p.Int(n)
		}
		tone := widgets.ToneQuiet
		if g == m.Filter.Group {
			tone = widgets.ToneAccent
		} else if g == GroupAttention && m.CountOf(g) > 0 {
			tone = widgets.ToneNegative
		}
		chip.SetText(text)
		chip.SetTone(tone)
	}
	v.chips.Refresh()
}

// focus gives the keyboard to the list.
func (v *view) focus() {
	if v.face == FaceRows {
		v.s.d.Window.Canvas().Focus(v.grid.FocusTarget())
	}
}

func (v *view) focusSearch() { v.s.d.Window.Canvas().Focus(v.search) }

// setText changes the search field without searching.
func (v *view) setText(text string) {
	if v.search.Text == text {
		return
	}
	changed := v.search.OnChanged
	v.search.OnChanged = nil
	v.search.SetText(text)
	v.search.OnChanged = changed
}

// searchKey goes from the search field into the list and back.
func (v *view) searchKey(ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyDown:
		v.focus()
		return true
	case fyne.KeyEscape:
		if v.search.Text == "" {
			return false
		}
		v.s.typing.Cancel()
		v.setText("")
		f := v.s.m.Filter
		f.Text = ""
		v.s.narrow(f)
		return true
	}
	return false
}

// runeKey starts a search from the list. The slash is where the full stop is
// on a Russian layout.
func (v *view) runeKey(_ string, r rune) bool {
	if r == '/' || r == '.' {
		v.focusSearch()
		return true
	}
	return false
}

func idText(id store.CallID) string { return strconv.FormatInt(int64(id), 10) }

func idOf(text string) store.CallID {
	n, _ := strconv.ParseInt(text, 10, 64)
	return store.CallID(n)
}

// sameRows tells whether the grid shows these rows already: every change makes
// a new slice.
func sameRows(a, b []store.Call) bool {
	return len(a) == len(b) && len(a) > 0 && &slices.Clip(a)[0] == &slices.Clip(b)[0]
}

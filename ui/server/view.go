package server

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sensedesk/store"
	engine "sensedesk/sync"
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

	tabs    *widgets.TextTabs
	saved   *fyne.Container
	middle  *fyne.Container
	builder *builder
	search  fyne.CanvasObject // the first tab
	note    *widgets.Paragraph
	noteBox *fyne.Container
	grid    *widgets.Grid[engine.ServerHit]
	body    *fyne.Container
	totals  *widgets.Text
	work    *widgets.Text
	again   *widgets.Button // the next page, after an error
	foot    *fyne.Container
	face    Face
	failed  error
	waiting string // what the face of loading says
	rows    []engine.ServerHit
	top     bool // the next rows are another search: show them from their top
}

func newView(s *Screen) *view {
	v := &view{s: s, root: container.NewStack()}
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
	v.face, v.rows = -1, nil
	v.grid = widgets.NewGrid(widgets.GridOptions[engine.ServerHit]{
		Columns: v.columns(), Inset: 20, Now: v.s.d.Now,
		ID:        func(h engine.ServerHit) string { return string(h.Talk) },
		OnSelect:  func(id string) { v.s.m.Selected = store.TalkID(id) },
		OnOpen:    func(id string) { v.s.open(store.TalkID(id)) },
		OnVisible: func(_, last int) { v.s.needMore(last) },
	})
	v.body = container.NewStack()
	v.totals, v.work = widgets.Small(""), widgets.NewText("", widgets.Style{Color: theme.ColorAccent, Size: theme.SizeSmall})
	v.again = widgets.NewButton(p.S("server.again"), widgets.Link, v.s.more)
	v.again.Hide()
	v.foot = container.New(widgets.Lead(16), v.totals, v.work, v.again, widgets.Grow(nil), widgets.Small(p.S("server.keys", i18n.Args{"refresh": v.s.hint(keys.Refresh)})))
	v.note = widgets.NewParagraph("", widgets.Style{Color: theme.ColorClient, Size: theme.SizeSmall})
	v.noteBox = container.NewStack(widgets.NewBox(theme.ColorClientTint, "", ""), widgets.Inset(6, 20, 6, 20, v.note))
	v.noteBox.Hide()
	v.builder = newBuilder(v.s)
	v.search = widgets.VBox(0, v.builder.object, widgets.HLine(), v.noteBox,
		widgets.Grow(widgets.Ground(theme.ColorPanel, v.body)), widgets.ScreenFoot(v.foot))

	choices := []widgets.Choice{{ID: TabSearch, Text: p.S("server.tab.search")}}
	if v.s.d.Mirror != nil {
		choices = append(choices, widgets.Choice{ID: TabMirror, Text: p.S("server.tab.mirror")})
	}
	v.tabs = widgets.NewTextTabs(choices, v.s.tab, v.s.Turn)
	v.saved = widgets.HBox(8)
	head := widgets.ScreenHead(widgets.HBox(16, v.tabs, widgets.Grow(nil), v.saved))
	v.middle = container.NewStack()
	v.root.Objects = []fyne.CanvasObject{widgets.VBox(0, head, widgets.Grow(v.middle))}
	v.applyTab()
	v.applySaved()
	v.root.Refresh()
	if offset > 0 {
		v.apply()
		v.grid.ScrollTo(offset)
	}
}

// columns says what a row shows.
func (v *view) columns() []widgets.Column[engine.ServerHit] {
	p := v.s.d.Printer
	title := func(id string) string { return p.S("server.column." + id) }
	return []widgets.Column[engine.ServerHit]{
		{ID: "when", Title: title("when"), Width: 112, Drop: 1, Cell: func(h engine.ServerHit) widgets.Cell {
			if h.Missing {
				return widgets.Pale("—")
			}
			cell := widgets.Pale(p.StampIn(h.Call.StartedAt, v.s.d.Now()))
			cell.Tip = p.DateTime(h.Call.StartedAt)
			return cell
		}},
		{ID: "operator", Title: title("operator"), Width: 140, Min: 90, Drop: 2, Cell: func(h engine.ServerHit) widgets.Cell {
			return widgets.Txt(who.Operator(p, h.Call))
		}},
		{ID: "client", Title: title("client"), Width: 160, Min: 100, Cell: func(h engine.ServerHit) widgets.Cell {
			return widgets.Txt(who.Client(h.Call, "—"))
		}},
		{ID: "direction", Width: 22, Drop: 5, Cell: func(h engine.ServerHit) widgets.Cell {
			if h.Missing {
				return widgets.Cell{}
			}
			return widgets.IconCell(callface.Sign(h.Call), theme.ColorMuted, p.S("calls.direction."+string(h.Call.Direction)))
		}},
		{ID: "length", Title: title("length"), Width: 58, Drop: 4, Cell: func(h engine.ServerHit) widgets.Cell {
			if h.Call.Duration == 0 {
				return widgets.Pale("—")
			}
			return widgets.Txt(p.Clock(h.Call.Duration))
		}},
		{ID: "summary", Title: title("summary"), Width: 240, Min: 120, Grow: 1, Cell: func(h engine.ServerHit) widgets.Cell {
			text, muted := summaryText(p, h)
			if muted {
				return widgets.Pale(text)
			}
			return widgets.Txt(text)
		}},
		{ID: "local", Title: title("local"), Width: 120, Min: 100, Drop: 3, Cell: func(h engine.ServerHit) widgets.Cell {
			if h.Local {
				c := widgets.Chips(widgets.TonePositive, p.S("server.local"))
				c.Tip = p.S("server.local.tip")
				return c
			}
			return widgets.Cell{}
		}},
	}
}

// apply shows the results.
func (v *view) apply() {
	v.applyRows()
	v.applyFoot()
	v.builder.applyWork()
	note := noteText(v.s.d.Printer, &v.s.m)
	v.note.SetText(note)
	if v.noteBox.Visible() != (note != "") {
		v.noteBox.Hidden = note == ""
		v.search.Refresh()
	}
}

func (v *view) applyRows() {
	m := &v.s.m
	offset := v.grid.ScrollOffset()
	v.rows = m.Hits
	v.grid.SetRows(m.Hits)
	if v.grid.Selected() != string(m.Selected) {
		v.grid.Select(string(m.Selected))
	}
	if v.top && len(m.Hits) > 0 {
		v.top, offset = false, 0
	}
	v.grid.ScrollTo(offset)
}

// applyFace puts the results or what stands for them into the middle.
func (v *view) applyFace() {
	m, p := &v.s.m, v.s.d.Printer
	face := m.Face()
	if waiting := workText(p, m); face == FaceLoading && waiting != v.waiting {
		v.waiting, v.face = waiting, -1
	}
	if face == v.face && (face != FaceError || m.Err == v.failed) { //nolint:errorlint // the same value, not the same kind
		return
	}
	v.face, v.failed = face, m.Err
	var content fyne.CanvasObject = v.grid
	switch face {
	case FaceStart:
		content = widgets.Empty(p.S("server.start"), p.S("server.start.note"), widgets.NewButton(p.S("server.start.action"), widgets.Secondary, v.s.search))
	case FaceLoading:
		content = widgets.Empty(v.waiting, "", widgets.NewButton(p.S("server.cancel"), widgets.Secondary, v.s.cancel))
	case FaceError:
		what, cure := errorText(p, m.Err)
		button := widgets.NewButton(p.S("server.again"), widgets.Secondary, v.s.search)
		if store.CodeOf(m.Err).Class() == store.ClassConfiguration {
			button = widgets.NewButton(p.S("server.set_up"), widgets.Secondary, v.s.d.OnSetUp)
		}
		content = widgets.Empty(what, cure, button)
	case FaceNothing:
		content = widgets.Empty(p.S("server.nothing"), p.S("server.nothing.note"), widgets.NewButton(p.S("server.nothing.action"), widgets.Secondary, v.s.clear))
	case FaceRows:
	}
	v.body.Objects = []fyne.CanvasObject{content}
	v.body.Refresh()
}

// applyFoot shows how much there is and what is waited for.
func (v *view) applyFoot() {
	m, p := &v.s.m, v.s.d.Printer
	v.totals.SetText(totalText(p, m))
	work := ""
	if m.Face() != FaceLoading { // it is said in the middle
		work = workText(p, m)
	}
	if m.MoreErr != nil {
		what, _ := errorText(p, m.MoreErr)
		work = what
	}
	v.work.SetText(work)
	v.again.Hidden = m.MoreErr == nil
	v.totals.Hidden = v.totals.FullText() == ""
	v.applyFace()
	v.foot.Refresh()
}

// applyTab shows the chosen tab.
func (v *view) applyTab() {
	content := v.search
	if v.s.tab == TabMirror {
		content = v.s.d.Mirror.Content()
	}
	v.tabs.SetSelected(v.s.tab)
	v.saved.Hidden = v.s.tab == TabMirror
	v.middle.Objects = []fyne.CanvasObject{content}
	v.middle.Refresh()
}

// applySaved shows the saved searches.
func (v *view) applySaved() {
	p := v.s.d.Printer
	v.saved.Objects = nil
	if saved := v.s.m.Saved; len(saved) > 0 {
		choices := make([]widgets.Choice, len(saved))
		for i, n := range saved {
			choices[i] = widgets.Choice{ID: n.Name, Text: n.Name}
		}
		v.saved.Add(widgets.FixedWidth(240, widgets.NewSelect(choices, v.s.m.Chosen, p.S("server.saved"), v.s.choose)))
	}
	if v.s.m.Chosen != "" {
		v.saved.Add(widgets.NewIconButton(theme.IconTrash, p.S("server.forget"), v.askForget))
	}
	v.saved.Add(widgets.NewButton(p.S("server.save"), widgets.Secondary, v.s.save))
	v.saved.Refresh()
	v.root.Refresh()
}

// applyKeys offers the keys as they are known now.
func (v *view) applyKeys() { v.builder.applyKeys() }

// applyDraft shows another draft.
func (v *view) applyDraft() {
	v.builder.fill()
	v.applySaved()
}

// applyFaults says which conditions cannot be asked for.
func (v *view) applyFaults() { v.builder.applyFaults() }

// askName asks what to call a search.
func (v *view) askName(name string, then func(string)) {
	p := v.s.d.Printer
	widgets.Ask(v.s.canvas(), widgets.AskOptions{
		Title: p.S("server.save.title"), Placeholder: p.S("server.save.name"), Value: name,
		Yes: p.S("server.save.yes"), No: p.S("widgets.cancel"),
		Check: func(text string) string {
			if strings.TrimSpace(text) == "" {
				return p.S("server.save.empty")
			}
			return ""
		},
		OnYes: func(text string) { then(strings.TrimSpace(text)) },
	})
}

// askForget asks before a saved search goes.
func (v *view) askForget() {
	p := v.s.d.Printer
	widgets.Confirm(v.s.canvas(), widgets.ConfirmOptions{
		Title: p.S("server.forget"), Text: p.S("server.forget.text", i18n.Args{"name": v.s.m.Chosen}),
		Yes: p.S("server.forget.yes"), No: p.S("widgets.cancel"), Danger: true, OnYes: v.s.forget,
	})
}

// focus gives the keyboard to the words searched for.
func (v *view) focus() { v.s.canvas().Focus(v.builder.text) }

// focusRows gives the keyboard to the results, if there are any.
func (v *view) focusRows() {
	if v.face == FaceRows {
		v.s.canvas().Focus(v.grid.FocusTarget())
	}
}

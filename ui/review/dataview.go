package review

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sensedesk/ui/i18n"
	"sensedesk/ui/post"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// The size of the panel with all the data: what it would like, and the room it
// leaves around.
const (
	dataWidth, dataHeight = 1180, 760
	dataAround            = 48
	dataChrome            = 150 // title, buttons and edges of the dialog
	dataNav               = 190
	dataLongest           = 3000 // letters of a value that are shown; all of it can be copied
)

// dataPanel shows all that the service said of the call on the desk.
type dataPanel struct {
	s       *Screen
	p       *i18n.Printer
	canvas  fyne.Canvas
	all     Everything
	section Section
	lines   dataLines
	onto    bool // the keyboard to the lines once they are there

	dialog *widgets.Dialog
	search *widgets.Entry
	nav    *fyne.Container
	grid   *widgets.Grid[dataLine]
	body   *fyne.Container // the list, or why there is none
	value  *widgets.Paragraph
	where  *widgets.Ellipsis
	note   *widgets.Text
	copy   *widgets.Button
	list   *widgets.Button
	json   *widgets.Button
}

// canShowData tells whether there is anything to show of the call.
func (s *Screen) canShowData() bool { return s.Kept != nil && s.ReadAnswer != nil && s.state.Loaded }

// showData opens the panel with all the data.
func (s *Screen) showData() {
	c := fyne.CurrentApp().Driver().CanvasForObject(s.view.root)
	if c == nil || !s.canShowData() {
		return
	}
	d := &dataPanel{s: s, p: s.Printer, canvas: c}
	s.shutData()
	d.build()
	s.data = d
	p, state, kept, read := s.Printer, s.state, s.Kept, s.ReadAnswer
	state.Blind = s.blind()
	post.Load(s.everything, func(ctx context.Context) Everything {
		return readEverything(ctx, p, state, kept, read)
	}, d.accept)
}

// shutData closes the panel, if it is open.
func (s *Screen) shutData() {
	if s.data != nil {
		s.data.dialog.Close()
	}
}

// build opens the panel, empty.
func (d *dataPanel) build() {
	p, c := d.p, d.canvas
	d.search = widgets.NewEntry(p.S("data.search"))
	d.search.OnChanged = func(string) { d.narrow() }
	d.search.OnKey = func(ev *fyne.KeyEvent) bool {
		down := ev.Name == fyne.KeyDown || ev.Name == fyne.KeyReturn
		if down && len(d.lines) > 0 {
			d.focus()
		}
		return down
	}
	d.nav = widgets.VBox(0)
	d.grid = widgets.NewGrid(widgets.GridOptions[dataLine]{
		NoHead: true, Inset: 12, Height: 28, Now: d.s.Now,
		Columns: []widgets.Column[dataLine]{
			{ID: "name", Width: 250, Min: 180, Grow: 0.4, Cell: nameCell},
			{ID: "value", Width: 330, Min: 160, Grow: 1, Cell: func(l dataLine) widgets.Cell { return widgets.Txt(l.Value) }},
			{ID: "path", Width: 250, Min: 150, Grow: 0.5, Drop: 1, Cell: func(l dataLine) widgets.Cell { return widgets.Pale(tail(l.Path)) }},
		},
		OnSelect: func(string) { d.describe("") },
		OnOpen:   func(string) { d.copyValue() },
	})
	d.body = container.NewStack(widgets.Empty(p.S("data.loading"), "", nil))
	d.value = widgets.NewParagraph("", widgets.Style{})
	d.where = widgets.NewEllipsis("", widgets.Style{Color: theme.ColorMuted, Size: theme.SizeSmall})
	d.note = widgets.NewText("", widgets.Style{Color: theme.ColorPositive, Size: theme.SizeSmall})
	d.copy = widgets.NewIconButton(theme.IconCopy, p.S("data.copy"), d.copyValue)
	d.list = widgets.NewButton(p.S("data.copy.list"), widgets.Secondary, func() { d.copied(tableOf(d.lines, d.title)) })
	d.json = widgets.NewButton(p.S("data.copy.json"), widgets.Secondary, func() { d.copied(d.all.JSON) })
	d.list.Disable()
	d.json.Disable()
	shut := widgets.NewButton(p.S("data.close"), widgets.Primary, func() { d.dialog.Close() })

	width := max(640, min(dataWidth, c.Size().Width-2*dataAround))
	height := max(320, min(dataHeight, c.Size().Height-2*dataAround)-dataChrome)
	chosen := widgets.Inset(10, 4, 0, 12, widgets.VBox(4,
		widgets.HBox(8, widgets.Grow(d.where), d.note, d.copy),
		widgets.MinSize(fyne.NewSize(0, 62), widgets.Scroll(d.value))))
	right := widgets.Frame(nil, widgets.VBox(0, widgets.HLine(), chosen), nil, nil, d.body)
	left := widgets.FixedWidth(dataNav, widgets.Scroll(d.nav))
	content := widgets.MinSize(fyne.NewSize(width-40, height),
		widgets.Frame(widgets.Inset(0, 0, 10, 0, d.search), nil, left, nil, widgets.Inset(0, 0, 0, 10, right)))
	d.dialog = widgets.ShowDialog(c, widgets.DialogOptions{
		Title: p.S("data.title"), Content: content, Width: width, Focus: d.search,
		Buttons: []*widgets.Button{d.list, d.json, shut},
		Closed: func() {
			d.s.data = nil
			d.s.everything.Cancel()
			d.s.finding.Cancel()
			d.s.takeCopy(d.s.visible)
		},
	})
	c.AddShortcut(&fyne.ShortcutCopy{}, func(fyne.Shortcut) { d.copyValue() })
}

// nameCell is the name of a datum, or a heading.
func nameCell(l dataLine) widgets.Cell {
	switch {
	case l.heading == "":
		return widgets.Txt(l.Name)
	case l.Group != "":
		return widgets.Cell{Spans: []widgets.Span{{Text: l.heading, Look: widgets.LookBold}}}
	}
	return widgets.Cell{Spans: []widgets.Span{widgets.InkSpan(l.heading, widgets.ToneAccent)}}
}

// longestPath is how many letters of a place have room in the list.
const longestPath = 34

// tail is the end of a place, which tells more than its beginning.
func tail(path string) string {
	for len(path) > longestPath {
		_, rest, ok := strings.Cut(strings.TrimPrefix(path, "…"), ".")
		if !ok {
			break
		}
		path = "…" + rest
	}
	return path
}

// accept shows what was read.
func (d *dataPanel) accept(all Everything) {
	d.all = all
	d.json.SetEnabled(all.JSON != "")
	d.nav.Objects = nil
	if len(all.Data) > 0 {
		counts := countData(all.Data)
		d.navItem("", len(all.Data))
		for _, section := range Sections() {
			if n := counts[section]; n > 0 {
				d.navItem(section, n)
			}
		}
	}
	d.nav.Refresh()
	d.narrow()
}

// navItem adds a section to those that can be chosen.
func (d *dataPanel) navItem(section Section, n int) {
	var item *widgets.NavItem
	item = widgets.NewNavItem("", func() {
		d.section = section
		for _, o := range d.nav.Objects {
			if other, ok := o.(*widgets.NavItem); ok {
				other.SetChosen(other == item)
			}
		}
		d.onto = true
		d.narrow()
	})
	item.SetText(d.title(section), d.p.Int(n))
	item.SetChosen(section == d.section)
	d.nav.Add(item)
}

// title is how a section is called.
func (d *dataPanel) title(section Section) string {
	if section == "" {
		return d.p.S("data.section.all")
	}
	return d.p.S("data.section." + string(section))
}

// narrow lists what the chosen section and the search leave. A long talk has so
// much to look through that it is not done here.
func (d *dataPanel) narrow() {
	if d.s.everything.Busy() {
		return // the data will be listed when it comes
	}
	data, section, query, title := d.all.Data, d.section, d.search.Text, d.title
	post.Load(d.s.finding, func(context.Context) dataLines {
		return linesOf(data, section, query, title)
	}, d.show)
}

// show shows lines, from the first.
func (d *dataPanel) show(lines dataLines) {
	p := d.p
	d.lines = lines
	d.list.SetEnabled(len(lines) > 0)
	d.grid.Select("")
	d.grid.SetData(lines)
	d.grid.ScrollTo(0)
	if d.onto {
		d.onto = false
		d.focus()
	}
	shown := fyne.CanvasObject(d.grid)
	switch {
	case d.all.Err != nil:
		what, cure := p.Error(d.all.Err)
		shown = widgets.Empty(what, cure, nil)
	case len(d.all.Data) == 0:
		shown = widgets.Empty(p.S("data.nothing"), p.S("data.nothing.note"), nil)
	case len(d.lines) == 0:
		shown = widgets.Empty(p.S("data.notfound"), p.S("data.notfound.note"), nil)
	}
	d.body.Objects = []fyne.CanvasObject{shown}
	d.body.Refresh()
	d.describe("")
}

// chosen is the line chosen, if it is one with a value.
func (d *dataPanel) chosen() (dataLine, bool) {
	if i := d.lines.Index(d.grid.Selected()); i >= 0 {
		return d.lines[i], d.lines[i].heading == ""
	}
	return dataLine{}, false
}

// describe shows the chosen value whole, with a remark on what was done.
func (d *dataPanel) describe(note string) {
	l, ok := d.chosen()
	where, value := "", ""
	if len(d.lines) > 0 {
		where = d.p.S("data.choose")
	}
	d.copy.SetEnabled(ok)
	if ok {
		where, value = l.Name, l.Value
		if l.Path != "" {
			where = l.Name + " · " + l.Path
		}
		if r := []rune(value); len(r) > dataLongest {
			value = string(r[:dataLongest]) + "…"
		}
	}
	d.where.SetText(where)
	d.value.SetText(value)
	d.note.SetText(note)
	d.dialog.Fit()
}

// copyValue puts the chosen value on the clipboard, whole.
func (d *dataPanel) copyValue() {
	if l, ok := d.chosen(); ok {
		d.copied(l.Value)
	}
}

// focus gives the keyboard to the list after a click beside it: Fyne takes it
// away then, and Escape would not be heard.
func (d *dataPanel) focus() {
	if len(d.lines) == 0 {
		d.canvas.Focus(d.search)
		return
	}
	if d.grid.Selected() == "" {
		first := max(0, slices.IndexFunc(d.lines, func(l dataLine) bool { return l.heading == "" }))
		d.grid.Select(d.lines.ID(first))
		d.grid.ScrollTo(0) // its headings in sight
		d.describe("")
	}
	d.canvas.Focus(d.grid.FocusTarget())
}

// copied puts a text on the clipboard and says so.
func (d *dataPanel) copied(text string) {
	d.s.toClipboard(text)
	d.focus()
	d.describe(d.p.S("data.copied"))
}

package server

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// builder draws the draft: words, days and order, and a row for each condition.
type builder struct {
	s      *Screen
	object *fyne.Container

	text   *widgets.Entry
	days   *widgets.DateRange
	run    *widgets.Button
	rows   *fyne.Container
	lines  map[int]*line
	order  []int // ids of the rows as they stand
	scroll *fyne.Container
}

func newBuilder(s *Screen) *builder {
	b := &builder{s: s, object: container.NewStack()}
	b.fill()
	return b
}

// fill makes the builder anew from the draft.
func (b *builder) fill() {
	p, d := b.s.d.Printer, &b.s.m.Draft
	b.text = widgets.NewEntry(p.S("server.text"))
	b.text.SetText(d.Text)
	b.text.OnChanged = func(t string) { b.s.m.Draft.Text = t }
	b.text.OnSubmitted = func(string) { b.s.search() }
	side := widgets.NewSelect(sideChoices(p, "server.said."), string(d.TextSide), "", func(id string) { b.s.m.Draft.TextSide = Side(id) })
	side.SetTip(p.S("server.said.tip"))
	not := widgets.NewCheck(p.S("server.text.not"), d.TextNot, func(on bool) { b.s.m.Draft.TextNot = on })
	not.SetTip(p.S("server.text.not.tip"))
	b.run = widgets.NewButton("", widgets.Primary, nil)
	first := widgets.Either(0, widgets.HBox(12).Layout, widgets.Headed(8), widgets.Grow(b.text), widgets.FixedWidth(170, side), not, widgets.FixedWidth(120, b.run))

	b.days = widgets.NewDateRange(p, b.s.d.Now, widgets.Days{From: d.From, To: d.To}, func(days widgets.Days) {
		b.s.m.Draft.From, b.s.m.Draft.To = days.From, days.To
	})
	orders := make([]widgets.Choice, 0, len(Orders()))
	for _, o := range Orders() {
		orders = append(orders, widgets.Choice{ID: string(o), Text: p.S("server.order." + string(o))})
	}
	order := widgets.NewSelect(orders, string(d.Order), "", func(id string) {
		b.s.m.Draft.Order = Order(id)
		if b.s.m.Asked {
			b.s.search()
		}
	})
	order.SetTip(p.S("server.order.tip"))
	add := widgets.NewButton(p.S("server.add"), widgets.Pill, b.add)
	add.SetTip(p.S("server.add.tip"))
	clear := widgets.NewButton(p.S("server.clear"), widgets.Link, b.s.clear)
	second := widgets.Either(0, widgets.TopHBox(12).Layout, widgets.Flow(8).Layout, widgets.FixedWidth(370, b.days), widgets.FixedWidth(200, order), widgets.Inset(4, 0, 0, 0, add), widgets.Grow(nil), widgets.Inset(3, 0, 0, 0, clear))

	b.rows = widgets.VBox(8)
	b.lines, b.order = map[int]*line{}, nil
	for _, r := range d.Rows {
		b.put(r.ID)
	}
	b.scroll = container.NewStack()
	b.fit()
	b.object.Objects = []fyne.CanvasObject{widgets.Ground(theme.ColorPanel, widgets.Inset(14, 20, 12, 20, widgets.VBox(8, first, second, b.scroll)))}
	b.applyWork()
	b.applyFaults()
	b.object.Refresh()
}

// most is how many conditions are in sight at once; more of them scroll.
const most, lineHeight = 4, 40

// fit gives the conditions the room they need, within reason.
func (b *builder) fit() {
	if len(b.order) <= most {
		b.scroll.Objects = []fyne.CanvasObject{b.rows}
	} else {
		b.scroll.Objects = []fyne.CanvasObject{widgets.MinSize(fyne.NewSize(0, most*lineHeight), widgets.Scroll(widgets.Inset(0, 14, 0, 0, b.rows)))}
	}
	b.scroll.Hidden = len(b.order) == 0
	b.scroll.Refresh()
}

func (b *builder) put(id int) {
	l := newLine(b.s, id, b.replace, b.remove)
	b.lines[id] = l
	b.order = append(b.order, id)
	b.rows.Add(l.object)
}

// add appends a condition and lets its key be chosen.
func (b *builder) add() {
	first := b.s.m.Keys[0]
	for _, k := range b.s.m.Keys { // the date has fields of its own above
		if k.Key != keyDate {
			first = k
			break
		}
	}
	id := b.s.m.Draft.Add(first)
	b.put(id)
	b.relayout()
	b.s.canvas().Focus(b.lines[id].key)
}

// replace draws a condition anew: its key or the way it compares changed.
func (b *builder) replace(id int) {
	for i, at := range b.order {
		if at != id {
			continue
		}
		l := newLine(b.s, id, b.replace, b.remove)
		b.lines[id] = l
		b.rows.Objects[i] = l.object
		b.relayout()
		b.s.canvas().Focus(l.next)
	}
}

// remove takes a condition away; the keyboard goes to the one after it.
func (b *builder) remove(id int) {
	b.s.m.Draft.Remove(id)
	delete(b.s.m.Faults, id)
	for i, at := range b.order {
		if at != id {
			continue
		}
		b.order = append(b.order[:i:i], b.order[i+1:]...)
		b.rows.Remove(b.lines[id].object)
		delete(b.lines, id)
		b.relayout()
		if len(b.order) == 0 {
			b.s.canvas().Focus(b.text)
			return
		}
		b.s.canvas().Focus(b.lines[b.order[min(i, len(b.order)-1)]].key)
	}
}

func (b *builder) relayout() {
	b.rows.Refresh()
	b.fit()
	b.s.view.root.Refresh()
}

// applyKeys offers the keys as they are known now. Nothing else changes: somebody
// may be typing.
func (b *builder) applyKeys() {
	for _, l := range b.lines {
		if r := l.row(); r != nil {
			l.key.SetItems(l.picks(store.KeyNamed(b.s.m.Keys, r.Key)))
		}
	}
}

// applyWork makes the button say what it does now.
func (b *builder) applyWork() {
	p := b.s.d.Printer
	if b.s.m.Loading || b.s.m.More {
		b.run.SetText(p.S("server.cancel"))
		b.run.SetKind(widgets.Secondary)
		b.run.OnTapped = b.s.cancel
		b.run.SetTip(p.S("server.cancel.tip"))
		return
	}
	b.run.SetText(p.S("server.run"))
	b.run.SetKind(widgets.Primary)
	b.run.OnTapped = b.s.search
	b.run.SetTip(p.S("server.run.tip", i18n.Args{"refresh": b.s.hint(keys.Refresh)}))
}

func (b *builder) applyFaults() {
	for id, l := range b.lines {
		l.setFault(b.s.m.Faults[id])
	}
	if b.s.view != nil && b.s.view.builder == b {
		b.relayout()
	}
}

package server

import (
	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// line draws one condition: key, «not», the way it compares, what with, and on
// whose channel.
type line struct {
	s      *Screen
	id     int
	object *fyne.Container
	key    *widgets.SinglePick
	next   fyne.Focusable // what has the keyboard after the key was chosen
	fault  *widgets.Text
}

func newLine(s *Screen, id int, changed, remove func(id int)) *line {
	l := &line{s: s, id: id, fault: widgets.NewText("", widgets.Style{Color: theme.ColorNegative, Size: theme.SizeSmall})}
	l.fault.Hide()
	p, r := s.d.Printer, s.m.Draft.Row(id)
	k := store.KeyNamed(s.m.Keys, r.Key)
	l.key = widgets.NewSinglePick(l.picks(k), r.Key, p.S("server.key.search"), p.S("server.key.none"), func(key string) {
		if row := l.row(); row != nil {
			row.SetKey(store.KeyNamed(l.s.m.Keys, key))
			changed(id)
		}
	})
	l.key.Free = func(text string) (widgets.Pick, bool) {
		key, ok := typedKey(text)
		return widgets.Pick{ID: key, Name: p.S("server.key.typed", i18n.Args{"key": key})}, ok
	}
	l.key.SetTip(keyTip(p, k))
	not := widgets.NewCheck(p.S("server.not"), r.Not, func(on bool) { l.edit(func(r *Row) { r.Not = on }) })
	not.SetTip(p.S("server.not.tip"))
	parts := []fyne.CanvasObject{widgets.FixedWidth(240, l.key), not, widgets.Grow(l.value(k, r))}
	switch { // what stands at the right edge: whose channel, or of which type the key is
	case k.Channels:
		side := widgets.NewSelect(sideChoices(p, "server.side."), string(r.Side), "", func(v string) { l.edit(func(r *Row) { r.Side = Side(v) }) })
		side.SetTip(p.S("server.side.tip"))
		parts = append(parts, widgets.FixedWidth(edge, side))
	case len(k.Kinds()) > 1:
		parts = append(parts, widgets.FixedWidth(edge, l.kind(k, r, changed)))
	}
	parts = append(parts, widgets.NewIconButton(theme.IconClose, p.S("server.remove"), func() { remove(id) }))
	l.object = widgets.VBox(2, widgets.HBox(12, parts...), l.fault)
	return l
}

func (l *line) row() *Row { return l.s.m.Draft.Row(l.id) }

// edit changes the condition of the line, which may be gone by now.
func (l *line) edit(change func(*Row)) {
	if r := l.row(); r != nil {
		change(r)
		l.setFault(nil)
	}
}

// picks are the keys to choose from; one that is not known any more stays.
func (l *line) picks(now store.TalkKey) []widgets.Pick {
	p := l.s.d.Printer
	var out []widgets.Pick
	known := false
	for _, k := range l.s.m.Keys {
		known = known || k.Key == now.Key
		out = append(out, widgets.Pick{ID: k.Key, Name: keyText(p, k), Note: keyNote(p, k)})
	}
	if !known {
		out = append(out, widgets.Pick{ID: now.Key, Name: keyText(p, now)})
	}
	return out
}

// edge is how wide the last choice of a condition is.
const edge = 140

// kind lets somebody say of which type the key is: nobody tells us.
func (l *line) kind(k store.TalkKey, r *Row, changed func(int)) fyne.CanvasObject {
	p, kinds := l.s.d.Printer, k.Kinds()
	choices := make([]widgets.Choice, len(kinds))
	for i, kind := range kinds {
		choices[i] = widgets.Choice{ID: string(kind), Text: p.S("server.kind." + string(kind))}
	}
	pick := widgets.NewSelect(choices, string(r.Kind), "", func(id string) {
		if row := l.row(); row != nil {
			row.SetKind(store.FilterKind(id))
			changed(l.id)
		}
	})
	pick.SetTip(p.S("server.kind.tip"))
	return pick
}

// value is what the key is compared with, fit to the kind.
func (l *line) value(k store.TalkKey, r *Row) fyne.CanvasObject {
	p := l.s.d.Printer
	switch r.Kind {
	case store.FilterAnyMatch:
		pick := widgets.NewMultiPick(p, widgets.PickOptions{
			Selected: r.Values, Add: p.S("server.value.add"), All: p.S("server.value.none"), Search: p.S("server.value.search"), None: p.S("server.value.type"),
			Free:      func(text string) (string, bool) { return text, text != "" },
			OnChanged: func(v []string) { l.edit(func(r *Row) { r.Values = v }) },
		})
		l.next = l.key
		return pick
	case store.FilterBool:
		id := map[bool]string{true: "yes", false: "no"}
		yes := widgets.NewSegmented([]widgets.Choice{{ID: "yes", Text: p.S("server.yes")}, {ID: "no", Text: p.S("server.no")}}, id[r.Yes],
			func(v string) { l.edit(func(r *Row) { r.Yes = v == "yes" }) })
		l.next = yes
		return widgets.HBox(0, yes)
	case store.FilterDate:
		days := widgets.NewDateRange(p, l.s.d.Now, widgets.Days{From: r.From, To: r.To}, func(d widgets.Days) {
			l.edit(func(r *Row) { r.From, r.To = d.From, d.To })
		})
		l.next = l.key
		width := float32(370)
		if len(k.Kinds()) > 1 {
			width = 270 // the type stands beside it
		}
		return widgets.HBox(0, widgets.FixedWidth(width, days))
	}
	from, to := l.end(k, "from", r.From, func(r *Row, v string) { r.From = v }), l.end(k, "to", r.To, func(r *Row, v string) { r.To = v })
	l.next = from
	unit := widgets.Muted("")
	if k.Unit != store.UnitNone && k.Unit != store.UnitSeconds { // of a time the fields say it
		unit = widgets.Muted(p.S("server.unit." + string(k.Unit)))
	}
	return widgets.HBox(8, widgets.FixedWidth(100, from), widgets.FixedWidth(100, to), unit)
}

// end is one end of a range.
func (l *line) end(k store.TalkKey, which, text string, set func(*Row, string)) *widgets.Entry {
	hint := l.s.d.Printer.S("server." + which)
	if k.Unit == store.UnitSeconds {
		hint = l.s.d.Printer.S("server." + which + ".time")
	}
	e := widgets.NewEntry(hint)
	e.SetText(text)
	e.OnChanged = func(v string) { l.edit(func(r *Row) { set(r, v) }) }
	e.OnSubmitted = func(string) { l.s.search() }
	return e
}

func (l *line) setFault(err error) {
	text := ""
	if err != nil {
		text = faultText(l.s.d.Printer, err)
	}
	if text == l.fault.FullText() {
		return
	}
	l.fault.SetText(text)
	l.fault.Hidden = text == ""
	if l.object != nil {
		l.object.Refresh()
	}
}

// keyTip names a key as the server does.
func keyTip(p *i18n.Printer, k store.TalkKey) string {
	return p.S("server.key.tip", i18n.Args{"key": k.Key})
}

func sideChoices(p *i18n.Printer, prefix string) []widgets.Choice {
	return []widgets.Choice{
		{ID: string(SideBoth), Text: p.S(prefix + "both")},
		{ID: string(SideOperator), Text: p.S(prefix + "operator")},
		{ID: string(SideClient), Text: p.S(prefix + "client")},
	}
}

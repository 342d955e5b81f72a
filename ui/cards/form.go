package cards

import (
	"strconv"

	"fyne.io/fyne/v2"

	"sensedesk/store/score"
	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// form is where a card is typed.
type form struct {
	v      *Panel
	object *fyne.Container
	name   *widgets.Entry
	fault  *widgets.Paragraph
	save   *widgets.Button
}

// newForm makes the form for what is being edited.
func newForm(v *Panel) *form {
	p, e := v.d.Printer, v.edit
	f := &form{v: v}
	f.name = entry(p.S("cards.name.placeholder"), &e.Name)
	f.fault = widgets.NewParagraph("", widgets.Style{Color: theme.ColorNegative})
	f.save = widgets.NewButton(p.S("cards.save"), widgets.Primary, v.saveEdit)
	rows := widgets.VBox(14)
	for i := range e.Criteria {
		rows.Add(f.criterion(i))
		rows.Add(widgets.HLine())
	}
	f.object = widgets.VBox(14,
		widgets.NewFieldRow(p.S("cards.name"), "", f.name),
		rows,
		widgets.HBox(0, widgets.NewButton(p.S("cards.criterion.add"), widgets.Link, func() {
			e.Add(v.d.NewID())
			f.again()
		})),
		f.fault,
		widgets.HBox(8, f.save, widgets.NewButton(p.S("cards.cancel"), widgets.Quiet, v.cancel)),
	)
	f.apply()
	return f
}

// again makes the form anew after criteria came, went or changed their kind.
func (f *form) again() {
	f.v.form = newForm(f.v)
	f.v.draw()
}

// apply shows what is wrong.
func (f *form) apply() {
	e := f.v.edit
	text := ""
	if e.Err != nil {
		text = Sentence(f.v.d.Printer, e.Err)
	}
	f.fault.SetText(text)
	f.fault.Hidden = text == ""
	f.save.SetEnabled(!e.Saving)
	f.object.Refresh()
}

// entry is a field that keeps what is typed.
func entry(placeholder string, to *string) *widgets.Entry {
	w := widgets.NewEntry(placeholder)
	w.SetText(*to)
	w.OnChanged = func(text string) { *to = text }
	return w
}

// criterion is one criterion being typed.
func (f *form) criterion(i int) fyne.CanvasObject {
	p, e := f.v.d.Printer, f.v.edit
	k := &e.Criteria[i]
	icon := func(name theme.IconName, tip string, do func()) *widgets.Button {
		return widgets.NewIconButton(name, p.S(tip), func() { do(); f.again() })
	}
	up, down := icon(theme.IconArrowUp, "cards.up", func() { e.Move(i, -1) }), icon(theme.IconArrowDown, "cards.down", func() { e.Move(i, +1) })
	up.SetEnabled(i > 0)
	down.SetEnabled(i < len(e.Criteria)-1)
	number := widgets.FixedWidth(20, widgets.NewText(p.Int(i+1), widgets.Style{Color: theme.ColorMuted, Bold: true}))
	head := widgets.HBox(4, number, widgets.Grow(entry(p.S("cards.text.placeholder"), &k.Text)), up, down,
		icon(theme.IconTrash, "cards.criterion.remove", func() { e.Remove(i) }))

	var kinds []widgets.Choice
	for _, kind := range score.Kinds() {
		kinds = append(kinds, widgets.Choice{ID: string(kind), Text: p.S("cards.kind." + string(kind))})
	}
	how := widgets.HBox(10, widgets.FixedWidth(190, widgets.NewSelect(kinds, string(k.Kind), "", func(id string) {
		k.SetKind(score.Kind(id))
		f.again()
	})))
	if k.Kind == score.KindScale {
		var tops []widgets.Choice
		for n := score.MinScale; n <= score.MaxScale; n++ {
			tops = append(tops, widgets.Choice{ID: strconv.Itoa(n), Text: p.S("cards.scale", i18n.Args{"n": n})})
		}
		how.Add(widgets.FixedWidth(100, widgets.NewSelect(tops, strconv.Itoa(k.Scale), "", func(id string) {
			n, _ := strconv.Atoi(id) // one of the ids above
			k.SetScale(n)
			f.again()
		})))
	}
	how.Add(widgets.Middle(widgets.Muted(p.S("cards.weight"))))
	how.Add(widgets.FixedWidth(60, entry("", &k.Weight)))
	how.Add(widgets.Middle(widgets.NewCheck(p.S("cards.critical"), k.Critical, func(on bool) { k.Critical = on })))
	how.Add(widgets.Grow(nil))

	box := widgets.VBox(8, head, widgets.Inset(0, 0, 0, 24, how))
	for n := range k.Propose {
		box.Add(widgets.Inset(0, 0, 0, 24, f.proposer(k, n)))
	}
	box.Add(widgets.Inset(0, 0, 0, 20, widgets.HBox(0, widgets.NewButton(p.S("cards.propose.add"), widgets.Link, func() {
		k.Propose = append(k.Propose, score.Proposer{})
		f.again()
	}))))
	return box
}

// proposer is a classifier that proposes answers to a criterion.
func (f *form) proposer(k *Criterion, n int) fyne.CanvasObject {
	p, e := f.v.d.Printer, &k.Propose[n]
	choices := []widgets.Choice{{ID: "", Text: p.S("cards.propose.nothing")}}
	for _, v := range k.plain().Values() {
		text := string(v)
		if key := "score.answer." + text; p.Has(key) {
			text = p.S(key)
		}
		choices = append(choices, widgets.Choice{ID: string(v), Text: text})
	}
	pick := func(key string, to *score.Value) fyne.CanvasObject {
		return widgets.HBox(6, widgets.Middle(widgets.Small(p.S(key))), widgets.FixedWidth(128, widgets.NewSelect(choices, string(*to), "", func(id string) { *to = score.Value(id) })))
	}
	return widgets.HBox(10, widgets.Grow(entry(p.S("cards.propose.placeholder"), &e.Classifier)),
		pick("cards.propose.fired", &e.Fired), pick("cards.propose.silent", &e.Silent),
		widgets.NewIconButton(theme.IconClose, p.S("cards.propose.remove"), func() {
			k.Propose = append(k.Propose[:n:n], k.Propose[n+1:]...)
			f.again()
		}))
}

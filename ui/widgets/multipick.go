package widgets

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
)

// Pick is one thing that can be chosen in a MultiPick.
type Pick struct {
	ID   string
	Name string
	Note string // shown pale behind the name; may be empty
}

// PickOptions say what a MultiPick offers. Callbacks may be nil.
type PickOptions struct {
	Items    []Pick
	Selected []string
	ShowID   bool   // chips say «3 Ким Анна»
	Add      string // the word to open the list by; default «+ добавить»
	All      string // shown while nothing is chosen: «все сотрудники»; may be empty
	Search   string // shown in the empty search field; default «Найти по имени или ID»
	None     string // shown when nothing fits; default «Никого не нашлось»
	// Free allows ids that are not in the list: it returns the id meant by a
	// typed text.
	Free      func(text string) (id string, ok bool)
	OnChanged func(ids []string)
	OnOpen    func() // the list opens: time to load items and give them by SetItems
}

// MultiPick is a field of chips, each to be taken away by «×», and a list with a
// search behind «+ добавить». The list may be long: only what is in view is
// drawn.
type MultiPick struct {
	widget.BaseWidget
	o        PickOptions
	print    *i18n.Printer
	selected []string
	disabled bool
	flow     *fyne.Container
	body     *fyne.Container
	list     *pickList // nil while closed
}

// NewMultiPick returns the field.
func NewMultiPick(print *i18n.Printer, o PickOptions) *MultiPick {
	if o.Add == "" {
		o.Add = print.S("widgets.pick.add")
	}
	if o.Search == "" {
		o.Search = print.S("widgets.pick.search")
	}
	if o.None == "" {
		o.None = print.S("widgets.pick.none")
	}
	m := &MultiPick{o: o, print: print, selected: slices.Clone(o.Selected), flow: Flow(6)}
	m.body = container.NewStack(NewBox(theme.ColorField, theme.ColorLine, theme.SizeRadius), Inset(5, 8, 5, 8, m.flow))
	m.ExtendBaseWidget(m)
	m.fill()
	return m
}

// Selected returns the chosen ids in the order chosen.
func (m *MultiPick) Selected() []string { return slices.Clone(m.selected) }

// SetSelected shows other choices without telling OnChanged.
func (m *MultiPick) SetSelected(ids []string) {
	m.selected = slices.Clone(ids)
	m.fill()
}

// SetItems changes what can be chosen, also while the list is open.
func (m *MultiPick) SetItems(items []Pick) {
	m.o.Items = items
	m.fill()
	if m.list != nil {
		m.list.filter()
	}
}

// SetEnabled lets the choice be changed or not.
func (m *MultiPick) SetEnabled(on bool) {
	m.disabled = !on
	m.fill()
}

// name is what a chip says.
func (m *MultiPick) name(id string) string {
	for _, p := range m.o.Items {
		if p.ID == id {
			if m.o.ShowID {
				return id + " " + p.Name
			}
			return p.Name
		}
	}
	return id
}

// fill makes the chips anew.
func (m *MultiPick) fill() {
	m.flow.Objects = nil
	for _, id := range m.selected {
		name := m.name(id)
		chip := NewRemovableChip(name, ToneAccent, m.print.S("widgets.pick.remove", i18n.Args{"name": name}), func() { m.toggle(id) })
		chip.SetEnabled(!m.disabled)
		m.flow.Add(chip)
	}
	if len(m.selected) == 0 && m.o.All != "" {
		m.flow.Add(Inset(2, 4, 2, 0, Muted(m.o.All)))
	}
	if !m.disabled {
		add := NewButton(m.o.Add, Quiet, m.open)
		add.dense = true
		m.flow.Add(add)
	}
	m.body.Refresh()
	m.Refresh()
}

// toggle adds or removes an id by the person's will.
func (m *MultiPick) toggle(id string) {
	if i := slices.Index(m.selected, id); i >= 0 {
		m.selected = slices.Delete(m.selected, i, i+1)
	} else {
		m.selected = append(m.selected, id)
	}
	m.changed()
}

func (m *MultiPick) changed() {
	m.fill()
	if m.o.OnChanged != nil {
		m.o.OnChanged(m.Selected())
	}
}

func (m *MultiPick) open() {
	c := canvasOf(m)
	if c == nil {
		return
	}
	m.list = newPickList(m, c)
	if m.o.OnOpen != nil {
		m.o.OnOpen()
	}
}

// CreateRenderer is for Fyne.
func (m *MultiPick) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(m.body) }

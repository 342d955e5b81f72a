package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"sensedesk/ui/theme"
)

// ReadOnly is a field that shows a value and cannot be typed into; a quiet
// button at its end may do something with it («Сбросить…»).
type ReadOnly struct {
	widget.BaseWidget
	value  *Ellipsis
	action *Button
	box    *Box
}

// NewReadOnly returns a field showing a value in muted text.
func NewReadOnly(value string) *ReadOnly {
	r := &ReadOnly{value: NewEllipsis(value, muted()), action: NewButton("", Quiet, nil), box: NewBox(theme.ColorField, theme.ColorLine, theme.SizeRadius)}
	r.action.Hide()
	r.ExtendBaseWidget(r)
	return r
}

// Value returns what is shown.
func (r *ReadOnly) Value() string { return r.value.FullText() }

// SetValue shows another value.
func (r *ReadOnly) SetValue(value string) { r.value.SetText(value) }

// SetStyle changes how the value looks.
func (r *ReadOnly) SetStyle(style Style) { r.value.SetStyle(style) }

// SetAction puts a button at the end; an empty text takes it away.
func (r *ReadOnly) SetAction(text string, do func()) {
	r.action.OnTapped = do
	r.action.SetText(text)
	r.action.Hidden = text == ""
	r.Refresh()
}

// Action returns the button at the end, to disable it or give it a tooltip.
func (r *ReadOnly) Action() *Button { return r.action }

// CreateRenderer is for Fyne.
func (r *ReadOnly) CreateRenderer() fyne.WidgetRenderer {
	place := func(size fyne.Size) {
		r.box.Resize(size)
		right := size.Width - 8
		if !r.action.Hidden {
			m := r.action.MinSize()
			placeIn(r.action, size.Width-m.Width-7, 0, size.Height, m)
			right = size.Width - m.Width - 12
		}
		placeIn(r.value, 8, 0, size.Height, fyne.NewSize(right-8, r.value.MinSize().Height))
	}
	minimum := func() fyne.Size {
		w := r.value.MinSize().Width + 20
		if !r.action.Hidden {
			w += r.action.MinSize().Width
		}
		return fyne.NewSize(w, theme.Size(theme.SizeControl))
	}
	return newSketch(r, []fyne.CanvasObject{r.box, r.value, r.action}, minimum, place, func() {})
}

// Choice is one line of a Select, a Segmented or TextTabs: a stable id and what
// a person reads.
type Choice struct{ ID, Text string }

// Select is a field that opens a short menu. For more than some dozen choices
// use a MultiPick.
type Select struct {
	control
	OnChanged func(id string)

	choices  []Choice
	selected string
	empty    string // shown while nothing is chosen
}

// NewSelect returns a field for one of the choices; placeholder shows while
// selected is none of them.
func NewSelect(choices []Choice, selected, placeholder string, changed func(id string)) *Select {
	s := &Select{choices: choices, selected: selected, empty: placeholder, OnChanged: changed}
	s.init(s, s.open)
	return s
}

// Selected returns the id of the choice.
func (s *Select) Selected() string { return s.selected }

// SetSelected shows another choice without telling OnChanged.
func (s *Select) SetSelected(id string) {
	s.selected = id
	s.Refresh()
}

// SetChoices changes what can be chosen.
func (s *Select) SetChoices(choices []Choice) {
	s.choices = choices
	s.Refresh()
}

// TypedKey opens the menu by arrow down too.
func (s *Select) TypedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyDown {
		s.press()
		return
	}
	s.control.TypedKey(ev)
}

func (s *Select) open() {
	c := canvasOf(s)
	if c == nil {
		return
	}
	items := make([]*fyne.MenuItem, len(s.choices))
	for i, choice := range s.choices {
		items[i] = fyne.NewMenuItem(choice.Text, func() { s.choose(choice.ID) })
		items[i].Checked = choice.ID == s.selected
	}
	menu := widget.NewPopUpMenu(fyne.NewMenu("", items...), c)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(s)
	menu.ShowAtPosition(at.AddXY(0, s.Size().Height+2))
	menu.Resize(fyne.NewSize(max(s.Size().Width, menu.MinSize().Width), menu.MinSize().Height))
}

func (s *Select) choose(id string) {
	if id == s.selected {
		return
	}
	s.SetSelected(id)
	if s.OnChanged != nil {
		s.OnChanged(id)
	}
}

func (s *Select) shown() (text string, style Style) {
	for _, c := range s.choices {
		if c.ID == s.selected {
			text = c.Text
		}
	}
	if text == "" {
		text, style = s.empty, muted()
	}
	if s.disabled {
		style.Color = theme.ColorDisabled
	}
	return text, style
}

// CreateRenderer is for Fyne.
func (s *Select) CreateRenderer() fyne.WidgetRenderer {
	box, around := newRect(), newRect()
	text := canvas.NewText("", nil)
	arrow := newSymbol()
	paint := func() {
		fill(box, theme.ColorField, theme.ColorLine, theme.Size(theme.SizeRadius))
		ring(around, s.focused, theme.Size(theme.SizeRadius))
		if s.hovered && !s.disabled {
			box.StrokeColor = theme.Color(theme.ColorMuted)
		}
		setSymbol(arrow, theme.IconDown, theme.ColorMuted)
		_, style := s.shown()
		style.apply(text)
	}
	place := func(size fyne.Size) {
		box.Resize(size)
		around.Resize(size)
		full, style := s.shown()
		text.Text = fit(full, size.Width-38, style)
		text.Refresh()
		placeText(text, 8, 0, size.Width-38, size.Height)
		placeIn(arrow, size.Width-24, 0, size.Height, fyne.NewSquareSize(14))
	}
	minimum := func() fyne.Size { return fyne.NewSize(110, theme.Size(theme.SizeControl)) }
	return newSketch(s, []fyne.CanvasObject{box, text, arrow, around}, minimum, place, paint)
}

package widgets

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"sensedesk/ui/theme"
)

// Segmented is a row of choices in one frame, one of them chosen: «1× 1,5× 2×».
// With the focus on it the arrow keys choose.
type Segmented struct {
	control
	OnChanged func(id string)

	choices  []Choice
	selected string
}

// NewSegmented returns the row.
func NewSegmented(choices []Choice, selected string, changed func(id string)) *Segmented {
	s := &Segmented{choices: choices, selected: selected, OnChanged: changed}
	s.init(s, nil)
	return s
}

// Selected returns the id of the choice.
func (s *Segmented) Selected() string { return s.selected }

// SetSelected shows another choice without telling OnChanged.
func (s *Segmented) SetSelected(id string) {
	if s.selected != id {
		s.selected = id
		s.Refresh()
	}
}

// Tapped chooses what is under the pointer.
func (s *Segmented) Tapped(ev *fyne.PointEvent) {
	x := float32(0)
	for i, w := range s.widths() {
		if x += w; ev.Position.X < x {
			s.choose(i)
			return
		}
	}
}

// TypedKey chooses the neighbour by the arrow keys.
func (s *Segmented) TypedKey(ev *fyne.KeyEvent) {
	i := slices.IndexFunc(s.choices, func(c Choice) bool { return c.ID == s.selected })
	switch ev.Name {
	case fyne.KeyLeft:
		s.choose(i - 1)
	case fyne.KeyRight:
		s.choose(i + 1)
	default:
		s.control.TypedKey(ev)
	}
}

func (s *Segmented) choose(i int) {
	if s.disabled || i < 0 || i >= len(s.choices) || s.choices[i].ID == s.selected {
		return
	}
	s.SetSelected(s.choices[i].ID)
	if s.OnChanged != nil {
		s.OnChanged(s.selected)
	}
}

func (s *Segmented) widths() []float32 {
	out := make([]float32, len(s.choices))
	for i, c := range s.choices {
		out[i] = Style{Bold: true}.measure(c.Text).Width + 22
	}
	return out
}

// CreateRenderer is for Fyne.
func (s *Segmented) CreateRenderer() fyne.WidgetRenderer {
	box, chosen, around := newRect(), newRect(), newRect()
	objects := []fyne.CanvasObject{box, chosen}
	texts := make([]*canvas.Text, len(s.choices))
	lines := make([]*canvas.Rectangle, len(s.choices))
	for i := range texts {
		texts[i], lines[i] = canvas.NewText("", nil), newRect()
		objects = append(objects, lines[i], texts[i])
	}
	objects = append(objects, around)
	paint := func() {
		radius := theme.Size(theme.SizeRadius)
		fill(box, theme.ColorPanel, theme.ColorLine, radius)
		fill(chosen, theme.ColorAccentTint, "", 0)
		ring(around, s.focused, radius)
		for i, t := range texts {
			style := Style{Align: fyne.TextAlignCenter}
			if s.choices[i].ID == s.selected {
				style.Bold, style.Color = true, theme.ColorAccent
			}
			if s.disabled {
				style.Color = theme.ColorDisabled
			}
			style.apply(t)
			t.Text = s.choices[i].Text
			fill(lines[i], theme.ColorLine, "", 0)
		}
	}
	place := func(size fyne.Size) {
		chosen.Hide()
		x := float32(0)
		for i, w := range s.widths() {
			placeText(texts[i], x, 0, w, size.Height)
			lines[i].Hidden = i == 0
			lines[i].Move(fyne.NewPos(x, 1))
			lines[i].Resize(fyne.NewSize(1, size.Height-2))
			if s.choices[i].ID == s.selected {
				chosen.Show()
				chosen.Move(fyne.NewPos(x+1, 1))
				chosen.Resize(fyne.NewSize(w-1, size.Height-2))
				round(chosen, theme.Size(theme.SizeRadius)-1, i == 0, i == len(texts)-1)
			}
			x += w
		}
		box.Resize(fyne.NewSize(x, size.Height))
		around.Resize(fyne.NewSize(x, size.Height))
	}
	minimum := func() fyne.Size {
		all := float32(0)
		for _, w := range s.widths() {
			all += w
		}
		return fyne.NewSize(all, theme.Size(theme.SizeControl))
	}
	return newSketch(s, objects, minimum, place, paint)
}

// TextTabs is a row of words over a thin line; the chosen one is underlined.
type TextTabs struct {
	Segmented
}

// NewTextTabs returns the row.
func NewTextTabs(choices []Choice, selected string, changed func(id string)) *TextTabs {
	t := &TextTabs{Segmented{choices: choices, selected: selected, OnChanged: changed}}
	t.init(t, nil)
	return t
}

// Tapped chooses what is under the pointer.
func (t *TextTabs) Tapped(ev *fyne.PointEvent) {
	x := float32(0)
	for i, c := range t.choices {
		w := Style{Bold: true}.measure(c.Text).Width
		if ev.Position.X >= x-tabGap/2 && ev.Position.X < x+w+tabGap/2 {
			t.choose(i)
			return
		}
		x += w + tabGap
	}
}

// tabGap is the room between two words.
const tabGap = 16

// CreateRenderer is for Fyne.
func (t *TextTabs) CreateRenderer() fyne.WidgetRenderer {
	line, under := newRect(), newRect()
	objects := []fyne.CanvasObject{line, under}
	texts := make([]*canvas.Text, len(t.choices))
	for i := range texts {
		texts[i] = canvas.NewText("", nil)
		objects = append(objects, texts[i])
	}
	paint := func() {
		fill(line, theme.ColorLine, "", 0)
		fill(under, theme.ColorAccent, "", 0)
		for i, text := range texts {
			style := muted()
			if t.choices[i].ID == t.selected {
				style = Style{Bold: true}
				if t.focused {
					style.Color = theme.ColorAccent
				}
			}
			style.apply(text)
			text.Text = t.choices[i].Text
		}
	}
	place := func(size fyne.Size) {
		line.Move(fyne.NewPos(0, size.Height-1))
		line.Resize(fyne.NewSize(size.Width, 1))
		under.Hide()
		x := float32(0)
		for i, text := range texts {
			w := Style{Bold: true}.measure(t.choices[i].Text).Width
			placeText(text, x, 0, w, size.Height-4)
			if t.choices[i].ID == t.selected {
				under.Show()
				under.Move(fyne.NewPos(x, size.Height-2))
				under.Resize(fyne.NewSize(w, 2))
			}
			x += w + tabGap
		}
	}
	minimum := func() fyne.Size {
		all := float32(0)
		for _, c := range t.choices {
			all += Style{Bold: true}.measure(c.Text).Width + tabGap
		}
		return fyne.NewSize(all, 36)
	}
	return newSketch(t, objects, minimum, place, paint)
}

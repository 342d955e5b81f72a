package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"sensedesk/ui/theme"
)

// Tone is the meaning of a colour. It never stands alone: the word says it too.
type Tone int

// The tones.
const (
	ToneQuiet    Tone = iota // thin line, muted text
	ToneAccent               // chosen, counted
	ToneOperator             // the operator
	ToneClient               // the client; also «wait»
	ToneNegative             // bad; needs somebody
	TonePositive             // good; done
)

// Ink returns the colour of a tone's text, bars and dots.
func (t Tone) Ink() fyne.ThemeColorName {
	return [...]fyne.ThemeColorName{
		theme.ColorMuted, theme.ColorAccent, theme.ColorOperator, theme.ColorClient, theme.ColorNegative, theme.ColorPositive,
	}[t]
}

// Tint returns the ground of a tone's chips; "" for ToneQuiet.
func (t Tone) Tint() fyne.ThemeColorName {
	return [...]fyne.ThemeColorName{
		"", theme.ColorAccentTint, theme.ColorOperatorTint, theme.ColorClientTint, theme.ColorNegativeTint, theme.ColorPositiveTint,
	}[t]
}

// chip returns the ground and border of a tone's chips. The quiet one is filled
// too: the OpenGL painter mixes the edges of an empty outline with black.
func (t Tone) chip() (ground, border fyne.ThemeColorName) {
	if t == ToneQuiet {
		return theme.ColorPanel, theme.ColorLine
	}
	return t.Tint(), ""
}

// chipHeight is the height of chips, in grids too.
const chipHeight = 22

// Chip is a small rounded word. It can be pressed when OnTapped is set, and be
// taken away by its «×» when OnRemove is.
type Chip struct {
	control
	OnTapped func()
	OnRemove func()

	text   string
	tone   Tone
	remove *Button
}

// NewChip returns a chip that only shows.
func NewChip(text string, tone Tone) *Chip {
	c := &Chip{text: text, tone: tone}
	c.init(c, func() {
		if c.OnTapped != nil {
			c.OnTapped()
		}
	})
	c.idle = func() bool { return c.OnTapped == nil && c.OnRemove == nil }
	return c
}

// NewRemovableChip returns a chip with «×»; label says to those who cannot see
// it what the «×» does.
func NewRemovableChip(text string, tone Tone, label string, remove func()) *Chip {
	c := NewChip(text, tone)
	c.OnRemove = remove
	c.remove = NewIconButton(theme.IconClose, label, func() { c.OnRemove() })
	c.remove.compact = tone.Ink()
	return c
}

// Text returns what the chip says.
func (c *Chip) Text() string { return c.text }

// SetText changes what the chip says.
func (c *Chip) SetText(text string) {
	c.text = text
	c.Refresh()
}

// SetTone changes the colour.
func (c *Chip) SetTone(tone Tone) {
	c.tone = tone
	c.Refresh()
}

// TypedKey removes the chip by Delete and Backspace, besides what all controls do.
func (c *Chip) TypedKey(ev *fyne.KeyEvent) {
	if c.OnRemove != nil && !c.disabled && (ev.Name == fyne.KeyDelete || ev.Name == fyne.KeyBackspace) {
		c.OnRemove()
		return
	}
	c.control.TypedKey(ev)
}

// CreateRenderer is for Fyne.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer {
	box, around := newRect(), newRect()
	text := canvas.NewText("", nil)
	objects := []fyne.CanvasObject{box, text, around}
	if c.remove != nil {
		objects = append(objects, c.remove)
	}
	style := func() Style { return Style{Color: c.tone.Ink(), Size: theme.SizeSmall} }
	paint := func() {
		ground, border := c.tone.chip()
		fill(box, ground, border, chipHeight/2)
		s := style()
		if c.disabled {
			s.Color = theme.ColorDisabled
		}
		s.apply(text)
		text.Text = c.text
		ring(around, c.focused, chipHeight/2)
		if c.remove != nil {
			c.remove.Hidden = c.disabled
		}
	}
	place := func(size fyne.Size) {
		box.Resize(size)
		around.Resize(size)
		placeText(text, 10, 0, size.Width-20, size.Height)
		if c.remove != nil {
			placeIn(c.remove, size.Width-20, 0, size.Height, fyne.NewSize(18, size.Height))
		}
	}
	minimum := func() fyne.Size {
		w := style().measure(c.text).Width + 20
		if c.remove != nil && !c.disabled {
			w += 12
		}
		return fyne.NewSize(w, chipHeight)
	}
	return newSketch(c, objects, minimum, place, paint)
}

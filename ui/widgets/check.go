package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"sensedesk/ui/theme"
)

// Check is a word with a box to tick.
type Check struct {
	control
	OnChanged func(on bool)

	text string
	on   bool
}

// NewCheck returns a box to tick.
func NewCheck(text string, on bool, changed func(on bool)) *Check {
	c := &Check{text: text, on: on, OnChanged: changed}
	c.init(c, func() {
		c.SetOn(!c.on)
		if c.OnChanged != nil {
			c.OnChanged(c.on)
		}
	})
	return c
}

// On tells whether it is ticked.
func (c *Check) On() bool { return c.on }

// SetOn ticks or clears it without telling OnChanged.
func (c *Check) SetOn(on bool) {
	if c.on != on {
		c.on = on
		c.Refresh()
	}
}

// SetText changes the word.
func (c *Check) SetText(text string) {
	if c.text != text {
		c.text = text
		c.Refresh()
	}
}

// CreateRenderer is for Fyne.
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	box, around := newRect(), newRect()
	tick := newSymbol()
	text := canvas.NewText("", nil)
	const side = 16
	style := func() Style {
		if c.disabled {
			return Style{Color: theme.ColorDisabled}
		}
		return Style{}
	}
	paint := func() {
		fill(box, theme.ColorField, theme.ColorMuted, 4)
		symbol := theme.IconName("")
		if c.on {
			fill(box, theme.ColorAccent, "", 4)
			symbol = theme.IconCheck
			if c.disabled {
				box.FillColor = theme.Color(theme.ColorDisabled)
			}
		} else if c.hovered && !c.disabled {
			box.StrokeColor = theme.Color(theme.ColorAccent)
		}
		setSymbol(tick, symbol, theme.ColorOnAccent)
		ring(around, c.focused, theme.Size(theme.SizeRadius))
		style().apply(text)
	}
	place := func(size fyne.Size) {
		around.Move(fyne.NewPos(-4, 0))
		around.Resize(size.AddWidthHeight(8, 0))
		placeIn(box, 0, 0, size.Height, fyne.NewSquareSize(side))
		placeIn(tick, 2, 0, size.Height, fyne.NewSquareSize(side-4))
		text.Text = fit(c.text, size.Width-side-8, style())
		text.Refresh()
		placeText(text, side+8, 0, size.Width-side-8, size.Height)
	}
	minimum := func() fyne.Size { return fyne.NewSize(style().measure(c.text).Width+side+8, 26) }
	return newSketch(c, []fyne.CanvasObject{box, tick, text, around}, minimum, place, paint)
}

package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"sensedesk/ui/theme"
)

// NavItem is a line of the side bar. The chosen one is tinted and bold.
type NavItem struct {
	control
	OnTapped func()

	text   string
	count  string
	chosen bool
}

// NewNavItem returns a line of the side bar.
func NewNavItem(text string, tapped func()) *NavItem {
	n := &NavItem{text: text, OnTapped: tapped}
	n.init(n, func() {
		if n.OnTapped != nil {
			n.OnTapped()
		}
	})
	return n
}

// SetText changes the word and the count shown behind it after «·»; count may
// be empty.
func (n *NavItem) SetText(text, count string) {
	if n.text != text || n.count != count {
		n.text, n.count = text, count
		n.Refresh()
	}
}

// SetChosen tells whether this is the screen shown now.
func (n *NavItem) SetChosen(chosen bool) {
	if n.chosen != chosen {
		n.chosen = chosen
		n.Refresh()
	}
}

// CreateRenderer is for Fyne.
func (n *NavItem) CreateRenderer() fyne.WidgetRenderer {
	box, around := newRect(), newRect()
	text := canvas.NewText("", nil)
	style := func() Style {
		switch {
		case n.disabled:
			return Style{Color: theme.ColorDisabled}
		case n.chosen:
			return Style{Color: theme.ColorAccent, Bold: true}
		}
		return Style{}
	}
	full := func() string {
		if n.count != "" {
			return n.text + " · " + n.count
		}
		return n.text
	}
	paint := func() {
		ground := fyne.ThemeColorName("")
		switch {
		case n.chosen:
			ground = theme.ColorAccentTint
		case n.hovered && !n.disabled:
			ground = theme.ColorHover
		}
		fill(box, ground, "", theme.Size(theme.SizeRadius))
		ring(around, n.focused, theme.Size(theme.SizeRadius))
		style().apply(text)
	}
	place := func(size fyne.Size) {
		box.Resize(size)
		around.Resize(size)
		text.Text = fit(full(), size.Width-20, style())
		text.Refresh()
		placeText(text, 10, 0, size.Width-20, size.Height)
	}
	return newSketch(n, []fyne.CanvasObject{box, text, around}, func() fyne.Size { return fyne.NewSize(80, 36) }, place, paint)
}

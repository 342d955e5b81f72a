package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"sensedesk/ui/theme"
)

// NavItem is a line of the side bar. The chosen one is tinted and bold.
type NavItem struct {
	control
	OnTapped func()

	text   string
	count  string
	chosen bool
	icon   theme.IconName // stands for the word where there is no room for it; "" = the word is shown
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

// navPad is the room beside the word, and navIcon how wide an entry without its
// word is.
const navPad, navIcon = 10, 40

// Wide returns how wide the entry has to be to show its word and count whole.
func (n *NavItem) Wide() float32 { return Style{Bold: true}.measure(n.full()).Width + 2*navPad }

// SetIcon shows a symbol instead of the word, which becomes the tooltip; "" shows
// the word.
func (n *NavItem) SetIcon(icon theme.IconName) {
	if n.icon != icon {
		n.icon = icon
		n.Refresh()
	}
}

// full is the word and the count.
func (n *NavItem) full() string {
	if n.count != "" {
		return n.text + " · " + n.count
	}
	return n.text
}

// MouseIn lights the entry; one that shows a symbol tells its word.
func (n *NavItem) MouseIn(ev *desktop.MouseEvent) {
	if n.tip = ""; n.icon != "" {
		n.tip = n.full()
	}
	n.control.MouseIn(ev)
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
	sign := newSymbol()
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
		text.Hidden = n.icon != ""
		setSymbol(sign, n.icon, style().filled().Color)
	}
	place := func(size fyne.Size) {
		box.Resize(size)
		around.Resize(size)
		text.Text = fit(n.full(), size.Width-2*navPad, style())
		text.Refresh()
		placeText(text, navPad, 0, size.Width-2*navPad, size.Height)
		side := theme.Size(theme.SizeIcon)
		sign.Resize(fyne.NewSquareSize(side))
		sign.Move(fyne.NewPos((size.Width-side)/2, (size.Height-side)/2))
	}
	minimum := func() fyne.Size {
		if n.icon != "" {
			return fyne.NewSize(navIcon, 36)
		}
		return fyne.NewSize(80, 36)
	}
	return newSketch(n, []fyne.CanvasObject{box, text, sign, around}, minimum, place, paint)
}

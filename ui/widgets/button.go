package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"sensedesk/ui/theme"
)

// Kind is the rank of a button.
type Kind int

// The ranks. A screen has one Primary at most.
const (
	Secondary Kind = iota // white with a thin line
	Primary               // filled with the accent
	Danger                // white with a thin line and red text
	Quiet                 // muted text alone, inside fields and rows
	Link                  // accent text alone
	Pill                  // small and round, with a thin line: «+ условие»
	OnDark                // on tooltips and toasts
)

// Button is something to press: by a click, or by Space and Enter when Tab has
// brought the focus to it.
type Button struct {
	control
	OnTapped func()

	text string
	kind Kind
	icon theme.IconName
	tail bool // the icon follows the text
	hint string
	turn string // another text there must be room for

	compact fyne.ThemeColorName // of the «×» in a chip: smaller, in the chip's colour
	dense   bool                // as high as a chip, among chips
}

// NewButton returns a button.
func NewButton(text string, kind Kind, tapped func()) *Button {
	b := &Button{text: text, kind: kind, OnTapped: tapped}
	b.init(b, func() {
		if b.OnTapped != nil {
			b.OnTapped()
		}
	})
	return b
}

// NewIconButton returns a button that shows a symbol alone; label is its
// tooltip and its name for those who cannot see the symbol.
func NewIconButton(icon theme.IconName, label string, tapped func()) *Button {
	b := NewButton("", Quiet, tapped)
	b.icon, b.tip = icon, label
	return b
}

// Text returns what the button says.
func (b *Button) Text() string { return b.text }

// SetText changes what the button says.
func (b *Button) SetText(text string) {
	if b.text != text {
		b.text = text
		b.Refresh()
	}
}

// SetTurn names a text the button takes turns with: it is wide enough for both,
// so that what stands beside it keeps its place.
func (b *Button) SetTurn(other string) {
	if b.turn != other {
		b.turn = other
		b.Refresh()
	}
}

// SetKind changes the rank.
func (b *Button) SetKind(kind Kind) {
	if b.kind != kind {
		b.kind = kind
		b.Refresh()
	}
}

// SetIcon puts a symbol before the text; "" takes it away.
func (b *Button) SetIcon(icon theme.IconName) {
	if b.icon != icon || b.tail {
		b.icon, b.tail = icon, false
		b.Refresh()
	}
}

// SetTail puts a symbol after the text: the arrow of a menu.
func (b *Button) SetTail(icon theme.IconName) {
	b.icon, b.tail = icon, true
	b.Refresh()
}

// SetHint shows the key that does the same, pale behind the text.
func (b *Button) SetHint(key string) {
	if b.hint != key {
		b.hint = key
		b.Refresh()
	}
}

// look is how a kind of button is drawn.
type look struct {
	fill, border, text fyne.ThemeColorName
	size               fyne.ThemeSizeName
	bold               bool
	pad, height        float32
	radius             float32
}

func (b *Button) look() look {
	l := look{border: theme.ColorLine, fill: theme.ColorPanel, text: theme.ColorText, size: theme.SizeText, pad: 12}
	l.height, l.radius = theme.Size(theme.SizeControl), theme.Size(theme.SizeRadius)
	switch b.kind {
	case Primary:
		l.fill, l.border, l.text, l.bold = theme.ColorAccent, "", theme.ColorOnAccent, true
	case Danger:
		l.text = theme.ColorNegative
	case Quiet:
		l.fill, l.border, l.text, l.pad, l.height = "", "", theme.ColorMuted, 4, 26
	case Link:
		l.fill, l.border, l.text, l.pad, l.height = "", "", theme.ColorAccent, 4, 26
	case Pill:
		l.text, l.size, l.height, l.radius = theme.ColorMuted, theme.SizeSmall, 24, theme.Size(theme.SizeChip)
	case OnDark:
		l.fill, l.border, l.text, l.pad, l.height, l.bold = "", "", theme.ColorTooltipText, 8, 28, true
	}
	if b.dense {
		l.height = chipHeight
	}
	if b.compact != "" {
		l.text, l.height, l.radius = b.compact, 18, 9
	}
	if b.disabled {
		l.text = theme.ColorDisabled
		if b.kind == Primary {
			l.fill, l.border, l.text = theme.ColorLine, "", theme.ColorMuted
		}
	}
	return l
}

// parts returns the widths of symbol, text and hint, and their sum with gaps.
func (b *Button) parts(l look) (icon, text, hint, all float32) {
	if b.icon != "" {
		icon = theme.Size(theme.SizeIcon)
		if b.kind == Pill || b.compact != "" {
			icon = 12
		}
		all += icon
	}
	if b.text != "" {
		text = Style{Size: l.size, Bold: l.bold}.measure(b.text).Width
		if all > 0 {
			all += 6
		}
		all += text
	}
	if b.hint != "" {
		hint = small().measure(b.hint).Width
		all += hint + 8
	}
	return icon, text, hint, all
}

// CreateRenderer is for Fyne.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	box, shade, around := newRect(), newRect(), newRect()
	text, hint := canvas.NewText("", nil), canvas.NewText("", nil)
	icon := newSymbol()
	paint := func() {
		l := b.look()
		fill(box, l.fill, l.border, l.radius)
		fill(shade, "", "", l.radius)
		ring(around, b.focused && !b.disabled, l.radius)
		if b.hovered && !b.disabled {
			shade.FillColor = theme.Color(theme.ColorHover)
		}
		if b.kind == Primary { // the accent would not show on itself
			around.StrokeColor = theme.Color(theme.ColorText)
			if b.hovered && !b.disabled {
				shade.FillColor = theme.Color(fynetheme.ColorNamePressed)
			}
		}
		Style{Color: l.text, Size: l.size, Bold: l.bold}.apply(text)
		text.Text = b.text
		hintColor := theme.ColorMuted
		if b.kind == Primary || b.kind == OnDark {
			hintColor = l.text
		}
		Style{Color: hintColor, Size: theme.SizeSmall}.apply(hint)
		hint.Text = b.hint
		setSymbol(icon, b.icon, l.text)
	}
	place := func(size fyne.Size) {
		iw, tw, hw, all := b.parts(b.look())
		for _, r := range []*canvas.Rectangle{box, shade, around} {
			r.Resize(size)
		}
		x := (size.Width - all) / 2
		if b.tail && b.icon != "" {
			placeText(text, x, 0, tw, size.Height)
			placeIn(icon, x+tw+6, 0, size.Height, fyne.NewSquareSize(iw))
			placeText(hint, x+tw+iw+14, 0, hw, size.Height)
			return
		}
		placeIn(icon, x, 0, size.Height, fyne.NewSquareSize(iw))
		if iw > 0 {
			x += iw + 6
		}
		placeText(text, x, 0, tw, size.Height)
		placeText(hint, x+tw+8, 0, hw, size.Height)
	}
	minimum := func() fyne.Size {
		l := b.look()
		_, _, _, all := b.parts(l)
		if b.text == "" && b.hint == "" {
			return fyne.NewSquareSize(l.height)
		}
		style := Style{Size: l.size, Bold: l.bold}
		all += max(0, style.measure(b.turn).Width-style.measure(b.text).Width)
		return fyne.NewSize(all+2*l.pad, l.height)
	}
	return newSketch(b, []fyne.CanvasObject{box, shade, text, hint, icon, around}, minimum, place, paint)
}

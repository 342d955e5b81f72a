package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"sensedesk/ui/theme"
)

// Style says how a text looks. The zero value is plain text of normal size.
type Style struct {
	Color  fyne.ThemeColorName // default theme.ColorText
	Size   fyne.ThemeSizeName  // default theme.SizeText
	Bold   bool
	Italic bool
	Align  fyne.TextAlign
}

// Usual styles.
func muted() Style { return Style{Color: theme.ColorMuted} }
func small() Style { return Style{Color: theme.ColorMuted, Size: theme.SizeSmall} }

func (s Style) filled() Style {
	if s.Color == "" {
		s.Color = theme.ColorText
	}
	if s.Size == "" {
		s.Size = theme.SizeText
	}
	return s
}

func (s Style) text() fyne.TextStyle { return fyne.TextStyle{Bold: s.Bold, Italic: s.Italic} }

func (s Style) measure(text string) fyne.Size {
	s = s.filled()
	return fyne.MeasureText(text, theme.Size(s.Size), s.text())
}

// apply gives a canvas text the style.
func (s Style) apply(t *canvas.Text) {
	s = s.filled()
	t.Color, t.TextSize, t.TextStyle, t.Alignment = theme.Color(s.Color), theme.Size(s.Size), s.text(), s.Align
}

// Text is one line without padding.
type Text struct {
	widget.BaseWidget
	self  fyne.Widget
	text  string
	style Style
	cut   bool // may be shorter than its text
	shown string
}

// NewText returns a line that always gets the room it needs.
func NewText(text string, style Style) *Text {
	t := &Text{text: text, style: style}
	t.self = t
	t.ExtendBaseWidget(t)
	return t
}

// Ellipsis is a Text that may be cut short: it then ends in «…» and shows the
// whole in a tooltip.
type Ellipsis struct{ Text }

var _ desktop.Hoverable = (*Ellipsis)(nil)

// NewEllipsis returns a line that may be cut short.
func NewEllipsis(text string, style Style) *Ellipsis {
	e := &Ellipsis{Text{text: text, style: style, cut: true}}
	e.self = e
	e.ExtendBaseWidget(e)
	return e
}

// MouseIn offers the whole text when it is cut.
func (e *Ellipsis) MouseIn(*desktop.MouseEvent) {
	if e.shown != e.text {
		offerTip(e, e.text)
	}
}

// MouseMoved does nothing.
func (e *Ellipsis) MouseMoved(*desktop.MouseEvent) {}

// MouseOut takes the tooltip away.
func (e *Ellipsis) MouseOut() { dropTip(e) }

// Plain returns a line of normal text.
func Plain(text string) *Text { return NewText(text, Style{}) }

// Muted returns a line of second-rank text.
func Muted(text string) *Text { return NewText(text, muted()) }

// Small returns a line of small second-rank text.
func Small(text string) *Text { return NewText(text, small()) }

// Heading returns the title of a panel or a section.
func Heading(text string) *Text { return NewText(text, Style{Bold: true}) }

// Title returns the title of a screen.
func Title(text string) *Text { return NewText(text, Style{Bold: true, Size: theme.SizeTitle}) }

// FullText returns the text, also when it is shown cut.
func (t *Text) FullText() string { return t.text }

// SetText shows another text.
func (t *Text) SetText(text string) {
	if t.text != text {
		t.text = text
		t.Refresh()
	}
}

// SetStyle shows the text in another style.
func (t *Text) SetStyle(style Style) {
	if t.style != style {
		t.style = style
		t.Refresh()
	}
}

// CreateRenderer is for Fyne.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	line := canvas.NewText("", theme.Color(theme.ColorText))
	place := func(size fyne.Size) {
		shown := t.text
		if t.cut {
			shown = fit(t.text, size.Width, t.style)
		}
		if t.shown = shown; line.Text != shown {
			line.Text = shown
			line.Refresh()
		}
		placeText(line, 0, 0, size.Width, size.Height)
	}
	paint := func() { t.style.apply(line); line.Text = t.text; t.shown = t.text }
	size := func() fyne.Size {
		s := t.style.measure(t.text)
		if t.cut {
			s.Width = min(s.Width, 24)
		}
		return s
	}
	return newSketch(t.self, []fyne.CanvasObject{line}, size, place, paint)
}

// longest is how many letters of a text are looked at: no line on a screen
// holds more, and measuring grows with the length (fyne-io/fyne #2718).
const longest = 300

// fit cuts text so that it is no wider than width, ending in «…».
func fit(text string, width float32, style Style) string {
	runes := []rune(text)
	cut := len(runes) > longest
	if cut {
		runes = runes[:longest]
	}
	if !cut && style.measure(text).Width <= width {
		return text
	}
	low, high := 0, len(runes) // low letters fit, high+1 do not
	for low < high {
		mid := (low + high + 1) / 2
		if style.measure(string(runes[:mid])+"…").Width <= width {
			low = mid
		} else {
			high = mid - 1
		}
	}
	if low == 0 && style.measure("…").Width > width {
		return ""
	}
	return string(runes[:low]) + "…"
}

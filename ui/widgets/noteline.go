package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"sensedesk/ui/theme"
)

// NoteLine is a small remark at the edge of the window, with a dot when it has
// a state, that opens what it is about.
type NoteLine struct {
	control
	OnTapped func()

	dot  *Dot
	text *Paragraph
}

// NewNoteLine returns an empty remark.
func NewNoteLine(tapped func()) *NoteLine {
	n := &NoteLine{OnTapped: tapped, dot: NewDot(ToneQuiet), text: NewParagraph("", small())}
	n.dot.Hide()
	n.init(n, func() {
		if n.OnTapped != nil {
			n.OnTapped()
		}
	})
	return n
}

// Text returns the remark.
func (n *NoteLine) Text() string { return n.text.FullText() }

// Set changes the remark and its tone; ToneQuiet is the usual muted text.
func (n *NoteLine) Set(text string, tone Tone) {
	style := small()
	if tone != ToneQuiet {
		style.Color = tone.Ink()
	}
	n.text.SetStyle(style)
	n.text.SetText(text)
	show(n, text != "")
	n.Refresh()
}

// SetDot puts a dot before the remark, hollow for «there is not».
func (n *NoteLine) SetDot(tone Tone, hollow bool) {
	n.dot.Set(tone, hollow)
	show(n.dot, true)
	n.Refresh()
}

// Cursor shows the hand when the remark opens something.
func (n *NoteLine) Cursor() desktop.Cursor {
	if n.OnTapped == nil {
		return desktop.DefaultCursor
	}
	return n.control.Cursor()
}

// CreateRenderer is for Fyne.
func (n *NoteLine) CreateRenderer() fyne.WidgetRenderer {
	shade, around := newRect(), newRect()
	const pad = 10 // in line with the entries of the side bar
	left := func() float32 {
		if n.dot.Hidden {
			return pad
		}
		return pad + 16
	}
	paint := func() {
		radius := theme.Size(theme.SizeRadius)
		fill(shade, "", "", radius)
		if n.hovered && n.OnTapped != nil {
			fill(shade, theme.ColorHover, "", radius)
		}
		ring(around, n.focused, radius)
	}
	place := func(size fyne.Size) {
		shade.Resize(size)
		around.Resize(size)
		w := max(0, size.Width-left()-pad)
		n.text.Resize(fyne.NewSize(w, 0))
		n.text.Resize(fyne.NewSize(w, n.text.MinSize().Height))
		n.text.Move(fyne.NewPos(left(), 4))
		n.dot.Move(fyne.NewPos(pad, 4+2))
		n.dot.Resize(fyne.NewSize(10, small().measure("x").Height-4))
	}
	minimum := func() fyne.Size {
		m := n.text.MinSize()
		return fyne.NewSize(m.Width+left()+pad, m.Height+8)
	}
	return newSketch(n, []fyne.CanvasObject{shade, n.dot, n.text, around}, minimum, place, paint)
}

package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"sensedesk/ui/theme"
)

// paragraphWidth is the least width a paragraph is broken at.
const paragraphWidth = 120

// Paragraph is a text that wraps at words. It breaks its lines itself, once a
// width, in linear time: a wrapped Fyne label squeezed to its own minimum takes
// seconds for a thousand letters. Not for texts above a few thousand letters.
// In a VBox its height follows its width.
type Paragraph struct {
	widget.BaseWidget
	text  string
	style Style
	width float32 // the lines are broken for
	lines []string
}

// NewParagraph returns a text that wraps.
func NewParagraph(text string, style Style) *Paragraph {
	p := &Paragraph{text: text, style: style}
	p.ExtendBaseWidget(p)
	return p
}

// FullText returns the whole text.
func (p *Paragraph) FullText() string { return p.text }

// SetText shows another text.
func (p *Paragraph) SetText(text string) {
	if p.text != text {
		p.text, p.lines = text, nil
		p.Refresh()
	}
}

// SetStyle shows the text in another style.
func (p *Paragraph) SetStyle(style Style) {
	if p.style != style {
		p.style, p.lines = style, nil
		p.Refresh()
	}
}

// Resize breaks the lines anew when the width changes.
func (p *Paragraph) Resize(size fyne.Size) {
	if w := size.Width; w > 0 && w != p.width {
		p.width, p.lines = w, nil
	}
	p.BaseWidget.Resize(size)
}

func (p *Paragraph) broken() []string {
	if p.lines == nil {
		p.lines = wrap(p.text, p.room(), func(s string) float32 { return p.style.measure(s).Width })
	}
	return p.lines
}

// CreateRenderer is for Fyne.
func (p *Paragraph) CreateRenderer() fyne.WidgetRenderer {
	var lines []*canvas.Text
	var objects []fyne.CanvasObject
	place := func(size fyne.Size) {
		texts := p.broken()
		for len(lines) < len(texts) {
			t := canvas.NewText("", theme.Color(theme.ColorText))
			lines, objects = append(lines, t), append(objects, t)
		}
		h := p.style.measure("x").Height
		for i, t := range lines {
			t.Hidden = i >= len(texts)
			if t.Hidden {
				continue
			}
			p.style.apply(t)
			t.Text = texts[i]
			t.Move(fyne.NewPos(0, float32(i)*h))
			t.Resize(fyne.NewSize(size.Width, h))
			t.Refresh()
		}
	}
	s := &sketch{owner: p, place: place}
	s.objects = func() []fyne.CanvasObject { return objects }
	s.paint = func() { p.lines = nil }
	s.min = func() fyne.Size {
		return fyne.NewSize(paragraphWidth, float32(len(p.broken()))*p.style.measure("x").Height)
	}
	s.place(p.Size())
	return s
}

// wrap breaks text into lines no wider than width; a word wider than that is
// broken between letters. There is at least one line. Widths of words and
// spaces add up to the width of their line.
func wrap(text string, width float32, measure func(string) float32) []string {
	space := measure("\u00a0")
	known := map[string]float32{}
	widthOf := func(word string) float32 {
		w, ok := known[word]
		if !ok {
			w = measure(word)
			known[word] = w
		}
		return w
	}
	var lines []string
	for _, paragraph := range strings.Split(text, "\n") {
		line, used := "", float32(0)
		for _, word := range words(paragraph) {
			w := widthOf(word)
			if line != "" && used+space+w > width {
				lines = append(lines, line)
				line, used = "", 0
			}
			for line == "" && w > width {
				head, tail := split(word, width, measure)
				if tail == "" {
					break
				}
				lines = append(lines, head)
				word, w = tail, measure(tail)
			}
			if line == "" {
				line, used = word, w
				continue
			}
			line, used = line+" "+word, used+space+w
		}
		lines = append(lines, line)
	}
	return lines
}

// words splits at spaces that may break; a no-break space keeps words together.
func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\t' || r == '\r' })
}

// split cuts a word after the last letter that fits, but after one at least.
func split(word string, width float32, measure func(string) float32) (head, tail string) {
	runes := []rune(word)
	low, high := 1, len(runes)
	for low < high {
		mid := (low + high + 1) / 2
		if measure(string(runes[:mid])) <= width {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return string(runes[:low]), string(runes[low:])
}

// lineWidth is the width of the widest line.
func (p *Paragraph) lineWidth() (width float32) {
	for _, l := range p.broken() {
		width = max(width, p.style.measure(l).Width)
	}
	return width
}

// room is the width lines are broken at: the width given, but never so little
// that a squeezed first layout explodes into a line per word.
func (p *Paragraph) room() float32 {
	if p.width == 0 {
		return paragraphWidth
	}
	return p.width
}

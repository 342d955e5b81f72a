package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"sensedesk/ui/theme"
)

// Mark is how a word of a Marked text is marked. Colour never does it alone.
type Mark int

// The marks.
const (
	MarkNone    Mark = iota
	MarkAdded        // a line below it
	MarkRemoved      // a line through it
	MarkPale         // second rank
)

// MarkedWord is one word of a Marked text.
type MarkedWord struct {
	Text   string
	Mark   Mark
	Joined bool // no space before it, nor a break of the line
	Break  bool // begins a line
}

// Marked is a text that wraps at words and shows which of them were added and
// which removed. In a VBox its height follows its width.
type Marked struct {
	widget.BaseWidget
	words []MarkedWord
	size  fyne.ThemeSizeName
	width float32 // the lines are broken for
	runs  []markedRun
	lines int
}

// markedRun is a stretch of one mark on one line.
type markedRun struct {
	text     string
	mark     Mark
	line     int
	x, width float32
}

// NewMarked returns a text of marked words; size "" is theme.SizeText.
func NewMarked(words []MarkedWord, size fyne.ThemeSizeName) *Marked {
	m := &Marked{words: words, size: size}
	m.ExtendBaseWidget(m)
	return m
}

// SetWords shows another text.
func (m *Marked) SetWords(words []MarkedWord) {
	m.words, m.runs = words, nil
	m.Refresh()
}

// FullText returns the text for those who do not see its lines: what was removed
// in [ ], what was added in { }.
func (m *Marked) FullText() string {
	var b strings.Builder
	open := MarkNone
	shut := func() {
		switch open {
		case MarkAdded:
			b.WriteByte('}')
		case MarkRemoved:
			b.WriteByte(']')
		}
		open = MarkNone
	}
	for i, w := range m.words {
		if w.Mark != open {
			shut()
		}
		if i > 0 && !w.Joined {
			b.WriteByte(' ')
		}
		if w.Mark != open {
			switch open = w.Mark; w.Mark {
			case MarkAdded:
				b.WriteByte('{')
			case MarkRemoved:
				b.WriteByte('[')
			}
		}
		b.WriteString(w.Text)
	}
	shut()
	return b.String()
}

// Resize breaks the lines anew when the width changes.
func (m *Marked) Resize(size fyne.Size) {
	if w := size.Width; w > 0 && w != m.width {
		m.width, m.runs = w, nil
	}
	m.BaseWidget.Resize(size)
}

// style is how words of a mark are written.
func (m *Marked) style(mark Mark) Style {
	return Style{Size: m.size, Color: [...]fyne.ThemeColorName{theme.ColorText, theme.ColorPositive, theme.ColorNegative, theme.ColorMuted}[mark]}
}

// breakLines puts the words on lines; words that belong together are only parted
// where they alone are wider than a line.
func (m *Marked) breakLines() {
	if m.runs != nil || len(m.words) == 0 {
		return
	}
	room := m.width
	if room == 0 {
		room = paragraphWidth
	}
	measure := func(s string) float32 { return m.style(MarkNone).measure(s).Width }
	space := measure("\u00a0")
	x, line, fresh := float32(0), 0, true
	next := func() { x, line, fresh = 0, line+1, true }
	put := func(text string, mark Mark, gap bool, width float32) {
		if n := len(m.runs) - 1; n >= 0 && !fresh && m.runs[n].mark == mark {
			r := &m.runs[n]
			if gap {
				r.text += " "
			}
			r.text += text
			x = r.x + measure(r.text)
			r.width = x - r.x
			return
		}
		if gap && !fresh {
			x += space
		}
		m.runs = append(m.runs, markedRun{text, mark, line, x, width})
		x, fresh = x+width, false
	}
	for from := 0; from < len(m.words); {
		to, width := from+1, measure(m.words[from].Text)
		for to < len(m.words) && m.words[to].Joined && !m.words[to].Break {
			width += measure(m.words[to].Text)
			to++
		}
		switch {
		case from > 0 && m.words[from].Break:
			next()
		case !fresh && x+space+width > room:
			next()
		}
		for i, w := range m.words[from:to] {
			text := w.Text
			for wide := measure(text); x+wide > room && x > 0 && i > 0 && width > room || x == 0 && wide > room; wide = measure(text) {
				if x > 0 {
					next()
					continue
				}
				head, tail := split(text, room, measure)
				if tail == "" {
					break
				}
				put(head, w.Mark, false, measure(head))
				next()
				text = tail
			}
			put(text, w.Mark, i == 0 && !fresh, measure(text))
		}
		from = to
	}
	m.lines = line + 1
}

// CreateRenderer is for Fyne.
func (m *Marked) CreateRenderer() fyne.WidgetRenderer {
	var texts []*canvas.Text
	var bars []*canvas.Rectangle
	var objects []fyne.CanvasObject
	place := func(fyne.Size) {
		m.breakLines()
		for len(texts) < len(m.runs) {
			t, bar := canvas.NewText("", theme.Color(theme.ColorText)), newRect()
			texts, bars, objects = append(texts, t), append(bars, bar), append(objects, t, bar)
		}
		h := m.style(MarkNone).measure("x").Height
		for i, t := range texts {
			t.Hidden = i >= len(m.runs)
			if bars[i].Hidden = t.Hidden; t.Hidden {
				continue
			}
			r := m.runs[i]
			style := m.style(r.mark)
			style.apply(t)
			t.Text = r.text
			t.Move(fyne.NewPos(r.x, float32(r.line)*h))
			t.Resize(fyne.NewSize(r.width, h))
			t.Refresh()
			bar := bars[i]
			bar.Hidden = r.mark != MarkAdded && r.mark != MarkRemoved
			bar.FillColor = theme.Color(style.filled().Color)
			y := 0.9 * h
			if r.mark == MarkRemoved {
				y = 0.56 * h
			}
			thick := theme.Size(theme.SizeLine)
			bar.Move(fyne.NewPos(r.x, float32(r.line)*h+y-thick/2))
			bar.Resize(fyne.NewSize(r.width, thick))
			bar.Refresh()
		}
	}
	s := &sketch{owner: m, place: place}
	s.objects = func() []fyne.CanvasObject { return objects }
	s.paint = func() { m.runs = nil }
	s.min = func() fyne.Size {
		m.breakLines()
		lines := m.lines
		if len(m.words) == 0 {
			lines = 0
		}
		return fyne.NewSize(paragraphWidth, float32(lines)*m.style(MarkNone).measure("x").Height)
	}
	s.place(m.Size())
	return s
}

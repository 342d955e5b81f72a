package widgets

import (
	"fyne.io/fyne/v2"

	"sensedesk/ui/theme"
)

// Column is one column of a Grid, as data.
type Column[T any] struct {
	ID    string // stable: for sorting, remembered widths
	Title string
	Width float32 // the width it would like
	Min   float32 // the least it is useful at; 0 = Width
	Grow  float32 // its share of the room left over; 0 = none
	// Drop says when the column gives way in a narrow window: the highest goes
	// first, 0 never.
	Drop     int
	Sortable bool
	Align    fyne.TextAlign
	Cell     func(row T) Cell // called while scrolling: must be quick
}

// Cell is what one cell shows: a symbol, or spans of text.
type Cell struct {
	Icon  theme.IconName
	Ink   fyne.ThemeColorName // of the symbol; default theme.ColorText
	Spans []Span
	Tip   string // tooltip; "" = the whole text when it is cut
}

// Span is a stretch of text in a cell.
type Span struct {
	Text string
	Look Look
}

// Look says how a span is drawn.
type Look int

// The looks.
const (
	LookPlain Look = iota
	LookMuted
	LookBold
	LookSmall // small and muted
	LookHit   // found by the search
	LookInk   // text in the ink of Tone, by InkSpan
	lookChip
)

// tones are packed above the looks.
const toneShift = 8

// Txt returns a cell of plain text.
func Txt(text string) Cell { return Cell{Spans: []Span{{Text: text}}} }

// Pale returns a cell of muted text.
func Pale(text string) Cell { return Cell{Spans: []Span{{text, LookMuted}}} }

// IconCell returns a cell with a symbol; tip says what it means.
func IconCell(icon theme.IconName, ink fyne.ThemeColorName, tip string) Cell {
	return Cell{Icon: icon, Ink: ink, Tip: tip}
}

// ChipSpan returns a span drawn as a chip.
func ChipSpan(text string, tone Tone) Span { return Span{text, lookChip | Look(tone)<<toneShift} }

// InkSpan returns a span of text in a tone's ink.
func InkSpan(text string, tone Tone) Span { return Span{text, LookInk | Look(tone)<<toneShift} }

// Chips returns a cell of chips in one tone.
func Chips(tone Tone, texts ...string) Cell {
	var c Cell
	for _, t := range texts {
		c.Spans = append(c.Spans, ChipSpan(t, tone))
	}
	return c
}

func (l Look) tone() Tone { return Tone(l >> toneShift) }
func (l Look) kind() Look { return l & (1<<toneShift - 1) }

// style is the text style of a look.
func (l Look) style() Style {
	switch l.kind() {
	case LookMuted:
		return muted()
	case LookBold:
		return Style{Bold: true}
	case LookSmall:
		return small()
	case LookInk:
		return Style{Color: l.tone().Ink()}
	case lookChip:
		return Style{Color: l.tone().Ink(), Size: theme.SizeSmall}
	}
	return Style{}
}

// full is the whole text of a cell.
func (c Cell) full() (text string) {
	for i, s := range c.Spans {
		if i > 0 && s.Look.kind() == lookChip {
			text += " "
		}
		text += s.Text
	}
	return text
}

// track is what decides a column's width.
type track struct {
	width, min, grow float32
	drop             int
}

// gridGap is the room between two columns.
const gridGap = 16

// columnWidths shares room among columns: each gets its width and the growing
// ones what is left; when there is too little, columns shrink to their least
// width and then give way, the highest drop first. A column that gave way is 0
// wide.
func columnWidths(room float32, tracks []track) []float32 {
	widths := make([]float32, len(tracks))
	gone := make([]bool, len(tracks))
	for {
		var want, least, grow float32
		n := 0
		for i, t := range tracks {
			if !gone[i] {
				want, least, grow, n = want+t.width, least+t.min, grow+t.grow, n+1
			}
		}
		gaps := gridGap * float32(max(n-1, 0))
		if least+gaps > room {
			if i := nextToDrop(tracks, gone); i >= 0 {
				gone[i] = true
				continue
			}
		}
		spare := room - gaps - want
		slack := want - least
		for i, t := range tracks {
			switch {
			case gone[i]:
			case spare >= 0 && grow > 0:
				widths[i] = t.width + spare*t.grow/grow
			case spare >= 0:
				widths[i] = t.width
			case slack > 0:
				widths[i] = max(t.min, t.width+spare*(t.width-t.min)/slack)
			default:
				widths[i] = t.min
			}
		}
		return widths
	}
}

func nextToDrop(tracks []track, gone []bool) int {
	next := -1
	for i, t := range tracks {
		if !gone[i] && t.drop > 0 && (next < 0 || t.drop >= tracks[next].drop) {
			next = i
		}
	}
	return next
}

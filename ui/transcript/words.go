package transcript

import (
	"sort"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"sensedesk/ui/theme"
)

// bindWords places the words of a phrase: a text for each stretch of a line
// that has one colour, a tint below each stretch that is marked.
func (v *rowView) bindWords(r *Row) {
	f := &v.w.flow
	v.lines = append(v.lines[:0], f.lines(v.row)...)
	v.x, v.cores = v.x[:0], v.cores[:0]
	widths, space := f.row(v.row), f.metrics.Space()
	for _, l := range v.lines {
		x := textX()
		for i := l.From; i < l.To; i++ {
			v.x = append(v.x, x)
			v.cores = append(v.cores, v.coreOf(r.Tokens[i].Text, x, widths[i]))
			x += widths[i] + space
		}
	}
	v.bindHits()
	for n, l := range v.lines {
		v.bindLine(r, l, v.lineY(n))
	}
}

// bindHits draws a ground under the words that were looked for.
func (v *rowView) bindHits() {
	first, hits := v.w.hitsOf(v.row)
	for n, h := range hits {
		ground := theme.ColorCurrent
		if first+n == v.w.hit {
			ground = theme.ColorCurrentWord
		}
		for line, l := range v.lines {
			i, j := max(h.From, l.From), min(h.To, l.To)
			if i >= j {
				continue
			}
			tint := v.tints.take()
			tint.FillColor, tint.CornerRadius = theme.Color(ground), pad()*0.75
			tint.Move(fyne.NewPos(v.cores[i][0]-pad()/2, v.lineY(line)+1))
			tint.Resize(fyne.NewSize(v.cores[j-1][1]-v.cores[i][0]+pad(), lineHeight()-1))
		}
	}
}

// coreOf returns where a word without its punctuation begins and ends.
func (v *rowView) coreOf(text string, x, width float32) [2]float32 {
	from, to := core(text)
	end := x + width
	if to < len(text) {
		end -= v.w.flow.metrics.Estimate(text[to:])
	}
	if from > 0 {
		x += v.w.flow.metrics.Estimate(text[:from])
	}
	return [2]float32{x, end}
}

// bindLine draws the words of one line.
func (v *rowView) bindLine(r *Row, l Line, y float32) {
	for i := l.From; i < l.To; {
		j := i + 1
		for j < l.To && r.Tokens[j].Mark == r.Tokens[i].Mark {
			j++
		}
		if m := r.Tokens[i].Mark; m >= 0 {
			v.bindMarked(r, i, j, y, r.Marks[m].Tone)
		} else {
			v.write(joined(r.Tokens[i:j]), v.x[i], y, theme.ColorText)
		}
		i = j
	}
}

// bindMarked draws words [i, j) of one mark: tint and colour leave out the
// punctuation at both ends.
func (v *rowView) bindMarked(r *Row, i, j int, y float32, tone Tone) {
	ink, ground := theme.ColorText, theme.ColorAccentTint
	switch tone {
	case ToneNegative:
		ink, ground = theme.ColorNegative, theme.ColorNegativeTint
	case TonePositive:
		ink, ground = theme.ColorPositive, theme.ColorPositiveTint
	}
	tint := v.tints.take()
	tint.FillColor, tint.CornerRadius = theme.Color(ground), pad()*0.75
	tint.Move(fyne.NewPos(v.cores[i][0]-pad()/2, y+1))
	tint.Resize(fyne.NewSize(v.cores[j-1][1]-v.cores[i][0]+pad(), lineHeight()-1))

	text := joined(r.Tokens[i:j])
	from, _ := core(r.Tokens[i].Text)
	last := r.Tokens[j-1].Text
	_, end := core(last)
	to := len(text) - (len(last) - end)
	v.write(text[:from], v.x[i], y, theme.ColorText)
	v.write(text[from:to], v.cores[i][0], y, ink)
	v.write(text[to:], v.cores[j-1][1], y, theme.ColorText)
}

// write puts a text at a place.
func (v *rowView) write(text string, x, y float32, in fyne.ThemeColorName) {
	if text == "" {
		return
	}
	t := v.texts.take()
	place(t, text, theme.SizeText, in, fyne.TextStyle{})
	t.Move(fyne.NewPos(x, y))
}

// lineY is where a line of words begins in the row.
func (v *rowView) lineY(line int) float32 {
	return rowInset() + v.head + float32(line)*lineHeight()
}

// lineOf returns the line a word is on.
func (v *rowView) lineOf(word int) int {
	return sort.Search(len(v.lines), func(i int) bool { return v.lines[i].To > word })
}

// wordAt returns the word at a place of the row; -1 when there is none.
func (v *rowView) wordAt(p fyne.Position) int {
	if len(v.lines) == 0 || p.X < textX()-pad() || p.Y < v.lineY(0) {
		return -1
	}
	n := int((p.Y - v.lineY(0)) / lineHeight())
	if n >= len(v.lines) {
		return -1
	}
	l := v.lines[n]
	if p.X > textX()+l.Width+2*pad() {
		return -1
	}
	i := l.From + sort.Search(l.To-l.From, func(i int) bool { return v.x[l.From+i] > p.X }) - 1
	return max(i, l.From)
}

// joined writes tokens with spaces between.
func joined(tokens []Token) string {
	r := Row{Tokens: tokens}
	return r.Text()
}

// longestName is how many letters of a name stand above a phrase.
const longestName = 40

// short cuts a foreign name to what has room.
func short(name string) string {
	if utf8.RuneCountInString(name) <= longestName {
		return name
	}
	return string([]rune(name)[:longestName-1]) + "…"
}

// interrupt is how long the phrase speaks over the other party.
func (r *Row) interrupt() time.Duration { return time.Duration(r.Interrupt) * time.Millisecond }

package transcript

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
)

// rowView draws one row. Its objects are reused for other rows; bind sets all
// of them.
type rowView struct {
	w     *Widget
	row   int
	lines []Line
	x     []float32 // where each word begins
	cores [][2]float32
	head  float32 // height of the line above the words

	box    *fyne.Container
	back   *canvas.Rectangle // the phrase is spoken now, or chosen
	hover  *canvas.Rectangle
	bar    *canvas.Rectangle
	word   *canvas.Rectangle // the word spoken now
	time   *canvas.Text
	name   *canvas.Text
	left   *canvas.Rectangle // lines beside a pause
	right  *canvas.Rectangle
	tints  pool[*canvas.Rectangle]
	texts  pool[*canvas.Text]
	reused []fyne.CanvasObject
}

// pool hands out objects again.
type pool[T fyne.CanvasObject] struct {
	all  []T
	used int
	make func() T
}

func (p *pool[T]) take() T {
	if p.used == len(p.all) {
		p.all = append(p.all, p.make())
	}
	p.used++
	return p.all[p.used-1]
}

// newRowView returns a view that shows nothing yet.
func newRowView(w *Widget) *rowView {
	rect := func() *canvas.Rectangle { return canvas.NewRectangle(color.Transparent) }
	text := func() *canvas.Text { return canvas.NewText("", color.Transparent) }
	v := &rowView{w: w, back: rect(), hover: rect(), bar: rect(), word: rect(), left: rect(), right: rect(), time: text(), name: text()}
	v.tints.make, v.texts.make = rect, text
	v.box = &fyne.Container{}
	return v
}

// bind shows a row.
func (v *rowView) bind(row int) {
	v.row, v.tints.used, v.texts.used = row, 0, 0
	r := &v.w.doc.Rows[row]
	size := fyne.NewSize(v.w.flow.width, v.w.flow.heights.of[row])
	v.box.Resize(size)
	v.back.CornerRadius = theme.Size(theme.SizeRadius)
	v.back.Move(fyne.NewPos(margin()-2*pad(), 0))
	v.back.Resize(fyne.NewSize(size.Width-2*margin()+4*pad(), size.Height))
	v.hover.FillColor, v.hover.CornerRadius = theme.Color(theme.ColorHover), v.back.CornerRadius
	v.hover.Move(v.back.Position())
	v.hover.Resize(v.back.Size())
	v.hover.Hide()
	if r.Kind == KindPause {
		v.bindPause(r, size)
	} else {
		v.bindPhrase(r, size)
	}
	v.relight()
}

// bindPause draws a thin line with the length of the silence in it.
func (v *rowView) bindPause(r *Row, size fyne.Size) {
	v.lines, v.x = nil, nil
	p := v.w.cfg.Printer
	place(v.name, p.S("transcript.pause", i18n.Args{"length": p.Span(r.Length())}), theme.SizeSmall, theme.ColorMuted, fyne.TextStyle{})
	width := v.name.MinSize().Width
	reach := 30 * pad()
	y := size.Height / 2
	v.name.Move(fyne.NewPos(textX()+reach+2*pad(), rowInset()))
	line := theme.Size(theme.SizeLine)
	for i, rect := range []*canvas.Rectangle{v.left, v.right} {
		rect.FillColor = theme.Color(theme.ColorLine)
		rect.Move(fyne.NewPos(textX()+float32(i)*(reach+width+4*pad()), y))
		rect.Resize(fyne.NewSize(reach, line))
	}
	v.box.Objects = append(v.reused[:0], v.back, v.hover, v.left, v.right, v.name)
	v.reused = v.box.Objects
}

// bindPhrase draws time, bar, speaker and words.
func (v *rowView) bindPhrase(r *Row, size fyne.Size) {
	side := sideColor(r.Side)
	inset := rowInset()
	v.head = v.w.flow.pitch.head(r)
	place(v.time, v.w.clock(r.Start()), theme.SizeSmall, theme.ColorMuted, fyne.TextStyle{})
	timeY := inset
	if v.head == 0 {
		timeY += (lineHeight() - nameHeight()) / 2
	}
	v.time.Move(fyne.NewPos(timeEnd()-v.time.MinSize().Width, timeY))
	v.bar.FillColor, v.bar.CornerRadius = theme.Color(side), pad()/2
	v.bar.Move(fyne.NewPos(barX(), inset))
	v.bar.Resize(fyne.NewSize(pad(), size.Height-2*inset))
	place(v.name, v.w.nameOf(r), theme.SizeSmall, side, fyne.TextStyle{Bold: true})
	v.name.Move(fyne.NewPos(textX(), inset))
	v.word.FillColor, v.word.CornerRadius = theme.Color(theme.ColorCurrentWord), pad()*0.75
	v.word.Hide()

	notes := textX()
	if v.name.Text != "" {
		notes += v.name.MinSize().Width + 2*pad()
	}
	v.bindNotes(r, notes, inset)
	if len(r.Tokens) == 0 {
		v.lines, v.x = nil, nil
		p := v.w.cfg.Printer
		t := v.texts.take()
		place(t, p.S("transcript.wordless", i18n.Args{"length": p.Span(r.Length())}), theme.SizeText, theme.ColorMuted, fyne.TextStyle{Italic: true})
		t.Move(fyne.NewPos(textX(), v.lineY(0)))
	} else {
		v.bindWords(r)
	}

	v.box.Objects = append(v.reused[:0], v.back, v.hover, v.bar, v.time, v.name)
	for _, t := range v.tints.all[:v.tints.used] {
		v.box.Objects = append(v.box.Objects, t)
	}
	v.box.Objects = append(v.box.Objects, v.word)
	for _, t := range v.texts.all[:v.texts.used] {
		v.box.Objects = append(v.box.Objects, t)
	}
	v.reused = v.box.Objects
}

// bindNotes writes behind the name what concerns the whole phrase.
func (v *rowView) bindNotes(r *Row, x, y float32) {
	note := func(text string, in fyne.ThemeColorName) {
		t := v.texts.take()
		place(t, text, theme.SizeSmall, in, fyne.TextStyle{})
		t.Move(fyne.NewPos(x, y))
		x += t.MinSize().Width + 2*pad()
	}
	p := v.w.cfg.Printer
	if r.Interrupt > 0 {
		note(p.S("transcript.interrupts", i18n.Args{"length": p.Span(r.interrupt())}), theme.ColorMuted)
	}
	if r.Edited {
		note(p.S("transcript.edited"), theme.ColorMuted)
	}
	for i := range r.Marks {
		if m := &r.Marks[i]; m.Whole && x < v.w.flow.width-30*pad() {
			note(short(m.Name), toneColor(m.Tone))
		}
	}
}

// relight shows whether the row is spoken, chosen, and which word is lit.
func (v *rowView) relight() {
	word, spoken := v.w.lit[v.row]
	switch {
	case spoken:
		v.back.FillColor = theme.Color(theme.ColorCurrent)
	case v.w.sel.Has(v.row):
		v.back.FillColor = theme.Color(theme.ColorAccentTint)
	default:
		v.back.FillColor = color.Transparent
	}
	if spoken && word >= 0 && word < len(v.cores) {
		line := v.lineOf(word)
		v.word.Move(fyne.NewPos(v.cores[word][0]-pad()/2, v.lineY(line)+1)) // one unit off the name above
		v.word.Resize(fyne.NewSize(v.cores[word][1]-v.cores[word][0]+pad(), lineHeight()-1))
		v.word.Show()
	} else {
		v.word.Hide()
	}
	canvas.Refresh(v.box)
}

// place sets what a text says and how; nothing else of it is left from before.
func place(t *canvas.Text, text string, size fyne.ThemeSizeName, in fyne.ThemeColorName, style fyne.TextStyle) {
	t.Text, t.TextSize, t.TextStyle, t.Color = text, theme.Size(size), style, theme.Color(in)
	t.Resize(t.MinSize())
}

// sideColor is the colour of a party.
func sideColor(s Side) fyne.ThemeColorName {
	switch s {
	case SideOperator:
		return theme.ColorOperator
	case SideClient:
		return theme.ColorClient
	}
	return theme.ColorMuted
}

// toneColor is the colour of a marked word.
func toneColor(t Tone) fyne.ThemeColorName {
	switch t {
	case ToneNegative:
		return theme.ColorNegative
	case TonePositive:
		return theme.ColorPositive
	}
	return theme.ColorMuted
}

package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"sensedesk/ui/theme"
)

// In a narrow form the labels give way, down to labelLeast, so that the fields
// keep the larger part.
const (
	labelLeast = 130
	labelShare = 0.36
)

// FieldRow is one row of a form: a muted label with an optional «?» that
// explains it, the field, and below the field a sentence when what stands in it
// cannot be used.
type FieldRow struct {
	widget.BaseWidget
	label *Paragraph
	help  *hint
	field fyne.CanvasObject
	fault *Paragraph
	width float32 // given last
}

// rowLeast is the least width in which a label stands beside its field, not
// above it.
const rowLeast = 320

// stacked tells whether the label stands above.
func (r *FieldRow) stacked() bool { return r.width > 0 && r.width < rowLeast }

// NewFieldRow returns a row; explain may be empty.
func NewFieldRow(label, explain string, field fyne.CanvasObject) *FieldRow {
	r := &FieldRow{
		label: NewParagraph(label, muted()), field: field,
		fault: NewParagraph("", Style{Color: theme.ColorNegative, Size: theme.SizeSmall}),
	}
	r.fault.Hide()
	if explain != "" {
		r.help = newHint(explain)
	}
	r.ExtendBaseWidget(r)
	return r
}

// SetLabel changes the label.
func (r *FieldRow) SetLabel(label string) { r.label.SetText(label) }

// SetFault says below the field what is wrong with it; "" takes that away.
func (r *FieldRow) SetFault(text string) {
	if text == r.fault.FullText() {
		return
	}
	r.fault.SetText(text)
	r.fault.Hidden = text == ""
	r.Refresh()
}

// Fault returns the sentence below the field.
func (r *FieldRow) Fault() string { return r.fault.FullText() }

// CreateRenderer is for Fyne.
func (r *FieldRow) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{r.label, r.field, r.fault}
	if r.help != nil {
		objects = append(objects, r.help)
	}
	const gap = 4
	minimum := func() fyne.Size {
		label, field := r.label.MinSize(), r.field.MinSize()
		h, w := max(label.Height, field.Height), labelLeast+8+field.Width
		if r.stacked() {
			h, w = label.Height+gap+field.Height, field.Width
		}
		if !r.fault.Hidden {
			h += gap + r.fault.MinSize().Height
		}
		return fyne.NewSize(w, h)
	}
	place := func(size fyne.Size) {
		r.width = size.Width
		if r.stacked() {
			r.placeStacked(size, gap)
			return
		}
		column := max(labelLeast, min(theme.Size(theme.SizeLabel), size.Width*labelShare))
		room := column - 8
		if r.help != nil {
			room -= 20
		}
		w := max(0, size.Width-column-8)
		r.label.Resize(fyne.NewSize(room, 0))
		r.field.Resize(fyne.NewSize(w, r.field.MinSize().Height))
		label, field := r.label.MinSize().Height, r.field.MinSize().Height
		line := max(min(field, theme.Size(theme.SizeControl)), label) // a label stands beside the first line of a tall field
		top := max(0, (line-field)/2)
		r.field.Resize(fyne.NewSize(w, field))
		r.field.Move(fyne.NewPos(column+8, top))
		r.label.Resize(fyne.NewSize(room, label))
		r.label.Move(fyne.NewPos(0, (line-label)/2))
		if r.help != nil {
			r.help.Resize(fyne.NewSquareSize(20))
			r.help.Move(fyne.NewPos(min(r.label.lineWidth()+6, room), (line-20)/2))
		}
		r.fault.Resize(fyne.NewSize(w, 0))
		r.fault.Resize(fyne.NewSize(w, r.fault.MinSize().Height))
		r.fault.Move(fyne.NewPos(column+8, top+field+gap))
	}
	return newSketch(r, objects, minimum, place, func() {})
}

// placeStacked puts the label above the field.
func (r *FieldRow) placeStacked(size fyne.Size, gap float32) {
	room := size.Width
	if r.help != nil {
		room -= 20
	}
	r.label.Resize(fyne.NewSize(room, 0))
	r.label.Resize(fyne.NewSize(room, r.label.MinSize().Height))
	r.label.Move(fyne.Position{})
	if r.help != nil {
		r.help.Resize(fyne.NewSquareSize(20))
		r.help.Move(fyne.NewPos(min(r.label.lineWidth()+6, room), (r.label.MinSize().Height-20)/2))
	}
	y := r.label.MinSize().Height + gap
	r.field.Resize(fyne.NewSize(size.Width, r.field.MinSize().Height))
	r.field.Resize(fyne.NewSize(size.Width, r.field.MinSize().Height))
	r.field.Move(fyne.NewPos(0, y))
	r.fault.Resize(fyne.NewSize(size.Width, 0))
	r.fault.Resize(fyne.NewSize(size.Width, r.fault.MinSize().Height))
	r.fault.Move(fyne.NewPos(0, y+r.field.MinSize().Height+gap))
}

// hint is a small «?» that explains in a tooltip. It takes no focus: every row
// of a form has one, and Tab goes from field to field.
type hint struct {
	widget.BaseWidget
	sign *Symbol
	tip  string
}

var _ desktop.Hoverable = (*hint)(nil)

func newHint(text string) *hint {
	h := &hint{sign: NewSymbol(theme.IconHelp, theme.ColorDisabled), tip: text}
	h.ExtendBaseWidget(h)
	return h
}

// Tip returns the explanation.
func (h *hint) Tip() string { return h.tip }

// MouseIn offers the explanation.
func (h *hint) MouseIn(*desktop.MouseEvent) {
	h.sign.Set(theme.IconHelp, theme.ColorMuted)
	offerTip(h, h.tip)
}

// MouseMoved does nothing.
func (h *hint) MouseMoved(*desktop.MouseEvent) {}

// MouseOut takes it away.
func (h *hint) MouseOut() {
	h.sign.Set(theme.IconHelp, theme.ColorDisabled)
	dropTip(h)
}

// CreateRenderer is for Fyne.
func (h *hint) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewCenter(h.sign))
}

package review

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sensedesk/ui/callface"
	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
	"sensedesk/ui/theme"
	"sensedesk/ui/transcript"
	"sensedesk/ui/widgets"
)

// header says who spoke with whom, when and how long, what was found, and leads
// back and on.
type header struct {
	s         *Screen
	box       *fyne.Container
	from, to  *widgets.Ellipsis
	direction *widgets.Symbol
	when      *widgets.Ellipsis
	chips     *fyne.Container
	tag       *widgets.Button // change the tags
	next      *widgets.Button
	data      *widgets.Button // all that the service said
	slim      bool            // the buttons are symbols, the data are left to the facts
}

func newHeader(s *Screen) *header {
	h := &header{s: s}
	title := widgets.Style{Bold: true, Size: theme.SizeTitle}
	h.from, h.to = widgets.NewEllipsis("", title), widgets.NewEllipsis("", title)
	h.direction = widgets.NewSymbol(theme.IconOutgoing, theme.ColorMuted)
	h.when = widgets.NewEllipsis("", widgets.Style{Color: theme.ColorMuted})
	h.chips = container.New(fitting{})
	back := widgets.NewIconButton(theme.IconArrowLeft, s.Printer.S("review.back"), func() { s.back() })
	h.next = widgets.NewButton("", widgets.Primary, func() { s.next() })
	h.next.SetTip(s.Printer.S("review.next"))
	h.setSlim(false)
	h.tag = widgets.NewIconButton(theme.IconPlus, s.Printer.S("review.tags.change"), func() { s.askTags() })
	h.data = widgets.NewIconButton(theme.IconInfo, s.Printer.S("data.title"), func() { s.showData() })
	names := container.New(names{}, h.from, h.direction, h.to)
	who := container.New(stacked{}, names, h.when)
	h.box = widgets.VBox(0,
		widgets.Inset(11, 20, 11, 14, container.New(headLayout{h}, back, who, h.chips, widgets.HBox(8, h.tag, h.data, h.next))),
		widgets.HLine())
	return h
}

// dataless tells that this desk cannot show all that the service said.
func (h *header) dataless() bool { return h.s.Kept == nil || h.s.ReadAnswer == nil }

// setSlim shows «next call» as a symbol or as words.
func (h *header) setSlim(slim bool) {
	p := h.s.Printer
	h.slim = slim
	if slim {
		h.next.SetText("")
		h.next.SetHint("")
		h.next.SetIcon(theme.IconArrowRight)
		return
	}
	h.next.SetIcon("")
	h.next.SetText(p.S("review.next"))
	h.next.SetHint(h.s.KeyHint(keys.NextCall))
}

// apply shows the call on the desk.
func (h *header) apply() {
	s, p := h.s, h.s.Printer
	h.next.Hidden = s.OnNext == nil
	h.data.Hidden = h.slim || h.dataless()
	h.data.SetEnabled(s.state.Loaded)
	h.next.SetEnabled(s.hasNext)
	h.chips.Objects = nil
	if !s.state.Loaded {
		h.from.SetText("")
		h.to.SetText("")
		h.when.SetText("")
		h.direction.Hide()
		h.box.Refresh()
		return
	}
	operator, client, _ := s.partyNames()
	if known := s.state.ClientName(); known != "" {
		client = known
	}
	h.from.SetText(operator)
	h.to.SetText(client)
	h.direction.Show()
	h.direction.Set(signOf(s.state), theme.ColorMuted)
	h.when.SetText(strings.Join(callLine(p, s.state), " · "))
	if chip := s.queueChip(); chip != nil {
		h.chips.Objects = append(h.chips.Objects, chip)
	}
	h.chips.Objects = append(h.chips.Objects, s.tagChips()...)
	h.tag.Hidden = s.Desk == nil
	h.box.Refresh()
}

// callLine is what stands below the names: direction, moment, length.
func callLine(p *i18n.Printer, s State) []string {
	parts := []string{p.S("review.direction." + string(s.Call.Direction))}
	if s.Chat() {
		parts[0] = p.S("review.fact.chat")
	} else if !p.Has("review.direction." + string(s.Call.Direction)) {
		parts[0] = p.S("review.direction.other")
	}
	if !s.Call.StartedAt.IsZero() {
		parts = append(parts, p.DateTime(s.Call.StartedAt))
	}
	if s.Length > 0 && !s.Chat() {
		parts = append(parts, p.Clock(s.Length))
	}
	return parts
}

// signOf is the sign between the names.
func signOf(s State) theme.IconName {
	if s.Chat() {
		return theme.IconNote
	}
	return callface.Sign(s.Call)
}

// chipTone is the colour of a classifier.
func chipTone(t transcript.Tone) widgets.Tone {
	switch t {
	case transcript.ToneNegative:
		return widgets.ToneNegative
	case transcript.TonePositive:
		return widgets.TonePositive
	}
	return widgets.ToneQuiet
}

// names puts two names and the sign between them on a line; a long name gives
// way, the shorter one last.
type names struct{}

const namesGap = 8

func (names) MinSize(o []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range o {
		size.Height = max(size.Height, o.MinSize().Height)
	}
	size.Width = full(o[0], theme.SizeTitle, true) + full(o[2], theme.SizeTitle, true) + o[1].MinSize().Width + 2*namesGap
	return size
}

func (names) Layout(o []fyne.CanvasObject, size fyne.Size) {
	sign := o[1].MinSize()
	a, b := full(o[0], theme.SizeTitle, true), full(o[2], theme.SizeTitle, true)
	if room := max(0, size.Width-sign.Width-2*namesGap); a+b > room {
		half := room / 2
		switch {
		case a < half:
			b = room - a
		case b < half:
			a = room - b
		default:
			a, b = half, half
		}
	}
	h := size.Height
	place := func(o fyne.CanvasObject, x, w float32) {
		m := o.MinSize().Height
		o.Move(fyne.NewPos(x, (h-m)/2))
		o.Resize(fyne.NewSize(w, m))
	}
	place(o[0], 0, a)
	place(o[1], a+namesGap, sign.Width)
	place(o[2], a+2*namesGap+sign.Width, b)
}

// full is the width a line that may be cut would like to have.
func full(o fyne.CanvasObject, size fyne.ThemeSizeName, bold bool) float32 {
	e, ok := o.(*widgets.Ellipsis)
	if !ok {
		return o.MinSize().Width
	}
	return fyne.MeasureText(e.FullText(), theme.Size(size), fyne.TextStyle{Bold: bold}).Width
}

// stacked puts lines below each other, each as wide as it likes.
type stacked struct{}

func (stacked) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(max(a.Width, full(o[1], theme.SizeText, false)), a.Height+b.Height)
}

func (stacked) Layout(o []fyne.CanvasObject, size fyne.Size) {
	h := o[0].MinSize().Height
	o[0].Resize(fyne.NewSize(size.Width, h))
	o[0].Move(fyne.Position{})
	o[1].Resize(fyne.NewSize(size.Width, o[1].MinSize().Height))
	o[1].Move(fyne.NewPos(0, h))
}

// headLayout gives the names what they like, the chips what is left, and keeps
// the buttons whole.
type headLayout struct{ h *header }

// The gaps of the header, and below which width its buttons are symbols.
const headGap, headSlim = 12, 520

func (headLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(240, 0)
	for _, o := range o {
		size.Height = max(size.Height, o.MinSize().Height)
	}
	return size.AddWidthHeight(o[0].MinSize().Width+o[3].MinSize().Width+2*headGap, 0)
}

func (l headLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	if slim := size.Width < headSlim; slim != l.h.slim {
		l.h.setSlim(slim)
		l.h.data.Hidden = slim || l.h.dataless()
	}
	place := func(o fyne.CanvasObject, x, w float32) {
		h := min(size.Height, o.MinSize().Height)
		o.Move(fyne.NewPos(x, (size.Height-h)/2))
		o.Resize(fyne.NewSize(max(0, w), h))
	}
	back, next := o[0].MinSize().Width, o[3].MinSize().Width
	if !o[3].Visible() {
		next = 0
	}
	place(o[0], 0, back)
	place(o[3], size.Width-next, next)
	room := size.Width - back - next - 2*headGap
	who := min(o[1].MinSize().Width, room)
	place(o[1], back+headGap, who)
	place(o[2], back+who+2*headGap, room-who-headGap)
}

// fitting shows as many objects of a row as have room.
type fitting struct{}

const chipGap = 8

func (fitting) MinSize(o []fyne.CanvasObject) fyne.Size {
	size := fyne.Size{}
	for _, o := range o {
		size.Height = max(size.Height, o.MinSize().Height)
	}
	return size
}

func (fitting) Layout(o []fyne.CanvasObject, size fyne.Size) {
	x := float32(0)
	for _, o := range o {
		m := o.MinSize()
		if x+m.Width > size.Width {
			o.Hide()
			x = size.Width + 1 // what follows would be out of order
			continue
		}
		o.Show()
		o.Move(fyne.NewPos(x, (size.Height-m.Height)/2))
		o.Resize(m)
		x += m.Width + chipGap
	}
}

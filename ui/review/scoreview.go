package review

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sensedesk/store/score"
	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// scoreView draws the Score tab: the card and who scores on top, the criteria
// between, the total and what signs it at the foot, in sight at all times.
type scoreView struct {
	c       *scoring
	box     *fyne.Container
	head    *fyne.Container
	foot    *fyne.Container
	rows    *fyne.Container
	scroll  *container.Scroll
	current fyne.CanvasObject // row of the current criterion
	name    *widgets.Entry    // who scores, while nobody said
	note    string            // key of what is said about the last key pressed
}

func newScoreView(c *scoring) *scoreView {
	v := &scoreView{c: c, head: widgets.VBox(8), foot: widgets.VBox(6), rows: widgets.VBox(2)}
	v.scroll = container.NewVScroll(widgets.Inset(8, 20, 20, 20, v.rows))
	v.box = widgets.Frame(widgets.Inset(12, 20, 8, 20, v.head), widgets.Ground(theme.ColorPanel, widgets.VBox(0, widgets.HLine(), widgets.Inset(10, 20, 18, 20, v.foot))),
		nil, nil, container.New(&keptScroll{v.scroll}, v.scroll))
	return v
}

// keptScroll gives the content its width before asking its height, and keeps
// where it stands.
type keptScroll struct{ scroll *container.Scroll }

func (k *keptScroll) MinSize([]fyne.CanvasObject) fyne.Size { return k.scroll.MinSize() }

func (k *keptScroll) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	k.scroll.Resize(size)
	k.scroll.Refresh()
}

// say shows a sentence below the total until the next key.
func (v *scoreView) say(key string) {
	v.note = key
	v.c.show()
}

// draw shows the state.
func (v *scoreView) draw() { widgets.Steady(v.box, v.redraw) }

func (v *scoreView) redraw() {
	st, p := v.c.state, v.c.s.Printer
	v.head.RemoveAll()
	v.foot.RemoveAll()
	v.rows.RemoveAll()
	v.current = nil
	card, ok := st.Card()
	switch {
	case st.Err != nil:
		what, cure := p.Error(st.Err)
		v.rows.Add(widgets.NewParagraph(what+". "+cure, widgets.Style{Color: theme.ColorNegative}))
	case !st.Loaded:
	case !ok:
		v.noCard()
	default:
		v.top(card)
		v.criteria(card)
		v.signed(card)
		v.bottom(card)
	}
	v.note = ""
	v.foot.Refresh()
	v.head.Refresh()
	v.rows.Refresh()
	v.box.Refresh()
	v.scroll.Refresh()
	v.reveal()
}

// reveal scrolls to the current criterion.
func (v *scoreView) reveal() {
	if v.current == nil || v.scroll.Size().Height < 1 {
		return
	}
	const margin = 12
	top := v.current.Position().Y
	bottom := top + v.current.Size().Height + margin
	y := v.scroll.Offset.Y
	if y+v.scroll.Size().Height < bottom {
		y = bottom - v.scroll.Size().Height
	}
	y = max(0, min(y, top))
	if y != v.scroll.Offset.Y {
		v.scroll.ScrollToOffset(fyne.NewPos(0, y))
	}
}

// noCard is the tab before there is any card.
func (v *scoreView) noCard() {
	p := v.c.s.Printer
	v.rows.Add(widgets.NewParagraph(p.S("score.nocard"), widgets.Style{}))
	v.rows.Add(widgets.Inset(4, 0, 8, 0, widgets.NewParagraph(p.S("score.nocard.note"), widgets.Style{Color: theme.ColorMuted})))
	if v.c.s.OnCards != nil {
		v.rows.Add(widgets.HBox(0, widgets.NewButton(p.S("score.cards.open"), widgets.Primary, v.c.s.OnCards)))
	}
}

// top is the card and who scores.
func (v *scoreView) top(card score.Card) {
	c, p := v.c, v.c.s.Printer
	var title fyne.CanvasObject = widgets.NewEllipsis(card.Name, widgets.Style{Bold: true})
	if len(c.state.Cards) > 1 {
		var choices []widgets.Choice
		for _, k := range c.state.Cards {
			choices = append(choices, widgets.Choice{ID: k.ID, Text: k.Name})
		}
		title = widgets.NewSelect(choices, card.ID, "", c.choose)
	}
	line := widgets.HBox(8, widgets.Grow(title))
	if c.s.OnCards != nil {
		line.Add(widgets.NewIconButton(theme.IconSettings, p.S("score.cards.open"), c.s.OnCards))
	}
	v.head.Add(line)
	if c.state.Reviewer != "" {
		v.name = nil
		v.head.Add(widgets.HBox(8, widgets.Grow(widgets.NewEllipsis(p.S("score.reviewer", i18n.Args{"name": c.state.Reviewer}), widgets.Style{Color: theme.ColorMuted, Size: theme.SizeSmall})),
			widgets.NewButton(p.S("score.reviewer.change"), widgets.Link, c.askReviewer)))
		return
	}
	if v.name == nil {
		v.name = widgets.NewEntry(p.S("score.reviewer.placeholder"))
	}
	keep := func() {
		if v.name.Text != "" {
			c.rename(v.name.Text)
		}
	}
	v.name.OnSubmitted = func(string) { keep() }
	v.head.Add(widgets.NewParagraph(p.S("score.reviewer.ask"), widgets.Style{}))
	v.head.Add(widgets.HBox(8, widgets.Grow(v.name), widgets.NewButton(p.S("score.reviewer.save"), widgets.Primary, keep)))
}

// askName puts the keyboard where the name is typed.
func (v *scoreView) askName() {
	if canvas := fyne.CurrentApp().Driver().CanvasForObject(v.c.s.view.root); canvas != nil && v.name != nil {
		canvas.Focus(v.name)
	}
}

// bottom is the total, how it came about, and the way to sign it.
func (v *scoreView) bottom(card score.Card) {
	c, p := v.c, v.c.s.Printer
	total := score.Compute(card, c.state.Answers())
	number := p.S("score.total.none")
	if total.Known {
		number = p.Int(total.Score)
	}
	sign := widgets.NewButton(p.S("score.sign"), widgets.Primary, c.askSign)
	sign.SetHint(c.s.KeyHint(keys.Sign))
	own, signed := c.state.Own()
	changed := c.state.Changed()
	sign.SetEnabled(changed)
	v.foot.Add(widgets.HBox(8, widgets.NewText(p.S("score.total"), widgets.Style{Color: theme.ColorMuted}),
		widgets.Grow(widgets.NewText(number, widgets.Style{Bold: true, Size: theme.SizeTitle})), sign))
	small := func(text string, ink fyne.ThemeColorName) {
		v.foot.Add(widgets.NewParagraph(text, widgets.Style{Color: ink, Size: theme.SizeSmall}))
	}
	if f := total.Formula(); f != "" {
		small(f, theme.ColorMuted)
	}
	for _, id := range total.Failed {
		k, _ := card.Criterion(id)
		small(p.S("score.failed", i18n.Args{"criterion": k.Text}), theme.ColorNegative)
	}
	switch {
	case v.note != "":
		small(p.S(v.note), theme.ColorAccent)
	case len(total.Missing) > 0:
		small(p.N("score.missing", len(total.Missing)), theme.ColorMuted)
	case signed && !changed:
		small(p.S("score.signed", i18n.Args{"when": p.DateTime(own.At.In(c.s.zone())), "score": own.Total}), theme.ColorPositive)
	case signed:
		small(p.S("score.unsigned", i18n.Args{"score": own.Total}), theme.ColorClient)
	}
}

// confirmSign asks before a score is kept for good.
func (v *scoreView) confirmSign(t score.Total) {
	s := v.c.s
	canvas := fyne.CurrentApp().Driver().CanvasForObject(s.view.root)
	if canvas == nil {
		return
	}
	p, call := s.Printer, s.state.ID
	widgets.Confirm(canvas, widgets.ConfirmOptions{
		Title: p.S("score.sign.title", i18n.Args{"score": t.Score}), Text: p.S("score.sign.text"), Yes: p.S("score.sign"), No: p.S("review.meta.cancel"),
		OnYes: func() {
			if s.state.ID == call { // the desk may have gone on while the question was open
				v.c.sign()
			}
		},
	})
}

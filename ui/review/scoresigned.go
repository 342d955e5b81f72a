package review

import (
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/store/score"
	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// zone is where the call's times are shown; what people do has the same clock.
func (s *Screen) zone() *time.Location { return zoneOf(s.state.Call) }

// blind tells whether the score the service was told is kept from the reviewer;
// until it is known, it is.
func (s *Screen) blind() bool {
	return s.Scores != nil && (!s.scoring.state.Loaded || s.scoring.state.AnyHidden())
}

// signed draws what was signed about the call: the other reviewers, appeals, and
// the history.
func (v *scoreView) signed(card score.Card) {
	c, p := v.c, v.c.s.Printer
	gap := func(o fyne.CanvasObject) { v.rows.Add(widgets.Inset(16, 0, 0, 0, o)) }
	if c.state.Hidden() {
		box := widgets.VBox(4, widgets.NewParagraph(p.S("score.hidden"), widgets.Style{Color: theme.ColorMuted}))
		if c.state.Reviewer != "" {
			box.Add(widgets.HBox(0, widgets.NewButton(p.S("score.hidden.show"), widgets.Link, c.askSee)))
		}
		gap(section(p.S("score.others"), box))
		return
	}
	if others := c.state.Others(); len(others) > 0 && c.state.Reviewer != "" {
		gap(section(p.S("score.others"), v.others(others)))
	}
	history := c.state.History()
	if len(history) == 0 {
		return
	}
	if appeals := v.appeals(card); appeals != nil {
		gap(section(p.S("score.appeals"), appeals))
	}
	rows := widgets.VBox(6)
	for _, sc := range history {
		rows.Add(v.past(sc))
	}
	gap(section(p.S("score.history"), rows))
}

// others are the other reviewers' scores and how far they agree with one's own.
func (v *scoreView) others(others []score.Score) fyne.CanvasObject {
	c, p := v.c, v.c.s.Printer
	own, signed := c.state.Own()
	box := widgets.VBox(10)
	small := widgets.Style{Color: theme.ColorMuted, Size: theme.SizeSmall}
	for _, o := range others {
		one := widgets.VBox(2, widgets.HBox(8, widgets.Grow(widgets.NewEllipsis(o.Reviewer, widgets.Style{})), widgets.NewText(p.Int(o.Total), widgets.Style{Bold: true})))
		if signed {
			here := score.Kappa(score.Pairs(own.Card, own.Answers, o.Answers))
			one.Add(widgets.NewParagraph(p.S("score.same", i18n.Args{"n": here.Same, "of": here.Items}), small))
		}
		for _, cmp := range c.state.Compared {
			if cmp.B == o.Reviewer {
				one.Add(widgets.NewParagraph(kappaText(p, cmp), small))
			}
		}
		box.Add(one)
	}
	return box
}

// kappaText says how far two reviewers agree over all their calls.
func kappaText(p *i18n.Printer, c score.Compared) string {
	switch {
	case c.Calls == 0:
		return p.S("score.kappa.none")
	case !c.Defined:
		return p.S("score.kappa.one", i18n.Args{"n": c.Items, "calls": c.Calls})
	}
	return p.N("score.kappa", c.Items, i18n.Args{"kappa": p.Decimal(c.Kappa, 2), "calls": c.Calls})
}

// past is one line of the history.
func (v *scoreView) past(sc score.Score) fyne.CanvasObject {
	c, p := v.c, v.c.s.Printer
	about := p.S("score.history.line", i18n.Args{"when": p.DateTime(sc.At.In(c.s.zone())), "version": sc.Card.Version})
	if sc.Appeal != 0 {
		about += " · " + p.S("score.history.appeal")
	}
	if standing, _ := score.Standing(c.state.Book.Scores, sc.Card.ID); standing.ID == sc.ID {
		about += " · " + p.S("score.history.standing")
	}
	if !sc.Independent {
		about += " · " + p.S("score.history.insight")
	}
	return widgets.VBox(1,
		widgets.HBox(8, widgets.Grow(widgets.NewEllipsis(sc.Reviewer, widgets.Style{})), widgets.NewText(p.Int(sc.Total), widgets.Style{})),
		widgets.NewParagraph(about, widgets.Style{Color: theme.ColorMuted, Size: theme.SizeSmall}))
}

// appeals are the objections to the scores of the card, and the way to make one.
func (v *scoreView) appeals(card score.Card) fyne.CanvasObject {
	c, p := v.c, v.c.s.Printer
	box := widgets.VBox(10)
	for _, a := range c.state.Book.Appeals {
		for _, sc := range c.state.Book.Scores {
			if sc.ID == a.Score && sc.Card.ID == card.ID {
				box.Add(v.oneAppeal(a, sc))
			}
		}
	}
	standing, ok := score.Standing(c.state.Book.Scores, card.ID)
	if _, open := c.state.Book.Open(standing.ID); ok && !open {
		box.Add(widgets.HBox(0, widgets.NewButton(p.S("score.appeal.make", i18n.Args{"score": standing.Total}), widgets.Link, func() { c.askAppeal(standing) })))
	}
	if len(box.Objects) == 0 {
		return nil
	}
	return box
}

func (v *scoreView) oneAppeal(a score.Appeal, sc score.Score) fyne.CanvasObject {
	c, p := v.c, v.c.s.Printer
	small := widgets.Style{Color: theme.ColorMuted, Size: theme.SizeSmall}
	box := widgets.VBox(2,
		widgets.NewParagraph(a.Text, widgets.Style{}),
		widgets.NewParagraph(p.S("score.appeal.by", i18n.Args{"name": a.By, "when": p.DateTime(a.At.In(c.s.zone())), "score": sc.Total}), small))
	if a.Result.Verdict == "" {
		if c.state.Reviewer != "" {
			box.Add(widgets.Flow(14,
				widgets.NewButton(p.S("score.appeal.grant"), widgets.Link, func() { c.askDecision(a, score.Granted) }),
				widgets.NewButton(p.S("score.appeal.decline"), widgets.Link, func() { c.askDecision(a, score.Declined) })))
		}
		return box
	}
	verdict := widgets.Style{Color: theme.ColorPositive, Size: theme.SizeSmall, Bold: true}
	if a.Result.Verdict == score.Declined {
		verdict.Color = theme.ColorNegative
	}
	box.Add(widgets.NewParagraph(p.S("score.appeal."+string(a.Result.Verdict), i18n.Args{"name": a.Result.By}), verdict))
	box.Add(widgets.NewParagraph(a.Result.Text, widgets.Style{}))
	if again, ok := c.state.Book.Answerable(sc.Card.ID); ok && again.ID == a.ID {
		box.Add(widgets.NewParagraph(p.S("score.appeal.again"), widgets.Style{Color: theme.ColorClient, Size: theme.SizeSmall}))
	}
	return box
}

package review

import (
	"strings"

	"fyne.io/fyne/v2"

	"sensedesk/store/score"
	"sensedesk/ui/i18n"
	"sensedesk/ui/widgets"
)

// longestSaid is the most letters of a comment, an appeal or a decision.
const longestSaid = 1000

// ask asks for a line of text about the call on the desk; must says that it may
// not be empty.
func (c *scoring) ask(o widgets.AskOptions, must bool, done func(text string)) {
	s := c.s
	canvas := fyne.CurrentApp().Driver().CanvasForObject(s.view.root)
	if canvas == nil {
		return
	}
	p, call := s.Printer, s.state.ID
	o.No = p.S("review.meta.cancel")
	if o.Yes == "" {
		o.Yes = p.S("review.meta.save")
	}
	o.Check = func(text string) string {
		switch text = strings.TrimSpace(text); {
		case must && text == "":
			return p.S("score.ask.empty")
		case len([]rune(text)) > longestSaid:
			return p.S("score.ask.long", i18n.Args{"n": longestSaid})
		}
		return ""
	}
	o.OnYes = func(text string) {
		if s.state.ID == call { // the desk may have gone on while the question was open
			done(strings.TrimSpace(text))
		}
	}
	widgets.Ask(canvas, o)
}

// askReviewer asks who scores.
func (c *scoring) askReviewer() {
	p := c.s.Printer
	c.ask(widgets.AskOptions{Title: p.S("score.reviewer.title"), Text: p.S("score.reviewer.ask"), Value: c.state.Reviewer}, true, c.rename)
}

// askComment asks for the words beside an answer.
func (c *scoring) askComment(k score.Criterion, a score.Answer) {
	p := c.s.Printer
	c.ask(widgets.AskOptions{Title: p.S("score.comment.add"), Text: k.Text, Value: a.Comment}, false, func(text string) {
		now := c.state.Answers()[k.ID]
		now.Comment = text
		c.answer(k.ID, now)
	})
}

// askSee asks whether to see others' scores first.
func (c *scoring) askSee() {
	s := c.s
	canvas := fyne.CurrentApp().Driver().CanvasForObject(s.view.root)
	if canvas == nil {
		return
	}
	p, call := s.Printer, s.state.ID
	widgets.Confirm(canvas, widgets.ConfirmOptions{
		Title: p.S("score.hidden.show"), Text: p.S("score.hidden.text"), Yes: p.S("score.hidden.yes"), No: p.S("review.meta.cancel"), Danger: true,
		OnYes: func() {
			if s.state.ID == call {
				c.see()
			}
		},
	})
}

// askAppeal asks what the operator objects.
func (c *scoring) askAppeal(to score.Score) {
	p := c.s.Printer
	by := c.s.state.OperatorName()
	if by == "" {
		by = p.S("review.operator")
	}
	c.ask(widgets.AskOptions{
		Title: p.S("score.appeal.title", i18n.Args{"name": by}), Text: p.S("score.appeal.text", i18n.Args{"score": to.Total}), Yes: p.S("score.appeal.send"),
	}, true, func(text string) { c.appeal(to.ID, by, text) })
}

// askDecision asks why an appeal is granted or declined.
func (c *scoring) askDecision(a score.Appeal, v score.Verdict) {
	p := c.s.Printer
	key := map[score.Verdict]string{score.Granted: "score.appeal.grant", score.Declined: "score.appeal.decline"}[v]
	c.ask(widgets.AskOptions{Title: p.S(key), Text: p.S(key + ".text"), Yes: p.S(key)}, true, func(text string) { c.decide(a.ID, v, text) })
}

package review

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sensedesk/store/score"
	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// criteria draws the rows of the card.
func (v *scoreView) criteria(card score.Card) {
	c, p := v.c, v.c.s.Printer
	answers, proposals, others := c.state.Answers(), c.proposals(), c.state.Others()
	if c.state.Reviewer == "" {
		answers = nil
	}
	for i, k := range card.Criteria {
		row := v.criterion(k, c.state.Number(i), answers[k.ID], proposals[k.ID], others)
		if k.ID == c.state.Current {
			v.current = row
		}
		v.rows.Add(row)
	}
	names := i18n.Args{"phrase": c.s.KeyHint(keys.Evidence), "confirm": c.s.KeyHint(keys.Confirm)}
	hint := p.S("score.keys", names)
	if c.state.Pages() > 1 {
		hint = p.S("score.keys.pages", names, i18n.Args{"page": c.state.Page + 1, "pages": c.state.Pages()})
	}
	v.rows.Add(widgets.Inset(8, 0, 0, 0, widgets.NewParagraph(hint, widgets.Style{Color: theme.ColorMuted, Size: theme.SizeSmall})))
}

// criterion is one row; the current one is open.
func (v *scoreView) criterion(k score.Criterion, number int, a score.Answer, proposal score.Proposal, others []score.Score) fyne.CanvasObject {
	c, p := v.c, v.c.s.Printer
	digit := ""
	if number > 0 {
		digit = p.Int(number)
	}
	current := k.ID == c.state.Current
	ink := theme.ColorMuted
	if current && !c.state.Open {
		ink = theme.ColorAccent
	}
	line := widgets.TopHBox(8, widgets.FixedWidth(14, widgets.NewText(digit, widgets.Style{Color: ink, Bold: true})),
		widgets.Grow(widgets.NewParagraph(k.Text, widgets.Style{Bold: current})))
	if chip := v.answerChip(k, a.Value, proposal); chip != nil {
		line.Add(chip)
	}
	press := widgets.NewPressable(line, "", func() {
		if c.state.Current == k.ID && c.state.Open {
			c.state.Open = false
		} else {
			c.state = c.state.At(k.ID, true)
		}
		c.show()
	})
	box := widgets.VBox(6, press)
	if facts := v.facts(k, a, proposal, others, current); facts != nil {
		box.Add(widgets.Inset(0, 0, 0, 22, facts))
	}
	if current {
		box.Add(widgets.Inset(0, 0, 2, 22, v.open(k, a, proposal)))
		ground := widgets.NewBox(theme.ColorAccentTint, "", theme.SizeRadius)
		return container.NewStack(ground, widgets.Inset(8, 8, 8, 8, box))
	}
	return widgets.Inset(7, 8, 7, 8, box)
}

// answerChip is the answer of a row; a proposed one asks.
func (v *scoreView) answerChip(k score.Criterion, value score.Value, proposal score.Proposal) fyne.CanvasObject {
	p := v.c.s.Printer
	if value != "" {
		return widgets.NewChip(ValueText(p, k, value), valueTone(k, value))
	}
	if proposal.Value == "" {
		return nil
	}
	chip := widgets.NewChip(p.S("score.proposed.short", i18n.Args{"answer": ValueText(p, k, proposal.Value)}), widgets.ToneQuiet)
	chip.SetTip(p.S("score.proposed", i18n.Args{"name": proposal.Classifier, "answer": ValueText(p, k, proposal.Value)}))
	return chip
}

// facts is the small line below a criterion: weight, critical, where the
// evidence is, and what others answered.
func (v *scoreView) facts(k score.Criterion, a score.Answer, proposal score.Proposal, others []score.Score, current bool) fyne.CanvasObject {
	c, p := v.c, v.c.s.Printer
	small := widgets.Style{Color: theme.ColorMuted, Size: theme.SizeSmall}
	line := widgets.Flow(10)
	if k.Critical {
		line.Add(widgets.NewText(p.S("score.critical"), widgets.Style{Color: theme.ColorNegative, Size: theme.SizeSmall}))
	}
	if k.Weight > 0 && current {
		line.Add(widgets.NewText(p.S("score.weight", i18n.Args{"n": k.Weight}), small))
	}
	if !current {
		for _, e := range a.Evidence {
			line.Add(v.listen(e))
		}
	}
	_, own := c.state.Own()
	for _, o := range others {
		theirs := o.Answers[k.ID].Value
		if theirs == "" || own && theirs == a.Value {
			continue
		}
		line.Add(widgets.NewText(p.S("score.other.answer", i18n.Args{"name": short(o.Reviewer), "answer": ValueText(p, k, theirs)}),
			widgets.Style{Color: theme.ColorClient, Size: theme.SizeSmall}))
	}
	if len(line.Objects) == 0 {
		return nil
	}
	return line
}

// listen plays a piece of evidence.
func (v *scoreView) listen(e score.Evidence) *widgets.Button {
	at := time.Duration(e.StartMS) * time.Millisecond
	b := widgets.NewButton(v.c.s.clock(at), widgets.Link, func() { v.c.s.playFrom(at) })
	b.SetTip(e.Words)
	return b
}

// open is what can be done about the current criterion.
func (v *scoreView) open(k score.Criterion, a score.Answer, proposal score.Proposal) fyne.CanvasObject {
	c, p := v.c, v.c.s.Printer
	box := widgets.VBox(8)
	buttons := widgets.Flow(6)
	for _, value := range k.Values() {
		kind := widgets.Secondary
		if value == a.Value {
			kind = widgets.Primary
		}
		text := ValueText(p, k, value)
		if k.Kind == score.KindScale && value != score.Skip {
			text = string(value)
		}
		b := widgets.NewButton(text, kind, func() {
			answer := c.state.Answers()[k.ID]
			if answer.Value == value {
				answer.Value = ""
			} else {
				answer.Value = value
			}
			c.state = c.state.At(k.ID, false)
			c.answer(k.ID, answer)
		})
		if c.state.Open {
			b.SetHint(p.Int(k.DigitOf(value)))
		}
		buttons.Add(b)
	}
	box.Add(buttons)
	if proposal.Value != "" && a.Value == "" {
		box.Add(v.proposal(k, proposal))
	}
	for _, e := range a.Evidence {
		drop := widgets.NewIconButton(theme.IconClose, p.S("score.evidence.drop"), func() {
			answer := c.state.Answers()[k.ID]
			var kept []score.Evidence
			for _, other := range answer.Evidence {
				if !other.Same(e) {
					kept = append(kept, other)
				}
			}
			answer.Evidence = kept
			c.answer(k.ID, answer)
		})
		box.Add(widgets.TopHBox(8, v.listen(e), widgets.Grow(widgets.NewParagraph(shortWords(e.Words), widgets.Style{Size: theme.SizeSmall})), drop))
	}
	if a.Comment != "" {
		box.Add(widgets.NewParagraph(a.Comment, widgets.Style{Italic: true}))
	}
	comment := "score.comment.add"
	if a.Comment != "" {
		comment = "score.comment.change"
	}
	phrase := widgets.NewButton(p.S("score.evidence.add", i18n.Args{"key": c.s.KeyHint(keys.Evidence)}), widgets.Link, c.bindHere)
	phrase.SetTip(p.S("score.evidence.tip"))
	box.Add(widgets.Flow(6, phrase,
		widgets.NewButton(p.S(comment), widgets.Link, func() { c.askComment(k, a) })))
	return box
}

// proposal is what a classifier proposes, said to be that.
func (v *scoreView) proposal(k score.Criterion, proposal score.Proposal) fyne.CanvasObject {
	c, p := v.c, v.c.s.Printer
	line := widgets.Flow(10, widgets.NewText(p.S("score.proposed", i18n.Args{"name": short(proposal.Classifier), "answer": ValueText(p, k, proposal.Value)}),
		widgets.Style{Color: theme.ColorMuted, Size: theme.SizeSmall}))
	for _, e := range proposal.Evidence {
		line.Add(v.listen(e))
	}
	line.Add(widgets.NewButton(p.S("score.proposed.accept", i18n.Args{"key": c.s.KeyHint(keys.Confirm)}), widgets.Link, func() { c.accepted(k.ID, proposal) }))
	return line
}

// longestEvidence is how many letters of a phrase stand at an answer.
const longestEvidence = 90

func shortWords(text string) string {
	if r := []rune(text); len(r) > longestEvidence {
		return strings.TrimRight(string(r[:longestEvidence-1]), " ") + "…"
	}
	return text
}

// ValueText is an answer in words.
func ValueText(p *i18n.Printer, k score.Criterion, v score.Value) string {
	if key := "score.answer." + string(v); p.Has(key) {
		return p.S(key)
	}
	return p.S("score.points", i18n.Args{"n": string(v), "of": k.Scale})
}

// valueTone is the colour of an answer.
func valueTone(k score.Criterion, v score.Value) widgets.Tone {
	switch {
	case v == score.Yes, v == score.Points(k.Scale) && k.Kind == score.KindScale:
		return widgets.TonePositive
	case v == score.No, v == score.Points(0):
		return widgets.ToneNegative
	case v == score.Skip:
		return widgets.ToneQuiet
	}
	return widgets.ToneClient
}

package review

import (
	"strings"

	"fyne.io/fyne/v2"

	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// summary is the first page: what the call was about, at a glance.
func (d *side) summary() *fyne.Container {
	s, p := d.s, d.s.Printer
	page := widgets.VBox(18)
	add := func(part fyne.CanvasObject) {
		if part != nil {
			page.Add(part)
		}
	}
	answers := AnswersOf(s.state.Talk)
	moods := widgets.VBox(6)
	add(d.mainSummary())
	for _, a := range answers {
		if a.IsSentiment() && !a.Quiz() {
			moods.Add(mood(a))
		}
	}
	add(d.notes())
	add(d.changed())
	if len(moods.Objects) > 0 {
		add(section(p.S("review.sentiment"), moods))
	}
	add(d.classifiers())
	if shares := SharesOf(s.state.Talk, s.state.Operator, channels(s.state.Call, s.state.Talk), s.state.Length); shares.Known {
		add(section(p.S("review.shares"), d.shares(shares)))
	}
	for _, a := range answers {
		if a.FieldID != "summary" && !a.IsSentiment() && !a.Asked() {
			add(d.answer(a))
		}
	}
	add(d.quiz())
	add(d.assistants())
	return page
}

// mainSummary is what the call was about: in a person's words when there are
// some, with the service's and the difference one click away.
func (d *side) mainSummary() fyne.CanvasObject {
	s, p := d.s, d.s.Printer
	sum := SummaryOf(s.state)
	box := widgets.VBox(4)
	if sum.Text == "" {
		box.Add(d.noSummary())
	} else {
		box.Add(d.long("summary", sum.Text))
	}
	if s.Desk == nil {
		return box
	}
	edit := widgets.NewButton(p.S("review.summary.edit"), widgets.Link, s.editSummary)
	if !sum.Mine {
		box.Add(widgets.HBox(10, edit, widgets.Grow(nil)))
		return box
	}
	said := p.S("review.summary.mine")
	if sum.Newer {
		said = p.S("review.summary.newer")
	}
	box.Add(widgets.NewParagraph(said, smallMuted()))
	if sum.Newer {
		box.Add(difference(p.S("review.diff.service"), sum.Base, sum.Service))
	}
	back := widgets.NewButton(p.S("review.edit.back"), widgets.Link, s.takeSummary)
	if sum.Service == "" {
		box.Add(widgets.Flow(12, edit))
		return box
	}
	box.Add(widgets.Flow(12, edit, back))
	box.Add(d.fold("service", p.S("review.summary.show"), p.S("review.summary.hide"), func(open bool) (above, below []fyne.CanvasObject) {
		if open {
			below = []fyne.CanvasObject{
				section(p.S("review.summary.service"), d.long("summary/service", sum.Service)),
				widgets.Inset(8, 0, 0, 0, difference(p.S("review.diff.mine"), sum.Service, sum.Text)),
			}
		}
		return nil, below
	}))
	return box
}

// mood is one judgement of the talk's mood: whose, and which.
func mood(a Answer) fyne.CanvasObject {
	whole := len([]rune(a.Name)) <= longestWord
	line, words := widgets.Flow(8), widgets.VBox(2)
	if whole {
		line.Add(widgets.Inset(1, 0, 0, 0, widgets.Muted(a.Name))) // on one line with the words of the chips
	} else {
		words.Add(widgets.NewParagraph(a.Name, widgets.Style{Color: theme.ColorMuted}))
	}
	words.Add(line)
	for _, v := range a.Values {
		tone := chipTone(a.Tone(v))
		if len([]rune(v)) <= longestWord {
			line.Add(widgets.NewChip(v, tone))
			continue
		}
		style := widgets.Style{}
		if tone != widgets.ToneQuiet {
			style.Color = tone.Ink()
		}
		words.Add(widgets.NewParagraph(v, style))
	}
	return words
}

// noSummary says why there is no summary.
func (d *side) noSummary() fyne.CanvasObject {
	key := "review.summary.notext"
	switch d.s.state.Text {
	case TextPending:
		key = "review.summary.pending"
	case TextReady, TextWordless:
		if lack := d.lack("SUMMARIZATION"); lack != nil {
			return lack
		}
		key = "review.summary.none"
	}
	return widgets.NewParagraph(d.s.Printer.S(key), widgets.Style{Color: theme.ColorMuted})
}

// answer is one field of the summarization.
func (d *side) answer(a Answer) fyne.CanvasObject {
	title := a.Name
	if a.Known() {
		title = d.s.Printer.S("review.field." + a.FieldID)
	}
	if a.IsKeywords() {
		words := widgets.Flow(6)
		for _, v := range a.Values {
			chip := widgets.NewChip(short(v), widgets.ToneQuiet)
			if short(v) != v {
				chip.SetTip(v)
			}
			words.Add(chip)
		}
		return section(title, words)
	}
	text := a.Values[0]
	if len(a.Values) > 1 {
		text = "– " + strings.Join(a.Values, "\n– ")
	}
	return section(title, d.long("field/"+a.FieldID, text))
}

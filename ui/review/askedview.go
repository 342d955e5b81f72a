package review

import (
	"strings"

	"fyne.io/fyne/v2"

	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// quiz is the fixed questions with their answers, and how many are a yes.
func (d *side) quiz() fyne.CanvasObject {
	p := d.s.Printer
	questions := QuizOf(d.s.state.Talk)
	if len(questions) == 0 {
		return nil
	}
	tally := TallyOf(questions)
	sum := p.S("review.quiz.sum", i18n.Args{"yes": tally.Yes, "all": tally.All})
	if tally.Open > 0 {
		sum += " · " + p.S("review.quiz.open", i18n.Args{"n": tally.Open})
	}
	rows := widgets.VBox(8, widgets.NewParagraph(sum, smallMuted()))
	for _, q := range questions {
		rows.Add(d.question(q))
	}
	if lack := d.lack("YGPT"); tally.Open > 0 && lack != nil {
		rows.Add(lack)
	}
	return section(p.S("review.quiz"), rows)
}

// question is one question; a yes or a no stands beside it, more words below.
func (d *side) question(q Question) fyne.CanvasObject {
	p := d.s.Printer
	text := widgets.NewParagraph(q.Text, widgets.Style{})
	switch q.Verdict {
	case VerdictNone:
		return widgets.TopHBox(8, widgets.Grow(text), widgets.Muted(p.S("review.quiz.none")))
	case VerdictYes:
		return widgets.TopHBox(8, widgets.Grow(text), widgets.NewChip(p.S("review.quiz.yes"), widgets.ToneAccent))
	case VerdictNo:
		return widgets.TopHBox(8, widgets.Grow(text), widgets.NewChip(p.S("review.quiz.no"), widgets.ToneQuiet))
	}
	return widgets.VBox(2, widgets.NewParagraph(q.Text, smallMuted()), d.long("quiz/"+q.ID, q.Answer))
}

// assistants is what the project's assistants answered.
func (d *side) assistants() fyne.CanvasObject {
	p := d.s.Printer
	list, lack := AssistantsOf(d.s.state.Talk), d.lack("ASSISTANT")
	if len(list) == 0 && lack == nil {
		return nil
	}
	rows := widgets.VBox(14)
	for _, a := range list {
		of := widgets.VBox(8)
		if a.Name != "" {
			of.Add(widgets.NewParagraph(a.Name, widgets.Style{Bold: true}))
		}
		for _, f := range a.Fields {
			of.Add(d.assistantField(a.ID, f))
		}
		rows.Add(of)
	}
	if lack != nil {
		rows.Add(lack)
	}
	return section(p.S("review.assistants"), rows)
}

// beside is how many letters of an answer stand beside the name of its field.
const beside = 12

// assistantField is one field: a number or a word beside its name, more below.
func (d *side) assistantField(assistant string, f AssistantField) fyne.CanvasObject {
	p := d.s.Printer
	switch {
	case !f.Readable:
		return widgets.VBox(2, widgets.NewParagraph(f.Name, smallMuted()), widgets.NewParagraph(p.S("data.unreadable"), widgets.Style{Color: theme.ColorMuted}))
	case f.Value == "":
		return widgets.VBox(2, widgets.NewParagraph(f.Name, smallMuted()), widgets.NewParagraph(p.S("review.answer.empty"), widgets.Style{Color: theme.ColorMuted}))
	case len([]rune(f.Value)) <= beside && !strings.Contains(f.Value, "\n"):
		return widgets.TopHBox(8, widgets.Grow(widgets.NewParagraph(f.Name, widgets.Style{Color: theme.ColorMuted})), widgets.NewText(f.Value, widgets.Style{Bold: true}))
	}
	return widgets.VBox(2, widgets.NewParagraph(f.Name, smallMuted()), d.long("assistant/"+assistant+"/"+f.Name, f.Value))
}

// lack says of an algorithm that what it makes is not there; nil when it is.
func (d *side) lack(algorithm string) fyne.CanvasObject {
	p := d.s.Printer
	args := i18n.Args{"what": algorithmName(p, algorithm)}
	switch LackOf(d.s.state.Talk, algorithm) {
	case LackYet:
		return widgets.NewParagraph(p.S("review.lack.yet", args), widgets.Style{Color: theme.ColorMuted})
	case LackFailed:
		box := widgets.VBox(1, widgets.NewParagraph(p.S("review.lack.failed", args), widgets.Style{Color: theme.ColorNegative}))
		for _, f := range d.s.state.Talk.Failures {
			if f.Algorithm == algorithm && f.Message != "" {
				box.Add(widgets.NewParagraph(cut(f.Message), smallMuted()))
			}
		}
		return box
	}
	return nil
}

// What of a long answer is shown at first, of all of it at most, and in pieces
// of which size: a paragraph is for so many letters.
const (
	answerFirst = 500
	answerMost  = 20_000
	answerPiece = 1500
)

// long is a text of any length; a long one shows its beginning and is opened.
func (d *side) long(key, text string) fyne.CanvasObject {
	p := d.s.Printer
	if len([]rune(text)) <= answerFirst+answerFirst/4 {
		return widgets.NewParagraph(text, widgets.Style{})
	}
	return d.fold(key, p.S("review.answer.more"), p.S("review.answer.less"), func(open bool) (above, below []fyne.CanvasObject) {
		most := answerFirst
		if open {
			most = answerMost
		}
		for _, piece := range Pieces(text, most, answerPiece) {
			above = append(above, widgets.NewParagraph(piece, widgets.Style{}))
		}
		return above, nil
	})
}

// Pieces cuts the first letters of a text into pieces, between words where that
// can be; what is left out is told by «…».
func Pieces(text string, most, piece int) (out []string) {
	runes, left := []rune(text), false
	if len(runes) > most {
		runes, left = runes[:most], true
	}
	for len(runes) > 0 {
		end := min(piece, len(runes))
		if end < len(runes) || left {
			for i := end; i > end/2; i-- {
				if i < len(runes) && (runes[i] == ' ' || runes[i] == '\n') {
					end = i
					break
				}
			}
		}
		part := strings.TrimSpace(string(runes[:end]))
		if runes = runes[end:]; left && len(runes) < piece/2 { // what is left is not worth a piece
			part, runes = part+"…", nil
		}
		if part != "" {
			out = append(out, part)
		}
	}
	return out
}

func smallMuted() widgets.Style {
	return widgets.Style{Color: theme.ColorMuted, Size: theme.SizeSmall}
}

package upload

import (
	"fyne.io/fyne/v2"

	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// question is the one asked before an upload that may become larger or older
// than meant. Its numbers come in while it is open.
type question struct {
	dialog  *widgets.Dialog
	numbers *widgets.Paragraph
	content *fyne.Container
}

// askStart asks before an upload without a first day, or with one too old.
func (s *Screen) askStart() {
	p := s.d.Printer
	q := &question{numbers: widgets.NewParagraph("", widgets.Style{Bold: true})}
	why := widgets.NewParagraph(p.S("upload.ask."+string(s.m.Warning(s.d.Now()))), widgets.Style{Color: theme.ColorMuted})
	q.content = widgets.VBox(10, why, q.numbers)
	no := widgets.NewButton(p.S("upload.ask.no"), widgets.Secondary, func() {
		q.dialog.Close()
		s.edit(FieldDates)
	})
	yes := widgets.NewButton(p.S("upload.ask.yes"), widgets.Primary, func() {
		q.dialog.Close()
		s.run()
	})
	s.question = q
	s.applyQuestion()
	q.dialog = widgets.ShowDialog(s.d.Window.Canvas(), widgets.DialogOptions{
		Title: p.S("upload.ask.title"), Content: q.content, Buttons: []*widgets.Button{no, yes}, Focus: no, Width: 480,
		Closed: func() { s.question = nil },
	})
}

// applyQuestion shows the numbers as far as they are known.
func (s *Screen) applyQuestion() {
	if s.question == nil {
		return
	}
	text, _ := EstimateText(s.d.Printer, s.m.Estimate, s.m.Saved.MinDuration)
	s.question.numbers.SetText(text)
	s.question.content.Refresh()
	if s.question.dialog != nil {
		s.question.dialog.Fit()
	}
}

// askReset asks before the list of calls is read from its start again.
func (s *Screen) askReset() {
	p := s.d.Printer
	widgets.Confirm(s.d.Window.Canvas(), widgets.ConfirmOptions{
		Title: p.S("upload.reset.title"), Text: p.S("upload.reset.text"),
		Yes: p.S("upload.reset.yes"), No: p.S("upload.cancel"), OnYes: s.reset,
	})
}

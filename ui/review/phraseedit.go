package review

import (
	"strconv"

	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/widgets"
)

// editPhrase opens the phrase the reader means: the chosen one, else the one
// being spoken, else the last one spoken.
func (s *Screen) editPhrase() {
	d := s.state.Document
	if s.Desk == nil || d == nil || s.state.Text != TextReady {
		return
	}
	row, _, chosen := s.text.Selection().Bounds()
	if !chosen {
		s.text.SetPosition(s.position())
		row = s.text.Near()
	}
	if row < 0 || row >= len(d.Rows) || d.Rows[row].Phrase < 0 {
		return
	}
	s.editRow(d.Rows[row].Phrase)
}

// editRow opens one phrase of the talk.
func (s *Screen) editRow(phrase int) {
	p, service := s.Printer, s.state.Talk.Phrases[phrase]
	edit, corrected := s.state.Amended[phrase]
	if !corrected {
		edit = store.PhraseEdit{Channel: service.Channel, StartMS: service.StartMS, Base: service.Shown()}
	}
	on := subject{title: p.S("review.phrase.title", i18n.Args{"time": s.clock(ms(service.StartMS))}), text: service.Shown(), service: service.Shown(), base: edit.Base}
	if edit.Text != "" {
		on.text = edit.Text
	}
	put := func() {
		s.write(stepPhrase, map[string]string{edit.Key(): edit.Encode()})
	}
	on.save = func(text string) {
		if edit.Text = text; text == service.Shown() {
			edit.Text = "" // as the service has it
		}
		edit.Base = service.Shown() // the person has seen what it is now
		put()
	}
	on.remove = func() {
		edit.Text, edit.Speaker = "", nil
		put()
	}
	if !s.mono() && !s.state.Chat() {
		operator, client, _ := s.partyNames()
		speaker := service.Channel
		if edit.Speaker != nil {
			speaker = *edit.Speaker
		}
		other := 1 - s.state.Operator
		who := widgets.NewSegmented([]widgets.Choice{
			{ID: strconv.Itoa(s.state.Operator), Text: short(operator)}, {ID: strconv.Itoa(other), Text: short(client)},
		}, strconv.Itoa(speaker), func(id string) {
			channel, _ := strconv.Atoi(id) // one of the two above
			if edit.Speaker = &channel; channel == service.Channel {
				edit.Speaker = nil
			}
			put()
		})
		who.SetTip(p.S("review.phrase.speaker"))
		on.choice = who
	}
	s.editor.open(on)
}

// editSummary opens the summary.
func (s *Screen) editSummary() {
	if s.Desk == nil || !s.state.Loaded {
		return
	}
	p, sum := s.Printer, SummaryOf(s.state)
	s.editor.open(subject{
		title: p.S("review.summary.title"), hint: p.S("review.summary.hint"), text: sum.Text, service: sum.Service, base: sum.Base,
		save: func(text string) {
			if text == sum.Service || text == "" {
				s.takeSummary()
				return
			}
			s.putSummary(text, sum.Service)
		},
		remove: s.takeSummary,
	})
}

// putSummary keeps a person's summary beside what the service says.
func (s *Screen) putSummary(text, base string) {
	s.write(stepSummary, map[string]string{store.DeskSummary: text, store.DeskBase + store.DeskSummary: base})
}

// takeSummary goes back to the service's summary.
func (s *Screen) takeSummary() { s.putSummary("", "") }

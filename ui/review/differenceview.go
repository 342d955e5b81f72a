package review

import (
	"fyne.io/fyne/v2"

	"sensedesk/ui/widgets"
)

// markedOf draws a comparison, shortened to what is near a change.
func markedOf(earlier, later string) []widgets.MarkedWord {
	pieces := Shorten(Compare(earlier, later))
	out := make([]widgets.MarkedWord, len(pieces))
	marks := map[Change]widgets.Mark{Added: widgets.MarkAdded, Removed: widgets.MarkRemoved, Omitted: widgets.MarkPale}
	for i, p := range pieces {
		out[i] = widgets.MarkedWord{Text: p.Text, Mark: marks[p.Change], Joined: p.Before == Joined, Break: p.Before == Broken}
	}
	return out
}

// difference is a comparison under the words that say what of what.
func difference(title, earlier, later string) fyne.CanvasObject {
	return widgets.VBox(2, widgets.NewParagraph(title, smallMuted()), widgets.NewMarked(markedOf(earlier, later), ""))
}

// changed lists the phrases a person corrected and the service has heard
// otherwise since: what it changed, and a click to take its words.
func (d *side) changed() fyne.CanvasObject {
	s, p := d.s, d.s.Printer
	if s.Desk == nil {
		return nil
	}
	rows := widgets.VBox(12)
	for _, c := range ChangedIn(s.state) {
		at := ms(s.state.Talk.Phrases[c.Phrase].StartMS)
		take := widgets.NewButton(p.S("review.edit.back"), widgets.Link, func() { s.takeService(c.Phrase) })
		rows.Add(widgets.VBox(2,
			widgets.Flow(4, widgets.NewButton(s.clock(at), widgets.Link, func() { s.playFrom(at) }),
				widgets.NewButton(p.S("review.changed.open"), widgets.Link, func() { s.editRow(c.Phrase) }), take),
			difference(p.S("review.diff.service"), c.Base, c.Service),
			difference(p.S("review.diff.mine"), c.Service, c.Mine)))
	}
	if len(rows.Objects) == 0 {
		return nil
	}
	return section(p.S("review.changed"), rows)
}

// takeService drops a person's words of a phrase; who spoke stays corrected.
func (s *Screen) takeService(phrase int) {
	edit, ok := s.state.Amended[phrase]
	if !ok {
		return
	}
	edit.Text = ""
	s.write(stepPhrase, map[string]string{edit.Key(): edit.Encode()})
}

package review

import (
	"crypto/rand"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// comment pauses and opens a new comment on the chosen phrases, or on this
// moment. Nothing is written until something is typed.
func (s *Screen) comment() {
	if s.Desk == nil || !s.state.Loaded {
		return
	}
	s.pause()
	s.editNote(s.newNote(), false)
}

// bookmark marks the chosen phrases, or this moment.
func (s *Screen) bookmark() {
	if s.Desk == nil || !s.state.Loaded {
		return
	}
	n := s.newNote()
	s.write(stepBookmark, map[string]string{n.Key(): n.Encode()})
}

// newNote is a note on what the reader means by «here».
func (s *Screen) newNote() store.Note {
	n := store.Note{ID: rand.Text(), AtMS: s.position().Milliseconds(), MadeAt: s.Now().UTC()}
	if first, last, ok := s.text.Selection().Bounds(); ok {
		rows := s.state.Document.Rows
		n.AtMS = rows[first].StartMS
		for _, r := range rows[first : last+1] {
			n.ToMS = max(n.ToMS, r.EndMS)
		}
	}
	return n
}

// editNote opens a note to be written.
func (s *Screen) editNote(n store.Note, kept bool) {
	p := s.Printer
	on := subject{title: p.S("review.note.title") + " · " + s.noteTime(n), hint: p.S("review.note.hint"), text: n.Text}
	on.save = func(text string) {
		n.Text = text
		s.write(stepNote, map[string]string{n.Key(): n.Encode()})
	}
	if kept {
		on.remove = func() { s.removeNote(n) }
	}
	s.editor.open(on)
}

func (s *Screen) removeNote(n store.Note) {
	s.write(stepRemove, map[string]string{n.Key(): ""})
}

// noteTime writes the moment or the stretch a note is about.
func (s *Screen) noteTime(n store.Note) string {
	text := s.clock(ms(n.AtMS))
	if n.ToMS > n.AtMS {
		text += " – " + s.clock(ms(n.ToMS))
	}
	return text
}

// notes is the list of comments and bookmarks, each leading to its moment; with
// the corrections whose phrase the service no longer has.
func (d *side) notes() fyne.CanvasObject {
	s, p := d.s, d.s.Printer
	list := s.state.Desk.Notes()
	if s.Desk == nil || len(list)+len(s.state.Orphans) == 0 {
		return nil
	}
	rows := widgets.VBox(8)
	for _, n := range list {
		play := widgets.NewButton(s.noteTime(n), widgets.Link, func() { s.playFrom(ms(n.AtMS)) })
		text, style := n.Text, widgets.Style{}
		if text == "" {
			text, style.Color = p.S("review.note.bookmark"), theme.ColorMuted
		}
		rows.Add(widgets.VBox(1, widgets.HBox(2, play, widgets.Grow(nil),
			widgets.NewIconButton(theme.IconNote, p.S("review.note.edit"), func() { s.editNote(n, true) }),
			widgets.NewIconButton(theme.IconTrash, p.S("review.note.remove"), func() { s.removeNote(n) })),
			widgets.NewParagraph(text, style)))
	}
	for _, e := range s.state.Orphans {
		play := widgets.NewButton(s.clock(ms(e.StartMS)), widgets.Link, func() { s.playFrom(ms(e.StartMS)) })
		rows.Add(widgets.VBox(1, widgets.HBox(2, play, widgets.Grow(nil),
			widgets.NewIconButton(theme.IconTrash, p.S("review.lost.remove"), func() { s.write(stepRemove, map[string]string{e.Key(): ""}) })),
			widgets.NewParagraph(e.Text, widgets.Style{}),
			widgets.NewParagraph(p.S("review.lost"), widgets.Style{Color: theme.ColorMuted, Size: theme.SizeSmall})))
	}
	return section(p.S("review.notes"), rows)
}

package review

import (
	"context"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/post"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// metadata is the part of the facts a person can change: what SpeechSense keeps
// beside the talk.
func (d *side) metadata() fyne.CanvasObject {
	s, p := d.s, d.s.Printer
	if s.Edits == nil || s.state.Call.TalkID == "" || len(s.state.Talk.ID) == 0 {
		return nil
	}
	rows := widgets.VBox(10)
	for _, k := range MetaKeysOf(s.state) {
		rows.Add(d.metaKey(k))
	}
	rows.Add(widgets.NewButton(p.S("review.meta.add"), widgets.Link, s.askNewKey))
	return section(p.S("review.meta"), rows)
}

// metaKey is one key with its value, the way to change it, and where an edit
// stands.
func (d *side) metaKey(k MetaKey) fyne.CanvasObject {
	s, p := d.s, d.s.Printer
	name, value := k.Name, k.Value
	if k.Score && value != "" && s.blind() {
		return widgets.VBox(1, widgets.NewText(p.S("review.meta.score"), widgets.Style{Color: theme.ColorMuted, Size: theme.SizeSmall}),
			widgets.NewParagraph(p.S("score.hidden.value"), widgets.Style{Color: theme.ColorMuted}))
	}
	if k.Score {
		name = p.S("review.meta.score")
	}
	if value == "" {
		value = p.S("review.meta.none")
	}
	style := widgets.Style{}
	if k.Score {
		style.Bold = true
	}
	tip := p.S("review.meta.change", i18n.Args{"name": name})
	change := widgets.NewIconButton(theme.IconNote, tip, func() { s.askValue(k) })
	box := widgets.VBox(1,
		widgets.NewText(name, widgets.Style{Color: theme.ColorMuted, Size: theme.SizeSmall}),
		widgets.TopHBox(4, widgets.Grow(widgets.NewParagraph(value, style)), change))
	if k.Edit == nil {
		return box
	}
	small := func(text string, ink fyne.ThemeColorName) fyne.CanvasObject {
		return widgets.NewParagraph(text, widgets.Style{Color: ink, Size: theme.SizeSmall})
	}
	drop := func(text string) *widgets.Button {
		return widgets.NewButton(p.S(text), widgets.Link, func() { s.dropEdit(k.Name) })
	}
	switch e := k.Edit; e.State {
	case store.EditConflict:
		theirs := e.Theirs
		if theirs == "" {
			theirs = p.S("review.meta.none")
		}
		box.Add(small(p.S("review.meta.conflict", i18n.Args{"value": theirs}), theme.ColorNegative))
		box.Add(widgets.Flow(12,
			widgets.NewButton(p.S("review.meta.mine"), widgets.Link, func() { s.saveEdit(k.Name, e.Value) }), drop("review.meta.theirs")))
	case store.EditRefused:
		what, cure := p.Code(e.Reason, e.Args)
		box.Add(small(what+". "+cure, theme.ColorNegative))
		box.Add(widgets.Flow(12,
			widgets.NewButton(p.S("review.meta.again"), widgets.Link, func() { s.saveEdit(k.Name, e.Value) }), drop("review.meta.drop")))
	default:
		box.Add(widgets.HBox(8, widgets.Grow(small(p.S("review.meta.pending"), theme.ColorMuted)), drop("review.meta.drop")))
	}
	return box
}

// askScore asks for the score, from wherever the desk is.
func (s *Screen) askScore() {
	if s.Edits == nil || s.state.Talk.ID == "" {
		return
	}
	if s.blind() {
		s.Turn(TabScore) // where it is said why
		return
	}
	s.askValue(MetaKeysOf(s.state)[0])
}

// askValue asks for the value of a key.
func (s *Screen) askValue(k MetaKey) {
	c := fyne.CurrentApp().Driver().CanvasForObject(s.view.root)
	if c == nil {
		return
	}
	p, call := s.Printer, s.state.ID
	title, text := k.Name, p.S("review.meta.text")
	if k.Score {
		title, text = p.S("review.meta.score"), p.S("review.meta.score.text", i18n.Args{"key": k.Name})
	}
	widgets.Ask(c, widgets.AskOptions{
		Title: title, Text: text, Value: k.Value, Yes: p.S("review.meta.save"), No: p.S("review.meta.cancel"),
		Check: func(text string) string {
			if err := k.Fault(k.tidy(text)); err != nil {
				what, cure := p.Error(err)
				return what + ". " + cure
			}
			return ""
		},
		OnYes: func(text string) {
			if s.state.ID == call { // the desk may have gone on while the question was open
				s.saveEdit(k.Name, k.tidy(text))
			}
		},
	})
}

// askNewKey asks for the name of a key the talk does not have yet, then for its
// value.
func (s *Screen) askNewKey() {
	c := fyne.CurrentApp().Driver().CanvasForObject(s.view.root)
	if c == nil {
		return
	}
	p := s.Printer
	name := func(text string) string { return MetaKey{}.tidy(text) }
	widgets.Ask(c, widgets.AskOptions{
		Title: p.S("review.meta.add"), Text: p.S("review.meta.add.text"), Yes: p.S("review.meta.next"), No: p.S("review.meta.cancel"),
		Check: func(text string) string {
			if err := store.CheckField(name(text), ""); err != nil {
				what, cure := p.Error(err)
				return what + ". " + cure
			}
			return ""
		},
		OnYes: func(text string) {
			for _, k := range MetaKeysOf(s.state) {
				if k.Name == name(text) {
					s.askValue(k)
					return
				}
			}
			s.askValue(MetaKey{Name: name(text)})
		},
	})
}

// saveEdit writes a wish down at once and has it sent.
func (s *Screen) saveEdit(key, value string) {
	s.edit(func(ctx context.Context, id store.CallID) error {
		return s.Edits.EditField(ctx, id, key, value, s.Now())
	})
}

// dropEdit takes a wish back.
func (s *Screen) dropEdit(key string) {
	s.edit(func(ctx context.Context, id store.CallID) error { return s.Edits.DropFieldEdit(ctx, id, key) })
}

// edit changes what a person wants of the call on the desk. The feed brings the
// change back to the screen.
func (s *Screen) edit(change func(ctx context.Context, id store.CallID) error) {
	id := s.state.ID
	post.Load(s.writes.next(s.ctx, s.Post), func(context.Context) error {
		return change(context.WithoutCancel(s.ctx), id) // a wish is not lost because the reader goes on
	}, func(err error) {
		switch {
		case err != nil && s.OnTrouble != nil:
			s.OnTrouble(err)
		case err == nil && s.OnEdited != nil:
			s.OnEdited()
		}
	})
}

// writers are the writes under way, each on its own: a newer one must not
// cancel the one before.
type writers struct{ slots []*post.Slot }

func (w *writers) next(ctx context.Context, p post.Post) *post.Slot {
	for _, slot := range w.slots {
		if !slot.Busy() {
			return slot
		}
	}
	slot := post.NewSlot(ctx, p)
	w.slots = append(w.slots, slot)
	return slot
}

func (w *writers) close() {
	for _, slot := range w.slots {
		slot.Close()
	}
}

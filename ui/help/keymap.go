package help

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// KeysChanged shows the map of keys anew, where the reader is in it.
func (s *Screen) KeysChanged() {
	if s.rows == nil {
		return
	}
	p := s.d.Printer
	s.rows.Objects = nil
	if s.d.OnBindings != nil {
		s.rows.Add(s.pedal())
	}
	for _, g := range keys.Groups() {
		rows := widgets.VBox(0, widgets.Inset(0, 0, 6, 0, widgets.Heading(p.S("keys.group."+g.ID))))
		for _, cmd := range g.Commands {
			if row := s.keyRow(cmd); row != nil {
				rows.Add(widgets.HLine())
				rows.Add(widgets.Inset(6, 0, 6, 0, row))
			}
		}
		s.rows.Add(rows)
	}
	s.rows.Refresh()
}

// keyRow is a command with its keys and, where they can be changed, the way to.
// It is nil for a command without keys that cannot have any.
func (s *Screen) keyRow(cmd keys.Command) fyne.CanvasObject {
	p, m := s.d.Printer, s.d.Keys
	hints := widgets.HBox(6)
	if s.d.OnBindings == nil || keys.Fixed(cmd) != "" {
		for _, h := range m.Hints(p, cmd) {
			hints.Add(widgets.NewChip(h, widgets.ToneQuiet))
		}
		if len(hints.Objects) == 0 {
			return nil
		}
	} else {
		if m.Changed(cmd) {
			hints.Add(widgets.NewButton(p.S("keys.edit.reset"), widgets.Link, func() { s.restore(cmd) }))
		}
		tone := widgets.ToneQuiet
		if m.Changed(cmd) {
			tone = widgets.ToneAccent
		}
		for _, k := range m.Strokes(cmd) {
			hints.Add(widgets.NewRemovableChip(m.Spell(p, k), tone, p.S("keys.edit.remove"), func() { s.d.OnBindings(m.Taken(cmd, k)) }))
		}
		add := widgets.NewIconButton(theme.IconPlus, p.S("keys.edit.add"), func() { s.choose(cmd) })
		hints.Add(add)
	}
	name := widgets.NewEllipsis(s.nameOf(cmd), widgets.Style{})
	return widgets.HBox(8, widgets.Grow(widgets.Middle(name)), hints)
}

func (s *Screen) nameOf(cmd keys.Command) string { return s.d.Printer.S("keys.command." + string(cmd)) }

// pedal is how a key held down acts, and the way back to all keys as delivered.
func (s *Screen) pedal() fyne.CanvasObject {
	p, now := s.d.Printer, s.d.Pedal
	set := func(to keys.Pedal) {
		s.d.Pedal = to
		s.d.OnPedal(to)
		s.KeysChanged()
	}
	hold := widgets.NewCheck(p.S("keys.pedal.hold"), now.Hold, func(on bool) { set(keys.Pedal{Hold: on, Back: now.Back}) })
	hold.SetTip(p.S("keys.pedal.hold.tip"))
	var choices []widgets.Choice
	for _, d := range keys.PedalBacks() {
		text, digits := p.S("keys.pedal.stay"), 0
		if d%time.Second != 0 {
			digits = 1
		}
		if d > 0 {
			text = p.S("keys.pedal.back", i18n.Args{"seconds": p.Decimal(d.Seconds(), digits)})
		}
		choices = append(choices, widgets.Choice{ID: strconv.FormatInt(d.Milliseconds(), 10), Text: text})
	}
	back := widgets.NewSelect(choices, strconv.FormatInt(now.Back.Milliseconds(), 10), "", func(id string) {
		ms, _ := strconv.Atoi(id) // one of the ids above
		set(keys.Pedal{Hold: now.Hold, Back: time.Duration(ms) * time.Millisecond})
	})
	back.SetEnabled(now.Hold)
	all := widgets.NewButton(p.S("keys.edit.reset_all"), widgets.Secondary, s.restoreAll)
	all.SetEnabled(s.d.Keys.ChangedAny())
	return widgets.VBox(10,
		widgets.NewParagraph(p.S("keys.edit.intro"), widgets.Style{Color: theme.ColorMuted}),
		widgets.HBox(12, hold, widgets.FixedWidth(210, back), widgets.Grow(nil), all),
	)
}

// choose asks for a key for a command.
func (s *Screen) choose(cmd keys.Command) {
	c := fyne.CurrentApp().Driver().CanvasForObject(s.root)
	if c == nil {
		return
	}
	p, m := s.d.Printer, s.d.Keys
	var d *widgets.Dialog
	says := widgets.NewParagraph(p.S("keys.edit.wait"), widgets.Style{Bold: true, Color: theme.ColorAccent})
	take := newTaker(s.d.Post, says, func(k keys.Stroke) {
		v := m.Judge(cmd, k)
		if v.Refuse != "" {
			says.SetText(p.S("keys.edit.refuse."+v.Refuse, i18n.Args{"key": m.Spell(p, k)}))
			d.Fit()
			return
		}
		d.Close()
		if v.Other == "" {
			s.d.OnBindings(m.Given(cmd, k))
			return
		}
		if keys.Fixed(v.Other) != "" {
			widgets.Confirm(c, widgets.ConfirmOptions{Title: p.S("keys.edit.title"), Text: p.S("keys.edit.fixed", i18n.Args{"key": m.Spell(p, k), "command": s.nameOf(v.Other)}), Yes: p.S("keys.edit.understood")})
			return
		}
		widgets.Confirm(c, widgets.ConfirmOptions{
			Title: p.S("keys.edit.taken.title"), Text: p.S("keys.edit.taken", i18n.Args{"key": m.Spell(p, k), "command": s.nameOf(v.Other), "for": s.nameOf(cmd)}),
			Yes: p.S("keys.edit.taken.yes"), No: p.S("keys.edit.taken.no"), OnYes: func() { s.d.OnBindings(m.Given(cmd, k)) },
		})
	})
	take.leave = func() { d.Close() }
	m.Grab(take.took)
	d = widgets.ShowDialog(c, widgets.DialogOptions{
		Title: p.S("keys.edit.title"), Focus: take, Closed: func() { m.Grab(nil) },
		Content: widgets.VBox(10, widgets.NewParagraph(p.S("keys.edit.text", i18n.Args{"command": s.nameOf(cmd)}), widgets.Style{}), take),
		Buttons: []*widgets.Button{widgets.NewButton(p.S("keys.edit.cancel"), widgets.Secondary, func() { d.Close() })},
	})
}

// restore gives a command its keys as delivered, after asking when others lose
// theirs by that.
func (s *Screen) restore(cmd keys.Command) {
	b, losers := s.d.Keys.Restored(cmd)
	if len(losers) == 0 {
		s.d.OnBindings(b)
		return
	}
	p := s.d.Printer
	var names []string
	for _, l := range losers {
		if n := p.S("keys.edit.quoted", i18n.Args{"command": s.nameOf(l)}); !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	s.ask("keys.edit.reset.taken", i18n.Args{"commands": strings.Join(names, ", ")}, b)
}

// restoreAll gives every command its keys as delivered.
func (s *Screen) restoreAll() { s.ask("keys.edit.reset_all.text", nil, nil) }

func (s *Screen) ask(text string, args i18n.Args, b keys.Bindings) {
	c := fyne.CurrentApp().Driver().CanvasForObject(s.root)
	if c == nil {
		return
	}
	p := s.d.Printer
	widgets.Confirm(c, widgets.ConfirmOptions{
		Title: p.S("keys.edit.title.reset"), Text: p.S(text, args), Yes: p.S("keys.edit.reset.yes"), No: p.S("keys.edit.taken.no"),
		OnYes: func() { s.d.OnBindings(b) },
	})
}

package profiles

import (
	"context"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
	"sensedesk/ui/upload"
	"sensedesk/ui/widgets"
)

// row is one profile of the list.
func (v *Panel) row(id store.ProfileID) fyne.CanvasObject {
	p, s := v.d.Printer, v.m.Now.Settings
	ss, _ := s.ProfileSettings(id)
	active := id == s.Profile
	head := widgets.HBox(8, widgets.Middle(widgets.NewText(Name(p, ss), widgets.Style{Bold: true})))
	if active {
		head.Add(widgets.Middle(widgets.NewChip(p.S("profiles.active"), widgets.TonePositive)))
	}
	text := widgets.VBox(2, head, widgets.NewParagraph(detail(p, ss, v.m.Now.Saved, id), widgets.Style{Color: theme.ColorMuted, Size: theme.SizeSmall}))
	if n := v.m.Now.Waiting[id]; n > 0 && !active {
		text.Add(widgets.NewParagraph(p.N("profiles.waiting", n), widgets.Style{Color: theme.ColorClient, Size: theme.SizeSmall}))
	}
	buttons := widgets.HBox(8)
	add := func(key string, kind widgets.Kind, do func()) {
		b := widgets.NewButton(p.S(key), kind, do)
		b.SetEnabled(v.m.Edit == nil)
		buttons.Add(widgets.Middle(b))
	}
	if !active {
		add("profiles.use", widgets.Secondary, func() { v.askUse(id) })
	}
	c := v.m.Checked[id]
	checkKey := "upload.check"
	if c.Running {
		checkKey = "upload.check.running"
	}
	add(checkKey, widgets.Quiet, func() {
		if !v.m.Checked[id].Running {
			v.check(id)
		}
	})
	add("profiles.edit", widgets.Quiet, func() { v.edit(func() { v.m.Begin(id) }) })
	if !active {
		add("profiles.remove", widgets.Quiet, func() { v.askRemove(id) })
	}
	whole := widgets.VBox(8, widgets.HBox(8, widgets.Grow(text), buttons))
	if lines := v.lines(c); lines != nil {
		whole.Add(lines)
	}
	return whole
}

// lines tells a check line by line; what could not be tried for want of what
// failed is no news.
func (v *Panel) lines(c Checked) fyne.CanvasObject {
	if c.Running || len(c.Lines) == 0 {
		return nil
	}
	p := v.d.Printer
	out := widgets.VBox(6)
	if c.OK() {
		out.Add(widgets.HBox(8, widgets.NewSymbol(theme.IconCheck, theme.ColorPositive), widgets.NewText(p.S("upload.check.ok"), widgets.Style{Color: theme.ColorPositive})))
	}
	for _, l := range c.Lines {
		if l.Unsure && !c.OK() {
			continue
		}
		what, cure := upload.CheckText(p, l)
		icon, ink := theme.IconCheck, theme.ColorPositive
		switch {
		case l.Unsure:
			icon, ink = theme.IconInfo, theme.ColorMuted
		case !l.OK:
			icon, ink = theme.IconWarning, theme.ColorNegative
		}
		text := widgets.VBox(0, widgets.NewParagraph(what, widgets.Style{Size: theme.SizeSmall}))
		if cure != "" {
			text.Add(widgets.NewParagraph(cure, widgets.Style{Size: theme.SizeSmall, Color: theme.ColorMuted}))
		}
		out.Add(widgets.TopHBox(8, widgets.NewSymbol(icon, ink), widgets.Grow(text)))
	}
	return out
}

// askUse asks before another profile becomes the active one.
func (v *Panel) askUse(id store.ProfileID) {
	AskUse(v.d, v.m.Now.Settings, id, func(do func(context.Context) error, said string) { v.do(do, said) })
}

// askRemove asks before a profile and its key go.
func (v *Panel) askRemove(id store.ProfileID) {
	p := v.d.Printer
	name := NameOf(p, v.m.Now.Settings, id)
	text := p.S("profiles.remove.text", i18n.Args{"name": name})
	if n := v.m.Now.Waiting[id]; n > 0 {
		text += " " + p.N("profiles.remove.waiting", n)
	}
	d := v.d
	widgets.Confirm(d.Window.Canvas(), widgets.ConfirmOptions{
		Title: p.S("profiles.remove.title", i18n.Args{"name": name}), Text: text, Yes: p.S("profiles.remove.yes"), No: p.S("profiles.cancel"), Danger: true,
		OnYes: func() {
			v.do(func(ctx context.Context) error { return remove(ctx, d.DB, d.Secrets, id) }, p.S("profiles.removed", i18n.Args{"name": name}))
		},
	})
}

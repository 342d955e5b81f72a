package upload

import (
	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// guard goes on with next, after a person was told what the change means for
// calls that were listed before. Anew tells that the listing is to begin with
// the first call. When the person does not want it, what was typed for the
// secrets goes back into their fields.
func (s *Screen) guard(set store.Settings, typed map[store.SecretName]string, next func(anew bool)) {
	e := s.m.EffectOf(set, s.portalOf(typed))
	if e.None() {
		next(false)
		return
	}
	p := s.d.Printer
	var dialog *widgets.Dialog
	said := false
	answer := func(do func()) func() {
		return func() {
			said = true
			dialog.Close()
			do()
		}
	}
	back := func() { s.giveBack(typed) }
	no := widgets.NewButton(p.S("upload.cancel"), widgets.Secondary, answer(back))
	buttons := []*widgets.Button{no}
	if e.Conditions {
		buttons = append(buttons, widgets.NewButton(p.S("upload.effect.anew"), widgets.Secondary, answer(func() { next(true) })))
	}
	yes := widgets.NewButton(p.S("upload.save"), widgets.Primary, answer(func() { next(false) }))
	dialog = widgets.ShowDialog(s.d.Window.Canvas(), widgets.DialogOptions{
		Title: p.S("upload.effect.title"), Content: effectText(p, e), Buttons: append(buttons, yes), Focus: yes, Width: 520,
		Closed: func() {
			if !said {
				back()
			}
		},
	})
}

// effectText tells an effect: what changes, then what happens to the rest.
func effectText(p *i18n.Printer, e Effect) fyne.CanvasObject {
	text := widgets.VBox(10)
	say := func(sentence string, style widgets.Style) { text.Add(widgets.NewParagraph(sentence, style)) }
	rest := widgets.Style{Color: theme.ColorMuted}
	if e.To != "" {
		say(p.S("upload.effect.portal", i18n.Args{"from": e.From, "to": e.To}), widgets.Style{})
		say(p.S("upload.effect.portal.rest", i18n.Args{"from": e.From}), rest)
	}
	switch {
	case e.Conditions && e.To != "":
		say(p.S("upload.effect.both", i18n.Args{"to": e.To}), rest)
	case e.Conditions:
		say(p.S("upload.effect.conditions", i18n.Args{"id": p.Digits(e.Point)}), widgets.Style{})
		say(p.S("upload.effect.conditions.rest"), rest)
	}
	return text
}

// portalOf returns the portal of a typed webhook, "" when none was typed.
func (s *Screen) portalOf(typed map[store.SecretName]string) string {
	hook, ok := typed[store.SecretBitrix24]
	if !ok {
		return ""
	}
	_, account, err := s.d.Webhook(hook)
	if err != nil { // a bad one was refused before
		return ""
	}
	return account
}

// giveBack puts typed secrets back into their fields: nothing was kept.
func (s *Screen) giveBack(typed map[store.SecretName]string) {
	for name, secret := range typed {
		s.view.form.secrets[name].Back(secret)
	}
}

package profiles

import (
	"context"

	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// AskUse asks before a profile becomes the active one, and hands what to do
// about it, and what to say when it went well, to then.
func AskUse(d Deps, s store.Settings, id store.ProfileID, then func(do func(context.Context) error, said string)) {
	p := d.Printer
	to := i18n.Args{"name": NameOf(p, s, id), "from": NameOf(p, s, s.Profile)}
	widgets.Confirm(d.Window.Canvas(), widgets.ConfirmOptions{
		Title: p.S("profiles.use.title", to), Text: p.S("profiles.use.text", to), Yes: p.S("profiles.use.yes"), No: p.S("profiles.cancel"),
		OnYes: func() {
			then(func(ctx context.Context) error { return use(ctx, d.DB, id) }, p.S("profiles.used", to))
		},
	})
}

// AskSwitch is the quick switch: it offers the other profiles, and hands what to
// do about the one chosen, and what to say when it went well, to then.
func AskSwitch(d Deps, s store.Settings, then func(do func(context.Context) error, said string)) {
	p := d.Printer
	var dialog *widgets.Dialog
	list := widgets.VBox(8, widgets.NewParagraph(p.S("profiles.switch.text", i18n.Args{"from": NameOf(p, s, s.Profile)}), widgets.Style{Color: theme.ColorMuted}))
	for _, id := range s.ProfileIDs() {
		if id == s.Profile {
			continue
		}
		to := i18n.Args{"name": NameOf(p, s, id), "from": NameOf(p, s, s.Profile)}
		list.Add(widgets.NewButton(p.S("profiles.switch.to", to), widgets.Secondary, func() {
			dialog.Close()
			then(func(ctx context.Context) error { return use(ctx, d.DB, id) }, p.S("profiles.used", to))
		}))
	}
	no := widgets.NewButton(p.S("profiles.cancel"), widgets.Quiet, func() { dialog.Close() })
	dialog = widgets.ShowDialog(d.Window.Canvas(), widgets.DialogOptions{
		Title: p.S("profiles.switch.title"), Content: list, Buttons: []*widgets.Button{no},
	})
}

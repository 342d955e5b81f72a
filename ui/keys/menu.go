package keys

import (
	"fyne.io/fyne/v2"

	"sensedesk/ui/i18n"
)

// Do carries out a command; one that means nothing on the present screen is
// ignored.
type Do func(Command)

// MainMenu builds the menu of the window a canvas belongs to; the shortcuts in it
// fire whatever has the focus. While a dialog covers the canvas they do nothing,
// but for Quit. Fyne takes one shortcut an item: further combinations of a
// command are added by Attach and do not work inside text fields.
func (m *Map) MainMenu(c fyne.Canvas, p *i18n.Printer, do Do) *fyne.MainMenu {
	act := func(cmd Command) {
		if cmd == Quit || c.Overlays().Top() == nil {
			do(cmd)
		}
	}
	menus := make([]*fyne.Menu, 0, len(Groups()))
	for _, g := range Groups() {
		menu := fyne.NewMenu(p.S("keys.group." + g.ID))
		for _, cmd := range g.Commands {
			if cmd == Quit {
				menu.Items = append(menu.Items, fyne.NewMenuItemSeparator())
			}
			item := fyne.NewMenuItem(p.S("keys.command."+string(cmd)), func() { act(cmd) })
			if s := m.Shortcuts(cmd); len(s) > 0 {
				item.Shortcut = s[0]
				item.Action = func() {
					if m.grab != nil {
						m.grab(OfShortcut(s[0]))
						return
					}
					act(cmd)
				}
			}
			item.IsQuit = cmd == Quit // else Fyne adds its own, which asks nobody
			menu.Items = append(menu.Items, item)
		}
		menus = append(menus, menu)
	}
	return fyne.NewMainMenu(menus...)
}

// Digits takes a typed digit; false = it means nothing here, and the key does
// what the map says.
type Digits func(n int) bool

// Attach makes a canvas give keys that nothing focused wants to do; each of
// digits is asked first about a digit. While a dialog or menu covers the canvas
// nothing is done. What an earlier Attach added is taken away.
func (m *Map) Attach(c fyne.Canvas, do Do, digits ...Digits) {
	act := func(cmd Command, ok bool) {
		if ok && c.Overlays().Top() == nil {
			do(cmd)
		}
	}
	for _, s := range m.attached {
		c.RemoveShortcut(s)
	}
	m.attached = nil
	c.SetOnTypedKey(func(ev *fyne.KeyEvent) {
		if ev.Name == fyne.KeyUnknown { // letters of other layouts come so too, and then as runes
			act(m.Scan(ev.Physical.ScanCode))
			return
		}
		act(m.Key(ev.Name))
	})
	c.SetOnTypedRune(func(r rune) {
		if n, ok := m.Digit(r); ok && c.Overlays().Top() == nil {
			for _, take := range digits {
				if take(n) {
					return
				}
			}
		}
		act(m.Rune(r))
	})
	for _, g := range Groups() {
		for _, cmd := range g.Commands {
			for i, s := range m.Shortcuts(cmd) {
				if i > 0 {
					m.attached = append(m.attached, s)
					c.AddShortcut(s, func(fyne.Shortcut) { act(cmd, true) })
				}
			}
		}
	}
}

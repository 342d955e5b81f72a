package upload

import (
	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// checkView is the button «check» with what came of it beside and below.
type checkView struct {
	s      *Screen
	object fyne.CanvasObject
	button *widgets.Button
	sign   *widgets.Symbol
	word   *widgets.Text
	lines  *fyne.Container
	drawn  []store.CheckLine
}

func newCheckView(s *Screen) *checkView {
	p := s.d.Printer
	v := &checkView{
		s: s, sign: widgets.NewSymbol(theme.IconCheck, theme.ColorPositive), word: widgets.NewText("", widgets.Style{}),
		lines: widgets.VBox(6),
	}
	v.button = widgets.NewButton(p.S("upload.check"), widgets.Secondary, s.check)
	v.object = widgets.VBox(8, widgets.HBox(8, v.button, v.sign, v.word), v.lines)
	return v
}

func (v *checkView) apply() {
	m, p := &v.s.m, v.s.d.Printer
	c := m.Check
	v.button.SetEnabled(m.Loaded && !c.Running && !m.Saving && !m.KeyringGone())
	v.button.SetText(pick(c.Running, p.S("upload.check.running"), p.S("upload.check")))
	show(v.sign, c.Done)
	show(v.word, c.Done)
	switch {
	case c.OK():
		v.sign.Set(theme.IconCheck, theme.ColorPositive)
		v.word.SetText(p.S("upload.check.ok"))
		v.word.SetStyle(widgets.Style{Color: theme.ColorPositive})
	case c.Done:
		failed := 0
		for _, l := range c.Lines {
			if !l.OK && !l.Unsure {
				failed++
			}
		}
		v.sign.Set(theme.IconWarning, theme.ColorNegative)
		v.word.SetText(p.N("upload.check.failed", failed))
		v.word.SetStyle(widgets.Style{Color: theme.ColorNegative})
	}
	v.draw(c)
	v.object.Refresh()
}

// draw lists the points one by one when something failed; when all is well,
// only what could not be proven.
func (v *checkView) draw(c CheckState) {
	if sameLines(v.drawn, c.Lines) {
		return
	}
	v.drawn = c.Lines
	v.lines.RemoveAll()
	for _, l := range c.Lines {
		if l.OK && c.OK() || l.Unsure && !c.OK() { // what could not be tried for want of what failed is no news
			continue
		}
		what, cure := CheckText(v.s.d.Printer, l)
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
		v.lines.Add(widgets.TopHBox(8, widgets.NewSymbol(icon, ink), widgets.Grow(text)))
	}
	show(v.lines, len(v.lines.Objects) > 0)
}

func sameLines(a, b []store.CheckLine) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

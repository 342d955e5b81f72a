package review

import (
	"fyne.io/fyne/v2"

	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// shares is the bar of who spoke, and its words. A click on either plays the
// longest stretch of that part.
func (d *side) shares(sh Shares) fyne.CanvasObject {
	s, p := d.s, d.s.Printer
	percents, spans := sh.Percents(), SpansOf(s.state, s.mono())
	operator, client, both := s.partyNames()
	parts := []struct {
		name  string
		share int
		color fyne.ThemeColorName
		span  Span
	}{
		{operator, percents[0], theme.ColorOperator, spans[0]},
		{client, percents[1], theme.ColorClient, spans[1]},
		{p.S("review.share.both"), percents[2], theme.ColorNegative, spans[2]},
		{p.S("review.share.silence"), percents[3], theme.ColorLine, spans[3]},
	}
	if sh.Mono {
		parts[0].name, parts[0].color = both, theme.ColorMuted
		parts = append(parts[:1], parts[3])
	}
	barParts := make([]part, 0, len(parts))
	words := widgets.Flow(10)
	for _, x := range parts {
		play := func() { s.playFrom(x.span.From) }
		if x.span.Length() <= 0 || !s.state.CanSeek() {
			play = nil
		}
		barParts = append(barParts, part{float32(x.share), x.color, play})
		if x.share == 0 {
			continue
		}
		ink := x.color
		if ink == theme.ColorLine {
			ink = theme.ColorMuted
		}
		word := fyne.CanvasObject(widgets.NewText(p.S("review.share", i18n.Args{"name": short(x.name), "share": p.Percent(float64(x.share) / 100)}), widgets.Style{Color: ink, Size: theme.SizeSmall}))
		if play != nil {
			word = widgets.NewPressable(word, p.S("review.share.tip", i18n.Args{"name": x.name, "at": s.clock(x.span.From), "length": p.Span(x.span.Length())}), play)
		}
		words.Add(word)
	}
	return widgets.VBox(8, newPartsBar(barParts), words)
}

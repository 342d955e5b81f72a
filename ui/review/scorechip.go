package review

import (
	"slices"

	"fyne.io/fyne/v2"

	"sensedesk/ui/i18n"
	"sensedesk/ui/widgets"
)

// showScore puts the score the service has, or is about to be told, before the
// tags of the header; it leads to where it comes from. It is not shown to who
// must not know it yet.
func (h *header) showScore() {
	s := h.s
	if !s.state.Loaded || s.state.ScoreKey == "" || s.blind() {
		return
	}
	value := MetaKeysOf(s.state)[0].Value
	if value == "" {
		return
	}
	chip := widgets.NewChip(s.Printer.S("score.chip", i18n.Args{"score": short(value)}), widgets.ToneAccent)
	chip.OnTapped = func() {
		if slices.Contains(s.tabs(), TabScore) {
			s.Turn(TabScore)
			return
		}
		s.Turn(TabFacts)
	}
	h.chips.Objects = slices.Insert(h.chips.Objects, 0, fyne.CanvasObject(chip))
	h.box.Refresh()
}

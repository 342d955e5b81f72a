package review

import (
	"slices"

	"fyne.io/fyne/v2"

	"sensedesk/ui/widgets"
)

// folding is the desk in a narrow window: the text, or in its place a page of the
// column, chosen above them.
type folding struct {
	s      *Screen
	on     bool // there is no room for both
	column bool // the column is shown in the text's place
	lent   bool // the text is shown for as long as something is written
	text   *widgets.Chip
	chips  []*widgets.Chip // of the pages, in their order
	box    *fyne.Container
}

// build makes the line of pages in the present language.
func (f *folding) build(s *Screen) fyne.CanvasObject {
	p := s.Printer
	f.s, f.chips = s, nil
	f.text = widgets.NewChip(p.S("review.tab.text"), widgets.ToneQuiet)
	f.text.OnTapped = func() { f.show(false) }
	line := widgets.Flow(6, f.text)
	for _, t := range s.tabs() {
		chip := widgets.NewChip(p.S("review.tab."+tabNames()[t]), widgets.ToneQuiet)
		chip.OnTapped = func() { s.Turn(t) }
		f.chips = append(f.chips, chip)
		line.Add(chip)
	}
	f.box = widgets.VBox(0, widgets.Inset(8, 12, 8, 12, line), widgets.HLine())
	f.turn()
	return f.box
}

// tabNames are the ends of the keys the pages are called by.
func tabNames() map[Tab]string {
	return map[Tab]string{TabSummary: "summary", TabScore: "score", TabStatistics: "statistics", TabFacts: "facts"}
}

// to folds the desk or unfolds it. Nothing is made anew: what is not shown keeps
// its place.
func (f *folding) to(on bool) {
	if f.on != on {
		f.on = on
		f.turn()
	}
}

// show shows the column in the text's place, or the text.
func (f *folding) show(column bool) {
	f.lent = false
	if f.column != column {
		f.column = column
		if f.on {
			f.turn()
			f.s.arrange()
		}
	}
	f.apply()
}

// lend shows the text for something that stands beside it; giveBack shows what
// was there before.
func (f *folding) lend() {
	if f.column {
		f.show(false)
		f.lent = true
	}
}

func (f *folding) giveBack() {
	if f.lent {
		f.show(true)
	}
}

// turn shows and hides the parts as they have to be.
func (f *folding) turn() {
	v := &f.s.view
	set := func(o fyne.CanvasObject, shown bool) {
		switch {
		case o == nil || o.Visible() == shown:
		case shown:
			o.Show()
		default:
			o.Hide()
		}
	}
	set(f.box, f.on)
	if v.body == nil { // they are only being made
		return
	}
	set(v.pane, !f.on || !f.column)
	set(v.side.box, !f.on || f.column)
	set(v.side.box.Objects[0], !f.on) // its own line of pages
	set(v.body.Objects[2], !f.on)     // the edge between them
	f.apply()
}

// apply lights what is shown.
func (f *folding) apply() {
	tone := func(chip *widgets.Chip, chosen bool) {
		if chosen {
			chip.SetTone(widgets.ToneAccent)
		} else {
			chip.SetTone(widgets.ToneQuiet)
		}
	}
	tone(f.text, !f.column)
	for i, t := range f.s.tabs() {
		tone(f.chips[i], f.column && t == f.s.state.Tab)
	}
}

// next is the page that follows in the folded desk; false = the text does.
func (f *folding) next() (Tab, bool) {
	tabs := f.s.tabs()
	if !f.column {
		return tabs[0], true
	}
	i := slices.Index(tabs, f.s.state.Tab) + 1
	if i == len(tabs) {
		return 0, false
	}
	return tabs[i], true
}

// arrange lays the desk out anew.
func (s *Screen) arrange() {
	s.view.body.Layout.Layout(s.view.body.Objects, s.view.body.Size())
	s.view.body.Refresh()
}

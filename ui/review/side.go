package review

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sensedesk/store"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// side is the column beside the text: summary, statistics, facts.
type side struct {
	s     *Screen
	box   *fyne.Container
	tabs  *widgets.TextTabs
	pages *fyne.Container

	shown  shownPage
	scroll *fyne.Container
	opened map[string]bool // parts of the pages that are unfolded, of the call shown
}

// shownPage is a page of a call.
type shownPage struct {
	call store.CallID
	tab  Tab
}

func newSide(s *Screen) *side {
	p := s.Printer
	d := &side{s: s, pages: container.NewStack()}
	id := func(t Tab) string { return strconv.Itoa(int(t)) }
	names := map[Tab]string{TabSummary: "summary", TabScore: "score", TabStatistics: "statistics", TabFacts: "facts"}
	var choices []widgets.Choice
	for _, t := range s.tabs() {
		choices = append(choices, widgets.Choice{ID: id(t), Text: p.S("review.tab." + names[t])})
	}
	s.scoring.view = newScoreView(s.scoring)
	d.tabs = widgets.NewTextTabs(choices, id(s.state.Tab), func(chosen string) {
		n, _ := strconv.Atoi(chosen) // one of the ids above
		s.state.Tab = Tab(n)
		d.apply()
		s.moved()
	})
	d.box = widgets.VBox(0, widgets.Inset(8, 20, 0, 20, d.tabs), widgets.Grow(d.pages))
	return d
}

// turned shows the page the state names.
func (d *side) turned() {
	d.tabs.SetSelected(strconv.Itoa(int(d.s.state.Tab)))
	d.apply()
}

// apply shows the chosen page.
func (d *side) apply() { widgets.Steady(d.pages, d.show) }

// show makes the chosen page; the one on the screen stays where it is scrolled.
func (d *side) show() {
	before, offset := d.shown, offsetOf(d.scroll)
	d.shown, d.scroll = shownPage{d.s.state.ID, d.s.state.Tab}, nil
	if before.call != d.shown.call || d.opened == nil {
		d.opened = map[string]bool{}
	}
	if d.s.state.Loaded && d.s.state.Tab == TabScore {
		d.pages.Objects = []fyne.CanvasObject{d.s.scoring.view.box}
		d.s.scoring.view.draw()
		d.pages.Refresh()
		return
	}
	var page *fyne.Container
	switch s := d.s; {
	case !s.state.Loaded:
		page = widgets.VBox(0)
	case s.state.Tab == TabStatistics:
		page = d.statistics()
	case s.state.Tab == TabFacts:
		page = d.facts()
	default:
		page = d.summary()
	}
	d.scroll = widgets.Scroll(widgets.Inset(14, 20, 20, 20, page))
	d.pages.Objects = []fyne.CanvasObject{d.scroll}
	d.pages.Refresh()
	if before == d.shown && offset.Y > 0 {
		scrollOf(d.scroll).ScrollToOffset(offset)
	}
}

// section is a small heading and what stands below it.
func section(title string, content ...fyne.CanvasObject) fyne.CanvasObject {
	head := widgets.NewText(title, widgets.Style{Color: theme.ColorMuted, Size: theme.SizeSmall, Bold: true})
	return widgets.VBox(7, append([]fyne.CanvasObject{head}, content...)...)
}

// facts is the third page.
func (d *side) facts() *fyne.Container {
	page := widgets.VBox(10)
	for i, f := range FactsOf(d.s.Printer, d.s.state) {
		name := widgets.NewText(f.Name, widgets.Style{Color: theme.ColorMuted, Size: theme.SizeSmall})
		value := fyne.CanvasObject(widgets.NewParagraph(f.Value, widgets.Style{}))
		if f.ID {
			copyIt := widgets.NewIconButton(theme.IconCopy, d.s.Printer.S("review.copy"), func() { d.s.toClipboard(f.Value) })
			value = widgets.TopHBox(4, widgets.Grow(value), copyIt)
		}
		fact := fyne.CanvasObject(widgets.VBox(1, name, value))
		if again := d.s.againButton(); i == 0 && again != nil { // the state, and what can be done about it
			fact = widgets.HBox(8, widgets.Grow(fact), again)
		}
		page.Add(fact)
	}
	if address := CRMPage(d.s.state.Call); address != nil && d.s.OnOpen != nil {
		page.Add(widgets.NewButton(d.s.Printer.S("review.crm"), widgets.Link, func() { d.s.OnOpen(address) }))
	}
	if d.s.canShowData() {
		page.Add(widgets.NewButton(d.s.Printer.S("data.title"), widgets.Link, d.s.showData))
	}
	if meta := d.metadata(); meta != nil {
		page.Objects = slices.Insert(page.Objects, min(1, len(page.Objects)), meta)
	}
	return page
}

package review

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// side is the column beside the text: summary, statistics, facts.
type side struct {
	s     *Screen
	box   *fyne.Container
	tabs  *widgets.TextTabs
	pages *fyne.Container

	service bool // the service's summary is shown beside a person's
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

func (d *side) show() {
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
	d.pages.Objects = []fyne.CanvasObject{widgets.Scroll(widgets.Inset(14, 20, 20, 20, page))}
	d.pages.Refresh()
}

// section is a small heading and what stands below it.
func section(title string, content ...fyne.CanvasObject) fyne.CanvasObject {
	head := widgets.NewText(title, widgets.Style{Color: theme.ColorMuted, Size: theme.SizeSmall, Bold: true})
	return widgets.VBox(7, append([]fyne.CanvasObject{head}, content...)...)
}

// summary is the first page: what the call was about, at a glance.
func (d *side) summary() *fyne.Container {
	s, p := d.s, d.s.Printer
	page := widgets.VBox(18)
	answers := AnswersOf(s.state.Talk)
	moods := widgets.VBox(6)
	page.Add(d.mainSummary())
	for _, a := range answers {
		if a.IsSentiment() {
			moods.Add(mood(a))
		}
	}
	if notes := d.notes(); notes != nil {
		page.Add(notes)
	}
	if len(moods.Objects) > 0 {
		page.Add(section(p.S("review.sentiment"), moods))
	}
	if found := FoundIn(s.state.Talk, s.state.Document); len(found) > 0 {
		rows := widgets.VBox(2)
		for _, f := range found {
			rows.Add(d.found(f))
		}
		page.Add(section(p.S("review.classifiers"), rows))
	}
	if shares := SharesOf(s.state.Talk, s.state.Operator, channels(s.state.Call, s.state.Talk), s.state.Length); shares.Known {
		page.Add(section(p.S("review.shares"), d.shares(shares)))
	}
	for _, a := range answers {
		if a.FieldID != "summary" && !a.IsSentiment() {
			page.Add(d.answer(a))
		}
	}
	return page
}

// mainSummary is what the call was about: in a person's words when there are
// some, with the service's one click away.
func (d *side) mainSummary() fyne.CanvasObject {
	s, p := d.s, d.s.Printer
	sum := SummaryOf(s.state)
	text, style := sum.Text, widgets.Style{}
	if text == "" {
		text, style.Color = d.noSummary(), theme.ColorMuted
	}
	box := widgets.VBox(4, widgets.NewParagraph(text, style))
	if s.Desk == nil {
		return box
	}
	small := widgets.Style{Color: theme.ColorMuted, Size: theme.SizeSmall}
	edit := widgets.NewButton(p.S("review.summary.edit"), widgets.Link, s.editSummary)
	if !sum.Mine {
		box.Add(widgets.HBox(10, edit, widgets.Grow(nil)))
		return box
	}
	said := p.S("review.summary.mine")
	if sum.Newer {
		said = p.S("review.summary.newer")
	}
	box.Add(widgets.NewParagraph(said, small))
	line := widgets.Flow(12, edit)
	if sum.Service != "" {
		line.Add(widgets.NewButton(p.S(map[bool]string{false: "review.summary.show", true: "review.summary.hide"}[d.service]), widgets.Link, func() {
			d.service = !d.service
			d.apply()
		}))
	}
	box.Add(line)
	if d.service && sum.Service != "" {
		box.Add(section(p.S("review.summary.service"), widgets.NewParagraph(sum.Service, widgets.Style{})))
	}
	return box
}

// mood is one judgement of the talk's mood: whose, and which.
func mood(a Answer) fyne.CanvasObject {
	line := widgets.Flow(8, widgets.Inset(1, 0, 0, 0, widgets.Muted(short(a.Name)))) // on one line with the words of the chips
	for _, v := range a.Values {
		line.Add(widgets.NewChip(short(v), chipTone(a.Tone(v))))
	}
	return line
}

// noSummary says why there is no summary.
func (d *side) noSummary() string {
	switch d.s.state.Text {
	case TextPending:
		return d.s.Printer.S("review.summary.pending")
	case TextReady, TextWordless:
		return d.s.Printer.S("review.summary.none")
	}
	return d.s.Printer.S("review.summary.notext")
}

// longestTimes is how many places of a classifier have room in its line.
const longestTimes = 3

// found is a classifier with its count and the places it fired at; each place,
// and the line itself, can be clicked to hear it.
func (d *side) found(f Found) fyne.CanvasObject {
	s, p := d.s, d.s.Printer
	style := widgets.Style{}
	if tone := chipTone(f.Tone); tone != widgets.ToneQuiet {
		style.Color = tone.Ink()
	}
	row := widgets.HBox(0, widgets.Grow(widgets.NewEllipsis(f.Name, style)), widgets.Inset(0, 4, 0, 8, widgets.Muted(p.Int(f.Count))))
	for i, at := range f.At {
		if i == longestTimes {
			row.Add(widgets.Muted("…"))
			break
		}
		row.Add(widgets.NewButton(s.clock(at), widgets.Link, func() { s.playFrom(at) }))
	}
	return row
}

// shares is the bar of who spoke, and its words.
func (d *side) shares(sh Shares) fyne.CanvasObject {
	p := d.s.Printer
	percents := sh.Percents()
	operator, client, both := d.s.partyNames()
	parts := []struct {
		name  string
		share int
		color fyne.ThemeColorName
	}{
		{operator, percents[0], theme.ColorOperator},
		{client, percents[1], theme.ColorClient},
		{p.S("review.share.both"), percents[2], theme.ColorNegative},
		{p.S("review.share.silence"), percents[3], theme.ColorLine},
	}
	if sh.Mono {
		parts[0].name, parts[0].color = both, theme.ColorMuted
		parts = append(parts[:1], parts[3])
	}
	barParts := make([]part, 0, len(parts))
	words := widgets.Flow(10)
	for _, x := range parts {
		barParts = append(barParts, part{float32(x.share), x.color})
		if x.share == 0 {
			continue
		}
		ink := x.color
		if ink == theme.ColorLine {
			ink = theme.ColorMuted
		}
		words.Add(widgets.NewText(p.S("review.share", i18n.Args{"name": short(x.name), "share": p.Percent(float64(x.share) / 100)}), widgets.Style{Color: ink, Size: theme.SizeSmall}))
	}
	return widgets.VBox(8, newPartsBar(barParts), words)
}

// answer is one field of the summarization.
func (d *side) answer(a Answer) fyne.CanvasObject {
	title := a.Name
	if a.Known() {
		title = d.s.Printer.S("review.field." + a.FieldID)
	}
	if a.IsKeywords() {
		words := widgets.Flow(6)
		for _, v := range a.Values {
			words.Add(widgets.NewChip(short(v), widgets.ToneQuiet))
		}
		return section(title, words)
	}
	text := a.Values[0]
	if len(a.Values) > 1 {
		text = "– " + strings.Join(a.Values, "\n– ")
	}
	return section(title, widgets.NewParagraph(text, widgets.Style{}))
}

// statistics is the second page: figures of the parties side by side.
func (d *side) statistics() *fyne.Container {
	s, p := d.s, d.s.Printer
	page := widgets.VBox(18)
	d.plots(page)
	mono := s.mono()
	places := PlacesOf(s.state, mono)
	at := func(key string, side int) time.Duration {
		if of, ok := places[key]; ok {
			return of[side]
		}
		return nowhere
	}
	if figures := PartyFigures(p, s.state.Talk, s.state.Operator, mono); len(figures) > 0 {
		operator, client, both := s.partyNames()
		if mono {
			operator, client = both, ""
		}
		rows := widgets.VBox(6, container.New(figureRow{}, widgets.Plain(""), figureHead(operator, theme.ColorOperator), figureHead(client, theme.ColorClient)), widgets.HLine())
		for _, f := range figures {
			rows.Add(container.New(figureRow{}, widgets.NewParagraph(f.Name, widgets.Style{Color: theme.ColorMuted}), d.heard(f.Operator, at(f.Key, 0)), d.heard(f.Client, at(f.Key, 1))))
		}
		page.Add(rows)
	}
	rows := widgets.VBox(6)
	for _, f := range TalkFigures(p, s.state) {
		rows.Add(container.New(figureRow{}, widgets.NewParagraph(f.Name, widgets.Style{Color: theme.ColorMuted}), d.heard(f.Whole, at(f.Key, wholeTalk))))
	}
	page.Add(section(p.S("review.stat.talk"), rows))
	return page
}

func figureHead(name string, ink fyne.ThemeColorName) fyne.CanvasObject {
	return widgets.NewEllipsis(name, widgets.Style{Color: ink, Bold: true, Size: theme.SizeSmall, Align: fyne.TextAlignTrailing})
}

func figure(value string) fyne.CanvasObject {
	if value == "" {
		value = "—"
	}
	return widgets.NewText(value, widgets.Style{Align: fyne.TextAlignTrailing})
}

// figureRow puts a name to the left and one value, or two in columns, to the
// right.
type figureRow struct{}

// How wide a column of values is, and how much room the names keep.
const (
	figureLeast = 80
	figureMost  = 104
	figureName  = 120
)

func (figureRow) columns(o []fyne.CanvasObject, width float32) (first, rest float32) {
	if len(o) == 2 {
		return o[1].MinSize().Width, 0
	}
	each := max(figureLeast, min(figureMost, (width-figureName)/2))
	return each, each
}

func (f figureRow) MinSize(o []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range o {
		size.Height = max(size.Height, o.MinSize().Height)
	}
	a, b := f.columns(o, 0)
	size.Width = 100 + a + b
	return size
}

func (f figureRow) Layout(o []fyne.CanvasObject, size fyne.Size) {
	a, b := f.columns(o, size.Width)
	width := size.Width - a - b - 8
	o[0].Resize(fyne.NewSize(width, o[0].MinSize().Height))
	o[0].Move(fyne.Position{})
	o[1].Resize(fyne.NewSize(a, o[1].MinSize().Height))
	o[1].Move(fyne.NewPos(size.Width-a-b, 0))
	if len(o) > 2 {
		o[2].Resize(fyne.NewSize(b, o[2].MinSize().Height))
		o[2].Move(fyne.NewPos(size.Width-b, 0))
	}
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

package help

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/keys"
	"sensedesk/ui/post"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// Deps is what the screen needs. All fields are required.
type Deps struct {
	Ctx      context.Context
	Post     post.Post
	Printer  *i18n.Printer
	Keys     *keys.Map
	Folder   string // where the data lies
	Version  string
	OnUpload func() // opens the Upload screen
	Drill    Drill

	OnBindings func(keys.Bindings) // a person changed keys; nil = they are only shown
	Pedal      keys.Pedal          // how a key held down acts
	OnPedal    func(keys.Pedal)
}

// Topic is one page of the help.
type Topic string

// The topics.
const (
	TopicOwner  Topic = "owner"
	TopicReview Topic = "review"
	TopicWrite  Topic = "write"
	TopicSearch Topic = "search"
	TopicKeys   Topic = "keys"
	TopicData   Topic = "data"
	TopicDrill  Topic = "drill"
)

// topics lists the pages in the order shown, with how many steps each has.
var topics = []struct {
	id    Topic
	steps int
}{{TopicOwner, 6}, {TopicReview, 5}, {TopicWrite, 6}, {TopicSearch, 2}, {TopicKeys, 1}, {TopicData, 4}, {TopicDrill, 0}}

// Screen is the Help screen. All methods belong to the UI goroutine.
type Screen struct {
	d     Deps
	topic Topic
	root  *fyne.Container
	page  *fyne.Container
	tabs  *widgets.TextTabs
	drill *drillPage
	rows  *fyne.Container // the map of keys
}

// New makes the screen at its first page.
func New(d Deps) *Screen {
	s := &Screen{d: d, topic: TopicOwner, root: container.NewStack()}
	s.drill = newDrillPage(s)
	s.build()
	return s
}

// Content is what the shell shows.
func (s *Screen) Content() fyne.CanvasObject { return s.root }

// SetPrinter rebuilds the screen in another language, at the same page.
func (s *Screen) SetPrinter(p *i18n.Printer) {
	s.d.Printer = p
	s.build()
}

// Open shows a page.
func (s *Screen) Open(t Topic) {
	s.topic = t
	s.tabs.SetSelected(string(t))
	s.draw()
}

// Show does nothing: nothing here changes.
func (s *Screen) Show() {}

// Hide does nothing.
func (s *Screen) Hide() {}

// Close ends a drill under way and waits for it.
func (s *Screen) Close() { s.drill.close() }

// Changed does nothing.
func (s *Screen) Changed(store.Change) {}

func (s *Screen) build() {
	p := s.d.Printer
	var choices []widgets.Choice
	for _, t := range topics {
		choices = append(choices, widgets.Choice{ID: string(t.id), Text: p.S("help.tab." + string(t.id))})
	}
	s.tabs = widgets.NewTextTabs(choices, string(s.topic), func(id string) { s.Open(Topic(id)) })
	s.page = container.NewStack()
	version := widgets.Small(p.S("help.version", i18n.Args{"version": s.d.Version}))
	head := widgets.ScreenHead(widgets.HBox(8, widgets.Grow(widgets.Middle(widgets.Title(p.S("help.title")))), version))
	s.root.Objects = []fyne.CanvasObject{
		widgets.Frame(head, nil, nil, nil, widgets.Ground(theme.ColorPanel, widgets.Frame(
			widgets.Inset(10, 20, 0, 20, container.NewHScroll(s.tabs)), nil, nil, nil, s.page,
		))),
	}
	s.draw()
	s.root.Refresh()
}

// redraw shows a topic anew if it is the one shown.
func (s *Screen) redraw(t Topic) {
	if s.topic == t {
		s.draw()
	}
}

// draw shows the page of the topic.
func (s *Screen) draw() {
	p := s.d.Printer
	body := widgets.VBox(16)
	if intro := "help." + string(s.topic) + ".intro"; p.Has(intro) {
		body.Add(widgets.NewParagraph(p.S(intro), widgets.Style{Color: theme.ColorMuted}))
	}
	for _, t := range topics {
		if t.id != s.topic {
			continue
		}
		for n := 1; n <= t.steps; n++ {
			body.Add(s.step(t.id, n))
		}
	}
	switch s.topic {
	case TopicOwner:
		body.Add(widgets.HBox(0, widgets.NewButton(p.S("help.open.upload"), widgets.Primary, s.d.OnUpload)))
	case TopicKeys:
		s.rows = widgets.VBox(18)
		body.Add(s.rows)
		s.KeysChanged()
	case TopicDrill:
		for _, part := range s.drill.parts() {
			body.Add(part)
		}
	case TopicReview, TopicWrite, TopicSearch, TopicData:
	}
	column := widgets.AtMost(680, body)
	s.page.Objects = []fyne.CanvasObject{widgets.Scroll(widgets.Inset(18, 20, 24, 20, column))}
	s.page.Refresh()
}

// keyNames are the keys as they are bound now, by their commands.
func (s *Screen) keyNames() i18n.Args {
	out := i18n.Args{}
	for _, g := range keys.Groups() {
		for _, c := range g.Commands {
			out[string(c)] = s.d.Keys.Hint(s.d.Printer, c)
		}
	}
	return out
}

// step is one numbered step: what to do, and how.
func (s *Screen) step(t Topic, n int) fyne.CanvasObject {
	p := s.d.Printer
	key := fmt.Sprintf("help.%s.%d.", t, n)
	text := widgets.VBox(2,
		widgets.NewParagraph(p.S(key+"title"), widgets.Style{Bold: true}),
		widgets.NewParagraph(p.S(key+"text", s.keyNames()), widgets.Style{}),
	)
	if t == TopicData && n == 1 {
		text.Add(widgets.NewParagraph(s.d.Folder, widgets.Style{Color: theme.ColorMuted}))
	}
	if t == TopicData || t == TopicKeys {
		return text
	}
	number := widgets.FixedWidth(20, widgets.NewText(p.Int(n), widgets.Style{Color: theme.ColorAccent, Bold: true}))
	return widgets.TopHBox(8, number, widgets.Grow(text))
}

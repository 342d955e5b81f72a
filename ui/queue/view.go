package queue

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sensedesk/store/queue"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// The pages on the right, for Turn.
const (
	TabPicked = "picked"
	TabReport = "report"
)

// formWidth is how wide the form is.
const formWidth = 290

// sides puts the form beside what came of it, or above it in a narrow window,
// where it takes a part of the height and scrolls.
type sides struct{}

// Below which width the form stands above, and its share of the height then.
const sidesFrom, formShare = 760, 0.36

// MinSize is for Fyne.
func (sides) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(max(formWidth, o[1].MinSize().Width), o[1].MinSize().Height)
}

// Layout is for Fyne.
func (sides) Layout(o []fyne.CanvasObject, size fyne.Size) {
	at := fyne.NewPos(formWidth, 0)
	if size.Width < sidesFrom {
		at = fyne.NewPos(0, size.Height*formShare)
		o[0].Resize(fyne.NewSize(size.Width, at.Y))
	} else {
		o[0].Resize(fyne.NewSize(formWidth, size.Height))
	}
	o[0].Move(fyne.Position{})
	o[1].Move(at)
	o[1].Resize(fyne.NewSize(size.Width-at.X, size.Height-at.Y))
}

// view draws the screen: the form on the left, what came of it on the right.
type view struct {
	s         *Screen
	root      *fyne.Container
	fault     *widgets.Paragraph // what is wrong with the minutes
	quick     *widgets.Segmented
	operators *widgets.MultiPick
	start     *widgets.Button
	other     *widgets.Button
	leave     *widgets.Button
	head      *widgets.Paragraph
	note      *widgets.Paragraph
	mute      *fyne.Container // what cannot be heard, and the way to it
	muteText  *widgets.Paragraph
	body      *fyne.Container
	listed    *widgets.Grid[line] // the list in it, if there is one
	buttons   *fyne.Container
	measuring bool // the body says that transcripts are measured
}

func newView(s *Screen) *view {
	v := &view{s: s, root: container.NewStack()}
	v.build()
	return v
}

// build makes everything anew, in the printer's language.
func (v *view) build() {
	s, p := v.s, v.s.d.Printer
	v.head = widgets.NewParagraph("", widgets.Style{Bold: true})
	v.note = widgets.NewParagraph("", widgets.Style{Color: theme.ColorMuted})
	v.muteText = widgets.NewParagraph("", widgets.Style{Color: theme.ColorMuted})
	v.mute = widgets.HBox(8, widgets.Grow(v.muteText), widgets.NewButton(p.S("queue.unrecorded.show"), widgets.Link, s.showUnrecorded))
	v.body = container.NewStack()
	v.start = widgets.NewButton(p.S("queue.start"), widgets.Primary, s.start)
	v.start.SetHint(p.S("keys.key.return"))
	v.other = widgets.NewButton(p.S("queue.other"), widgets.Secondary, s.repick)
	v.leave = widgets.NewButton(p.S("queue.leave"), widgets.Secondary, s.Leave)
	v.buttons = widgets.HBox(8, v.start, v.other, v.leave)
	tabs := widgets.NewTextTabs([]widgets.Choice{{ID: TabPicked, Text: p.S("queue.tab.picked")}, {ID: TabReport, Text: p.S("queue.tab.report")}}, s.tab, func(id string) {
		s.shut()
		s.Turn(id)
	})
	right := widgets.VBox(0,
		widgets.Inset(8, 20, 0, 20, tabs),
		widgets.Inset(12, 20, 12, 20, widgets.VBox(6, v.head, v.note, v.mute)),
		widgets.HLine(), widgets.Grow(v.body))
	left := widgets.FixedWidth(formWidth, widgets.Frame(nil, nil, nil, widgets.VLine(), widgets.Scroll(widgets.Inset(16, 20, 16, 20, v.form()))))
	head := widgets.ScreenHead(widgets.HBox(8, widgets.Title(p.S("shell.queue")), widgets.Grow(nil), v.buttons))
	v.root.Objects = []fyne.CanvasObject{widgets.Ground(theme.ColorPanel, widgets.Frame(head, nil, nil, nil, container.New(sides{}, left, right)))}
	v.apply()
	v.root.Refresh()
}

// form asks for the time there is and how to fill it.
func (v *view) form() fyne.CanvasObject {
	s, p := v.s, v.s.d.Printer
	change := func(with func(*Form)) {
		f := s.form
		with(&f)
		s.set(f)
	}
	entry := widgets.NewEntry("")
	entry.SetText(strconv.Itoa(s.form.Minutes))
	v.fault = widgets.NewParagraph("", widgets.Style{Size: theme.SizeSmall, Color: theme.ColorNegative})
	v.fault.Hide()
	fault := func(text string) {
		v.fault.SetText(text)
		v.fault.Hidden = text == ""
		v.root.Refresh()
	}
	take := func() {
		n, err := strconv.Atoi(strings.TrimSpace(entry.Text))
		switch {
		case err != nil || n < 1 || n > longest:
			fault(p.S("queue.minutes.fault"))
		case n != s.form.Minutes:
			fault("")
			v.quick.SetSelected(strconv.Itoa(n))
			change(func(f *Form) { f.Minutes = n })
		default:
			fault("")
		}
	}
	entry.OnSubmitted, entry.OnLeft = func(string) { take() }, take
	v.quick = widgets.NewSegmented([]widgets.Choice{{ID: "15", Text: "15"}, {ID: "30", Text: "30"}, {ID: "60", Text: "60"}}, strconv.Itoa(s.form.Minutes), func(id string) {
		entry.SetText(id)
		take()
	})
	minutes := widgets.VBox(4, widgets.HBox(8, widgets.FixedWidth(64, entry), v.quick), v.fault)
	var rules, periods, speeds []widgets.Choice
	for _, r := range queue.Rules() {
		rules = append(rules, widgets.Choice{ID: string(r), Text: p.S("queue.rule." + string(r))})
	}
	for _, days := range []int{7, 30, 90, 0} {
		id := strconv.Itoa(days)
		periods = append(periods, widgets.Choice{ID: id, Text: p.S("queue.days." + id)})
	}
	for _, f := range []float64{1, 1.5, 2} {
		speeds = append(speeds, widgets.Choice{ID: strconv.FormatFloat(f, 'f', -1, 64), Text: p.Speed(f)})
	}
	rule := widgets.NewSelect(rules, string(s.form.Rule), "", func(id string) { change(func(f *Form) { f.Rule = queue.Rule(id) }) })
	period := widgets.NewSelect(periods, strconv.Itoa(s.form.Days), "", func(id string) { change(func(f *Form) { f.Days, _ = strconv.Atoi(id) }) })
	speed := widgets.NewSegmented(speeds, strconv.FormatFloat(s.form.Speed, 'f', -1, 64), func(id string) {
		change(func(f *Form) { f.Speed, _ = strconv.ParseFloat(id, 64) })
	})
	v.operators = widgets.NewMultiPick(p, widgets.PickOptions{
		Items: v.people(), Selected: s.form.Operators, All: p.S("queue.operators.all"),
		OnChanged: func(ids []string) { change(func(f *Form) { f.Operators = ids }) },
	})
	again := widgets.NewCheck(p.S("queue.again"), s.form.Again, func(on bool) { change(func(f *Form) { f.Again = on }) })
	return widgets.VBox(14,
		field(p.S("queue.minutes"), minutes), field(p.S("queue.rule"), rule), field(p.S("queue.period"), period),
		field(p.S("queue.operators"), v.operators), field(p.S("queue.speed"), widgets.HBox(0, speed)), again,
		widgets.NewParagraph(p.S("queue.about"), widgets.Style{Color: theme.ColorMuted, Size: theme.SizeSmall}))
}

// field puts a label above its field: the form is narrow.
func field(label string, of fyne.CanvasObject) fyne.CanvasObject {
	return widgets.VBox(4, widgets.Muted(label), of)
}

// people are the operators to choose from.
func (v *view) people() []widgets.Pick {
	var out []widgets.Pick
	for _, l := range v.s.report.People {
		out = append(out, widgets.Pick{ID: l.Operator, Name: v.name(l.Name, l.Operator), Note: v.s.d.Printer.Int(l.Calls)})
	}
	return out
}

// apply shows what is known.
func (v *view) apply() {
	s := v.s
	v.measuring = false
	v.operators.SetItems(v.people())
	running := s.run != nil
	key := "queue.start"
	if running {
		key = "queue.continue"
	}
	v.start.SetText(s.d.Printer.S(key))
	v.start.SetEnabled(running || s.known && len(s.picked.Items) > 0)
	v.other.SetEnabled(!s.pick.Busy())
	v.other.Hidden, v.leave.Hidden = running, !running
	v.buttons.Refresh()
	v.applyMute()
	switch {
	case s.whose != "":
		v.applyBehind()
	case s.tab == TabReport:
		v.applyReport()
	case running:
		v.applyRun()
	default:
		v.applyPicked()
	}
	v.root.Refresh()
}

// applyMute says how many calls the queue and the report are not about, because
// there is nothing to listen to.
func (v *view) applyMute() {
	n := figuresOf(v.s.report.List).Unrecorded
	v.muteText.SetText(v.s.d.Printer.N("queue.unrecorded", n))
	v.mute.Hidden = n == 0 || v.s.whose != ""
}

// applyMeasuring tells how far the picking is, and lets a person end it.
func (v *view) applyMeasuring() {
	p := v.s.d.Printer
	if v.s.tab != TabPicked || v.s.whose != "" {
		return
	}
	v.say(p.N("queue.measuring", v.s.left))
	if !v.measuring { // else only the number has changed
		v.measuring = true
		v.show(widgets.Empty(p.S("queue.loading"), p.S("queue.measuring.note"), widgets.NewButton(p.S("queue.halt"), widgets.Secondary, v.s.halt)))
	}
}

// say sets the lines above the table.
func (v *view) say(head string, notes ...string) {
	v.head.SetText(head)
	v.note.SetText(strings.Join(notes, " "))
	v.note.Hidden = len(notes) == 0
}

// show puts something below them.
func (v *view) show(o fyne.CanvasObject) {
	v.body.Objects = []fyne.CanvasObject{o}
	v.body.Refresh()
}

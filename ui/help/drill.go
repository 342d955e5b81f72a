package help

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"

	"sensedesk/sync/drill"
	"sensedesk/ui/drillpage"
	"sensedesk/ui/post"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// Drill kills the program over and over while it works on services of its own,
// and counts what became of the calls. tell may be called from any goroutine.
type Drill func(ctx context.Context, tell func(drill.Progress)) (drill.Result, error)

// drillPage is the check a person can press. It goes on while other pages and
// screens are shown, and ends with the window.
type drillPage struct {
	s     *Screen
	slot  *post.Slot
	steps *post.Coalescer

	now    drill.Progress
	result *drill.Result // of the last drill; nil when none has ended
	err    error         // why it could not be done

	line *widgets.Paragraph // while it runs and is shown
	bar  *widgets.Bar
}

// drilled is how a drill ended.
type drilled struct {
	result drill.Result
	err    error
}

func newDrillPage(s *Screen) *drillPage {
	return &drillPage{s: s, slot: post.NewSlot(s.d.Ctx, s.d.Post), steps: post.NewCoalescer(s.d.Post)}
}

func (d *drillPage) start() {
	d.now, d.result, d.err = drill.Progress{}, nil, nil
	post.Load(d.slot, func(ctx context.Context) drilled {
		r, err := d.s.d.Drill(ctx, func(p drill.Progress) { d.steps.Do(func() { d.step(p) }) })
		return drilled{r, err}
	}, func(end drilled) {
		if d.err = end.err; end.err == nil {
			d.result = &end.result
		}
		d.s.redraw(TopicDrill)
	})
	d.s.redraw(TopicDrill)
}

func (d *drillPage) stop() {
	d.slot.Cancel()
	d.s.redraw(TopicDrill)
}

// close ends a drill under way and waits until its processes are gone.
func (d *drillPage) close() {
	d.steps.Close()
	d.slot.Close()
}

// step shows how far it is.
func (d *drillPage) step(p drill.Progress) {
	d.now = p
	if d.line == nil || !d.slot.Busy() {
		return
	}
	d.line.SetText(d.progress())
	d.bar.SetValue(d.share())
}

func (d *drillPage) progress() string {
	if d.now.Planned == 0 {
		return d.s.d.Printer.S("drill.starting")
	}
	return drillpage.Progress(d.s.d.Printer, d.now)
}

func (d *drillPage) share() float64 {
	if d.now.Planned == 0 {
		return 0
	}
	const end = 0.9 // what the kills take of the whole; the rest is the quiet end
	return end * float64(d.now.Kills) / float64(d.now.Planned)
}

// parts are what the page shows below its introduction.
func (d *drillPage) parts() []fyne.CanvasObject {
	p := d.s.d.Printer
	parts := []fyne.CanvasObject{widgets.NewParagraph(p.S("help.drill.how"), widgets.Style{})}
	d.line, d.bar = nil, nil
	if d.slot.Busy() {
		d.line, d.bar = widgets.NewParagraph(d.progress(), widgets.Style{Color: theme.ColorMuted}), widgets.ThinProgress()
		d.bar.SetValue(d.share())
		return append(parts, d.bar, d.line, widgets.HBox(0, widgets.NewButton(p.S("help.drill.stop"), widgets.Secondary, d.stop)))
	}
	button := p.S("help.drill.start")
	if d.result != nil || d.err != nil {
		button = p.S("help.drill.again")
	}
	switch {
	case d.result != nil:
		parts = append(parts, d.page(*d.result))
	case d.err != nil && !errors.Is(d.err, context.Canceled):
		what, cure := p.Error(d.err)
		parts = append(parts, widgets.NewParagraph(strings.TrimSpace(what+" "+cure), widgets.Style{Color: theme.ColorNegative}))
	}
	return append(parts, widgets.HBox(0, widgets.NewButton(button, widgets.Primary, d.start)))
}

// page is the result.
func (d *drillPage) page(r drill.Result) fyne.CanvasObject {
	p := d.s.d.Printer
	head := theme.ColorPositive
	if !r.Passed() {
		head = theme.ColorNegative
	}
	body := widgets.VBox(8, widgets.NewParagraph(drillpage.Headline(p, r), widgets.Style{Bold: true, Color: head}))
	rows := widgets.VBox(0)
	for _, row := range drillpage.Rows(p, r) {
		style := widgets.Style{Bold: true}
		if row.Bad {
			style.Color = theme.ColorNegative
		}
		rows.Add(widgets.HLine())
		rows.Add(widgets.Inset(6, 0, 6, 0, widgets.HBox(8,
			widgets.Grow(widgets.NewParagraph(row.Name, widgets.Style{})), widgets.Middle(widgets.NewText(row.Value, style)))))
	}
	body.Add(rows)
	for _, note := range drillpage.Notes(p, r) {
		body.Add(widgets.NewParagraph(note, widgets.Style{Color: theme.ColorMuted}))
	}
	return body
}

package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
)

// DateRange is two fields for calendar days, typed as people type them, with a
// small calendar and the usual ranges behind a symbol. An empty field is an open
// end.
type DateRange struct {
	widget.BaseWidget
	// OnChanged is told each new range that makes sense, once a field is left or
	// Enter is pressed: on the way to «26.03.2026» the text says 2020, and an
	// emptied field would mean all days.
	OnChanged func(Days)

	print    *i18n.Printer
	now      func() time.Time
	days     Days // the last that made sense
	from, to *Entry
	open     *Button
	problem  *Text
	body     *fyne.Container
	popover  *overlay
	quiet    bool // the fields are being filled by the program
}

// NewDateRange returns the fields; now is asked for what today is.
func NewDateRange(print *i18n.Printer, now func() time.Time, initial Days, changed func(Days)) *DateRange {
	d := &DateRange{print: print, now: now, OnChanged: changed}
	d.from = NewEntry(print.S("widgets.days.from"))
	d.to = NewEntry(print.S("widgets.days.to"))
	d.open = NewIconButton(theme.IconCalendar, print.S("widgets.days.open"), d.calendar)
	d.problem = NewText("", Style{Color: theme.ColorNegative, Size: theme.SizeSmall})
	d.problem.Hide()
	for _, e := range []*Entry{d.from, d.to} {
		e.OnChanged = func(string) { d.typed() }
		e.OnLeft = d.tidy
		e.OnSubmitted = func(string) { d.tidy() }
	}
	d.body = VBox(4, HBox(8, Grow(d.from), Grow(d.to), d.open), d.problem)
	d.ExtendBaseWidget(d)
	d.SetDays(initial)
	return d
}

// Days returns the range in the fields, or the last that made sense.
func (d *DateRange) Days() Days {
	if d.Problem() == "" {
		from, _ := typed(d.from.Text)
		to, _ := typed(d.to.Text)
		return Days{from, to}
	}
	return d.days
}

// Problem returns the sentence about what stands in the fields; "" when it makes
// sense.
func (d *DateRange) Problem() string {
	from, okFrom := typed(d.from.Text)
	to, okTo := typed(d.to.Text)
	switch {
	case !okFrom || !okTo:
		return d.print.S("widgets.days.bad", i18n.Args{"example": d.print.Day(d.now())})
	case from != "" && to != "" && from > to:
		return d.print.S("widgets.days.order")
	}
	return ""
}

// SetDays shows another range without telling OnChanged.
func (d *DateRange) SetDays(days Days) {
	d.days = days
	d.quiet = true
	d.from.SetText(d.spell(days.From))
	d.to.SetText(d.spell(days.To))
	d.quiet = false
	d.showProblem()
}

// SetEnabled lets the fields be changed or not.
func (d *DateRange) SetEnabled(on bool) {
	for _, e := range []*Entry{d.from, d.to} {
		if on {
			e.Enable()
		} else {
			e.Disable()
		}
	}
	d.open.SetEnabled(on)
}

func (d *DateRange) spell(iso string) string {
	if t := parseISO(iso); !t.IsZero() {
		return d.print.Day(t)
	}
	return ""
}

// typed takes a complaint away while the person mends its cause.
func (d *DateRange) typed() {
	if !d.quiet && d.Problem() == "" {
		d.problem.Hide()
	}
}

// tidy takes what was typed and writes it the usual way, or says what is wrong
// with it.
func (d *DateRange) tidy() {
	if d.Problem() != "" {
		d.showProblem()
		return
	}
	d.take(d.Days())
}

func (d *DateRange) showProblem() {
	text := d.Problem()
	d.problem.SetText(text)
	show(d.problem, text != "")
	d.body.Refresh()
}

// take shows a range and tells of it when it is another.
func (d *DateRange) take(days Days) {
	changed := days != d.days
	d.SetDays(days)
	if changed && d.OnChanged != nil {
		d.OnChanged(days)
	}
}

// choose takes a range from the calendar.
func (d *DateRange) choose(days Days) {
	d.popover.shut()
	d.take(days)
}

// calendar opens the popover.
func (d *DateRange) calendar() {
	c := canvasOf(d)
	if c == nil {
		return
	}
	presets := VBox(2)
	for _, p := range Presets() {
		b := NewButton(d.print.S("widgets.days.preset."+string(p)), Quiet, func() { d.choose(p.Days(d.now())) })
		presets.Add(HBox(0, b))
	}
	page, calendar := d.page()
	d.popover = newOverlay(c, Inset(12, 12, 12, 12, TopHBox(16, presets, calendar)), false, below(d))
	d.popover.open(page)
}

// page returns the calendar with its head.
func (d *DateRange) page() (*monthPage, fyne.CanvasObject) {
	today := dayOf(d.now())
	month := today
	if t := parseISO(d.days.From); !t.IsZero() {
		month = t
	}
	var page *monthPage
	first := time.Time{}
	page = newMonthPage(d.print, today, month, d.days, func(day time.Time) {
		if first.IsZero() { // the first click is one end, the second the other
			first = day
			page.chosen = days(day, day)
			page.Refresh()
			return
		}
		if day.Before(first) {
			first, day = day, first
		}
		d.choose(days(first, day))
	})
	title := NewText(d.print.Month(month), Style{Bold: true, Align: fyne.TextAlignCenter})
	page.turned = func() { title.SetText(d.print.Month(page.month)) }
	previous := NewIconButton(theme.IconPrevious, d.print.S("widgets.days.previous"), func() { page.turn(-1) })
	next := NewIconButton(theme.IconNext, d.print.S("widgets.days.next"), func() { page.turn(1) })
	return page, VBox(4, HBox(4, previous, Grow(title), next), page)
}

// CreateRenderer is for Fyne.
func (d *DateRange) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(d.body) }

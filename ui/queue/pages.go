package queue

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/store/queue"
	"sensedesk/ui/i18n"
	"sensedesk/ui/who"
	"sensedesk/ui/widgets"
)

// line is one row of calls.
type line struct {
	item  Item
	call  store.Call
	place int
	here  bool // the queue is at it
	share float64
}

// name names an operator as well as anybody can.
func (v *view) name(name, id string) string {
	return who.Operator(v.s.d.Printer, store.Call{OperatorName: name, OperatorID: id})
}

// reason says why a call is in the queue.
func reason(p *i18n.Printer, rule queue.Rule, i Item) string {
	switch rule {
	case queue.RuleSilence:
		return p.S("queue.reason.silence", i18n.Args{"span": p.Span(ms(i.SilenceMS))})
	case queue.RuleNegative:
		return p.N("queue.reason.negative", i.Negative, i18n.Args{"marks": i.Marks})
	case queue.RuleScore:
		return p.S("queue.reason.score", i18n.Args{"score": i.Score})
	}
	return p.S("queue.reason." + string(rule))
}

// applyPicked shows what would be listened to.
func (v *view) applyPicked() {
	s, p := v.s, v.s.d.Printer
	switch {
	case s.halted:
		v.say(p.S("queue.halted"))
		v.show(widgets.Empty(p.S("queue.halted"), "", widgets.NewButton(p.S("queue.halted.again"), widgets.Secondary, s.repick)))
		return
	case s.pick.Busy() && s.left > 0:
		v.applyMeasuring()
		return
	case s.pick.Busy() || !s.known:
		v.say(p.S("queue.loading"))
		v.show(widgets.Empty(p.S("queue.loading"), "", nil))
		return
	case s.picked.Err != nil:
		what, cure := p.Error(s.picked.Err)
		v.say(what)
		v.show(widgets.Empty(what, cure, widgets.NewButton(p.S("calls.again"), widgets.Secondary, s.repick)))
		return
	}
	plan := s.picked.Plan
	notes := v.notes(plan)
	if len(s.picked.Items) == 0 {
		key := "queue.empty"
		if plan.Over > 0 {
			key = "queue.empty.long"
		}
		v.say(p.S(key), notes...)
		v.show(widgets.Empty(p.S(key), p.S(key+".cure"), nil))
		return
	}
	v.say(p.N("queue.picked", len(s.picked.Items), i18n.Args{"took": p.Span(minutes(plan.Took)), "box": p.Span(time.Duration(s.form.Minutes) * time.Minute)}), notes...)
	v.show(v.lines(s.form.Rule, s.picked.Items, s.picked.Calls, -1))
}

// minutes rounds a length of a minute or more.
func minutes(d time.Duration) time.Duration {
	if d < time.Minute {
		return d
	}
	return d.Round(time.Minute)
}

// notes says honestly what is not in the queue.
func (v *view) notes(plan queue.Plan) (out []string) {
	p := v.s.d.Printer
	if plan.Over > 0 {
		key := "queue.over_time"
		if v.s.form.Rule == queue.RuleRandom && plan.Over > plan.TooLong {
			key = "queue.over_time.random"
		}
		out = append(out, p.N(key, plan.Over, i18n.Args{"next": p.Span(plan.Next)}))
	}
	if plan.TooLong > 0 {
		out = append(out, p.N("queue.too_long", plan.TooLong))
	}
	if plan.Heard > 0 {
		out = append(out, p.N("queue.heard_out", plan.Heard))
	}
	return out
}

// applyRun shows the queue under way.
func (v *view) applyRun() {
	s, p := v.s, v.s.d.Printer
	v.say(p.S("queue.running", i18n.Args{"n": s.run.At + 1, "all": len(s.run.Items), "left": p.Span(minutes(s.run.left(s.run.At)))}))
	v.show(v.lines(s.run.Rule, s.run.Items, s.report.Run, s.run.At))
}

// lines is a table of calls to listen to.
func (v *view) lines(rule queue.Rule, items []Item, calls map[store.CallID]store.Call, at int) fyne.CanvasObject {
	p := v.s.d.Printer
	rows := make([]line, len(items))
	for i, item := range items {
		c := calls[item.Call]
		c.ID = item.Call
		rows[i] = line{item: item, call: c, place: i + 1, here: i == at}
	}
	look := func(l line, text string) widgets.Cell {
		if l.here {
			return widgets.Cell{Spans: []widgets.Span{{Text: text, Look: widgets.LookBold}}}
		}
		return widgets.Txt(text)
	}
	columns := []widgets.Column[line]{
		{ID: "n", Width: 36, Cell: func(l line) widgets.Cell { return look(l, p.Int(l.place)) }},
		{ID: "when", Title: p.S("calls.column.when"), Width: 112, Cell: func(l line) widgets.Cell { return v.when(l.call) }},
		{ID: "operator", Title: p.S("calls.column.operator"), Width: 150, Min: 90, Cell: func(l line) widgets.Cell { return look(l, who.Operator(p, l.call)) }},
		{ID: "client", Title: p.S("calls.column.client"), Width: 150, Min: 90, Drop: 1, Cell: func(l line) widgets.Cell { return widgets.Txt(client(l.call)) }},
		{ID: "reason", Title: p.S("queue.column.reason"), Width: 220, Min: 120, Grow: 1, Cell: func(l line) widgets.Cell { return widgets.Txt(reason(p, rule, l.item)) }},
		{ID: "cost", Title: p.S("queue.column.cost"), Width: 110, Cell: func(l line) widgets.Cell { return look(l, p.Span(ms(l.item.CostMS))) }},
	}
	return v.grid(columns, rows)
}

func (v *view) grid(columns []widgets.Column[line], rows []line) fyne.CanvasObject {
	open := v.s.at
	if v.s.tab == TabReport || v.s.whose != "" {
		open = v.s.d.OnOpen
	}
	near := len(rows) - mostBehind/5 // from there on the next part is read
	g := widgets.NewGrid(widgets.GridOptions[line]{
		OnVisible: func(_, last int) {
			if last >= near {
				v.s.more()
			}
		},
		Columns: columns, Inset: 20, Now: v.s.d.Now, ID: func(l line) string { return fmt.Sprint(l.call.ID) },
		OnOpen: func(id string) {
			var n int64
			if _, err := fmt.Sscan(id, &n); err == nil {
				open(store.CallID(n))
			}
		},
	})
	g.SetRows(rows)
	v.listed = g
	return g
}

func (v *view) when(c store.Call) widgets.Cell {
	if c.StartedAt.IsZero() {
		return widgets.Pale("")
	}
	return widgets.Pale(v.s.d.Printer.StampIn(c.StartedAt, v.s.d.Now()))
}

func client(c store.Call) string {
	if c.ClientName != "" {
		return c.ClientName
	}
	return i18n.Phone(c.ClientPhone)
}

// applyReport shows what was heard of whose calls.
func (v *view) applyReport() {
	s, p := v.s, v.s.d.Printer
	switch {
	case !s.told:
		v.say(p.S("queue.loading"))
		v.show(widgets.Empty(p.S("queue.loading"), "", nil))
		return
	case s.report.Err != nil:
		what, cure := p.Error(s.report.Err)
		v.say(what)
		v.show(widgets.Empty(what, cure, widgets.NewButton(p.S("calls.again"), widgets.Secondary, s.read.Ask)))
		return
	case len(s.report.List) == 0:
		v.say(p.S("queue.report.empty"))
		v.show(widgets.Empty(p.S("queue.report.empty"), p.S("queue.report.empty.cure"), nil))
		return
	}
	f := figuresOf(s.report.List)
	v.say(p.S("queue.report.head", i18n.Args{"period": p.S(fmt.Sprintf("queue.days.%d", s.form.Days))}), p.S("queue.report.note", i18n.Args{"share": p.Percent(store.HeardShare)}))
	stat := func(number, key string, heardOnly bool) fyne.CanvasObject {
		st := widgets.NewStat(number, p.S(key))
		st.OnTapped = func() { s.showBehind(p.S(key), nil, heardOnly) }
		return widgets.Grow(st)
	}
	pace := "—"
	if f.Paced {
		pace = p.Decimal(f.Pace, 1)
	}
	stats := widgets.HBox(10,
		stat(p.Decimal(f.PerHour, 1), "queue.stat.per_hour", true), stat(p.S("queue.stat.of", i18n.Args{"n": p.Int(f.Heard), "all": p.Int(f.Calls)}), "queue.stat.heard", true),
		stat(p.Span(f.Wall), "queue.stat.wall", true), stat(pace, "queue.stat.pace", true))
	export := widgets.NewButton(p.S("queue.csv"), widgets.Secondary, s.export)
	v.show(widgets.VBox(0, widgets.Inset(12, 20, 12, 20, stats), widgets.HLine(), widgets.Grow(v.byOperator()),
		widgets.ScreenFoot(widgets.HBox(8, widgets.Small(p.S("queue.report.tap")), widgets.Grow(nil), export))))
}

// byOperator is the table by operator; every number opens the calls it counts.
func (v *view) byOperator() fyne.CanvasObject {
	s, p := v.s, v.s.d.Printer
	title := func(id string) string { return p.S("queue.csv." + id) }
	count := func(l store.Listened, n int, heardOnly bool) fyne.CanvasObject {
		b := widgets.NewButton(p.Int(n), widgets.Link, func() { s.showBehind(v.name(l.Name, l.Operator), []string{l.Operator}, heardOnly) })
		return b
	}
	shares := []float32{1.8, 0.9, 1, 0.8, 1.5, 1.5, 1.5}
	row := func(cells ...fyne.CanvasObject) fyne.CanvasObject {
		return widgets.Inset(4, 20, 4, 20, widgets.Shares(8, shares, cells...))
	}
	left := func(o fyne.CanvasObject) fyne.CanvasObject { return widgets.HBox(0, o) }
	list := widgets.VBox(0, row(widgets.Small(title("operator")), widgets.Small(title("calls")), widgets.Small(title("heard")), widgets.Small(title("share")),
		widgets.Small(p.S("queue.column.interval")), widgets.Small(p.S("queue.column.played")), widgets.Small(p.S("queue.column.wall"))), widgets.HLine())
	for _, l := range s.report.List {
		low, high := queue.Wilson(l.Heard, l.Calls)
		list.Add(row(
			widgets.Middle(widgets.NewEllipsis(v.name(l.Name, l.Operator), widgets.Style{})), left(count(l, l.Calls, false)), left(count(l, l.Heard, true)),
			widgets.Middle(widgets.Plain(p.Percent(float64(l.Heard)/float64(max(1, l.Calls))))),
			widgets.Middle(widgets.Plain(p.S("queue.interval", i18n.Args{"low": p.Percent(low), "high": p.Percent(high)}))),
			widgets.Middle(widgets.Plain(p.Span(l.Played))), widgets.Middle(widgets.Plain(p.Span(l.Wall)))))
		list.Add(widgets.HLine())
	}
	return widgets.Scroll(list)
}

// goOnBehind shows that more calls were read, at the same place of the list.
func (v *view) goOnBehind() {
	before := v.listed
	v.applyBehind()
	v.listed.ScrollTo(before.ScrollOffset())
	if chosen := before.Selected(); chosen != "" {
		v.listed.Select(chosen)
	}
}

// applyBehind shows the calls a number counts.
func (v *view) applyBehind() {
	s, p := v.s, v.s.d.Printer
	count := p.N("queue.behind", s.behind.All)
	if n := len(s.behind.Calls); n < s.behind.All {
		count = p.N("queue.behind.first", s.behind.All, i18n.Args{"shown": p.Int(n)})
	}
	v.say(s.whose, count)
	back := widgets.Inset(8, 20, 8, 20, widgets.HBox(8, widgets.NewButton(p.S("queue.behind.back."+s.tab), widgets.Secondary, s.shut),
		widgets.Grow(nil), widgets.NewButton(p.S("queue.csv"), widgets.Secondary, s.exportCalls)))
	if len(s.behind.Calls) == 0 {
		v.show(widgets.VBox(0, back, widgets.Grow(widgets.Empty(p.S("queue.behind.none"), "", nil))))
		return
	}
	rows := make([]line, len(s.behind.Calls))
	for i, c := range s.behind.Calls {
		rows[i] = line{call: c, share: s.behind.Share[c.ID]}
	}
	columns := []widgets.Column[line]{
		{ID: "when", Title: p.S("calls.column.when"), Width: 112, Cell: func(l line) widgets.Cell { return v.when(l.call) }},
		{ID: "operator", Title: p.S("calls.column.operator"), Width: 150, Min: 90, Cell: func(l line) widgets.Cell { return widgets.Txt(who.Operator(p, l.call)) }},
		{ID: "client", Title: p.S("calls.column.client"), Width: 150, Min: 90, Grow: 1, Cell: func(l line) widgets.Cell { return widgets.Txt(client(l.call)) }},
		{ID: "length", Title: p.S("calls.column.length"), Width: 70, Cell: func(l line) widgets.Cell { return widgets.Txt(p.Clock(l.call.Duration)) }},
	}
	if s.behind.Share != nil {
		columns = append(columns, widgets.Column[line]{ID: "share", Title: p.S("queue.column.share"), Width: 130, Cell: func(l line) widgets.Cell { return widgets.Txt(p.Percent(l.share)) }})
	}
	v.show(widgets.VBox(0, back, widgets.HLine(), widgets.Grow(v.grid(columns, rows))))
}

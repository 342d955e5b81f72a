package mirror

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sensedesk/store"
	"sensedesk/ui/mirror/face"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// view is the panel: what is here and there, how far it is, what may be read.
type view struct {
	s    *Screen
	root *fyne.Container

	title, where *widgets.Text
	line, fault  *widgets.Paragraph
	notes        *widgets.Paragraph
	bar          *widgets.Bar
	stats        [4]*widgets.Stat
	button       *fyne.Container
	running      bool // what the button is for
	built        bool // there is a button
	gauges       *fyne.Container
	rows         []gaugeRow
	none         *widgets.Paragraph
}

// gaugeRow is one line of the quota.
type gaugeRow struct {
	name, value *widgets.Text
	next        *widgets.Text
	bar         *widgets.Bar
}

func newView(s *Screen) *view {
	v := &view{s: s, root: container.NewStack()}
	v.build()
	return v
}

// build makes the panel anew, in the screen's language.
func (v *view) build() {
	p := v.s.d.Printer
	v.title, v.where = widgets.Heading(""), widgets.Small("")
	v.line = widgets.NewParagraph("", widgets.Style{Color: theme.ColorMuted})
	v.fault = widgets.NewParagraph("", widgets.Style{Color: theme.ColorNegative})
	v.notes = widgets.NewParagraph("", widgets.Style{Color: theme.ColorMuted})
	v.bar, v.button, v.built = widgets.ThinProgress(), container.NewStack(), false
	stats := widgets.HBox(10)
	for i := range v.stats {
		v.stats[i] = widgets.NewStat("0", "")
		stats.Add(widgets.Grow(v.stats[i]))
	}
	v.gauges, v.rows = widgets.VBox(8), nil
	v.none = widgets.NewParagraph(p.S("mirror.quota.none"), widgets.Style{Color: theme.ColorMuted})
	main := widgets.VBox(10,
		v.title, v.where,
		widgets.NewParagraph(p.S("mirror.about"), widgets.Style{Color: theme.ColorMuted}),
		v.bar, v.line, v.fault, stats, v.notes, widgets.HBox(0, v.button))
	quota := widgets.VBox(8,
		widgets.NewParagraph(p.S("mirror.quota.about"), widgets.Style{Color: theme.ColorMuted}), v.gauges, v.none)
	v.root.Objects = []fyne.CanvasObject{widgets.Scroll(widgets.Inset(16, 16, 16, 16,
		widgets.VBox(16, widgets.Panel("", main), widgets.Panel(p.S("mirror.quota.title"), quota))))}
	v.apply()
	v.root.Refresh()
}

// apply shows the last reading.
func (v *view) apply() {
	s, p := v.s, v.s.d.Printer
	st := s.last.status
	f := face.Of(p, st, s.d.Now())
	if s.last.err != nil {
		f.Fault = face.Sentence(p.Error(s.last.err))
	}
	v.title.SetText(p.S(f.Heading))
	v.where.SetText(where(st.Settings))
	set := func(para *widgets.Paragraph, text string) {
		para.SetText(text)
		show(para, text != "")
	}
	set(v.line, f.Line)
	set(v.fault, f.Fault)
	set(v.notes, strings.Join(f.Notes, "\n"))
	v.bar.SetValue(f.Share)
	show(v.bar, f.ShowBar)
	show(v.where, v.where.FullText() != "")
	for i, stat := range f.Stats {
		v.stats[i].Set(stat.Number, stat.Name, widgets.ToneQuiet)
	}
	v.applyButton(f)
	v.applyGauges(f.Gauges)
	show(v.none, s.known && len(f.Gauges) == 0)
	v.root.Refresh()
}

// where names what is mirrored.
func where(ss store.SpeechSettings) string {
	var parts []string
	for _, part := range []string{ss.ProjectID, ss.ConnectionID, ss.Address} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " · ")
}

func (v *view) applyButton(f face.Face) {
	if v.built && v.running == f.Running {
		return
	}
	p := v.s.d.Printer
	button := widgets.NewButton(p.S("mirror.start"), widgets.Primary, v.s.start)
	if f.Running {
		button = widgets.NewButton(p.S("mirror.stop"), widgets.Secondary, v.s.stop)
	}
	v.built, v.running = true, f.Running
	v.button.Objects = []fyne.CanvasObject{button}
	v.button.Refresh()
}

func (v *view) applyGauges(list []face.Gauge) {
	if len(v.rows) != len(list) {
		v.gauges.Objects, v.rows = nil, nil
		for range list {
			r := gaugeRow{name: widgets.Plain(""), value: widgets.Muted(""), next: widgets.Small(""), bar: widgets.ThinProgress()}
			v.rows = append(v.rows, r)
			v.gauges.Add(widgets.VBox(4, widgets.HBox(12, r.name, widgets.Grow(nil), r.next, r.value), r.bar))
		}
	}
	for i, g := range list {
		r := v.rows[i]
		r.name.SetText(g.Name)
		r.value.SetText(g.Value)
		r.next.SetText(g.Next)
		color := theme.ColorAccent
		if g.Full {
			color = theme.ColorNegative
		}
		r.bar.SetSegments(widgets.Segment{Share: g.Share, Color: color})
	}
	v.gauges.Refresh()
}

func show(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}

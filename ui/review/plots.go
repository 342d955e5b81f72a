package review

import (
	"math"
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
	"sensedesk/ui/transcript"
	"sensedesk/ui/widgets"
)

// plots are the statistics to be read at a glance, each with its numbers; nothing
// for a chat.
func (d *side) plots(page *fyne.Container) {
	s, p := d.s, d.s.Printer
	st, mono := s.state, s.mono()
	if st.Chat() || len(st.Talk.Phrases) == 0 || st.Length <= 0 {
		return
	}
	who := []fyne.CanvasObject{}
	if shares := SharesOf(st.Talk, st.Operator, channels(st.Call, st.Talk), st.Length); shares.Known {
		who = append(who, d.shares(shares))
	}
	spoken := func(n int) []Column { return SpokenOver(st.Talk.Phrases, st.Operator, mono, st.Length, n) }
	percent := func(v float64) string { return p.Percent(math.Round(v*100) / 100) }
	who = append(who, d.columns(spoken(plotColumns), mono, percent), d.columnTable("spoken", spoken(tableColumns), mono, percent))
	page.Add(section(p.S("review.shares"), who...))
	if mine := d.monologues(MonologuesIn(st.Document), mono); mine != nil {
		page.Add(section(p.S("review.plot.monologue"), mine))
	}
	pace := func(n int) []Column { return PaceOver(st.Talk.Phrases, st.Operator, mono, st.Length, n) }
	if columns := pace(plotColumns); slices.ContainsFunc(columns, func(c Column) bool { return c != Column{} }) {
		words := func(v float64) string {
			if v == 0 {
				return ""
			}
			return p.Int(int(v + 0.5))
		}
		page.Add(section(p.S("review.stat.pace"), d.columns(columns, mono, words), d.columnTable("pace", pace(tableColumns), mono, words)))
	}
	pauses := st.EventsOf(EventSilence)
	silence := []fyne.CanvasObject{
		d.counted(pauses, p.S("review.plot.count", i18n.Args{"n": len(pauses), "length": p.Span(lengthOfAll(pauses))})),
		d.ticks(pauses, func(Marker) int { return 2 }),
	}
	if len(pauses) > 0 {
		silence = append(silence, d.eventTable("pauses", pauses, p.Span))
	}
	page.Add(section(p.S("review.plot.pauses"), append(silence, d.silences())...))
	if interrupts := st.EventsOf(EventInterrupt); len(interrupts) > 0 {
		seconds := func(length time.Duration) string {
			return p.Decimal(length.Seconds(), 1) + " " + p.S("review.plot.seconds")
		}
		page.Add(section(p.S("review.plot.interrupts"),
			d.counted(interrupts, p.S("review.plot.count", i18n.Args{"n": len(interrupts), "length": seconds(lengthOfAll(interrupts))})),
			d.ticks(interrupts, func(m Marker) int {
				if m.Side == transcript.SideClient {
					return 1
				}
				return 0
			}),
			d.eventTable("interrupts", interrupts, seconds)))
	}
}

// columns is a plot of columns that tells its values under the pointer.
func (d *side) columns(columns []Column, mono bool, value func(float64) string) *plot {
	s := d.s
	plot := newPlot(mirrored(columns, mono), s.state.Length, s.playFrom)
	plot.about = func(at time.Duration) string {
		i := min(len(columns)-1, int(float64(at)/float64(max(1, s.state.Length))*float64(len(columns))))
		span := columnSpan(s.state.Length, i, len(columns))
		text := s.clock(span.From) + " – " + s.clock(span.To)
		operator, client, both := s.partyNames()
		for side, name := range [2]string{operator, client} {
			if mono {
				name = both
			}
			if v := value(columns[i][side]); columns[i][side] > 0 {
				text += "\n" + s.Printer.S("review.share", i18n.Args{"name": name, "share": v})
			}
		}
		return text
	}
	return plot
}

// ticks is a plot of events that tells of the one under the pointer.
func (d *side) ticks(markers []Marker, side func(Marker) int) *plot {
	s := d.s
	plot := newPlot(ticked(markers, s.state.Length, side), s.state.Length, s.playFrom)
	plot.about = func(at time.Duration) string {
		near := s.state.Length / 60
		for _, m := range markers {
			if m.At-near <= at && at <= m.At+m.Length+near {
				return s.markerTip(m)
			}
		}
		return ""
	}
	return plot
}

// lengthOfAll is how long events are together.
func lengthOfAll(markers []Marker) (sum time.Duration) {
	for _, m := range markers {
		sum += m.Length
	}
	return sum
}

// counted is a number of events; a click plays the next of them.
func (d *side) counted(markers []Marker, text string) fyne.CanvasObject {
	places := make([]time.Duration, len(markers))
	for i, m := range markers {
		places[i] = m.At
	}
	return widgets.HBox(0, d.places(text, places), widgets.Grow(nil))
}

// monologues are the longest speeches; a click plays them.
func (d *side) monologues(longest [2]Span, mono bool) fyne.CanvasObject {
	operator, client, both := d.s.partyNames()
	if mono {
		operator = both
	}
	rows := widgets.VBox(2)
	for side, name := range [2]string{operator, client} {
		if l := longest[side]; l.Length() > 0 {
			rows.Add(widgets.HBox(8, widgets.Grow(widgets.Inset(3, 0, 0, 0, widgets.NewParagraph(name, widgets.Style{Color: sideColor(side, mono)}))),
				d.places(d.s.Printer.Span(l.Length()), []time.Duration{l.From}),
				widgets.NewButton(d.s.clock(l.From), widgets.Link, func() { d.s.playFrom(l.From) })))
		}
	}
	if len(rows.Objects) == 0 {
		return nil
	}
	return rows
}

// silences chooses how long a silence has to be to be told of on the time line.
func (d *side) silences() fyne.CanvasObject {
	p := d.s.Printer
	id := func(t time.Duration) string { return strconv.Itoa(int(t / time.Second)) }
	choices := make([]widgets.Choice, len(Silences))
	for i, t := range Silences {
		choices[i] = widgets.Choice{ID: id(t), Text: id(t)}
	}
	pick := widgets.NewSegmented(choices, id(d.s.state.silence()), func(chosen string) {
		n, _ := strconv.Atoi(chosen) // one of the ids above
		d.s.setSilence(time.Duration(n) * time.Second)
		d.apply()
	})
	return widgets.Flow(8, widgets.Inset(6, 0, 0, 0, widgets.NewText(p.S("review.plot.from"), widgets.Style{Color: theme.ColorMuted, Size: theme.SizeSmall})), pick)
}

package review

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
	"sensedesk/ui/transcript"
	"sensedesk/ui/widgets"
)

// plots are the statistics to be read at a glance; nothing for a chat.
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
	who = append(who, newPlot(mirrored(SpokenOver(st.Talk.Phrases, st.Operator, mono, st.Length, plotColumns), mono), st.Length, s.playFrom))
	page.Add(section(p.S("review.shares"), who...))
	if mine := d.monologues(MonologuesIn(st.Document), mono); mine != nil {
		page.Add(section(p.S("review.plot.monologue"), mine))
	}
	if pace := mirrored(PaceOver(st.Talk.Phrases, st.Operator, mono, st.Length, plotColumns), mono); len(pace) > 0 {
		page.Add(section(p.S("review.stat.pace"), newPlot(pace, st.Length, s.playFrom)))
	}
	pauses := st.EventsOf(EventSilence)
	sum := time.Duration(0)
	for _, m := range pauses {
		sum += m.Length
	}
	page.Add(section(p.S("review.plot.pauses"),
		d.counted(pauses, p.S("review.plot.count", i18n.Args{"n": len(pauses), "length": p.Span(sum)})),
		newPlot(ticked(pauses, st.Length, func(Marker) int { return 2 }), st.Length, s.playFrom),
		d.silences()))
	if interrupts := st.EventsOf(EventInterrupt); len(interrupts) > 0 {
		sum = 0
		for _, m := range interrupts {
			sum += m.Length
		}
		page.Add(section(p.S("review.plot.interrupts"),
			d.counted(interrupts, p.S("review.plot.count", i18n.Args{"n": len(interrupts), "length": p.Decimal(sum.Seconds(), 1) + " " + p.S("review.plot.seconds")})),
			newPlot(ticked(interrupts, st.Length, func(m Marker) int {
				if m.Side == transcript.SideClient {
					return 1
				}
				return 0
			}), st.Length, s.playFrom)))
	}
}

// counted is a number of events; a click plays the next of them.
func (d *side) counted(markers []Marker, text string) fyne.CanvasObject {
	if len(markers) == 0 {
		return widgets.Muted(text)
	}
	return widgets.HBox(0, widgets.NewButton(text, widgets.Link, func() {
		at := markers[0].At
		if m, ok := Neighbour(markers, d.s.position(), +1); ok {
			at = m.At
		}
		d.s.playFrom(at)
	}), widgets.Grow(nil))
}

// monologues are the longest speeches; a click plays them.
func (d *side) monologues(longest [2]Span, mono bool) fyne.CanvasObject {
	p := d.s.Printer
	operator, client, both := d.s.partyNames()
	if mono {
		operator = both
	}
	rows := widgets.VBox(2)
	for side, name := range [2]string{operator, client} {
		if l := longest[side]; l.Length() > 0 {
			rows.Add(widgets.HBox(8, widgets.Grow(widgets.NewEllipsis(name, widgets.Style{Color: sideColor(side, mono)})), widgets.Muted(p.Span(l.Length())),
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

// heard is a figure; one that is heard somewhere can be clicked.
func (d *side) heard(value string, at time.Duration) fyne.CanvasObject {
	if value == "" || at == nowhere || !d.s.state.CanSeek() {
		return figure(value)
	}
	b := widgets.NewButton(value, widgets.Link, func() { d.s.playFrom(at) })
	b.SetTip(d.s.clock(at))
	return widgets.HBox(0, widgets.Grow(nil), b)
}

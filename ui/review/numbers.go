package review

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
	"sensedesk/ui/transcript"
	"sensedesk/ui/widgets"
)

// tableColumns is how many stretches of a call the table behind a plot has:
// fewer than the plot, to be read.
const tableColumns = 12

// mostEvents is how many events a table lists.
const mostEvents = 100

// table offers the numbers behind a plot, folded away.
func (d *side) table(key string, rows func() []fyne.CanvasObject) fyne.CanvasObject {
	p := d.s.Printer
	return d.fold("table/"+key, p.S("review.table.show"), p.S("review.table.hide"), func(open bool) (above, below []fyne.CanvasObject) {
		if open {
			below = rows()
		}
		return nil, below
	})
}

// columnTable is the table of a plot of columns: each stretch, which a click
// plays, and the value of each party.
func (d *side) columnTable(key string, columns []Column, mono bool, value func(float64) string) fyne.CanvasObject {
	return d.table(key, func() []fyne.CanvasObject {
		operator, client, both := d.s.partyNames()
		if mono {
			operator, client = both, ""
		}
		out := []fyne.CanvasObject{container.New(figureRow{}, widgets.Plain(""), figureHead(operator, sideColor(0, mono)), figureHead(client, sideColor(1, mono)))}
		for i, c := range columns {
			if c == (Column{}) {
				continue
			}
			span := columnSpan(d.s.state.Length, i, len(columns))
			write := func(side int) fyne.CanvasObject {
				if mono && side == 1 {
					return widgets.Plain("")
				}
				return figure(value(c[side]))
			}
			out = append(out, container.New(figureRow{}, d.spanLink(span), write(0), write(1)))
		}
		return out
	})
}

// columnSpan is the stretch of the i-th of n columns.
func columnSpan(length time.Duration, i, n int) Span {
	return Span{length * time.Duration(i) / time.Duration(n), length * time.Duration(i+1) / time.Duration(n)}
}

// eventTable is the table of a plot of events: when, who, how long.
func (d *side) eventTable(key string, markers []Marker, length func(time.Duration) string) fyne.CanvasObject {
	return d.table(key, func() []fyne.CanvasObject {
		var out []fyne.CanvasObject
		for _, m := range markers[:min(mostEvents, len(markers))] {
			who, ink := "", theme.ColorMuted
			if m.Kind == MarkerInterrupt {
				operator, client, _ := d.s.partyNames()
				who, ink = operator, theme.ColorOperator
				if m.Side == transcript.SideClient {
					who, ink = client, theme.ColorClient
				}
			}
			out = append(out, widgets.HBox(8, d.spanLink(Span{m.At, m.At + m.Length}),
				widgets.Grow(widgets.NewEllipsis(who, widgets.Style{Color: ink})), widgets.Muted(length(m.Length))))
		}
		if n := len(markers) - mostEvents; n > 0 {
			out = append(out, widgets.Muted(d.s.Printer.S("review.table.rest", i18n.Args{"n": d.s.Printer.Int(n)})))
		}
		return out
	})
}

// spanLink is a stretch of the call; a click plays it.
func (d *side) spanLink(span Span) fyne.CanvasObject {
	return widgets.HBox(0, widgets.NewButton(d.s.clock(span.From)+" – "+d.s.clock(span.To), widgets.Link, func() { d.s.playFrom(span.From) }), widgets.Grow(nil))
}

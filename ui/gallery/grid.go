package gallery

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// line is a row of the grid on show.
type line struct {
	id        string
	icon      theme.IconName
	negatives int
}

func grid(p *i18n.Printer) fyne.CanvasObject {
	at := time.Date(2026, time.March, 12, 14, 5, 0, 0, time.UTC)
	g := widgets.NewGrid(widgets.GridOptions[line]{
		ID:     func(l line) string { return l.id },
		Inset:  20,
		OnSort: func(string, bool) {},
		Columns: []widgets.Column[line]{
			{ID: "when", Title: p.S("gallery.column.when"), Width: 110, Sortable: true, Cell: func(line) widgets.Cell { return widgets.Pale(p.Stamp(at)) }},
			{ID: "who", Title: p.S("gallery.column.who"), Width: 110, Min: 90, Grow: 1, Cell: func(line) widgets.Cell { return widgets.Txt(p.S("gallery.text.operator2")) }},
			{ID: "direction", Width: 20, Cell: func(l line) widgets.Cell { return widgets.IconCell(l.icon, theme.ColorMuted, "") }},
			{ID: "length", Title: p.S("gallery.column.length"), Width: 56, Align: fyne.TextAlignTrailing, Cell: func(line) widgets.Cell { return widgets.Txt(p.Clock(9*time.Minute + 42*time.Second)) }},
			{ID: "found", Title: p.S("gallery.column.found"), Width: 260, Min: 160, Grow: 3, Cell: func(line) widgets.Cell {
				return widgets.Cell{Spans: []widgets.Span{
					{Text: p.S("gallery.text.before")}, {Text: p.S("gallery.text.hit"), Look: widgets.LookHit}, {Text: p.S("gallery.text.after")},
				}}
			}},
			{ID: "tags", Title: p.S("gallery.column.tags"), Width: 110, Cell: func(l line) widgets.Cell {
				if l.negatives == 0 {
					return widgets.Chips(widgets.TonePositive, p.S("gallery.text.positive"))
				}
				return widgets.Chips(widgets.ToneNegative, p.S("gallery.text.negative", i18n.Args{"n": l.negatives}))
			}},
			{ID: "state", Title: p.S("gallery.column.state"), Width: 100, Drop: 1, Cell: func(line) widgets.Cell { return widgets.Pale(p.S("gallery.text.ready")) }},
		},
	})
	directions := []theme.IconName{theme.IconOutgoing, theme.IconIncoming, theme.IconRedirected, theme.IconCallback}
	var rows []line
	for i := range 6 {
		rows = append(rows, line{strconv.Itoa(i), directions[i%len(directions)], i % 3})
	}
	g.SetRows(rows)
	g.SetSort("when", true)
	g.Select("1")
	return g
}

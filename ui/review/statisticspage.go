package review

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sensedesk/ui/theme"
	"sensedesk/ui/widgets"
)

// statistics is the second page: figures of the parties side by side. Each leads
// to where it is heard.
func (d *side) statistics() *fyne.Container {
	s, p := d.s, d.s.Printer
	page := widgets.VBox(18)
	if lack := d.lack("STATISTICS"); lack != nil {
		page.Add(lack)
	}
	d.plots(page)
	mono := s.mono()
	places := PlacesOf(s.state, mono)
	if figures := PartyFigures(p, s.state.Talk, s.state.Operator, mono); len(figures) > 0 {
		operator, client, both := s.partyNames()
		if mono {
			operator, client = both, ""
		}
		rows := widgets.VBox(6, container.New(figureRow{}, widgets.Plain(""), figureHead(operator, theme.ColorOperator), figureHead(client, theme.ColorClient)), widgets.HLine())
		for _, f := range figures {
			rows.Add(container.New(figureRow{}, widgets.NewParagraph(f.Name, widgets.Style{Color: theme.ColorMuted}),
				d.heard(f.Operator, places.Of(f.Key, 0)), d.heard(f.Client, places.Of(f.Key, 1))))
		}
		page.Add(rows)
	}
	rows := widgets.VBox(6)
	for _, f := range TalkFigures(p, s.state) {
		rows.Add(container.New(figureRow{}, widgets.NewParagraph(f.Name, widgets.Style{Color: theme.ColorMuted}), d.heard(f.Whole, places.Of(f.Key, wholeTalk))))
	}
	page.Add(section(p.S("review.stat.talk"), rows))
	return page
}

// heard is a figure at the right edge; one that is heard somewhere can be
// clicked.
func (d *side) heard(value string, list []time.Duration) fyne.CanvasObject {
	if value == "" || len(list) == 0 || !d.s.state.CanSeek() {
		return figure(value)
	}
	return widgets.HBox(0, widgets.Grow(nil), d.places(value, list))
}

func figureHead(name string, ink fyne.ThemeColorName) fyne.CanvasObject {
	return widgets.NewParagraph(name, widgets.Style{Color: ink, Bold: true, Size: theme.SizeSmall, Align: fyne.TextAlignTrailing})
}

func figure(value string) fyne.CanvasObject {
	if value == "" {
		value = "—"
	}
	return widgets.NewText(value, widgets.Style{Align: fyne.TextAlignTrailing})
}

// figureRow puts a name to the left and one value, or two in columns, to the
// right.
type figureRow struct{}

// How wide a column of values is, and how much room the names keep.
const (
	figureLeast = 80
	figureMost  = 108
	figureName  = 120
	figureGap   = 8
)

func (figureRow) columns(o []fyne.CanvasObject, width float32) (first, rest float32) {
	if len(o) == 2 {
		return o[1].MinSize().Width, 0
	}
	each := max(figureLeast, min(figureMost, (width-figureName)/2))
	return each, each
}

func (f figureRow) MinSize(o []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range o {
		size.Height = max(size.Height, o.MinSize().Height)
	}
	a, b := f.columns(o, 0)
	size.Width = 100 + a + b
	return size
}

func (f figureRow) Layout(o []fyne.CanvasObject, size fyne.Size) {
	a, b := f.columns(o, size.Width)
	put := func(o fyne.CanvasObject, x, width float32) {
		o.Resize(fyne.NewSize(width, 0)) // now it knows its lines
		high := o.MinSize().Height
		o.Resize(fyne.NewSize(width, high))
		o.Move(fyne.NewPos(x, max(0, (size.Height-high)/2)))
	}
	put(o[0], 0, size.Width-a-b-figureGap)
	put(o[1], size.Width-a-b, a)
	if len(o) > 2 {
		put(o[2], size.Width-b, b)
	}
}

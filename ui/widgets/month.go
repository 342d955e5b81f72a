package widgets

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
)

// cellSize is the side of a day in the calendar.
const cellSize = 32

// monthPage is a page of the calendar: days to click, or to reach by the arrow
// keys and choose by Enter.
type monthPage struct {
	control
	print  *i18n.Printer
	month  time.Time // any day of the page
	today  time.Time
	cursor time.Time // the day the keys are on
	chosen Days
	over   int // the cell under the pointer; -1 none
	pick   func(day time.Time)
	turned func()
}

func newMonthPage(print *i18n.Printer, today, month time.Time, chosen Days, pick func(time.Time)) *monthPage {
	m := &monthPage{print: print, today: today, month: month, cursor: month, chosen: chosen, over: -1, pick: pick}
	m.init(m, func() { m.pick(m.cursor) })
	return m
}

// turn shows another month.
func (m *monthPage) turn(months int) {
	m.month = addMonths(m.month, months)
	m.cursor = m.month
	m.changed()
}

func (m *monthPage) changed() {
	if m.turned != nil {
		m.turned()
	}
	m.Refresh()
}

// TypedKey moves the cursor by days, weeks and months.
func (m *monthPage) TypedKey(ev *fyne.KeyEvent) {
	step := map[fyne.KeyName]int{fyne.KeyLeft: -1, fyne.KeyRight: 1, fyne.KeyUp: -7, fyne.KeyDown: 7}
	switch {
	case step[ev.Name] != 0:
		m.cursor = m.cursor.AddDate(0, 0, step[ev.Name])
		m.month = m.cursor
		m.changed()
	case ev.Name == fyne.KeyPageUp:
		m.turn(-1)
	case ev.Name == fyne.KeyPageDown:
		m.turn(1)
	default:
		m.control.TypedKey(ev)
	}
}

func (m *monthPage) cellAt(p fyne.Position) int {
	col, row := int(p.X/cellSize), int(p.Y/cellSize)-1
	if p.X < 0 || col > 6 || row < 0 || row > 5 {
		return -1
	}
	return row*7 + col
}

// Tapped chooses the day under the pointer.
func (m *monthPage) Tapped(ev *fyne.PointEvent) {
	if i := m.cellAt(ev.Position); i >= 0 {
		m.cursor = monthCells(m.month)[i]
		m.pick(m.cursor)
	}
}

// MouseMoved lights the day under the pointer.
func (m *monthPage) MouseMoved(ev *desktop.MouseEvent) {
	if i := m.cellAt(ev.Position); i != m.over {
		m.over = i
		m.Refresh()
	}
}

// MouseOut ends the light.
func (m *monthPage) MouseOut() {
	m.over = -1
	m.control.MouseOut()
}

// CreateRenderer is for Fyne.
func (m *monthPage) CreateRenderer() fyne.WidgetRenderer {
	var objects []fyne.CanvasObject
	names := make([]*canvas.Text, 7)
	for i := range names {
		names[i] = canvas.NewText("", nil)
		objects = append(objects, names[i])
	}
	boxes, texts := make([]*canvas.Rectangle, 42), make([]*canvas.Text, 42)
	for i := range boxes {
		boxes[i], texts[i] = newRect(), canvas.NewText("", nil)
		objects = append(objects, boxes[i], texts[i])
	}
	paint := func() {
		for i, name := range m.print.Weekdays() {
			Style{Color: theme.ColorMuted, Size: theme.SizeSmall, Align: fyne.TextAlignCenter}.apply(names[i])
			names[i].Text = name
		}
		for i, day := range monthCells(m.month) {
			m.paintDay(boxes[i], texts[i], day, i == m.over)
		}
	}
	place := func(fyne.Size) {
		for i, t := range names {
			placeText(t, float32(i)*cellSize, 0, cellSize, cellSize)
		}
		for i := range boxes {
			x, y := float32(i%7)*cellSize, float32(i/7+1)*cellSize
			boxes[i].Move(fyne.NewPos(x+1, y+1))
			boxes[i].Resize(fyne.NewSquareSize(cellSize - 2))
			placeText(texts[i], x, y, cellSize, cellSize)
		}
	}
	return newSketch(m, objects, func() fyne.Size { return fyne.NewSize(7*cellSize, 7*cellSize) }, place, paint)
}

func (m *monthPage) paintDay(box *canvas.Rectangle, text *canvas.Text, day time.Time, over bool) {
	style := Style{Align: fyne.TextAlignCenter}
	if day.Month() != m.month.Month() {
		style.Color = theme.ColorDisabled
	}
	iso := day.Format(time.DateOnly)
	inside := m.chosen.covers(iso, m.today)
	end := iso == m.chosen.From || iso == m.chosen.To
	ground, border := fyne.ThemeColorName(""), fyne.ThemeColorName("")
	switch {
	case end:
		ground, style.Color, style.Bold = theme.ColorAccent, theme.ColorOnAccent, true
	case inside:
		ground = theme.ColorAccentTint
	case over:
		ground = theme.ColorHover
	}
	if day.Equal(m.today) {
		border = theme.ColorAccent
	}
	fill(box, ground, border, theme.Size(theme.SizeRadius))
	if m.focused && day.Equal(m.cursor) {
		box.StrokeColor, box.StrokeWidth = theme.Color(theme.ColorAccent), 2
	}
	style.apply(text)
	text.Text = strconv.Itoa(day.Day())
}

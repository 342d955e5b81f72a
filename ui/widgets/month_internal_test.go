package widgets

import (
	"strconv"
	"testing"
	"time"

	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"sensedesk/assets"
	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
)

// tinted lists the days of the page's month that are drawn as chosen.
func tinted(t *testing.T, chosen Days, today time.Time) (days []int) {
	t.Helper()
	catalogue, err := i18n.Load(assets.Files())
	if err != nil {
		t.Fatal(err)
	}
	page := newMonthPage(catalogue.In(i18n.RU), dayOf(today), dayOf(today), chosen, func(time.Time) {})
	page.Resize(page.MinSize())
	objects := test.WidgetRenderer(page).Objects()
	cells := monthCells(page.month)
	for i, o := range objects {
		box, ok := o.(*canvas.Rectangle)
		if !ok || i+1 == len(objects) {
			continue
		}
		n := (i - 7) / 2 // seven names of days, then a box and a text for each day
		if text, ok := objects[i+1].(*canvas.Text); !ok || text.Text != strconv.Itoa(cells[n].Day()) {
			t.Fatalf("the box of %v stands elsewhere", cells[n])
		}
		if cells[n].Month() == page.month.Month() && (box.FillColor == theme.Color(theme.ColorAccent) || box.FillColor == theme.Color(theme.ColorAccentTint)) {
			days = append(days, cells[n].Day())
		}
	}
	return days
}

func TestCalendarTintsNothingAfterToday(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Light))
	for _, tc := range []struct {
		name        string
		chosen      Days
		first, last int // 0 = none
	}{
		{"open to the right", Days{From: "2026-03-09"}, 9, 12},
		{"open to the left", Days{To: "2026-03-05"}, 1, 5},
		{"closed beyond today", Days{From: "2026-03-09", To: "2026-03-20"}, 9, 20},
		{"begins today", Days{From: "2026-03-12"}, 12, 12},
		{"begins after today", Days{From: "2026-03-20"}, 20, 20},
		{"everything", Days{}, 0, 0},
	} {
		days := tinted(t, tc.chosen, on(2026, 3, 12))
		var first, last int
		if len(days) > 0 {
			first, last = days[0], days[len(days)-1]
		}
		if first != tc.first || last != tc.last || last != 0 && len(days) != last-first+1 {
			t.Errorf("%s: tinted %v", tc.name, days)
		}
	}
}

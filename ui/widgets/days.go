package widgets

import (
	"time"

	"sensedesk/ui/i18n"
)

// Days is a range of calendar days, both inclusive, written "2026-03-26"; empty
// is an open end. It is no pair of instants: which zone the days are meant in is
// for others to say.
type Days struct{ From, To string }

// Preset names a usual range.
type Preset string

// The presets, in the order shown.
const (
	PresetToday     Preset = "today"
	PresetYesterday Preset = "yesterday"
	PresetWeek      Preset = "week"       // the last seven days with today
	PresetMonth     Preset = "month"      // this month up to today
	PresetLastMonth Preset = "last_month" // the whole month before this one
	PresetAll       Preset = "all"
)

// Presets lists the usual ranges.
func Presets() []Preset {
	return []Preset{PresetToday, PresetYesterday, PresetWeek, PresetMonth, PresetLastMonth, PresetAll}
}

// Days returns the range of a preset on the day today falls on in its own zone.
func (p Preset) Days(today time.Time) Days {
	t := dayOf(today)
	first := t.AddDate(0, 0, 1-t.Day())
	switch p {
	case PresetToday:
		return days(t, t)
	case PresetYesterday:
		y := t.AddDate(0, 0, -1)
		return days(y, y)
	case PresetWeek:
		return days(t.AddDate(0, 0, -6), t)
	case PresetMonth:
		return days(first, t)
	case PresetLastMonth:
		return days(first.AddDate(0, -1, 0), first.AddDate(0, 0, -1))
	}
	return Days{}
}

// dayOf returns midnight UTC of the calendar day t falls on in its own zone:
// how days are counted with here, since no day of UTC is shorter than another.
func dayOf(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

func days(from, to time.Time) Days {
	return Days{from.Format(time.DateOnly), to.Format(time.DateOnly)}
}

// covers tells whether a day, written as in Days, is in a range somebody chose.
// An open end is today: there are no calls of tomorrow.
func (d Days) covers(iso string, today time.Time) bool {
	to := d.To
	if to == "" {
		to = today.Format(time.DateOnly)
	}
	return d != Days{} && iso >= d.From && iso <= to
}

// parseISO reads a day of Days; the zero time for an open end.
func parseISO(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return time.Time{}
	}
	return t
}

// typed reads what stands in a date field; iso is empty for an empty field.
func typed(text string) (iso string, ok bool) {
	if blank(text) {
		return "", true
	}
	day, ok := i18n.ParseDay(text)
	if !ok {
		return "", false
	}
	return day.Format(time.DateOnly), true
}

func blank(text string) bool {
	for _, r := range text {
		if r != ' ' && r != '\u00a0' {
			return false
		}
	}
	return true
}

// monthCells returns the 42 days of a calendar page: whole weeks from Monday,
// the first of them holding the first of the month.
func monthCells(month time.Time) []time.Time {
	first := month.AddDate(0, 0, 1-month.Day())
	back := (int(first.Weekday()) + 6) % 7 // Monday is 0
	cells := make([]time.Time, 42)
	for i := range cells {
		cells[i] = first.AddDate(0, 0, i-back)
	}
	return cells
}

// addMonths turns calendar pages. It counts from the first of the month, since
// there is no 31 April to go to from 31 March.
func addMonths(month time.Time, n int) time.Time {
	return month.AddDate(0, 0, 1-month.Day()).AddDate(0, n, 0)
}

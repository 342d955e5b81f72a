package i18n

import (
	"fmt"
	"strconv"
	"time"
)

// Clock returns a length or a place in a recording: "9:42", "1:02:03". Parts of
// a second are cut off, as a player's clock does.
func (p *Printer) Clock(d time.Duration) string {
	h, m, s := hms(d)
	if h > 0 {
		return fmt.Sprintf("%d:%02d:%02d", h, m, s)
	}
	return fmt.Sprintf("%d:%02d", m, s)
}

// Mark returns a place in a recording at a steady width: "09:42", "1:02:03".
func (p *Printer) Mark(d time.Duration) string {
	h, m, s := hms(d)
	if h > 0 {
		return fmt.Sprintf("%d:%02d:%02d", h, m, s)
	}
	return fmt.Sprintf("%02d:%02d", m, s)
}

func hms(d time.Duration) (h, m, s int) {
	t := int(max(d, 0) / time.Second)
	return t / 3600, t / 60 % 60, t % 60
}

// Span returns a length of time in words, by its two largest units: "6 ч 12 мин",
// "9 мин 42 с", "6 мин", "45 с", and tenths below ten seconds: "0,8 с". For
// «about» round d to minutes first.
func (p *Printer) Span(d time.Duration) string {
	if d < 10*time.Second {
		return p.S("format.seconds", Args{"n": p.trimmed(max(d, 0).Seconds(), 1)})
	}
	unit := func(key string, n int) string { return p.S(key, Args{"n": n}) }
	if d >= time.Hour-30*time.Second {
		m := int(d.Round(time.Minute) / time.Minute)
		if m%60 == 0 {
			return unit("format.hours", m/60)
		}
		return unit("format.hours", m/60) + " " + unit("format.minutes", m%60)
	}
	s := int(d.Round(time.Second) / time.Second)
	switch {
	case s < 60:
		return unit("format.seconds", s)
	case s%60 == 0:
		return unit("format.minutes", s/60)
	}
	return unit("format.minutes", s/60) + " " + unit("format.seconds", s%60)
}

// Date returns a day in words: "12 марта 2026".
func (p *Printer) Date(t time.Time) string {
	return p.S("format.date", Args{
		"day":   strconv.Itoa(t.Day()),
		"month": p.S("format.month.of." + strconv.Itoa(int(t.Month()))),
		"year":  strconv.Itoa(t.Year()),
	})
}

// DateTime returns a day in words with the time: "12 марта 2026, 14:05".
func (p *Printer) DateTime(t time.Time) string { return p.Date(t) + ", " + p.Time(t) }

// Time returns the time of day: "14:05".
func (p *Printer) Time(t time.Time) string { return t.Format("15:04") }

// Stamp returns day, month and time for narrow columns: "12.03 14:05", in
// English "12 Mar 14:05".
func (p *Printer) Stamp(t time.Time) string {
	if p.lang == EN {
		return t.Format("02 Jan 15:04")
	}
	return t.Format("02.01 15:04")
}

// StampIn is Stamp, with the year when it is not the one of now: "12.03.25 14:05".
func (p *Printer) StampIn(t, now time.Time) string {
	switch {
	case t.Year() == now.In(t.Location()).Year():
		return p.Stamp(t)
	case p.lang == EN:
		return t.Format("02 Jan 06 15:04")
	}
	return t.Format("02.01.06 15:04")
}

// Day returns a day in digits, as it is typed: "26.03.2026", in English
// "2026-03-26". ParseDay reads both.
func (p *Printer) Day(t time.Time) string {
	if p.lang == EN {
		return t.Format("2006-01-02")
	}
	return t.Format("02.01.2006")
}

// Month returns the head of a calendar page: "Март 2026".
func (p *Printer) Month(t time.Time) string {
	return p.S("format.month."+strconv.Itoa(int(t.Month()))) + " " + strconv.Itoa(t.Year())
}

// Weekdays returns the short names of the week, Monday first.
func (p *Printer) Weekdays() []string {
	out := make([]string, 7)
	for i := range out {
		out[i] = p.S("format.weekday." + strconv.Itoa(i+1))
	}
	return out
}

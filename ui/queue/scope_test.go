package queue

import (
	"testing"
	"time"
	_ "time/tzdata"
)

// TestDaysBeginWhereTheClocksSay asks for a period that begins on a day whose
// clocks were changed, and on plain ones.
func TestDaysBeginWhereTheClocksSay(t *testing.T) {
	for name, tc := range map[string]struct {
		zone, now, from string
		days            int
	}{
		"a plain week":                       {"Asia/Almaty", "2026-03-12 14:22", "2026-03-06T00:00:00+05:00", 7},
		"one day is today":                   {"Asia/Almaty", "2026-03-12 00:00", "2026-03-12T00:00:00+05:00", 1},
		"over the end of a year":             {"Europe/Moscow", "2026-01-03 09:00", "2025-12-28T00:00:00+03:00", 7},
		"Almaty left UTC+6 at midnight":      {"Asia/Almaty", "2024-03-02 09:00", "2024-03-01T00:00:00+05:00", 2},
		"the day before it did":              {"Asia/Almaty", "2024-03-02 09:00", "2024-02-29T00:00:00+06:00", 3},
		"summer began in Berlin":             {"Europe/Berlin", "2026-03-31 09:00", "2026-03-29T00:00:00+01:00", 3},
		"summer ended in Berlin":             {"Europe/Berlin", "2026-10-26 09:00", "2026-10-25T00:00:00+02:00", 2},
		"a day without midnight, São Paulo":  {"America/Sao_Paulo", "2018-11-06 09:00", "2018-11-04T01:00:00-02:00", 3},
		"a day without midnight, Beirut":     {"Asia/Beirut", "2022-03-28 09:00", "2022-03-27T01:00:00+03:00", 2},
		"a day that is now, without its own": {"America/Sao_Paulo", "2018-11-04 01:30", "2018-11-04T01:00:00-02:00", 1},
		"behind a day that was left out":     {"Pacific/Apia", "2011-12-31 09:00", "2011-12-31T00:00:00+14:00", 1},
		"a day that was left out, Samoa":     {"Pacific/Apia", "2012-01-01 09:00", "2011-12-31T00:00:00+14:00", 3},
	} {
		zone, err := time.LoadLocation(tc.zone)
		if err != nil {
			t.Fatal(err)
		}
		now, err := time.ParseInLocation("2006-01-02 15:04", tc.now, zone)
		if err != nil {
			t.Fatal(err)
		}
		s := Form{Days: tc.days}.Scope(now)
		if got := s.From.Format(time.RFC3339); got != tc.from || !s.To.IsZero() {
			t.Errorf("%s: from %s to %s, want %s", name, got, s.To, tc.from)
		}
	}
	if s := (Form{}).Scope(time.Now()); !s.From.IsZero() {
		t.Errorf("for all time from %s", s.From)
	}
}

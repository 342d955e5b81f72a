package widgets

import (
	"testing"
	"time"
)

func on(y int, m time.Month, d int) time.Time {
	return time.Date(y, m, d, 23, 30, 0, 0, time.FixedZone("UTC+5", 5*3600))
}

func TestPresets(t *testing.T) {
	for _, tc := range []struct {
		preset Preset
		today  time.Time
		want   Days
	}{
		{PresetToday, on(2026, 3, 12), Days{"2026-03-12", "2026-03-12"}},
		{PresetYesterday, on(2026, 3, 1), Days{"2026-02-28", "2026-02-28"}},
		{PresetWeek, on(2026, 3, 3), Days{"2026-02-25", "2026-03-03"}},
		{PresetMonth, on(2026, 3, 31), Days{"2026-03-01", "2026-03-31"}},
		{PresetLastMonth, on(2026, 3, 31), Days{"2026-02-01", "2026-02-28"}},
		{PresetLastMonth, on(2024, 3, 31), Days{"2024-02-01", "2024-02-29"}},
		{PresetLastMonth, on(2026, 1, 31), Days{"2025-12-01", "2025-12-31"}},
		{PresetAll, on(2026, 3, 12), Days{}},
	} {
		if got := tc.preset.Days(tc.today); got != tc.want {
			t.Errorf("%s on %s: %v, want %v", tc.preset, tc.today.Format(time.DateOnly), got, tc.want)
		}
	}
}

func TestTurningPagesSkipsNoMonth(t *testing.T) {
	month := dayOf(on(2026, 1, 31))
	for want := time.February; want <= time.December; want++ {
		if month = addMonths(month, 1); month.Month() != want {
			t.Fatalf("came to %s, want %s", month.Month(), want)
		}
	}
	if got := addMonths(dayOf(on(2026, 3, 31)), -1); got.Month() != time.February {
		t.Errorf("back from 31 March: %s", got)
	}
}

func TestMonthCells(t *testing.T) {
	for _, tc := range []struct {
		month time.Time
		first string
	}{
		{on(2026, 3, 12), "2026-02-23"}, // March 2026 begins on a Sunday
		{on(2026, 6, 30), "2026-06-01"}, // June 2026 begins on a Monday
		{on(2024, 2, 29), "2024-01-29"},
	} {
		cells := monthCells(dayOf(tc.month))
		if got := cells[0].Format(time.DateOnly); got != tc.first || cells[0].Weekday() != time.Monday || len(cells) != 42 {
			t.Errorf("%s begins with %s %s, want %s", tc.month.Format("2006-01"), cells[0].Weekday(), got, tc.first)
		}
	}
}

func TestTypedDays(t *testing.T) {
	for text, want := range map[string]string{"26.3.26": "2026-03-26", "": "", " \u00a0": "", "2026-03-26": "2026-03-26"} {
		if got, ok := typed(text); !ok || got != want {
			t.Errorf("%q: %q %v, want %q", text, got, ok, want)
		}
	}
	for _, text := range []string{"26.3", "31.02.2026", "вчера"} {
		if got, ok := typed(text); ok {
			t.Errorf("%q was taken for %q", text, got)
		}
	}
}

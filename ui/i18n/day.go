package i18n

import (
	"strconv"
	"strings"
	"time"
)

// ParseDay reads a calendar day as people type it: "26.03.2026", "26.3.26",
// "26/3/2026", "26 3 2026", "2026-03-26". The result is midnight UTC of that
// day; ok is false when the text is no day of the calendar. Two-digit years are
// of this century.
func ParseDay(text string) (day time.Time, ok bool) {
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(".-/, \u00a0", r) })
	if len(parts) != 3 {
		return time.Time{}, false
	}
	if len(parts[0]) == 4 { // ISO order
		parts[0], parts[2] = parts[2], parts[0]
	}
	var n [3]int
	for i, s := range parts {
		v, err := strconv.Atoi(s)
		if err != nil || v < 1 || len(s) > 4 {
			return time.Time{}, false
		}
		n[i] = v
	}
	switch len(parts[2]) {
	case 4:
	case 2:
		n[2] += 2000
	default:
		return time.Time{}, false
	}
	day = time.Date(n[2], time.Month(n[1]), n[0], 0, 0, 0, 0, time.UTC)
	return day, day.Day() == n[0] && int(day.Month()) == n[1]
}

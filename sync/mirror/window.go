package mirror

import (
	"time"

	"sensedesk/store"
	"sensedesk/sync/speechsense"
)

// dateKey is the one key every connection has that parts talks in time.
const dateKey = "userMeta.date"

// The calendar that is listed by dates; what lies outside counts as undated. The
// ends are told to the service, since it may not take a range without.
func calendarBegins() time.Time { return time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC) }
func calendarEnds() time.Time   { return time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC) }

// finest is the narrowest window: metadata dates are told to the millisecond.
const finest = time.Millisecond

// request is the search of a window.
func request(w store.MirrorWindow) speechsense.SearchRequest {
	r := speechsense.SearchRequest{PageSize: speechsense.SearchPageSize, PageToken: w.Token}
	dates := func(from, to time.Time) *speechsense.DateRange {
		return &speechsense.DateRange{From: from, To: to, FromInclusive: true}
	}
	switch w.Part {
	case store.MirrorDates:
		r.Filters = []speechsense.SearchFilter{{Key: dateKey, Dates: dates(w.From, w.To)}}
	case store.MirrorUndated:
		r.Filters = []speechsense.SearchFilter{{Key: dateKey, Dates: dates(calendarBegins(), calendarEnds()), Inverse: true}}
	}
	return r
}

// fresh is a window that was never listed.
func fresh(from, to time.Time, leaf bool) store.MirrorWindow {
	return store.MirrorWindow{Part: store.MirrorDates, From: from, To: to, Open: true, Leaf: leaf, Known: -1, Total: -1}
}

// again is a window to be listed from its first page on.
func again(w store.MirrorWindow) store.MirrorWindow {
	w.Open, w.Token, w.Total, w.Got = true, "", -1, 0
	return w
}

// calendar parts all time into windows that are likely to be small enough: most
// talks are younger than the three months the service keeps them.
func calendar(now time.Time) []store.MirrorWindow {
	day := now.UTC().Truncate(24 * time.Hour)
	var out []store.MirrorWindow
	from := calendarBegins()
	for _, to := range []time.Time{day.AddDate(-5, 0, 0), day.AddDate(-1, 0, 0), day.AddDate(0, 0, -92), day.AddDate(0, 0, -46), calendarEnds()} {
		out = append(out, fresh(from, to, true))
		from = to
	}
	return out
}

// halves parts a window in two; ok is false when it cannot be.
func halves(w store.MirrorWindow, now time.Time) (list []store.MirrorWindow, ok bool) {
	if w.Part != store.MirrorDates || w.To.Sub(w.From) <= finest {
		return nil, false
	}
	// Three centuries to come are not where the talks are.
	middle := now.UTC().Truncate(24*time.Hour).AddDate(0, 0, 1)
	if !w.From.Before(middle) || !middle.Before(w.To) || w.To.Before(calendarEnds()) {
		// UnixMilli, since a Duration holds no more than 292 years.
		middle = time.UnixMilli(w.From.UnixMilli() + (w.To.UnixMilli()-w.From.UnixMilli())/2).UTC()
	}
	return []store.MirrorWindow{fresh(w.From, middle, w.Leaf), fresh(middle, w.To, w.Leaf)}, true
}

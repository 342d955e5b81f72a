package sourcetest

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"sensedesk/store"
)

// Run puts the source through every case, each in a world of its own.
func Run(t *testing.T, setup Setup) {
	cases := map[string]func(*testing.T, Setup){
		"identity":           identity,
		"listing":            listing,
		"cursor":             cursor,
		"filters":            filters,
		"page error":         pageError,
		"cancelled listing":  cancelledListing,
		"rows again":         rowsAgain,
		"people":             people,
		"check":              check,
		"passing trouble":    passingTrouble,
		"many at once":       manyAtOnce,
		"secrets":            secrets,
		"recording":          recording,
		"late recording":     lateRecording,
		"replaced recording": replacedRecording,
		"no recording":       noRecording,
		"broken recordings":  brokenRecordings,
		"cancelled download": cancelledDownload,
	}
	for _, name := range slices.Sorted(maps.Keys(cases)) {
		t.Run(name, func(t *testing.T) { cases[name](t, setup) })
	}
}

func identity(t *testing.T, setup Setup) {
	w := setup(t, Given{Calls: Calls(1), People: staff()})
	if w.Source.Kind() == "" || w.Source.Account() == "" {
		t.Errorf("kind %q, account %q: both name where calls come from", w.Source.Kind(), w.Source.Account())
	}
	if loc, err := w.Source.Zone(t.Context()); err != nil || loc == nil {
		t.Errorf("zone: %v, %v", loc, err)
	}
}

// listing: every call once, in growing order of the id, with what the foreign
// system knows of it.
func listing(t *testing.T, setup Setup) {
	given := Calls(137)
	w := setup(t, Given{Calls: given, People: staff()})

	rows := listed(t, w.Source, "", store.ListQuery{})

	if len(rows) != len(given) {
		t.Fatalf("%d calls listed of %d", len(rows), len(given))
	}
	last := int64(0)
	for i, r := range rows {
		id, err := strconv.ParseInt(r.SourceID, 10, 64)
		if err != nil || id <= last {
			t.Fatalf("row %d: id %q after %d", i, r.SourceID, last)
		}
		last = id
		sameCall(t, given[i], r)
		if r.SourceID != w.IDs[i] {
			t.Errorf("row %d: id %q, want %q", i, r.SourceID, w.IDs[i])
		}
		if _, offset := r.StartedAt.Zone(); offset == 0 || r.StartedAt.Location() == time.Local {
			t.Errorf("row %d: start %v lost the offset of the source", i, r.StartedAt)
		}
		for k := range r.Meta {
			if k != strings.ToLower(k) {
				t.Errorf("row %d: metadata key %q is not lower case", i, k)
			}
		}
	}
	if n, err := w.Source.Total(t.Context(), "", store.ListQuery{}); err != nil || n != len(given) {
		t.Errorf("total %d, %v; want %d", n, err, len(given))
	}
}

// sameCall compares a row with the call it stands for.
func sameCall(t *testing.T, want Call, got store.Row) {
	t.Helper()
	switch {
	case got.UniqueID != want.UniqueID:
		t.Errorf("call %s: unique id %q, want %q", got.SourceID, got.UniqueID, want.UniqueID)
	case !got.StartedAt.Equal(want.StartedAt):
		t.Errorf("call %s: start %v, want %v", got.SourceID, got.StartedAt, want.StartedAt)
	case got.Duration != want.Duration:
		t.Errorf("call %s: duration %v, want %v", got.SourceID, got.Duration, want.Duration)
	case got.Direction != want.Direction:
		t.Errorf("call %s: direction %q, want %q", got.SourceID, got.Direction, want.Direction)
	case got.OperatorID != want.Operator || got.ClientPhone != want.Phone:
		t.Errorf("call %s: operator %q, phone %q, want %q, %q", got.SourceID, got.OperatorID, got.ClientPhone, want.Operator, want.Phone)
	case got.Failed != want.Failed:
		t.Errorf("call %s: failed %v, want %v", got.SourceID, got.Failed, want.Failed)
	case (got.RecordRef != "") != (want.Sound != nil):
		t.Errorf("call %s: reference to a recording %q, while there is one: %v", got.SourceID, got.RecordRef, want.Sound != nil)
	}
}

// cursor: what is above an id is listed, and nothing else, wherever pages break.
func cursor(t *testing.T, setup Setup) {
	given := Calls(101)
	w := setup(t, Given{Calls: given})
	for _, n := range []int{0, 1, 49, 50, 51, 99, 100} {
		rows := listed(t, w.Source, w.IDs[n], store.ListQuery{})
		if len(rows) != len(given)-n-1 || len(rows) > 0 && rows[0].SourceID != w.IDs[n+1] {
			t.Errorf("after call %d of %d: %d rows", n+1, len(given), len(rows))
		}
		total, err := w.Source.Total(t.Context(), w.IDs[n], store.ListQuery{})
		if err != nil || total != len(rows) {
			t.Errorf("after call %d: total %d, %v; listed %d", n+1, total, err, len(rows))
		}
	}
	if rows := listed(t, w.Source, "0", store.ListQuery{}); len(rows) != len(given) {
		t.Errorf("after 0: %d rows of %d", len(rows), len(given))
	}
}

// filters may return more than was asked for, but never less.
func filters(t *testing.T, setup Setup) {
	given := Calls(90)
	w := setup(t, Given{Calls: given})
	from, until := begin().Add(3*time.Hour), begin().Add(11*time.Hour)
	queries := map[string]store.ListQuery{
		"from":       {From: from.Format(time.RFC3339)},
		"until":      {Until: until.UTC().Format(time.RFC3339)},
		"users":      {Users: []string{"3", "5"}},
		"user":       {Users: []string{"4"}},
		"directions": {Directions: []store.Direction{store.DirectionIncoming, store.DirectionCallback}},
		"everything": {
			From: from.Format(time.RFC3339), Until: until.Format(time.RFC3339), Users: []string{"3", "4"},
			Directions: store.Directions(),
		},
		"other": {Directions: []store.Direction{store.DirectionOther, store.DirectionIncoming}},
	}
	for name, q := range queries {
		got := map[string]bool{}
		for _, r := range listed(t, w.Source, "", q) {
			if got[r.UniqueID] {
				t.Errorf("%s: call %s twice", name, r.UniqueID)
			}
			got[r.UniqueID] = true
		}
		for _, c := range given {
			if matches(q, c) && !got[c.UniqueID] {
				t.Errorf("%s: call %s is missing", name, c.UniqueID)
			}
		}
	}
}

// matches says what q means.
func matches(q store.ListQuery, c Call) bool {
	from, errFrom := time.Parse(time.RFC3339, q.From)
	until, errUntil := time.Parse(time.RFC3339, q.Until)
	switch {
	case errFrom == nil && c.StartedAt.Before(from), errUntil == nil && !c.StartedAt.Before(until):
		return false
	case len(q.Users) > 0 && !slices.Contains(q.Users, c.Operator):
		return false
	}
	return len(q.Directions) == 0 || slices.Contains(q.Directions, c.Direction)
}

// pageError: whoever receives may stop, and learns why in his own words.
func pageError(t *testing.T, setup Setup) {
	w := setup(t, Given{Calls: Calls(120)})
	full := errors.New("the disk is full")
	pages := 0
	err := w.Source.List(t.Context(), "", store.ListQuery{}, func([]store.Row) error { pages++; return full })
	if !errors.Is(err, full) || pages != 1 {
		t.Errorf("got %v after %d pages", err, pages)
	}
}

// cancelledListing: an ended context ends the work, between and within requests.
func cancelledListing(t *testing.T, setup Setup) {
	w := setup(t, Given{Calls: Calls(120)})
	ctx, cancel := context.WithCancel(t.Context())
	pages := 0
	err := w.Source.List(ctx, "", store.ListQuery{}, func([]store.Row) error { pages++; cancel(); return nil })
	if !errors.Is(err, context.Canceled) || pages != 1 {
		t.Errorf("between pages: %v after %d pages", err, pages)
	}

	w.Fault(Stalled)
	ctx, cancel = context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := w.Source.List(ctx, "", store.ListQuery{}, func([]store.Row) error { return nil }); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("within a request: %v", err)
	}
}

// rowsAgain: calls are found again by their ids; those that are gone are absent.
func rowsAgain(t *testing.T, setup Setup) {
	given := Calls(130)
	w := setup(t, Given{Calls: given})
	w.Remove(7)

	rows, err := w.Source.Rows(t.Context(), append(slices.Clone(w.IDs), "999999999", w.IDs[0]))
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != len(given)-1 {
		t.Errorf("%d rows, want %d", len(rows), len(given)-1)
	}
	if _, ok := rows[w.IDs[7]]; ok {
		t.Error("a deleted call was found")
	}
	for i, c := range given {
		if i != 7 {
			sameCall(t, c, rows[w.IDs[i]])
		}
	}
	for _, none := range [][]string{nil, {}} {
		if rows, err := w.Source.Rows(t.Context(), none); err != nil || len(rows) != 0 {
			t.Errorf("no ids: %d rows, %v", len(rows), err)
		}
	}
}

// passingTrouble passes without anybody noticing.
func passingTrouble(t *testing.T, setup Setup) {
	w := setup(t, Given{Calls: Calls(10)})
	w.Fault(Busy)
	if rows := listed(t, w.Source, "", store.ListQuery{}); len(rows) != 10 {
		t.Errorf("%d rows of 10", len(rows))
	}
}

// manyAtOnce: a source is used from many goroutines.
func manyAtOnce(t *testing.T, setup Setup) {
	given := Calls(60)
	w := setup(t, Given{Calls: given, People: staff()})
	rows := listed(t, w.Source, "", store.ListQuery{})
	var wg sync.WaitGroup
	for i := range rows {
		wg.Go(func() {
			if _, err := w.Source.ClientName(t.Context(), rows[i]); err != nil {
				t.Errorf("client of %s: %v", rows[i].SourceID, err)
			}
			if given[i].Sound == nil {
				return
			}
			sound, _, err := opened(t.Context(), w.Source, rows[i])
			if err != nil || string(sound) != string(given[i].Sound) {
				t.Errorf("recording of %s: %d bytes, %v", rows[i].SourceID, len(sound), err)
			}
		})
	}
	wg.Wait()
}

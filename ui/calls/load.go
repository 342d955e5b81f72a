package calls

import (
	"context"
	"time"

	"sensedesk/store"
)

// DB is what the list reads.
type DB interface {
	Calls(ctx context.Context, f store.CallFilter) ([]store.Call, error)
	Count(ctx context.Context, f store.CallFilter) (n int, total time.Duration, err error)
	CountStates(ctx context.Context, kind store.SourceKind, account string) (map[store.State]int, error)
	Tags(ctx context.Context) ([]store.Tag, error)
	Settings(ctx context.Context) (store.Settings, error)
}

// Result is one whole reading of the list.
type Result struct {
	Rows   []store.Call
	Total  int
	Sound  time.Duration // length of all calls of the result
	Took   time.Duration // how long the search took
	Counts map[store.State]int
	SetUp  bool // a connection is set: calls are missing because nothing was uploaded yet
	Err    error
}

// load reads the first rows of a result with its totals.
func load(ctx context.Context, db DB, f Filter, rows int, now func() time.Time) Result {
	var r Result
	q := f.Query()
	q.Limit = max(rows, page)
	begun := now()
	if r.Rows, r.Err = db.Calls(ctx, q); r.Err != nil {
		return r
	}
	r.Took = now().Sub(begun)
	q.Limit = 0
	if r.Total, r.Sound, r.Err = db.Count(ctx, q); r.Err != nil {
		return r
	}
	if r.Counts, r.Err = db.CountStates(ctx, "", ""); r.Err != nil {
		return r
	}
	var s store.Settings
	s, r.Err = db.Settings(ctx)
	r.SetUp = s.SpeechSense.ConnectionID != ""
	return r
}

// rowsRead is a part of the list.
type rowsRead struct {
	Rows []store.Call
	Err  error
}

// loadMore reads the page that begins at offset.
func loadMore(ctx context.Context, db DB, f Filter, offset int) rowsRead {
	q := f.Query()
	q.Limit, q.Offset = page, offset
	rows, err := db.Calls(ctx, q)
	return rowsRead{Rows: rows, Err: err}
}

// loadSome reads single calls again, as far as they still fit the filter, and
// the counts that may have changed with them.
func loadSome(ctx context.Context, db DB, f Filter, ids []store.CallID) (rowsRead, map[store.State]int) {
	q := f.Query()
	q.IDs = ids
	rows, err := db.Calls(ctx, q)
	if err != nil {
		return rowsRead{Err: err}, nil
	}
	counts, err := db.CountStates(ctx, "", "")
	return rowsRead{Rows: rows, Err: err}, counts
}

package db

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"sensedesk/store"
)

// Calls returns the calls a filter chooses, those that started last first.
func (d *DB) Calls(ctx context.Context, f store.CallFilter) ([]store.Call, error) {
	query, args, err := positions(f)
	if err != nil {
		return nil, err
	}
	// The page is found by positions alone; only its rows are then read whole.
	calls, err := readCalls(ctx, d.reader, "SELECT "+callColumns+" FROM ("+query+") p "+placed+" ORDER BY p.position DESC", args...)
	if err != nil {
		return nil, coded("list calls", err)
	}
	return calls, nil
}

// Count returns how many calls a filter chooses and how long they are together;
// Limit and Offset are ignored.
func (d *DB) Count(ctx context.Context, f store.CallFilter) (n int, total time.Duration, err error) {
	from, where, args, err := conditions(f, f.States)
	if err != nil {
		return 0, 0, err
	}
	var ms int64
	err = d.reader.QueryRowContext(ctx, "SELECT count(*), coalesce(sum(c.duration_ms), 0) FROM "+from+where, args...).Scan(&n, &ms)
	if err != nil {
		return 0, 0, coded("count calls", err)
	}
	return n, time.Duration(ms) * time.Millisecond, nil
}

// CountStates returns how many calls stand in each state; states without a call
// are absent. An empty kind or account stands for all.
func (d *DB) CountStates(ctx context.Context, kind store.SourceKind, account string) (map[store.State]int, error) {
	type count struct {
		state store.State
		n     int
	}
	from, where, args, err := conditions(store.CallFilter{Source: kind, Account: account}, nil)
	if err != nil {
		return nil, err
	}
	rows, err := collect(ctx, d.reader, func(row rowScanner) (count, error) {
		var c count
		err := row.Scan(&c.state, &c.n)
		return c, err
	}, "SELECT c.state, count(*) FROM "+from+where+" GROUP BY c.state", args...)
	if err != nil {
		return nil, coded("count calls by state", err)
	}
	out := make(map[store.State]int, len(rows))
	for _, c := range rows {
		out[c.state] = c.n
	}
	return out, nil
}

// positions returns the query for the places in time of a page of calls.
func positions(f store.CallFilter) (query string, args []any, err error) {
	limit := -1 // SQLite: no limit
	if f.Limit > 0 {
		limit = f.Limit
	}
	if len(f.States) < 2 || len(words(f.Text)) > 0 {
		from, where, args, err := conditions(f, f.States)
		if err != nil {
			return "", nil, err
		}
		return "SELECT " + positionOf(f) + " AS position FROM " + from + where + " ORDER BY " + positionOf(f) + " DESC LIMIT ? OFFSET ?",
			append(args, limit, f.Offset), nil
	}
	// Each state comes out of calls_queue in order and stops at the page's end;
	// over several states SQLite would sort all their calls.
	ends := limit
	if limit >= 0 {
		ends += f.Offset
	}
	var parts []string
	for _, state := range distinct(f.States) {
		from, where, more, err := conditions(f, []store.State{state})
		if err != nil {
			return "", nil, err
		}
		parts = append(parts, "SELECT * FROM (SELECT c.position AS position FROM "+from+where+" ORDER BY c.position DESC LIMIT ?)")
		args = append(append(args, more...), ends)
	}
	return strings.Join(parts, " UNION ALL ") + " ORDER BY position DESC LIMIT ? OFFSET ?", append(args, limit, f.Offset), nil
}

// positionOf names the column a list is ordered by: with a text it is the
// index's own rowid, which it hands out in either direction without sorting.
func positionOf(f store.CallFilter) string {
	if len(words(f.Text)) > 0 {
		return "t.rowid"
	}
	return "c.position"
}

// conditions returns the tables and the WHERE clause of a filter.
func conditions(f store.CallFilter, states []store.State) (from, where string, args []any, err error) {
	var all []string
	and := func(condition string, values ...any) {
		all = append(all, condition)
		args = append(args, values...)
	}
	from = "calls c"
	if w := words(f.Text); len(w) > 0 {
		from = "calls_text t CROSS JOIN calls c ON c.position = t.rowid" // CROSS keeps SQLite from walking calls first
		and("t.calls_text MATCH ?", match(w))
	}
	if f.Tag != "" {
		and("c.id IN ("+tagged+")", f.Tag, f.Tag)
	}
	if f.Source != "" {
		and("c.source = ?", f.Source)
	}
	if f.Account != "" {
		and("c.account = ?", f.Account)
	}
	if len(f.IDs) > 0 {
		list, err := json.Marshal(f.IDs)
		if err != nil {
			return "", "", nil, err
		}
		and("c.id IN (SELECT value FROM json_each(?))", string(list))
	}
	if states = distinct(states); len(states) > 0 {
		and("c.state IN (?"+strings.Repeat(", ?", len(states)-1)+")", anys(states)...)
	}
	if len(all) > 0 {
		where = " WHERE " + strings.Join(all, " AND ")
	}
	return from, where, args, nil
}

// distinct returns list sorted and without repeats.
func distinct(list []store.State) []store.State {
	return slices.Compact(slices.Sorted(slices.Values(list)))
}

// anys turns states into query arguments.
func anys(states []store.State) []any {
	out := make([]any, len(states))
	for i, s := range states {
		out[i] = s
	}
	return out
}

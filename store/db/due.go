package db

import (
	"context"
	"strings"
	"time"

	"sensedesk/store"
)

// Due returns whose calls in one of states whose NextCheck has come (or is zero:
// at once), the oldest start first, at most limit of them; 0 is all. Without
// states there is none.
func (d *DB) Due(ctx context.Context, whose store.Owner, states []store.State, now time.Time, limit int) ([]store.Call, error) {
	if len(states) == 0 {
		return nil, nil
	}
	if limit <= 0 {
		limit = -1
	}
	var parts []string
	var args []any
	for _, s := range distinct(states) {
		mine := ""
		args = append(args, s, stamp(now))
		if whose != (store.Owner{}) {
			mine = " AND source = ? AND account = ? AND (send_begun = 0 OR profile = ?)"
			args = append(args, whose.Source, whose.Account, string(whose.Profile))
		}
		parts = append(parts, "SELECT * FROM (SELECT position FROM calls WHERE state = ? AND next_check <= ?"+mine+" ORDER BY position LIMIT ?)")
		args = append(args, limit)
	}
	calls, err := readCalls(ctx, d.reader, "SELECT "+callColumns+" FROM ("+strings.Join(parts, " UNION ALL ")+
		" ORDER BY position LIMIT ?) p "+placed+" ORDER BY p.position", append(args, limit)...)
	if err != nil {
		return nil, coded("read due calls", err)
	}
	return calls, nil
}

// NextDue returns the earliest NextCheck that is set among whose calls in states,
// past or future; zero when there is none. Those whose NextCheck is zero do not
// count: they are due already, and Due returns them. The zero Owner owns nothing
// here.
func (d *DB) NextDue(ctx context.Context, whose store.Owner, states []store.State) (time.Time, error) {
	var first int64
	for _, s := range distinct(states) {
		var ms int64
		err := d.reader.QueryRowContext(ctx, `SELECT coalesce((SELECT next_check FROM calls WHERE state = ? AND next_check > 0
			AND source = ? AND account = ? AND (send_begun = 0 OR profile = ?) ORDER BY next_check LIMIT 1), 0)`,
			s, whose.Source, whose.Account, string(whose.Profile)).Scan(&ms)
		if err != nil {
			return time.Time{}, coded("read the next check", err)
		}
		if ms > 0 && (first == 0 || ms < first) {
			first = ms
		}
	}
	return instant(first), nil
}

package db

import (
	"context"
	"database/sql"

	"sensedesk/store"
)

// slotBits leaves room for 64 calls that start in one second. Positions are
// also rowids of the full-text index, which keeps their differences: the closer
// they are, the smaller it is.
const slotBits = 6

// second is what a position is made of: calls before 1970 or after 2242 stand at
// the end of their side.
func second(c store.Call) int64 { return min(max(c.StartedAt.Unix(), 0), 1<<33-1) }

// place finds a free position for a call: among those of the second it starts
// in behind the ones taken, or else the next free one.
func place(ctx context.Context, t *tx, c store.Call) (int64, error) {
	first := second(c) << slotBits
	last := first + 1<<slotBits - 1
	var taken sql.NullInt64
	if err := t.QueryRowContext(ctx, "SELECT max(position) FROM calls WHERE position BETWEEN ? AND ?", first, last).Scan(&taken); err != nil {
		return 0, err
	}
	switch {
	case !taken.Valid:
		return first, nil
	case taken.Int64 < last:
		return taken.Int64 + 1, nil
	}
	var free int64
	err := t.QueryRowContext(ctx, `SELECT a.position + 1 FROM calls a WHERE a.position >= ?
		AND NOT EXISTS (SELECT 1 FROM calls b WHERE b.position = a.position + 1) ORDER BY a.position LIMIT 1`, last).Scan(&free)
	return free, err
}

// moveInTime moves a call to the position its new start asks for and returns the
// old and the new one.
func moveInTime(ctx context.Context, t *tx, old, c store.Call) (from, to int64, err error) {
	if err := t.QueryRowContext(ctx, "SELECT position FROM calls WHERE id = ?", c.ID).Scan(&from); err != nil {
		return 0, 0, err
	}
	if second(old) == second(c) {
		return from, from, nil
	}
	if to, err = place(ctx, t, c); err != nil {
		return 0, 0, err
	}
	_, err = t.ExecContext(ctx, "UPDATE calls SET position = ? WHERE id = ?", to, c.ID)
	return from, to, err
}

package db

import (
	"context"
	"time"

	"sensedesk/store"
)

// seamMS is how far the end of one stretch and the beginning of the next may be
// apart, in the recording and by the clock, to be one.
const seamMS = 250

// AddHeard keeps what of recordings was played. It is durable when the call
// returns. A stretch that goes on where the last one of the call ended is joined
// to it. Spans of calls that are gone, and empty ones, are passed over.
func (d *DB) AddHeard(ctx context.Context, spans []store.HeardSpan) error {
	return d.write(ctx, "keep what was heard", func(t *tx) error {
		var calls []store.CallID
		for _, s := range spans {
			if s.ToMS <= s.FromMS || s.FromMS < 0 {
				continue
			}
			known, err := addHeard(ctx, t, s)
			if err != nil {
				return err
			}
			if known && (len(calls) == 0 || calls[len(calls)-1] != s.Call) {
				calls = append(calls, s.Call)
			}
		}
		for _, id := range calls {
			if err := sumHeard(ctx, t, id); err != nil {
				return err
			}
		}
		if len(calls) > 0 {
			t.note(store.KindHeard, calls...)
		}
		return nil
	})
}

func addHeard(ctx context.Context, t *tx, s store.HeardSpan) (known bool, err error) {
	if err := t.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM calls WHERE id = ?)", s.Call).Scan(&known); err != nil || !known {
		return false, err
	}
	done, err := t.ExecContext(ctx, `UPDATE heard SET to_ms = ?2, wall_ms = wall_ms + ?3
		WHERE id = (SELECT max(id) FROM heard WHERE call_id = ?1) AND speed = ?4
		AND abs(to_ms - ?5) <= ?7 AND abs(at + wall_ms - ?6) <= ?7`,
		s.Call, s.ToMS, s.Wall.Milliseconds(), s.Speed, s.FromMS, stamp(s.At), seamMS)
	if err != nil {
		return true, err
	}
	if n, err := done.RowsAffected(); err != nil || n > 0 {
		return true, err
	}
	_, err = t.ExecContext(ctx, "INSERT INTO heard (call_id, from_ms, to_ms, speed, wall_ms, at) VALUES (?, ?, ?, ?, ?, ?)",
		s.Call, s.FromMS, s.ToMS, s.Speed, s.Wall.Milliseconds(), stamp(s.At))
	return true, err
}

// Heard returns what of a call was played, in the order it was.
func (d *DB) Heard(ctx context.Context, id store.CallID) ([]store.HeardSpan, error) {
	list, err := heardOf(ctx, d.reader, id)
	if err != nil {
		return nil, coded("read what was heard", err)
	}
	return list, nil
}

func heardOf(ctx context.Context, q querier, id store.CallID) ([]store.HeardSpan, error) {
	return collect(ctx, q, func(row rowScanner) (s store.HeardSpan, err error) {
		var wall, at int64
		err = row.Scan(&s.FromMS, &s.ToMS, &s.Speed, &wall, &at)
		s.Call, s.Wall, s.At = id, time.Duration(wall)*time.Millisecond, instant(at)
		return s, err
	}, "SELECT from_ms, to_ms, speed, wall_ms, at FROM heard WHERE call_id = ? ORDER BY id", id)
}

// sumHeard adds up what was heard of a call: each moment counts once, and for
// heard_ms only where somebody speaks.
func sumHeard(ctx context.Context, t *tx, id store.CallID) error {
	spans, err := heardOf(ctx, t, id)
	if err != nil || len(spans) == 0 {
		return err
	}
	var list []store.Range
	var wall int64
	for _, s := range spans {
		list = append(list, store.Range{StartMS: s.FromMS, EndMS: s.ToMS})
		wall += s.Wall.Milliseconds()
	}
	list = store.Merged(list)
	cuts, err := collect(ctx, t, func(row rowScanner) (cut []store.Range, err error) {
		var packed string
		if err := row.Scan(&packed); err != nil {
			return nil, err
		}
		return cut, unpack(packed, &cut)
	}, "SELECT silences FROM talk_figures WHERE call_id = ?", id)
	if err != nil || len(cuts) == 0 { // without a transcript there is nothing to measure against yet
		return err
	}
	_, err = t.ExecContext(ctx, "UPDATE talk_figures SET heard_ms = ?, played_ms = ?, wall_ms = ? WHERE call_id = ?",
		store.LengthOf(store.Without(list, cuts[0])), store.LengthOf(list), wall, id)
	return err
}

// carryHeard hands what was heard of a call that goes over to the one that
// stays.
func carryHeard(ctx context.Context, t *tx, from, to store.CallID) error {
	if _, err := t.ExecContext(ctx, "UPDATE heard SET call_id = ? WHERE call_id = ?", to, from); err != nil {
		return err
	}
	return sumHeard(ctx, t, to)
}

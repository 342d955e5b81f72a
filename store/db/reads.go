package db

import (
	"context"

	"sensedesk/store"
)

// NoteRead decides about a read of talks in one transaction: decide is given the
// reads of scope noted after the one with the id known, also those of other
// processes, and what it answers is durable when NoteRead returns. The id is that
// of the read added, 0 when there is none. decide must not use the database.
func (d *DB) NoteRead(ctx context.Context, scope string, known int64, decide func(newer []store.Read) store.ReadChange) (id int64, err error) {
	err = d.write(ctx, "note a read", func(t *tx) error {
		newer, err := collect(ctx, t, func(row rowScanner) (r store.Read, err error) {
			var at int64
			err = row.Scan(&r.ID, &at, &r.Talks, &r.Open)
			r.At = instant(at)
			return r, err
		}, "SELECT id, at, talks, open FROM reads WHERE scope = ? AND id > ? ORDER BY id", scope, known)
		if err != nil {
			return err
		}
		change := decide(newer)
		for _, r := range change.Rewrite {
			if _, err := t.ExecContext(ctx, "UPDATE reads SET at = ?, open = ? WHERE id = ?", stamp(r.At), r.Open, r.ID); err != nil {
				return err
			}
		}
		for _, gone := range change.Forget {
			if _, err := t.ExecContext(ctx, "DELETE FROM reads WHERE id = ?", gone); err != nil {
				return err
			}
		}
		if change.Add.Talks == 0 {
			return nil
		}
		added, err := t.ExecContext(ctx, "INSERT INTO reads (scope, at, talks, open) VALUES (?, ?, ?, ?)",
			scope, stamp(change.Add.At), change.Add.Talks, change.Add.Open)
		if err != nil {
			return err
		}
		id, err = added.LastInsertId()
		return err
	})
	return id, err
}

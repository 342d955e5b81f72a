package db

import (
	"context"
	"database/sql"
	"errors"

	"sensedesk/store"
)

// Checkpoint returns the last processed listing id of an account, "" when
// there is none.
func (d *DB) Checkpoint(ctx context.Context, kind store.SourceKind, account string) (string, error) {
	var id string
	err := d.reader.QueryRowContext(ctx, "SELECT last_id FROM checkpoints WHERE source = ? AND account = ?", kind, account).Scan(&id)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", coded("read the checkpoint", err)
	}
	return id, nil
}

// ResetCheckpoint forgets the checkpoint of an account: the next pass lists from
// the start. The calls that are stored stay, so nothing is sent twice.
func (d *DB) ResetCheckpoint(ctx context.Context, kind store.SourceKind, account string) error {
	return d.write(ctx, "reset the checkpoint", func(t *tx) error {
		t.note(store.KindCheckpoints)
		_, err := t.ExecContext(ctx, "DELETE FROM checkpoints WHERE source = ? AND account = ?", kind, account)
		return err
	})
}

// Checkpoints returns the checkpoints of all accounts.
func (d *DB) Checkpoints(ctx context.Context) ([]store.Checkpoint, error) {
	list, err := collect(ctx, d.reader, func(row rowScanner) (store.Checkpoint, error) {
		var c store.Checkpoint
		err := row.Scan(&c.Source, &c.Account, &c.LastID)
		return c, err
	}, "SELECT source, account, last_id FROM checkpoints ORDER BY source, account")
	if err != nil {
		return nil, coded("read the checkpoints", err)
	}
	return list, nil
}

// setCheckpoint moves a checkpoint inside a write.
func setCheckpoint(ctx context.Context, t *tx, kind store.SourceKind, account, id string) error {
	t.note(store.KindCheckpoints)
	_, err := t.ExecContext(ctx, `INSERT INTO checkpoints (source, account, last_id) VALUES (?, ?, ?)
		ON CONFLICT (source, account) DO UPDATE SET last_id = excluded.last_id`, kind, account, id)
	return err
}

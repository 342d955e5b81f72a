package db

import (
	"bytes"
	"compress/flate"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"sensedesk/store"
)

// writeDetails keeps the details of a talk inside a write. As with the
// transcript, an answer without phrases does not take away what an earlier one
// with phrases told.
func writeDetails(ctx context.Context, t *tx, id store.CallID, talk store.Talk) error {
	if talk.Details == nil {
		return nil
	}
	text, err := json.Marshal(talk.Details)
	if err != nil {
		return fmt.Errorf("pack details: %w", err)
	}
	packed, err := deflate(text)
	if err != nil {
		return err
	}
	// The phrases of an earlier answer are still there: they are replaced after this.
	_, err = t.ExecContext(ctx, `INSERT INTO details (call_id, data) VALUES (?1, ?2)
		ON CONFLICT (call_id) DO UPDATE SET data = excluded.data WHERE ?3 OR NOT EXISTS (SELECT 1 FROM phrases WHERE call_id = ?1)`,
		id, packed, len(talk.Phrases) > 0)
	return err
}

// Details returns what the service said of a call beyond its Talk; not_found
// when there is nothing.
func (d *DB) Details(ctx context.Context, id store.CallID) (store.Details, error) {
	const op = "read details"
	var out store.Details
	var packed []byte
	err := d.reader.QueryRowContext(ctx, "SELECT data FROM details WHERE call_id = ?", id).Scan(&packed)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return out, notFound(op, "talk", id)
	case err != nil:
		return out, coded(op, err)
	}
	if err := json.NewDecoder(flate.NewReader(bytes.NewReader(packed))).Decode(&out); err != nil {
		return out, fmt.Errorf("%s: %w", op, err)
	}
	return out, nil
}

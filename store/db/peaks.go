package db

import (
	"context"
	"database/sql"
	"errors"
)

// SavePeaks keeps the waveform of a recording, worked out by that version of
// the reckoning; an older one is replaced. Being a cache, it is not announced.
func (d *DB) SavePeaks(ctx context.Context, hash string, version int, data []byte) error {
	return d.write(ctx, "save a waveform", func(t *tx) error {
		_, err := t.ExecContext(ctx, `INSERT INTO peaks (hash, version, data) VALUES (?, ?, ?)
			ON CONFLICT (hash) DO UPDATE SET version = excluded.version, data = excluded.data`, hash, version, data)
		return err
	})
}

// Peaks returns the kept waveform; nil, nil when there is none of this version.
func (d *DB) Peaks(ctx context.Context, hash string, version int) ([]byte, error) {
	var data []byte
	err := d.reader.QueryRowContext(ctx, "SELECT data FROM peaks WHERE hash = ? AND version = ?", hash, version).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, coded("read a waveform", err)
	}
	return data, nil
}

package db

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"sensedesk/store"
)

// Settings returns the saved settings, the defaults when none were saved. What
// was saved comes back even if it would not pass Validate (a certificate file
// or a zone may be gone), so that a person can put it right.
func (d *DB) Settings(ctx context.Context) (store.Settings, error) {
	s, err := readSettings(ctx, d.reader)
	if err != nil {
		return s, coded("read the settings", err)
	}
	return s, nil
}

// readSettings reads the settings from a pool or inside a write.
func readSettings(ctx context.Context, q querier) (store.Settings, error) {
	s := store.DefaultSettings()
	var body string
	err := q.QueryRowContext(ctx, "SELECT body FROM settings").Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return s, nil
	}
	if err != nil {
		return s, err
	}
	if err := json.Unmarshal([]byte(body), &s); err != nil {
		return store.DefaultSettings(), fmt.Errorf("decode: %w", err)
	}
	return s, nil
}

// SaveSettings stores s as it is; whether it is valid is the caller's matter.
func (d *DB) SaveSettings(ctx context.Context, s store.Settings) error {
	var body bytes.Buffer
	if err := s.Encode(&body); err != nil {
		return fmt.Errorf("encode the settings: %w", err)
	}
	return d.write(ctx, "save the settings", func(t *tx) error {
		t.note(store.KindSettings)
		return saveSettings(ctx, t, body.String())
	})
}

// saveSettings writes the settings file inside a write.
func saveSettings(ctx context.Context, t *tx, body string) error {
	_, err := t.ExecContext(ctx, "INSERT INTO settings (id, body) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body", body)
	return err
}

// Pref returns what the window remembers under key (interface language, theme,
// size …), "" when nothing.
func (d *DB) Pref(ctx context.Context, key string) (string, error) {
	var value string
	err := d.reader.QueryRowContext(ctx, "SELECT value FROM prefs WHERE key = ?", key).Scan(&value)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", coded("read a preference", err)
	}
	return value, nil
}

// SetPref remembers value under key; "" forgets it.
func (d *DB) SetPref(ctx context.Context, key, value string) error {
	return d.write(ctx, "save a preference", func(t *tx) error {
		t.note(store.KindPrefs)
		if value == "" {
			_, err := t.ExecContext(ctx, "DELETE FROM prefs WHERE key = ?", key)
			return err
		}
		_, err := t.ExecContext(ctx, "INSERT INTO prefs (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, value)
		return err
	})
}

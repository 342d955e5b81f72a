package db

import (
	"context"
	"fmt"

	"sensedesk/store"
)

// Latest is the version of a database written now.
func Latest() int {
	names, err := steps()
	if err != nil {
		panic(err)
	}
	return len(names)
}

// FillUp leaves a database room for so many more pages; -1 is all it wants.
func (d *DB) FillUp(ctx context.Context, more int) error {
	limit := 1 << 30
	if more >= 0 {
		var used int
		if err := d.writer.QueryRowContext(ctx, "PRAGMA page_count").Scan(&used); err != nil {
			return err
		}
		limit = used + more
	}
	_, err := d.writer.ExecContext(ctx, fmt.Sprintf("PRAGMA max_page_count = %d", limit))
	return err
}

// Hold writes something, and keeps the transaction open while body runs.
func (d *DB) Hold(ctx context.Context, body func()) error {
	return d.write(ctx, "hold", func(t *tx) error {
		if _, err := t.ExecContext(ctx, "INSERT INTO prefs (key, value) VALUES ('held', '1')"); err != nil {
			return err
		}
		body()
		return nil
	})
}

// Waiting is how many writes wait for a common commit.
func (d *DB) Waiting() int {
	d.line.mu.Lock()
	defer d.line.mu.Unlock()
	return len(d.line.waiting)
}

// Exec runs a statement past all rules.
func (d *DB) Exec(ctx context.Context, statement string) error {
	_, err := d.writer.ExecContext(ctx, statement)
	return err
}

// Sound runs SQLite's own checks and looks for rows that belong to nothing.
func (d *DB) Sound(ctx context.Context) error {
	var verdict string
	if err := d.reader.QueryRowContext(ctx, "PRAGMA integrity_check").Scan(&verdict); err != nil {
		return err
	}
	var strays, unindexed int
	err := d.reader.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM pragma_foreign_key_check),
		(SELECT count(*) FROM calls c WHERE NOT EXISTS (SELECT 1 FROM calls_text t WHERE t.rowid = c.position))`).Scan(&strays, &unindexed)
	if err == nil && (verdict != "ok" || strays+unindexed > 0) {
		err = fmt.Errorf("integrity %s, %d stray rows, %d calls without index", verdict, strays, unindexed)
	}
	return err
}

// Plan returns how SQLite goes about a list.
func (d *DB) Plan(ctx context.Context, f store.CallFilter) ([]string, error) {
	query, args, err := positions(f)
	if err != nil {
		return nil, err
	}
	return collect(ctx, d.reader, func(row rowScanner) (string, error) {
		var a, b, c any
		var s string
		err := row.Scan(&a, &b, &c, &s)
		return s, err
	}, "EXPLAIN QUERY PLAN "+query, args...)
}

// PackWords and UnpackWords show the packing of words to its fuzz test.
func PackWords(p store.Phrase) []byte { return packWords(p) }

func UnpackWords(blob []byte, text string, start int64) ([]store.Word, error) {
	return unpackWords(blob, text, start)
}

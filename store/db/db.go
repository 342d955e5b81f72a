package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"modernc.org/sqlite" // the driver in pure Go

	"sensedesk/store"
)

// readers is how many reads may go on beside each other: a list, a count, an
// opened call and one to spare.
const readers = 4

// busyTimeout is how long SQLite waits, in ms, for another process that writes
// (a scheduled run beside the window is kept out by a lock file, a backup tool
// is not).
const busyTimeout = 5000

// DB is an open database. All its methods may be called from any goroutine.
type DB struct {
	writer *sql.DB // one connection: writes stand in line, in Go, with a context
	reader *sql.DB
	moving map[string]*sql.Stmt // by its text, what every move of a call runs: parsing it takes longer than running it
	line   line
	feed   *store.Feed
	now    func() time.Time
}

// Option changes how a database is opened.
type Option func(*DB)

// Clock makes now the source of ChangedAt and of the times in the history of
// moves; without it time.Now is.
func Clock(now func() time.Time) Option { return func(d *DB) { d.now = now } }

// Open opens the database at path, makes it when there is none and brings an
// older one up to date. Changes are announced on feed, which may be nil.
//
// Errors: data_unreadable when the file is damaged or no database of ours,
// data_newer when a later version wrote it (in both cases it is left as it is),
// disk_full.
func Open(ctx context.Context, path string, feed *store.Feed, opts ...Option) (*DB, error) {
	d := &DB{feed: feed, now: time.Now, line: line{lead: make(chan struct{}, 1)}}
	for _, o := range opts {
		o(d)
	}
	if err := inspect(ctx, path); err != nil {
		return nil, err
	}
	if err := touch(path); err != nil {
		return nil, coded("make the database", err)
	}
	var err error
	if d.writer, err = pool(path, 1, "_txlock=immediate"); err != nil {
		return nil, err
	}
	if d.reader, err = pool(path, readers, "_pragma=query_only(1)"); err != nil {
		return nil, errors.Join(err, d.writer.Close())
	}
	if err := d.migrate(ctx); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	if err := d.prepare(ctx); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// prepare parses once what every move of a call runs.
func (d *DB) prepare(ctx context.Context) error {
	d.moving = map[string]*sql.Stmt{}
	for _, query := range []string{oneCall, changeCall, noteMove} {
		stmt, err := d.writer.PrepareContext(ctx, query)
		if err != nil {
			return coded("open the database", err)
		}
		d.moving[query] = stmt
	}
	return nil
}

// touch makes an empty file only its owner can read; the -wal and -shm files
// SQLite makes beside it take over its permissions.
func touch(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// pool opens connections that all speak the same dialect. No connection is
// made before the first use.
func pool(path string, size int, extra string) (*sql.DB, error) {
	p, err := sql.Open("sqlite", dsn(path, extra+
		fmt.Sprintf("&_pragma=busy_timeout(%d)", busyTimeout)+
		"&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=cache_size(-8000)"))
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	p.SetMaxOpenConns(size)
	p.SetMaxIdleConns(size)
	return p, nil
}

// dsn names the file so that a path with "?", "#" or "%" in it stays one path.
func dsn(path, query string) string {
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath(), RawQuery: query}
	return u.String()
}

// Close waits for the statements under way and closes the file.
func (d *DB) Close() error {
	errs := []error{d.reader.Close()}
	for _, stmt := range d.moving {
		errs = append(errs, stmt.Close())
	}
	if err := errors.Join(append(errs, d.writer.Close())...); err != nil {
		return coded("close the database", err)
	}
	return nil
}

// tx is one write. What it notes in changes is announced after the commit.
type tx struct {
	*sql.Tx
	now     time.Time
	moving  map[string]*sql.Stmt
	changes []store.Change
}

// ExecContext runs a statement, a prepared one where there is one.
func (t *tx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if stmt := t.moving[query]; stmt != nil {
		return t.StmtContext(ctx, stmt).ExecContext(ctx, args...)
	}
	return t.Tx.ExecContext(ctx, query, args...)
}

// QueryRowContext reads a row, with a prepared statement where there is one.
func (t *tx) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if stmt := t.moving[query]; stmt != nil {
		return t.StmtContext(ctx, stmt).QueryRowContext(ctx, args...)
	}
	return t.Tx.QueryRowContext(ctx, query, args...)
}

// note announces a change once the transaction is committed.
func (t *tx) note(kind store.Kind, ids ...store.CallID) {
	t.changes = append(t.changes, store.Change{Kind: kind, IDs: ids})
}

// write runs fn in one transaction, all or nothing, and announces what it
// noted. fn must use only the transaction: the writer has one connection.
func (d *DB) write(ctx context.Context, op string, fn func(*tx) error) error {
	begun, err := d.writer.BeginTx(ctx, nil)
	if err != nil {
		return coded(op, err)
	}
	t := &tx{Tx: begun, now: d.now(), moving: d.moving}
	if err := fn(t); err != nil {
		_ = begun.Rollback() // SQLite has rolled back by itself when it is full
		return coded(op, err)
	}
	if err := begun.Commit(); err != nil {
		_ = begun.Rollback()
		return coded(op, err)
	}
	if d.feed != nil {
		for _, c := range t.changes {
			d.feed.Announce(c)
		}
	}
	return nil
}

// coded gives a driver's error the code a person is told about.
func coded(op string, err error) error {
	var known *store.Error
	if errors.As(err, &known) {
		return fmt.Errorf("%s: %w", op, err)
	}
	var driver *sqlite.Error
	if errors.As(err, &driver) {
		switch driver.Code() & 0xff { // the low byte is the primary result code: sqlite.org/rescode.html
		case sqliteFull:
			return store.E(store.CodeDiskFull, op, err)
		case sqliteCorrupt, sqliteNotADB:
			return store.E(store.CodeDataUnreadable, op, err)
		}
	}
	if isDiskFull(err) {
		return store.E(store.CodeDiskFull, op, err)
	}
	return fmt.Errorf("%s: %w", op, err)
}

// Primary result codes of SQLite.
const (
	sqliteCorrupt = 11
	sqliteFull    = 13
	sqliteNotADB  = 26
)

package db

import (
	"bytes"
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"

	"sensedesk/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// applicationID marks a file as ours (PRAGMA application_id): "SDsk".
const applicationID = 0x5344736b

// checkedWhole is the size in bytes up to which a file is checked page by page
// at the start; a larger one would hold the window up, and SQLite reports a
// damaged page when it is read.
const checkedWhole = 16 << 20

// steps returns the names of the migrations in their order; step i brings the
// file to version i+1.
func steps() ([]string, error) {
	names, err := fs.Glob(migrations, "migrations/*.sql") // sorted
	if err != nil {
		return nil, err
	}
	for i, name := range names {
		number, _, _ := strings.Cut(path.Base(name), "_")
		if n, err := strconv.Atoi(number); err != nil || n != i+1 {
			return nil, fmt.Errorf("migration %s: want number %d", name, i+1)
		}
	}
	return names, nil
}

// migrate brings the file to the newest version, each step in one transaction
// together with its number.
func (d *DB) migrate(ctx context.Context) error {
	names, err := steps()
	if err != nil {
		return err
	}
	var version int
	if err := d.writer.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return coded("read the database's version", err)
	}
	for i := version; i < len(names); i++ {
		script, err := migrations.ReadFile(names[i])
		if err != nil {
			return err
		}
		err = d.write(ctx, "bring the database to version "+strconv.Itoa(i+1), func(t *tx) error {
			_, err := t.ExecContext(ctx, string(script)+fmt.Sprintf(
				"\n;PRAGMA application_id = %d; PRAGMA user_version = %d;", applicationID, i+1))
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// inspect looks at the file without writing to it: whether it is a database, ours,
// whole, and not of a later version. No file or an empty one is fine.
func inspect(ctx context.Context, path string) error {
	const op = "open the database"
	unreadable := func(err error) error { return store.E(store.CodeDataUnreadable, op, err) }
	head, size, err := header(path)
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && size == 0:
		return nil
	case err != nil:
		return unreadable(err)
	case !bytes.HasPrefix(head, []byte("SQLite format 3\x00")):
		return unreadable(errors.New("the file is no database"))
	}
	names, err := steps()
	if err != nil {
		return err
	}
	p, err := sql.Open("sqlite", dsn(path, lookOnly(path)))
	if err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	p.SetMaxOpenConns(1)
	defer p.Close()
	var version, app, objects int
	err = p.QueryRowContext(ctx, `SELECT user_version, application_id, (SELECT count(*) FROM sqlite_schema)
		FROM pragma_user_version, pragma_application_id`).Scan(&version, &app, &objects)
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("%s: %w", op, ctx.Err())
	case err != nil:
		return unreadable(err)
	case app == 0 && version == 0 && objects == 0: // the app ended while it made the file
		return nil
	case app != applicationID:
		return unreadable(errors.New("the database belongs to another program"))
	case version > len(names):
		return store.E(store.CodeDataNewer, op, fmt.Errorf("version %d, known up to %d", version, len(names)))
	}
	if size > checkedWhole {
		return nil
	}
	var verdict string
	if err := p.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict); err != nil {
		if ctx.Err() != nil {
			return fmt.Errorf("%s: %w", op, ctx.Err())
		}
		return unreadable(err)
	}
	if verdict != "ok" {
		return unreadable(errors.New(verdict))
	}
	return nil
}

// lookOnly returns the options under which SQLite makes no file beside the
// database. Without a log (-wal) nobody has it open, so nothing needs a lock;
// with one, what was committed last is in the log.
func lookOnly(path string) string {
	if _, err := os.Stat(path + "-wal"); errors.Is(err, fs.ErrNotExist) {
		return "mode=ro&immutable=1"
	}
	return "mode=ro"
}

// header returns the first bytes of a file and its size in bytes.
func header(path string) (head []byte, size int64, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, 0, err
	}
	head = make([]byte, 16)
	n, err := io.ReadFull(f, head)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return head[:n], info.Size(), err
}

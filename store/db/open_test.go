package db_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sensedesk/store"
	"sensedesk/store/db"
	"sensedesk/store/storetest"
)

// library makes a closed database of a few dozen calls and returns its path.
func library(t *testing.T) string {
	t.Helper()
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "sensedesk.db")
	d, err := db.Open(ctx, path, nil)
	must(t, err)
	var page []store.Call
	for i := range 60 {
		page = append(page, storetest.Call(func(c *store.Call) { c.SourceID = fmt.Sprint(i) }))
	}
	_, err = d.Receive(ctx, page[0].Source, page[0].Account, page, "59")
	must(t, err)
	must(t, d.Close())
	return path
}

// snapshot reads every file of a folder.
func snapshot(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	must(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		out[e.Name()] = string(b)
		return err
	}))
	return out
}

func TestFileThatCannotBeUsedIsLeftAlone(t *testing.T) {
	ctx := context.Background()
	edit := func(change func(b []byte) []byte) func(*testing.T, string) {
		return func(t *testing.T, path string) {
			b, err := os.ReadFile(path)
			must(t, err)
			must(t, os.WriteFile(path, change(b), 0o600))
		}
	}
	exec := func(statement string) func(*testing.T, string) {
		return func(t *testing.T, path string) {
			d, err := db.Open(ctx, path, nil)
			must(t, err)
			must(t, d.Exec(ctx, statement))
			must(t, d.Close())
		}
	}
	for name, c := range map[string]struct {
		damage func(*testing.T, string)
		code   store.Code
	}{
		"another kind of file":   {edit(func([]byte) []byte { return []byte("PK\x03\x04 a spreadsheet, for sure") }), store.CodeDataUnreadable},
		"a few letters":          {edit(func([]byte) []byte { return []byte("SQLite") }), store.CodeDataUnreadable},
		"a header only":          {edit(func(b []byte) []byte { return b[:100] }), store.CodeDataUnreadable},
		"cut in half":            {edit(func(b []byte) []byte { return b[:len(b)/8192*4096] }), store.CodeDataUnreadable},
		"zeros in the middle":    {edit(func(b []byte) []byte { clear(b[4096:12288]); return b }), store.CodeDataUnreadable},
		"garbage in the middle":  {edit(func(b []byte) []byte { copy(b[len(b)/2:], bytes.Repeat([]byte{0xa5}, 9000)); return b }), store.CodeDataUnreadable},
		"a damaged list of rows": {edit(func(b []byte) []byte { copy(b[100:], bytes.Repeat([]byte{0xff}, 200)); return b }), store.CodeDataUnreadable},
		"of another program":     {exec("PRAGMA application_id = 12345"), store.CodeDataUnreadable},
		"of no program":          {exec("PRAGMA application_id = 0"), store.CodeDataUnreadable},
		"a later version":        {exec(fmt.Sprintf("PRAGMA user_version = %d", db.Latest()+1)), store.CodeDataNewer},
	} {
		t.Run(name, func(t *testing.T) {
			path := library(t)
			c.damage(t, path)
			before := snapshot(t, filepath.Dir(path))

			d, err := db.Open(ctx, path, nil)

			if err == nil {
				must(t, d.Close())
			}
			if store.CodeOf(err) != c.code {
				t.Errorf("got %v, want %s", err, c.code)
			}
			if after := snapshot(t, filepath.Dir(path)); !maps.Equal(before, after) {
				t.Errorf("the folder changed: had %v, has %v", slices.Collect(maps.Keys(before)), slices.Collect(maps.Keys(after)))
			}
		})
	}
}

func TestOpenWhereNothingCanBe(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	_, err := db.Open(ctx, dir, nil) // a folder
	wantCode(t, err, store.CodeDataUnreadable)
	must(t, os.WriteFile(filepath.Join(dir, "file"), nil, 0o600))
	if _, err := db.Open(ctx, filepath.Join(dir, "file", "sensedesk.db"), nil); err == nil {
		t.Error("opened below a file")
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := db.Open(gone, library(t), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestUnfinishedFirstStartIsFinished(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sensedesk.db")
	must(t, os.WriteFile(path, nil, 0o600)) // the file was made, nothing more
	d, err := db.Open(context.Background(), path, nil)
	must(t, err)
	must(t, d.Close())
}

func TestFilesAreTheOwnersOnly(t *testing.T) {
	d, dir := openAt(t)
	storetest.Stored(t, d)
	entries, err := os.ReadDir(dir)
	must(t, err)
	if len(entries) < 3 {
		t.Fatalf("want the database, its log and its index, got %v", entries)
	}
	for _, e := range entries {
		info, err := e.Info()
		must(t, err)
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", e.Name(), info.Mode())
		}
	}
}

// openAt opens a database and tells the folder it is in.
func openAt(t *testing.T) (*db.DB, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	d, err := db.Open(context.Background(), filepath.Join(dir, "sensedesk.db"), nil)
	must(t, err)
	t.Cleanup(func() { must(t, d.Close()) })
	return d, dir
}

func TestDamageFoundLaterHasItsCode(t *testing.T) {
	ctx := context.Background()
	path := library(t)
	d, err := db.Open(ctx, path, nil)
	must(t, err)
	defer d.Close()
	b, err := os.ReadFile(path)
	must(t, err)
	for at := 4096; at < len(b); at += 4096 {
		copy(b[at:], bytes.Repeat([]byte{0xa5}, 512))
	}
	must(t, os.WriteFile(path, b, 0o600))

	_, err = d.Calls(ctx, store.CallFilter{})
	wantCode(t, err, store.CodeDataUnreadable)
	_, err = d.Move(ctx, 1, store.StateQueued, nil)
	wantCode(t, err, store.CodeDataUnreadable)
}

func TestDiskFull(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	call := brought(t, d, store.StateSent)
	must(t, d.FillUp(ctx, 3))
	many := storetest.Talk(func(talk *store.Talk) {
		for i := range 500 {
			talk.Phrases = append(talk.Phrases, storetest.Phrase(0, int64(i)*1000, strings.Repeat("слово ", 20), ""))
		}
	})
	var page []store.Call
	for i := range 200 {
		page = append(page, storetest.Call(func(c *store.Call) { c.SourceID = fmt.Sprint("new", i) }))
	}

	err := d.SaveTalk(ctx, call.ID, many, nil, store.StateDone, nil)
	wantCode(t, err, store.CodeDiskFull)
	_, err = d.Receive(ctx, call.Source, call.Account, page, "new199")
	wantCode(t, err, store.CodeDiskFull)

	after, err := d.Call(ctx, call.ID) // nothing of both is there
	must(t, err)
	same(t, after, call)
	_, err = d.Talk(ctx, call.ID)
	wantCode(t, err, store.CodeNotFound)
	if cp, err := d.Checkpoint(ctx, call.Source, call.Account); cp != "" || err != nil {
		t.Errorf("the checkpoint passed calls that are not stored: %q, %v", cp, err)
	}
	must(t, d.FillUp(ctx, -1)) // a person made room
	must(t, d.SaveTalk(ctx, call.ID, many, nil, store.StateDone, nil))
	ids, err := d.Receive(ctx, call.Source, call.Account, page, "new199")
	must(t, err)
	if len(ids) != 200 {
		t.Errorf("%d ids", len(ids))
	}
	must(t, d.Sound(ctx))
}

// TestReadsDoNotWaitForTheWriter: while a write is under way, everything that
// was committed can be read.
func TestReadsDoNotWaitForTheWriter(t *testing.T) {
	d := storetest.DB(t)
	call := brought(t, d, store.StateSent)
	must(t, d.SaveTalk(context.Background(), call.ID, storetest.Talk(), nil, store.StateDone, nil))
	err := d.Hold(context.Background(), func() {
		ctx, cancel := context.WithTimeout(context.Background(), 4*time.Second) // less than SQLite would wait for a lock
		defer cancel()
		if _, err := d.Calls(ctx, store.CallFilter{Text: "заказ"}); err != nil {
			t.Errorf("list: %v", err)
		}
		if _, err := d.Talk(ctx, call.ID); err != nil {
			t.Errorf("talk: %v", err)
		}
		if held, err := d.Pref(ctx, "held"); err != nil || held != "" {
			t.Errorf("what is not committed: %q, %v", held, err)
		}
		short, stop := context.WithTimeout(ctx, 50*time.Millisecond)
		defer stop()
		if _, err := d.Move(short, call.ID, store.StateProcessing, nil); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a second writer stands in line until its context ends, got %v", err)
		}
	})
	must(t, err)
	if held, err := d.Pref(context.Background(), "held"); err != nil || held != "1" {
		t.Errorf("after the commit: %q, %v", held, err)
	}
}

package settings

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"sensedesk/store"
	"sensedesk/ui/cards"
	"sensedesk/ui/profiles"
)

// DB is what the screen reads and writes.
type DB interface {
	profiles.DB
	cards.DB
}

// Secrets is the keyring, seen from here: which keys there are, and away with
// them.
type Secrets interface {
	profiles.Secrets
	KeepInMemory()
	InMemory() bool
}

// Loaded is what the screen starts from.
type Loaded struct {
	Settings store.Settings // for the names of profiles
	Saved    map[store.SecretName]bool
	InMemory bool
	Err      error
}

func load(ctx context.Context, db DB, secrets Secrets) Loaded {
	l := Loaded{InMemory: secrets.InMemory()}
	if l.Settings, l.Err = db.Settings(ctx); l.Err != nil {
		return l
	}
	l.Saved, l.Err = secrets.Saved(ctx, store.SecretNamesOf(l.Settings)...)
	return l
}

// export writes the settings file. It is whole or not there: a file cut in the
// middle could still be read as other settings.
func export(ctx context.Context, db DB, path string) error {
	s, err := db.Settings(ctx)
	if err != nil {
		return err
	}
	var buf bytes.Buffer
	if err := s.Encode(&buf); err != nil {
		return fmt.Errorf("write settings file: %w", err)
	}
	temp, err := os.CreateTemp(filepath.Dir(path), ".sensedesk-*")
	if err != nil {
		return fmt.Errorf("write settings file: %w", fileErr(err))
	}
	defer os.Remove(temp.Name()) // gone already when all went well
	_, err = temp.Write(buf.Bytes())
	if err == nil {
		err = temp.Sync()
	}
	if err := errors.Join(err, temp.Close()); err != nil {
		return fmt.Errorf("write settings file: %w", fileErr(err))
	}
	if err := os.Rename(temp.Name(), path); err != nil {
		return fmt.Errorf("write settings file: %w", fileErr(err))
	}
	return nil
}

// settingsSize is more than any settings file has; whatever is longer is
// another file taken by mistake.
const settingsSize = 1 << 20

// read reads a settings file without using it.
func read(path string) (store.Settings, error) {
	f, err := os.Open(path)
	if err != nil {
		return store.Settings{}, fmt.Errorf("read settings file: %w", fileErr(err))
	}
	defer f.Close()
	return store.DecodeSettings(io.LimitReader(f, settingsSize))
}

// replace stores settings that come from a file. Profiles the file does not name
// stay.
func replace(ctx context.Context, db DB, set store.Settings) error {
	old, err := db.Settings(ctx)
	if err != nil {
		return err
	}
	return db.SaveSettings(ctx, set.Keeping(old))
}

// fileErr gives errors of the file system the code a person is told by.
func fileErr(err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return store.E(store.CodeDiskFull, "settings file", err)
	case errors.Is(err, fs.ErrNotExist):
		return store.E(store.CodeNotFound, "settings file", err, "what", "file")
	}
	return err
}

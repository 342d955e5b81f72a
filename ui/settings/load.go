package settings

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"

	"sensedesk/store"
	"sensedesk/ui/cards"
	"sensedesk/ui/files"
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

// export writes the settings file.
func export(ctx context.Context, db DB, path string) error {
	s, err := db.Settings(ctx)
	if err != nil {
		return err
	}
	var buf bytes.Buffer
	if err := s.Encode(&buf); err != nil {
		return fmt.Errorf("write settings file: %w", err)
	}
	return files.Save(path, buf.Bytes())
}

// settingsSize is more than any settings file has; whatever is longer is
// another file taken by mistake.
const settingsSize = 1 << 20

// read reads a settings file without using it.
func read(path string) (store.Settings, error) {
	f, err := os.Open(path)
	if err != nil {
		return store.Settings{}, fmt.Errorf("read settings file: %w", files.Coded(err))
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

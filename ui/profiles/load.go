package profiles

import (
	"context"
	"errors"
	"strings"

	"sensedesk/store"
)

// DB is what the panel reads and writes.
type DB interface {
	Settings(ctx context.Context) (store.Settings, error)
	SaveSettings(ctx context.Context, s store.Settings) error
	RemoveProfile(ctx context.Context, s store.Settings, id store.ProfileID) error
	CountByProfile(ctx context.Context) (map[store.ProfileID]int, error)
}

// Secrets is the keyring, seen from here.
type Secrets interface {
	Set(ctx context.Context, name store.SecretName, value string) error
	Remove(ctx context.Context, name store.SecretName) error
	Saved(ctx context.Context, more ...store.SecretName) (map[store.SecretName]bool, error)
}

// Engine checks a profile.
type Engine interface {
	CheckSpeech(ctx context.Context, s store.Settings) []store.CheckLine
}

func load(ctx context.Context, db DB, secrets Secrets) Loaded {
	var l Loaded
	if l.Settings, l.Err = db.Settings(ctx); l.Err != nil {
		return l
	}
	l.Waiting, l.Err = db.CountByProfile(ctx)
	saved, err := secrets.Saved(ctx, store.SecretNamesOf(l.Settings)...)
	l.Saved = saved
	if err != nil { // the keyring's own panel says so
		l.Saved = nil
	}
	return l
}

// save keeps a profile and, when one was typed, its key. The key comes first: who
// reads the new settings must find it.
func save(ctx context.Context, db DB, secrets Secrets, id store.ProfileID, ss store.SpeechSettings, key string) error {
	if key != "" {
		if err := secrets.Set(ctx, store.SecretOf(id), key); err != nil {
			return err
		}
	}
	s, err := db.Settings(ctx)
	if err != nil {
		return err
	}
	return db.SaveSettings(ctx, s.SetProfile(id, ss))
}

// use makes a profile the active one.
func use(ctx context.Context, db DB, id store.ProfileID) error {
	s, err := db.Settings(ctx)
	if err != nil {
		return err
	}
	if s, err = s.WithProfile(id); err != nil {
		return err
	}
	return db.SaveSettings(ctx, s)
}

// remove takes a resting profile away, and then its key: should that fail, the
// key is still listed among the keys and can be removed there.
func remove(ctx context.Context, db DB, secrets Secrets, id store.ProfileID) error {
	s, err := db.Settings(ctx)
	if err != nil {
		return err
	}
	if s.Profile == id {
		return store.E(store.CodeInternal, "remove a profile", errors.New("it is the active one"))
	}
	if err := db.RemoveProfile(ctx, s.WithoutProfile(id), id); err != nil {
		return err
	}
	return secrets.Remove(ctx, store.SecretOf(id))
}

// check tries a profile with the key stored for it.
func check(ctx context.Context, db DB, engine Engine, id store.ProfileID) []store.CheckLine {
	s, err := db.Settings(ctx)
	if err == nil {
		s, err = s.WithProfile(id)
	}
	if err != nil {
		return []store.CheckLine{{Name: pointSettings, Err: err}}
	}
	return engine.CheckSpeech(ctx, s)
}

// pointSettings is the point of a check that stands for all that comes before
// the first question to a server.
const pointSettings = "settings"

func trimmed(s string) string { return strings.Join(strings.Fields(s), " ") }

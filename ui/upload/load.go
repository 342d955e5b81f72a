package upload

import (
	"context"
	"strings"

	"sensedesk/store"
	engine "sensedesk/sync"
)

// Engine is what the screen asks of the work. All methods but Status may wait
// for the network and are called away from the UI goroutine.
type Engine interface {
	Start() error
	Stop(ctx context.Context) error
	Status() engine.Status
	Check(ctx context.Context, s store.Settings) []store.CheckLine
	Estimate(ctx context.Context, s store.Settings, report func(engine.Estimate)) (engine.Estimate, error)
	People(ctx context.Context, s store.Settings) ([]store.Person, error)
	Retry(ctx context.Context, ids ...store.CallID) error
	ResetCheckpoint(ctx context.Context) error
	Checkpoint(ctx context.Context) (account, lastID string, err error)
}

// DB is what the screen reads and writes itself.
type DB interface {
	Settings(ctx context.Context) (store.Settings, error)
	SaveSettings(ctx context.Context, s store.Settings) error
	Calls(ctx context.Context, f store.CallFilter) ([]store.Call, error)
	People(ctx context.Context, kind store.SourceKind, account string) ([]store.Person, error)
}

// Secrets keeps what must not be read back into the form.
type Secrets interface {
	Set(ctx context.Context, name store.SecretName, value string) error
	Saved(ctx context.Context, more ...store.SecretName) (map[store.SecretName]bool, error)
	KeepInMemory()
	InMemory() bool
}

// Loaded is what the screen starts from.
type Loaded struct {
	Settings   store.Settings
	Secrets    map[store.SecretName]bool
	SecretErr  error
	InMemory   bool
	Checkpoint checkpoint
	People     []store.Person // as last asked of the portal; for the names of chosen ids
	Err        error
}

// load reads the settings, which secrets are stored, and the checkpoint. A
// keyring that does not answer is told beside the rest, not instead of it.
func load(ctx context.Context, db DB, secrets Secrets, eng Engine) Loaded {
	var l Loaded
	if l.Settings, l.Err = db.Settings(ctx); l.Err != nil {
		return l
	}
	l.InMemory = secrets.InMemory()
	l.Secrets, l.SecretErr = secrets.Saved(ctx, store.SecretOf(l.Settings.Profile))
	if l.Secrets != nil { // the form has one field for the key: that of the active profile
		l.Secrets[store.SecretSpeechSense] = l.Secrets[store.SecretOf(l.Settings.Profile)]
	}
	if l.Secrets[store.SecretBitrix24] {
		l.Checkpoint = loadCheckpoint(ctx, eng)
	}
	if l.Checkpoint.Account != "" {
		l.People, l.Err = db.People(ctx, l.Settings.Source.Kind, l.Checkpoint.Account)
	}
	return l
}

// checkpoint is how far the source was listed.
type checkpoint struct {
	Account string // the portal
	LastID  string
	Err     error
}

// loadCheckpoint asks for the last processed call. It needs the webhook: the
// checkpoint belongs to its portal.
func loadCheckpoint(ctx context.Context, eng Engine) checkpoint {
	var c checkpoint
	c.Account, c.LastID, c.Err = eng.Checkpoint(ctx)
	return c
}

// SaveResult is what saving did. Stored names the secrets that were kept even
// when something after them failed.
type SaveResult struct {
	Settings store.Settings
	Stored   map[store.SecretName]bool
	Err      error
}

// save keeps the typed secrets, then the settings. Secrets come first: the
// settings announce themselves, and whoever re-reads must find the new key.
// Reset, which may be nil, comes between for the same reason: a run that wakes
// up for the new conditions must begin with the first call already.
func save(ctx context.Context, db DB, secrets Secrets, typed map[store.SecretName]string, reset func(context.Context) error, s store.Settings) SaveResult {
	r := SaveResult{Settings: s}
	r.Stored, r.Err = storeSecrets(ctx, secrets, typed, s.Profile)
	if r.Err == nil && reset != nil {
		r.Err = reset(ctx)
	}
	if r.Err != nil {
		return r
	}
	stored, err := db.Settings(ctx)
	if r.Err = err; err == nil {
		r.Settings = s.Onto(stored)
		r.Err = db.SaveSettings(ctx, r.Settings)
	}
	return r
}

// storeSecrets keeps typed secrets in the keyring; what was typed as the key of
// SpeechSense is that of a profile.
func storeSecrets(ctx context.Context, secrets Secrets, typed map[store.SecretName]string, profile store.ProfileID) (map[store.SecretName]bool, error) {
	stored := map[store.SecretName]bool{}
	for _, name := range store.SecretNames() {
		value, ok := typed[name]
		if !ok {
			continue
		}
		under := name
		if name == store.SecretSpeechSense {
			under = store.SecretOf(profile)
		}
		if err := secrets.Set(ctx, under, value); err != nil {
			return stored, err
		}
		stored[name] = true
	}
	return stored, nil
}

// attentionLimit bounds how many calls the list is made of; beyond it a person
// needs the list of calls, not a longer panel.
const attentionLimit = 5000

// attention is what loadAttention read.
type attention struct {
	Calls []store.Call
	Err   error
}

// loadAttention reads the calls of «needs attention», newest call first.
func loadAttention(ctx context.Context, db DB) attention {
	calls, err := db.Calls(ctx, store.CallFilter{States: AttentionStates(), Limit: attentionLimit})
	return attention{Calls: calls, Err: err}
}

// estimated is the end of an estimate.
type estimated struct {
	Value engine.Estimate
	Err   error
}

// people is what the picker of employees offers.
type people struct {
	List []store.Person
	Err  error
}

// TidyKey tidies a pasted key; ok is false when it cannot be one. Nothing pasted
// is fine.
func TidyKey(pasted string) (key string, ok bool) {
	key = secretOf(pasted)
	if pasted != "" && key == "" {
		return "", false
	}
	return key, !strings.ContainsAny(key, " \t\r\n")
}

// secretOf tidies a pasted secret: consoles and manuals show the key together
// with the word that goes before it.
func secretOf(pasted string) string {
	s := strings.TrimSpace(pasted)
	word, rest, ok := strings.Cut(s, " ")
	switch strings.ToLower(word) {
	case "api-key", "bearer", "authorization:":
		if ok {
			return secretOf(rest)
		}
	}
	return s
}

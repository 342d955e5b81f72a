package settings

import (
	"slices"
	"time"

	"sensedesk/store"
)

// Names of the preferences this screen sets.
const (
	PrefLanguage = "ui.language"
	PrefTheme    = "ui.theme"
	PrefDelay    = "sound.delay" // ms by which headphones are late, as a number
)

// The bounds of the delay of the sound.
const (
	LeastDelay = -200 * time.Millisecond
	MostDelay  = time.Second
)

// FileName is what an exported settings file is called unless a person names
// it otherwise.
const FileName = "sensedesk-settings.json"

// Model is everything the screen shows.
type Model struct {
	Loaded    bool
	Settings  store.Settings
	Saved     map[store.SecretName]bool
	SecretErr error
	InMemory  bool

	Err       error  // what went wrong with the last command
	Otherwise string // key of the sentence for it when it has no code
}

// Accept takes what was read from the keyring.
func (m *Model) Accept(l Loaded) {
	m.Loaded, m.Settings, m.Saved, m.SecretErr, m.InMemory = true, l.Settings, l.Saved, l.Err, l.InMemory
}

// ProfileOf returns the profile whose key a secret is; false for another secret.
func (m *Model) ProfileOf(name store.SecretName) (store.ProfileID, bool) {
	for _, id := range m.Settings.ProfileIDs() {
		if store.SecretOf(id) == name {
			return id, true
		}
	}
	return "", false
}

// Keys lists the stored secrets in a fixed order.
func (m *Model) Keys() []store.SecretName {
	return slices.DeleteFunc(store.SecretNamesOf(m.Settings), func(n store.SecretName) bool { return !m.Saved[n] })
}

package settings

import (
	"slices"

	"sensedesk/store"
)

// Names of the preferences this screen sets.
const (
	PrefLanguage = "ui.language"
	PrefTheme    = "ui.theme"
)

// FileName is what an exported settings file is called unless a person names
// it otherwise.
const FileName = "sensedesk-settings.json"

// Model is everything the screen shows.
type Model struct {
	Loaded    bool
	Saved     map[store.SecretName]bool
	SecretErr error
	InMemory  bool

	Err       error  // what went wrong with the last command
	Otherwise string // key of the sentence for it when it has no code
}

// Accept takes what was read from the keyring.
func (m *Model) Accept(l Loaded) {
	m.Loaded, m.Saved, m.SecretErr, m.InMemory = true, l.Saved, l.Err, l.InMemory
}

// Keys lists the stored secrets in a fixed order.
func (m *Model) Keys() []store.SecretName {
	return slices.DeleteFunc(store.SecretNames(), func(n store.SecretName) bool { return !m.Saved[n] })
}

package uitest

import (
	"testing"

	"sensedesk/assets"
	"sensedesk/ui/i18n"
)

// Printer returns the printer of a language, to switch a screen to.
func Printer(t testing.TB, lang i18n.Lang) *i18n.Printer {
	t.Helper()
	catalogue, err := i18n.Load(assets.Files())
	if err != nil {
		t.Fatal(err)
	}
	return catalogue.In(lang)
}

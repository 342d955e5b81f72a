package i18n_test

import (
	"testing"

	"sensedesk/ui/i18n"
)

func TestPhone(t *testing.T) {
	for raw, want := range map[string]string{
		"+77012454512":   "+7 701 245 45 12",
		"87012454512":    "+7 701 245 45 12",
		"77012454512":    "+7 701 245 45 12",
		"+81234567890":   "+81234567890",
		"+4915112345678": "+4915112345678",
		"101":            "101",
		"ТОО «Дала»":     "ТОО «Дала»",
		"":               "",
	} {
		if got := i18n.Phone(raw); got != want {
			t.Errorf("%q became %q, want %q", raw, got, want)
		}
	}
}

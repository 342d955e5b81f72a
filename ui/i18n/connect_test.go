package i18n_test

import (
	"strings"
	"testing"

	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/uitest"
)

// What is wrong with a connection is told apart, each with its own cure.
func TestConnectionSentences(t *testing.T) {
	for _, lang := range i18n.Langs() {
		p := uitest.Printer(t, lang)
		seen := map[string]string{}
		for _, c := range []struct {
			code       store.Code
			arg, value string
		}{
			{store.CodeTLS, "", ""},
			{store.CodeTLS, "why", "authority"},
			{store.CodeTLS, "why", "expired"},
			{store.CodeTLS, "why", "host"},
			{store.CodeTLS, "why", "plain"},
			{store.CodeTLS, "why", "wanted"},
			{store.CodeTLS, "why", "alert"},
			{store.CodeKeyRefused, "auth", "Api-Key"},
			{store.CodeKeyRefused, "auth", "Bearer"},
			{store.CodeServiceMissing, "", ""},
			{store.CodeIDUnknown, "", ""},
			{store.CodeIDUnknown, "id", "organization"},
			{store.CodeIDUnknown, "id", "space"},
			{store.CodeIDUnknown, "id", "connection"},
			{store.CodeIDUnknown, "id", "project"},
		} {
			name := string(c.code) + " " + c.value
			what, cure := p.Code(c.code, map[string]string{c.arg: c.value, "text": "server words"})
			if what == "" || cure == "" || seen[what] != "" || seen[cure] != "" {
				t.Errorf("%s: %s says %q, %q like %s%s", lang, name, what, cure, seen[what], seen[cure])
			}
			seen[what], seen[cure] = name, name
			if c.value == "Bearer" && (!strings.Contains(cure, "API") || !strings.Contains(cure, "12") && !strings.Contains(cure, "twelve")) {
				t.Errorf("%s: %q", lang, cure)
			}
		}
	}
}

package bitrix24_test

import (
	"strings"
	"testing"

	"sensedesk/store"
	"sensedesk/sync/bitrix24"
)

func TestParseWebhook(t *testing.T) {
	const cloud = "https://romashka.bitrix24.kz/rest/17/abcdef0123456789/"
	good := map[string][2]string{
		cloud:                                           {cloud, "romashka.bitrix24.kz"},
		strings.TrimSuffix(cloud, "/"):                  {cloud, "romashka.bitrix24.kz"},
		cloud + "profile.json":                          {cloud, "romashka.bitrix24.kz"},
		cloud + "crm.contact.get?ID=1#top":              {cloud, "romashka.bitrix24.kz"},
		"  \t" + cloud + " \r\n":                        {cloud, "romashka.bitrix24.kz"},
		"«" + cloud + "»":                               {cloud, "romashka.bitrix24.kz"},
		`"` + cloud + `"`:                               {cloud, "romashka.bitrix24.kz"},
		"romashka.bitrix24.kz/rest/17/abcdef0123456789": {cloud, "romashka.bitrix24.kz"},
		"HTTPS://Romashka.Bitrix24.KZ:443/rest/17/abcdef0123456789/":        {cloud, "romashka.bitrix24.kz"},
		"https://romashka.bitrix24.kz/rest/api/17/abcdef0123456789/profile": {cloud, "romashka.bitrix24.kz"},
		"https://crm.firma.local:8443/rest/1/s3cr3t/":                       {"https://crm.firma.local:8443/rest/1/s3cr3t/", "crm.firma.local:8443"},
		"http://127.0.0.1:8080/rest/1/s3cr3t/":                              {"http://127.0.0.1:8080/rest/1/s3cr3t/", "127.0.0.1:8080"},
		"http://localhost/rest/1/s3cr3t":                                    {"http://localhost/rest/1/s3cr3t/", "localhost"},
		"http://[::1]:81/rest/1/s3cr3t":                                     {"http://[::1]:81/rest/1/s3cr3t/", "[::1]:81"},
		"https://портал.рф/rest/1/s3cr3t/":                                  {"https://портал.рф/rest/1/s3cr3t/", "портал.рф"},
	}
	for pasted, want := range good {
		hook, account, err := bitrix24.ParseWebhook(pasted)
		if err != nil || hook != want[0] || account != want[1] {
			t.Errorf("%q: got %q, %q, %v", pasted, hook, account, err)
		}
	}

	bad := map[string]string{ // pasted → why
		"https://romashka.bitrix24.kz/":                          "shape",
		"https://romashka.bitrix24.kz/rest/17/":                  "shape",
		"https://romashka.bitrix24.kz/rest/petrov/abcdef012345/": "shape",
		"https://romashka.bitrix24.kz/crm/rest/17/abcdef012345/": "shape",
		"https://romashka.bitrix24.kz/rest/17/abc%20def/":        "shape",
		"https://anna:abcdef012345@host.kz/rest/17/abcdef01234/": "shape",
		"ftp://romashka.bitrix24.kz/rest/17/abcdef012345/":       "shape",
		"https:///rest/17/abcdef012345/":                         "shape",
		"https://ho st/rest/17/abcdef012345/":                    "shape",
		"abcdef012345":                                           "shape",
		"http://romashka.bitrix24.kz/rest/17/abcdef012345/":      "https",
		"http://127.0.0.1.evil.kz/rest/17/abcdef012345/":         "https",
	}
	for pasted, why := range bad {
		hook, account, err := bitrix24.ParseWebhook(pasted)
		if store.CodeOf(err) != store.CodeWebhookShape || store.ArgsOf(err)["why"] != why || hook+account != "" {
			t.Errorf("%q: got %q, %q, %v", pasted, hook, account, err)
		}
		if err != nil && strings.Contains(err.Error(), "abcdef012345") {
			t.Errorf("%q: the error repeats the secret: %v", pasted, err)
		}
	}
	if _, _, err := bitrix24.ParseWebhook("  "); store.CodeOf(err) != store.CodeWebhookMissing {
		t.Errorf("nothing: got %v", err)
	}
	if _, err := bitrix24.New(bitrix24.Options{Webhook: "nonsense"}); store.CodeOf(err) != store.CodeWebhookShape {
		t.Errorf("New: got %v", err)
	}
}

func FuzzParseWebhook(f *testing.F) {
	f.Add("https://romashka.bitrix24.kz/rest/17/abcdef0123456789/profile")
	f.Add("http://[::1]:81/rest/1/s3cr3t")
	f.Add("«//rest/»")
	f.Fuzz(func(t *testing.T, pasted string) {
		hook, account, err := bitrix24.ParseWebhook(pasted)
		if err != nil {
			return
		}
		again, accountAgain, err := bitrix24.ParseWebhook(hook)
		if err != nil || again != hook || accountAgain != account || account == "" {
			t.Errorf("%q: %q, %q became %q, %q, %v", pasted, hook, account, again, accountAgain, err)
		}
	})
}

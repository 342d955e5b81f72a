package i18n_test

import (
	"fmt"
	"testing"
	"testing/fstest"

	"sensedesk/store"
	"sensedesk/ui/i18n"
)

func small(t *testing.T) *i18n.Catalogue {
	t.Helper()
	c, err := i18n.Load(fstest.MapFS{
		"lang/x.ru.json": {Data: []byte(`{
			"hello": "Здравствуйте, {name}: {n}",
			"calls": {"one": "{n} звонок", "few": "{n} звонка", "many": "{n} звонков", "other": "{n} звонка"},
			"owner": "Владелец найден[: {arg}]", "mark": "[+] {what}",
			"error.not_sound.got.page.what": "Пришла страница[ {n}]", "error.not_sound.got.page": "страница",
			"error.internal": "Сбой", "error.internal.cure": "Откройте журнал",
			"error.not_sound": "Вместо записи пришло[: {got}]", "error.not_sound.cure": "Дайте право «{right}»[, затем {then}]",
			"error.not_sound.got.html": "страница входа",
			"error.not_sound.got.speex": "Speex", "error.not_sound.got.speex.cure": "Переключите запись на WAV"
		}`)},
		"lang/x.kk.json": {Data: []byte(`{"calls": {"one": "{n} қоңырау", "other": "{n} қоңырау"}}`)},
		"lang/x.en.json": {Data: []byte(`{"calls": {"one": "{n} call", "other": "{n} calls"}}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestPlurals(t *testing.T) {
	ru, en := small(t).In(i18n.RU), small(t).In(i18n.EN)
	for n, want := range map[int]string{
		0: "0 звонков", 1: "1 звонок", 2: "2 звонка", 4: "4 звонка", 5: "5 звонков", 11: "11 звонков", 12: "12 звонков",
		14: "14 звонков", 21: "21 звонок", 22: "22 звонка", 25: "25 звонков", 111: "111 звонков", 112: "112 звонков", 1001: "1\u00a0001 звонок",
	} {
		if got := ru.N("calls", n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	for n, want := range map[int]string{0: "0 calls", 1: "1 call", 2: "2 calls", 21: "21 calls"} {
		if got := en.N("calls", n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestSentences(t *testing.T) {
	ru := small(t).In(i18n.RU)
	for _, tc := range []struct{ got, want string }{
		{ru.S("hello", i18n.Args{"name": "Анна {n}", "n": 11842}), "Здравствуйте, Анна {n}: 11\u00a0842"},
		{ru.S("hello", i18n.Args{"name": "Анна"}), "Здравствуйте, Анна: {n}"},
		{ru.S("owner", i18n.Args{"arg": "Ким Анна"}), "Владелец найден: Ким Анна"},
		{ru.S("owner", i18n.Args{"arg": ""}), "Владелец найден"},
		{ru.S("owner"), "Владелец найден"},
		{ru.S("mark", i18n.Args{"what": "есть"}), "[+] есть"},
		{ru.Digits("11842"), "11\u00a0842"},
		{ru.Digits("a-7"), "a-7"},
		{ru.S("nowhere"), "⟦nowhere⟧"},
		{ru.S("calls"), "⟦calls⟧"},
		{ru.N("hello", 1), "⟦hello⟧"},
	} {
		if tc.got != tc.want {
			t.Errorf("%q, want %q", tc.got, tc.want)
		}
	}
}

func TestErrorSentences(t *testing.T) {
	ru := small(t).In(i18n.RU)
	for _, tc := range []struct {
		err        error
		what, cure string
	}{
		{nil, "", ""},
		{fmt.Errorf("plain"), "Сбой", "Откройте журнал"},
		{store.E("of_tomorrow", "x", nil), "Сбой", "Откройте журнал"},
		{store.E(store.CodeNotSound, "x", nil, "right", "Диск"), "Вместо записи пришло", "Дайте право «Диск»"},
		{fmt.Errorf("wrapped: %w", store.E(store.CodeNotSound, "x", nil, "got", "html", "right", "Диск", "then", "повторите")), "Вместо записи пришло: страница входа", "Дайте право «Диск», затем повторите"},
		{store.E(store.CodeNotSound, "x", nil, "got", "json", "right", "Диск"), "Вместо записи пришло: json", "Дайте право «Диск»"},
		{store.E(store.CodeNotSound, "x", nil, "got", "speex"), "Вместо записи пришло: Speex", "Переключите запись на WAV"},
		{store.E(store.CodeNotSound, "x", nil, "got", "page", "right", "Диск"), "Пришла страница", "Дайте право «Диск»"},
	} {
		what, cure := ru.Error(tc.err)
		if what != tc.what || cure != tc.cure {
			t.Errorf("%v: %q / %q, want %q / %q", tc.err, what, cure, tc.what, tc.cure)
		}
	}
}

func TestLoadNamesBadFiles(t *testing.T) {
	for name, files := range map[string]fstest.MapFS{
		"double key":     {"lang/a.ru.json": {Data: []byte(`{"k":"1"}`)}, "lang/b.ru.json": {Data: []byte(`{"k":"2"}`)}},
		"no language":    {"lang/a.json": {Data: []byte(`{}`)}},
		"other tongue":   {"lang/a.de.json": {Data: []byte(`{}`)}},
		"no JSON":        {"lang/a.ru.json": {Data: []byte(`{"k":`)}},
		"number as text": {"lang/a.ru.json": {Data: []byte(`{"k":1}`)}},
	} {
		if _, err := i18n.Load(files); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

package i18n_test

import (
	"testing"
	"time"

	"sensedesk/assets"
	"sensedesk/ui/i18n"
)

func catalogue(t *testing.T) *i18n.Catalogue {
	t.Helper()
	c, err := i18n.Load(assets.Files())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestFormats(t *testing.T) {
	c := catalogue(t)
	ru, kk, en := c.In(i18n.RU), c.In(i18n.KK), c.In(i18n.EN)
	at := time.Date(2026, time.March, 12, 14, 5, 9, 0, time.UTC)
	const s = "\u00a0"
	for _, tc := range []struct{ name, got, want string }{
		{"clock", ru.Clock(9*time.Minute + 42*time.Second + 900*time.Millisecond), "9:42"},
		{"clock of an hour", ru.Clock(time.Hour + 2*time.Minute + 3*time.Second), "1:02:03"},
		{"clock below zero", ru.Clock(-time.Second), "0:00"},
		{"mark", ru.Mark(2*time.Minute + 41*time.Second), "02:41"},
		{"span", ru.Span(6*time.Hour + 12*time.Minute), "6" + s + "ч 12" + s + "мин"},
		{"span kk", kk.Span(6*time.Hour + 12*time.Minute), "6" + s + "сағ 12" + s + "мин"},
		{"span en", en.Span(6*time.Hour + 12*time.Minute), "6" + s + "h 12" + s + "min"},
		{"span rounds up to an hour", ru.Span(59*time.Minute + 50*time.Second), "1" + s + "ч"},
		{"span of minutes", ru.Span(6*time.Minute + 20*time.Second), "6" + s + "мин 20" + s + "с"},
		{"span of whole minutes", ru.Span(6 * time.Minute), "6" + s + "мин"},
		{"span of seconds", ru.Span(45 * time.Second), "45" + s + "с"},
		{"span of tenths", ru.Span(800 * time.Millisecond), "0,8" + s + "с"},
		{"span of whole seconds", ru.Span(6 * time.Second), "6" + s + "с"},
		{"span long", ru.Span(1312 * time.Hour), "1" + s + "312" + s + "ч"},
		{"date", ru.Date(at), "12" + s + "марта 2026"},
		{"date kk", kk.Date(at), "2026" + s + "ж. 12" + s + "наурыз"},
		{"date en", en.Date(at), "12" + s + "March 2026"},
		{"date and time", ru.DateTime(at), "12" + s + "марта 2026, 14:05"},
		{"stamp", ru.Stamp(at), "12.03 14:05"},
		{"stamp en", en.Stamp(at), "12 Mar 14:05"},
		{"stamp of this year", ru.StampIn(at, at), "12.03 14:05"},
		{"stamp of another year", ru.StampIn(at, at.AddDate(1, 0, 0)), "12.03.26 14:05"},
		{"day", ru.Day(at), "12.03.2026"},
		{"day en", en.Day(at), "2026-03-12"},
		{"month", ru.Month(at), "Март 2026"},
		{"month kk", kk.Month(at), "Наурыз 2026"},
		{"bytes", ru.Size(640), "640" + s + "Б"},
		{"megabytes", ru.Size(2_100_000), "2,1" + s + "МБ"},
		{"whole megabytes", ru.Size(512_000_000), "512" + s + "МБ"},
		{"unit steps up when rounding", ru.Size(999_999), "1" + s + "МБ"},
		{"size en", en.Size(2_100_000), "2.1" + s + "MB"},
		{"rate", ru.Rate(2_100_000), "2,1" + s + "МБ/с"},
		{"int", ru.Int(11842), "11" + s + "842"},
		{"int negative", ru.Int(-1842), "–1" + s + "842"},
		{"int en", en.Int(11842), "11,842"},
		{"decimal", ru.Decimal(2.1, 2), "2,10"},
		{"decimal en", en.Decimal(1234.5, 1), "1,234.5"},
		{"decimal rounds to zero without a sign", ru.Decimal(-0.001, 1), "0,0"},
		{"money", ru.Money("14.2", "RUB"), "14,20" + s + "₽"},
		{"money whole", ru.Money("736", "RUB"), "736" + s + "₽"},
		{"money grouped", kk.Money("12500", "KZT"), "12" + s + "500" + s + "₸"},
		{"money negative", ru.Money("-18", "RUB"), "–18" + s + "₽"},
		{"money keeps digits", ru.Money("0.125", "USD"), "0,125" + s + "$"},
		{"money en", en.Money("14.2", "RUB"), "₽14.20"},
		{"money other currency", en.Money("14.2", "UZS"), "UZS" + s + "14.20"},
		{"money that is none", ru.Money("a lot", "RUB"), "a lot"},
		{"speed", ru.Speed(1.5), "1,5×"},
		{"speed whole", ru.Speed(2), "2×"},
		{"speed en", en.Speed(0.75), "0.75×"},
		{"percent", ru.Percent(0.52), "52" + s + "%"},
		{"percent en", en.Percent(0.031), "3%"},
	} {
		if tc.got != tc.want {
			t.Errorf("%s: %q, want %q", tc.name, tc.got, tc.want)
		}
	}
}

func TestParseDay(t *testing.T) {
	for text, want := range map[string]string{
		"26.03.2026": "2026-03-26", "26.3.26": "2026-03-26", "2026-03-26": "2026-03-26", " 26/3/2026 ": "2026-03-26",
		"26 3 2026": "2026-03-26", "29.02.2024": "2024-02-29",
		"29.02.2026": "", "31.04.2026": "", "26.03": "", "": "", "26.13.2026": "", "сегодня": "", "26.03.202": "", "0.1.2026": "", "1.1.1.1": "",
	} {
		day, ok := i18n.ParseDay(text)
		got := ""
		if ok {
			got = day.Format(time.DateOnly)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestDayReadsItself(t *testing.T) {
	c := catalogue(t)
	for _, l := range i18n.Langs() {
		for day := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() == 2025; day = day.AddDate(0, 0, 1) {
			if got, ok := i18n.ParseDay(c.In(l).Day(day)); !ok || !got.Equal(day) {
				t.Fatalf("%s: %s came back as %s", l, day, got)
			}
		}
	}
}

func TestSystem(t *testing.T) {
	for _, tc := range []struct {
		env  map[string]string
		want i18n.Lang
	}{
		{map[string]string{"LANG": "ru_RU.UTF-8"}, i18n.RU},
		{map[string]string{"LANG": "kk_KZ.UTF-8"}, i18n.KK},
		{map[string]string{"LANG": "kk-Cyrl-KZ"}, i18n.KK},
		{map[string]string{"LANG": "de_DE.UTF-8"}, i18n.EN},
		{map[string]string{"LANG": "C.UTF-8"}, i18n.EN},
		{map[string]string{}, i18n.EN},
		{map[string]string{"LANG": "en_US.UTF-8", "LC_MESSAGES": "kk_KZ"}, i18n.KK},
		{map[string]string{"LANG": "en_US.UTF-8", "LC_MESSAGES": "kk_KZ", "LC_ALL": "ru"}, i18n.RU},
	} {
		if got := i18n.System(func(k string) string { return tc.env[k] }); got != tc.want {
			t.Errorf("%v: %s, want %s", tc.env, got, tc.want)
		}
	}
}

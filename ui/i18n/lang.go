package i18n

import "strings"

// Lang is a language of the interface.
type Lang string

// The languages of the interface.
const (
	RU Lang = "ru"
	KK Lang = "kk"
	EN Lang = "en"
)

// Langs lists the languages in the order they are offered.
func Langs() []Lang { return []Lang{RU, KK, EN} }

// ParseLang returns the language a stored preference names; ok is false for
// anything that is not one of Langs.
func ParseLang(s string) (lang Lang, ok bool) {
	for _, l := range Langs() {
		if s == string(l) {
			return l, true
		}
	}
	return EN, false
}

// FromLocale returns the language for a locale such as "ru_RU.UTF-8" or
// "kk-Cyrl-KZ": Russian for ru…, Kazakh for kk…, else English.
func FromLocale(locale string) Lang {
	tag := strings.ToLower(locale)
	if i := strings.IndexAny(tag, "_-.@"); i >= 0 {
		tag = tag[:i]
	}
	switch tag {
	case "ru":
		return RU
	case "kk":
		return KK
	}
	return EN
}

// System returns the language the environment asks for. env looks a variable
// up, as os.Getenv does; the first set one of LC_ALL, LC_MESSAGES and LANG
// counts, as POSIX says.
func System(env func(string) string) Lang {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := env(name); v != "" {
			return FromLocale(v)
		}
	}
	return EN
}

// form is a plural category.
type form string

const (
	one   form = "one"
	few   form = "few"
	many  form = "many"
	other form = "other"
)

// forms lists the plural forms a language needs (Unicode CLDR, plural rules).
func forms(l Lang) []form {
	if l == RU {
		return []form{one, few, many, other}
	}
	return []form{one, other}
}

// formOf chooses the plural form for a whole number.
func formOf(l Lang, n int) form {
	if n < 0 {
		n = -n
	}
	switch {
	case l != RU && n == 1:
		return one
	case l != RU:
		return other
	case n%10 == 1 && n%100 != 11:
		return one
	case n%10 >= 2 && n%10 <= 4 && (n%100 < 12 || n%100 > 14):
		return few
	}
	return many
}

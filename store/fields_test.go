package store

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzFitField(f *testing.F) {
	f.Add("")
	f.Add(strings.Repeat("ё", 600))
	f.Add("a" + strings.Repeat("қ", 600))
	f.Add("\xff\xfe" + strings.Repeat("x", 2000))
	f.Fuzz(func(t *testing.T, v string) {
		got := FitField(v)
		if len(got) > MaxFieldValue || !utf8.ValidString(got) {
			t.Errorf("%d bytes, valid %v", len(got), utf8.ValidString(got))
		}
		if utf8.ValidString(v) && !strings.HasPrefix(v, got) {
			t.Errorf("%q is no beginning of %q", got, v)
		}
		if utf8.ValidString(v) && len(v) > MaxFieldValue && len(got) <= MaxFieldValue-utf8.UTFMax {
			t.Errorf("cut to %d bytes, more than a letter too early", len(got))
		}
	})
}

package widgets

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// letters measures one unit a letter.
func letters(s string) float32 { return float32(utf8.RuneCountInString(s)) }

func TestWrap(t *testing.T) {
	for _, tc := range []struct {
		text  string
		width float32
		want  []string
	}{
		{"", 10, []string{""}},
		{"раз два три", 7, []string{"раз два", "три"}},
		{"раз два три", 6, []string{"раз", "два", "три"}},
		{"раз  два", 99, []string{"раз два"}},
		{"раз\nдва", 99, []string{"раз", "два"}},
		{"раз\n\nдва", 99, []string{"раз", "", "два"}},
		{"сверхдлинноеслово да", 5, []string{"сверх", "длинн", "оесло", "во да"}},
		{"да сверхдлинноеслово", 5, []string{"да", "сверх", "длинн", "оесло", "во"}},
		{"6\u00a0ч 12\u00a0мин", 7, []string{"6\u00a0ч", "12\u00a0мин"}},
		{"абв", 0.5, []string{"а", "б", "в"}},
	} {
		if got := wrap(tc.text, tc.width, letters); !slices.Equal(got, tc.want) {
			t.Errorf("%q at %v: %q, want %q", tc.text, tc.width, got, tc.want)
		}
	}
}

func FuzzWrap(f *testing.F) {
	f.Add("раз два три\nчетыре", float32(6))
	f.Add("", float32(0))
	f.Fuzz(func(t *testing.T, text string, width float32) {
		if !utf8.ValidString(text) || width < 1 || width > 1000 {
			t.Skip()
		}
		lines := wrap(text, width, letters)
		for _, l := range lines {
			if letters(l) > width && utf8.RuneCountInString(l) > 1 {
				t.Errorf("%q is wider than %v", l, width)
			}
		}
		strip := func(s string) string {
			return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\t' || r == '\r' || r == '\n' }), "")
		}
		if got := strip(strings.Join(lines, "")); got != strip(text) {
			t.Errorf("letters were lost or doubled: %q from %q", got, text)
		}
	})
}

func TestColumnWidths(t *testing.T) {
	tracks := []track{
		{width: 100, min: 100},
		{width: 200, min: 80, grow: 1},
		{width: 100, min: 60, drop: 1},
		{width: 100, min: 60, drop: 2},
	}
	const gaps = 3 * gridGap
	for _, tc := range []struct {
		name string
		room float32
		want []float32
	}{
		{"as wished", 500 + gaps, []float32{100, 200, 100, 100}},
		{"the growing one takes what is left", 600 + gaps, []float32{100, 300, 100, 100}},
		{"all shrink in step", 400 + gaps, []float32{100, 140, 80, 80}},
		{"down to the least", 300 + gaps, []float32{100, 80, 60, 60}},
		{"nothing more to drop", 10, []float32{100, 80, 0, 0}},
	} {
		got := columnWidths(tc.room, tracks)
		if !slices.Equal(got, tc.want) {
			t.Errorf("%s: %v, want %v", tc.name, got, tc.want)
		}
	}
	if got := columnWidths(299+gaps, tracks); got[3] != 0 || got[2] < 60 {
		t.Errorf("the highest drop gives way first: %v", got)
	}
}

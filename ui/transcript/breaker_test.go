package transcript

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestBreak(t *testing.T) {
	for _, c := range []struct {
		name  string
		words []float32
		width float32
		want  string // words of each line
	}{
		{"nothing", nil, 100, ""},
		{"one word", []float32{40}, 100, "1"},
		{"all fit exactly", []float32{40, 50}, 100, "2"},
		{"one too many", []float32{40, 50, 1}, 100, "2 1"},
		{"the space counts", []float32{50, 50}, 100, "1 1"},
		{"a word wider than the line stands alone", []float32{10, 300, 10, 10}, 100, "1 1 2"},
		{"wide words only", []float32{300, 300}, 100, "1 1"},
		{"no width at all", []float32{1, 2, 3}, 0, "1 1 1"},
		{"words without width", []float32{0, 0, 0}, 25, "3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			lines := Break(c.words, 10, c.width)
			for _, l := range lines {
				got = append(got, fmt.Sprint(l.To-l.From))
			}
			if g := strings.Join(got, " "); g != c.want {
				t.Errorf("lines of %s words, want %s", g, c.want)
			}
			if n := countLines(c.words, 10, c.width); n != len(lines) {
				t.Errorf("counted %d lines, made %d", n, len(lines))
			}
		})
	}
}

func FuzzBreak(f *testing.F) {
	f.Add([]byte{40, 50, 60, 200, 3, 3, 3}, uint16(100), uint8(4))
	f.Add([]byte{}, uint16(0), uint8(0))
	f.Fuzz(func(t *testing.T, raw []byte, width uint16, space uint8) {
		words := make([]float32, len(raw))
		for i, b := range raw {
			words[i] = float32(b) // whole numbers: sums are exact
		}
		lines := Break(words, float32(space), float32(width))
		at := 0
		for i, l := range lines {
			if l.From != at || l.To <= l.From {
				t.Fatalf("line %d is [%d, %d) after word %d", i, l.From, l.To, at)
			}
			at = l.To
			if l.To-l.From > 1 && l.Width > float32(width) {
				t.Fatalf("line %d of several words is %g wide of %d", i, l.Width, width)
			}
			if again := Break(words[l.From:l.To], float32(space), max(l.Width, float32(width))); len(again) != 1 {
				t.Fatalf("line %d breaks again into %d", i, len(again))
			}
			if i > 0 && lines[i-1].Width+float32(space)+words[l.From] <= float32(width) {
				t.Fatalf("word %d would have fitted on line %d", l.From, i-1)
			}
		}
		if at != len(words) {
			t.Fatalf("%d of %d words placed", at, len(words))
		}
		if again := Break(words, float32(space), float32(width)); !slices.Equal(lines, again) {
			t.Fatal("the same words break differently the second time")
		}
		if n := countLines(words, float32(space), float32(width)); n != len(lines) {
			t.Fatalf("counted %d lines, made %d", n, len(lines))
		}
	})
}

func TestHeights(t *testing.T) {
	var h heights
	if h.rowAt(10) != -1 || h.total() != 0 {
		t.Error("no rows are found in nothing")
	}
	h.reset([]float32{10, 20, 30})
	for y, want := range map[float32]int{-5: 0, 0: 0, 9.9: 0, 10: 1, 29: 1, 30: 2, 59: 2, 60: 2, 1000: 2} {
		if got := h.rowAt(y); got != want {
			t.Errorf("row at %g is %d, want %d", y, got, want)
		}
	}
	if d := h.set(1, 25); d != 5 || h.at(2) != 35 || h.total() != 65 {
		t.Errorf("after a row grew by %g the next begins at %g of %g", d, h.at(2), h.total())
	}
}

func TestMetricsEstimateUntilExact(t *testing.T) {
	asked := 0
	m := NewMetrics(func(s string) float32 {
		asked++
		return float32(len([]rune(s))) * 7
	})
	if m.Space() != 7 {
		t.Errorf("space is %g wide", m.Space())
	}
	before := asked
	if m.Estimate("ааа") != 21 || asked != before+1 {
		t.Errorf("three equal letters took %d measurements", asked-before)
	}
	m.Exact("слово")
	before = asked
	m.Exact("слово")
	m.Estimate("слово")
	if asked != before {
		t.Error("a known word was measured again")
	}
}

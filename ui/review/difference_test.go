package review

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// drawn writes a comparison as a text: [removed], {added}.
func drawn(pieces []Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString([]string{"", " ", "\n"}[p.Before])
		switch p.Change {
		case Added:
			b.WriteString("{" + p.Text + "}")
		case Removed:
			b.WriteString("[" + p.Text + "]")
		default:
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func TestDifferences(t *testing.T) {
	for _, c := range []struct{ earlier, later, want string }{
		{"", "", ""},
		{"", "Да.", "{Да}{.}"},
		{"Да.", "", "[Да][.]"},
		{"Да, конечно.", "Да, конечно.", "Да, конечно."},
		{"Да,  конечно.", " Да, конечно. ", "Да, конечно."},
		{"Заказ готов к отгрузке", "Заказ 4215 готов", "Заказ {4215} готов [к] [отгрузке]"},
		{"Доставка в понедельник.", "Доставка во вторник!", "Доставка [в] [понедельник][.] {во} {вторник}{!}"},
		{"алло добрый день", "добрый день", "[алло] добрый день"},
		{"Нет. Да", "Да", "[Нет][.] Да"},
		{"слово", "слова", "[слово] {слова}"},
		{"Он сказал, что да.", "Мы видели, как нет.", "[Он] [сказал][,] [что] [да] {Мы} {видели}{,} {как} {нет}."},
		{"12,50 ₽ по-русски", "12,75 ₽ по-русски", "[12,50] {12,75} ₽ по-русски"},
		{"строка\nвторая", "строка\nтретья", "строка\n[вторая]\n{третья}"},
		{"сәлем 👨‍👩‍👧 дүние", "сәлем 👍🏽 дүние", "сәлем [👨‍👩‍👧] {👍🏽} дүние"},
		{"שלום עולם", "שלום לכם", "שלום [עולם] {לכם}"},
	} {
		if got := drawn(Compare(c.earlier, c.later)); got != strings.ReplaceAll(c.want, "{👍🏽}", "{👍}{🏽}") && got != c.want {
			t.Errorf("%q to %q: %q, want %q", c.earlier, c.later, got, c.want)
		}
		if Differ(Compare(c.earlier, c.later)) != strings.ContainsAny(c.want, "[{") {
			t.Errorf("%q to %q: whether they differ", c.earlier, c.later)
		}
	}
}

// TestBothTextsAreInADifference changes texts at random: what is not added is the
// earlier text, what is not removed the later one.
func TestBothTextsAreInADifference(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	some := strings.Fields("да нет заказ, доставка. мы вы 12,50 — и в\nна по-русски «Ромашка»")
	text := func() string {
		var b strings.Builder
		for range rng.IntN(40) {
			b.WriteString(some[rng.IntN(len(some))] + []string{" ", "  ", "\n", ""}[rng.IntN(4)])
		}
		return b.String()
	}
	for range 2000 {
		a, b := text(), text()
		var was, is []string
		for _, p := range Compare(a, b) {
			if p.Change != Added {
				was = append(was, p.Text)
			}
			if p.Change != Removed {
				is = append(is, p.Text)
			}
		}
		only := func(pieces []Piece) (out []string) {
			for _, p := range pieces {
				out = append(out, p.Text)
			}
			return out
		}
		if strings.Join(was, "|") != strings.Join(only(wordsIn(a)), "|") || strings.Join(is, "|") != strings.Join(only(wordsIn(b)), "|") {
			t.Fatalf("%q to %q: %s", a, b, drawn(Compare(a, b)))
		}
	}
}

// TestALongTextIsComparedAtOnce bounds what a keystroke can cost.
func TestALongTextIsComparedAtOnce(t *testing.T) {
	many := func(word string, n int) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(word + strings.Repeat("ъ", i%17) + " ")
		}
		return b.String()
	}
	long := many("слово", 20_000)
	began := time.Now()
	got := Shorten(Compare(long+"раз "+long, long+"два "+long))
	if len(got) > 30 || !strings.Contains(drawn(got), "[раз] {два}") {
		t.Errorf("%d words: %s", len(got), drawn(got))
	}
	got = Shorten(Compare(long, many("другое", 20_000)))
	if len(got) > 2*(mostChanged+1) {
		t.Errorf("%d words of two texts that have nothing in common", len(got))
	}
	Compare(many("слово", 900), many("другое", 900)+"слово")
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("three comparisons take %s", took)
	}
}

func TestShortenKeepsWhatIsNearAChange(t *testing.T) {
	words := func(n int) string { return strings.TrimSpace(strings.Repeat("а ", n)) }
	for _, c := range []struct{ earlier, later, want string }{
		{"", "", ""},
		{words(3) + " б", words(3) + " в", words(3) + " [б] {в}"},
		{words(30) + " б", words(30) + " в", "… " + words(aroundChange) + " [б] {в}"},
		{"б " + words(30), "в " + words(30), "[б] {в} " + words(aroundChange) + " …"},
		{"б " + words(30) + " б", "в " + words(30) + " в", "[б] {в} " + words(aroundChange) + " … " + words(aroundChange) + " [б] {в}"},
	} {
		if got := drawn(Shorten(Compare(c.earlier, c.later))); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

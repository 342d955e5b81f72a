package transcript

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"sensedesk/store"
)

// spread gives each word of text a second of its own.
func spread(text string) []store.Word {
	var out []store.Word
	for i, w := range strings.Fields(text) {
		out = append(out, store.Word{Text: w, StartMS: int64(i) * 1000, EndMS: int64(i)*1000 + 900})
	}
	return out
}

func TestAlign(t *testing.T) {
	for _, c := range []struct{ name, display, words, want string }{
		{"same words", "Добрый день, Анна.", "добрый день анна", "0-1 1-2 2-3"},
		{"a number for four words", "Заказ 4215, верно?", "заказ четыре тысячи двести пятнадцать верно", "0-1 1-5 5-6"},
		{"a hyphen joins two words", "Кто-то звонил", "кто то звонил", "0-2 2-3"},
		{"a lone dash stands for nothing", "Это — заказ", "это заказ", "0-1 1-1 1-2"},
		{"ё is written as it pleases", "Ещё всё", "еще все", "0-1 1-2"},
		{"two words for one", "т. е. завтра", "тоесть завтра", "0-1 0-1 1-2"},
		{"nothing in common", "Один два", "three four", "0-1 1-2"},
		{"no recognised words", "Добрый день", "", "0-0 0-0"},
		{"repeated words", "да, да, нет, да", "да да нет да", "0-1 1-2 2-3 3-4"},
		{"words left out in the middle", "да нет", "да ну вот нет", "0-1 3-4"},
		{"Kazakh", "Сәлеметсіз бе, Әсел!", "сәлеметсіз бе әсел", "0-1 1-2 2-3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, s := range align(strings.Fields(c.display), strings.Fields(c.words)) {
				got = append(got, fmt.Sprintf("%d-%d", s.from, s.to))
			}
			if g := strings.Join(got, " "); g != c.want {
				t.Errorf("%q over %q: %s, want %s", c.display, c.words, g, c.want)
			}
		})
	}
}

func TestAlignLongPhrasesCheaply(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var display, words []string
	for i := range 4000 {
		w := fmt.Sprintf("слово%d", rng.IntN(900))
		words = append(words, w)
		if i%97 == 5 { // a number eats its words
			display = append(display, "4215")
			words = append(words, "четыре", "тысячи")
			continue
		}
		display = append(display, strings.ToUpper(w[:2])+w[2:]+",")
	}
	right := 0
	for i, s := range align(display, words) {
		if s.to > s.from && fold(display[i]) == fold(words[s.from]) {
			right++
		}
	}
	if share := float64(right) / float64(len(display)); share < 0.95 {
		t.Errorf("%.1f %% of the words found their own, want 95", share*100)
	}
}

func FuzzAlign(f *testing.F) {
	f.Add("Заказ 4215, верно?", "заказ четыре тысячи верно")
	f.Add("— — —", "a b")
	f.Fuzz(func(t *testing.T, display, words string) {
		w := strings.Fields(words)
		last := span{}
		for i, s := range align(strings.Fields(display), w) {
			if s.from < last.from || s.to < s.from || s.to > len(w) {
				t.Fatalf("word %d has %v after %v of %d", i, s, last, len(w))
			}
			last = s
		}
	})
}

func TestTokensTakeTimesOfTheirWords(t *testing.T) {
	p := store.Phrase{StartMS: 0, EndMS: 6000, Text: "заказ четыре тысячи двести пятнадцать верно", Normalized: "Заказ — 4215, верно?", Words: spread("заказ четыре тысячи двести пятнадцать верно")}
	row := Build([]store.Phrase{p}, Options{Channels: 2}).Rows[0]
	want := []Token{
		{"Заказ", 0, 900, true, -1},
		{"—", 900, 900, false, -1},
		{"4215,", 1000, 4900, true, -1},
		{"верно?", 5000, 5900, true, -1},
	}
	for i, w := range want {
		if row.Tokens[i] != w {
			t.Errorf("token %d is %+v, want %+v", i, row.Tokens[i], w)
		}
	}
	for ms, want := range map[int64]int{0: 0, 950: 0, 1000: 2, 4950: 2, 5000: 3, 5899: 3, 6300: -1} {
		if got := row.WordAt(ms); got != want {
			t.Errorf("at %d ms word %d is lit, want %d", ms, got, want)
		}
	}
}

func TestTokensWithoutWordTimesAreGuessedForSeekingOnly(t *testing.T) {
	row := Build([]store.Phrase{{StartMS: 1000, EndMS: 3000, Text: "да нет да", Normalized: "Да, нет, да."}}, Options{}).Rows[0]
	if row.Tokens[2].StartMS <= row.Tokens[1].StartMS || row.Tokens[2].EndMS != 3000 {
		t.Errorf("guessed times do not spread over the phrase: %+v", row.Tokens)
	}
	if got := row.WordAt(2000); got != -1 {
		t.Errorf("word %d is lit by a guess", got)
	}
}

func TestHighlights(t *testing.T) {
	text := "верно но это же безобразие мне обещали ещё в понедельник"
	base := store.Phrase{StartMS: 0, EndMS: 10000, Text: text, Normalized: "Верно. Но это же безобразие, мне обещали ещё в понедельник!", Words: spread(text)}
	hl := func(h ...store.Highlight) store.PhraseClassifier {
		return store.PhraseClassifier{ClassifierID: "eag1", Highlights: h, Labels: []store.Label{{Name: "да", Confidence: 0.87}}}
	}
	for _, c := range []struct {
		name  string
		c     store.PhraseClassifier
		words string // marked words
		whole bool
	}{
		{"counted in letters, not bytes", hl(store.Highlight{Text: "безобразие", Offset: 16, Count: 10}), "безобразие,", false},
		{"two stretches", hl(store.Highlight{Offset: 16, Count: 10}, store.Highlight{Offset: 43, Count: 13}), "безобразие, в понедельник!", false},
		{"beyond the text", hl(store.Highlight{Offset: 500, Count: 10}), "", true},
		{"negative offset", hl(store.Highlight{Offset: -3, Count: 8}), "Верно.", false},
		{"numbers that lie, words that do not", hl(store.Highlight{Text: "обещали", Offset: 2, Count: 7}), "обещали", false},
		{"part of a word", hl(store.Highlight{Offset: 18, Count: 2}), "безобразие,", false},
		{"by time", store.PhraseClassifier{ClassifierID: "eag1", StartMS: 4000, EndMS: 5000}, "безобразие,", false},
		{"by the time of the whole phrase", store.PhraseClassifier{ClassifierID: "eag1", StartMS: 0, EndMS: 10000}, "", true},
		{"no place at all", store.PhraseClassifier{ClassifierID: "eag1"}, "", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := base
			p.Classifiers = []store.PhraseClassifier{c.c}
			row := Build([]store.Phrase{p}, Options{Names: map[string]string{"eag1": "Негатив"}}).Rows[0]
			var got []string
			for _, tok := range row.Tokens {
				if tok.Mark >= 0 {
					got = append(got, tok.Text)
				}
			}
			if g := strings.Join(got, " "); g != c.words {
				t.Errorf("marked %q, want %q", g, c.words)
			}
			if m := row.Marks[0]; m.Whole != c.whole || m.Name != "Негатив" || m.Tone != ToneNegative {
				t.Errorf("mark is %+v", m)
			}
		})
	}
}

func TestHighlightOnNumbersReachesTheDigitsShown(t *testing.T) {
	text := "заказ четыре тысячи двести верно"
	p := store.Phrase{Text: text, Normalized: "Заказ 4200, верно?", EndMS: 5000, Words: spread(text), Classifiers: []store.PhraseClassifier{{ClassifierID: "x", Highlights: []store.Highlight{{Text: "тысячи", Offset: 13, Count: 6}}}}}
	row := Build([]store.Phrase{p}, Options{}).Rows[0]
	if row.Tokens[1].Mark != 0 || row.Tokens[0].Mark != -1 || row.Tokens[2].Mark != -1 {
		t.Errorf("marks: %+v", row.Tokens)
	}
}

func TestCore(t *testing.T) {
	for word, want := range map[string]string{"безобразие,": "безобразие", "«Ромашка»,": "Ромашка", "кто-то?": "кто-то", "…": "…", "100%": "100", "₸500.": "₸500", "да": "да"} {
		from, to := core(word)
		if got := word[from:to]; got != want {
			t.Errorf("core of %q is %q, want %q", word, got, want)
		}
	}
}

func TestToneOf(t *testing.T) {
	for name, want := range map[string]Tone{
		"Негатив": ToneNegative, "Клиент недоволен": ToneNegative, "Довольный клиент": TonePositive, "Благодарность": TonePositive,
		"Приветствие": ToneNeutral, "Мат": ToneNegative, "Формат": ToneNeutral, "Математика": ToneNeutral, "eagabc123": ToneNeutral,
		"Dissatisfied": ToneNegative, "Thanks": TonePositive, "Невежливость": ToneNegative, "Вежливость": TonePositive, "": ToneNeutral, "Шағым": ToneNegative,
	} {
		if got := ToneOf(name); got != want {
			t.Errorf("ToneOf(%q) = %d, want %d", name, got, want)
		}
	}
}

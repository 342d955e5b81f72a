package transcript

import (
	"fmt"
	"testing"

	"sensedesk/store"
)

// said makes a document of phrases.
func said(phrases ...string) *Document {
	list := make([]store.Phrase, len(phrases))
	for i, p := range phrases {
		list[i] = store.Phrase{Channel: i % 2, StartMS: int64(i) * 1000, EndMS: int64(i)*1000 + 900, Text: p}
	}
	return Build(list, Options{Channels: 2})
}

func TestFindWordsInAnyForm(t *testing.T) {
	x := NewIndex(said(
		"Доставка завтра, доставку оплатите курьеру", "А если доставки не будет? Верните деньги!", "Ещё раз: возврат денег — через банк",
		"Тапсырысыңыз жолда, тапсырысты күтіңіз", "Your orders were shipped; the order is late",
	))
	for _, c := range []struct {
		query string
		want  []Hit
	}{
		{"доставка", []Hit{{0, 0, 1}, {0, 2, 3}, {1, 2, 3}}},
		{"ДОСТАВКОЙ", []Hit{{0, 0, 1}, {0, 2, 3}, {1, 2, 3}}},
		{"деньги", []Hit{{1, 6, 7}}},
		{"еще", []Hit{{2, 0, 1}}},
		{"верн", []Hit{{1, 5, 6}}},
		{"верните день", []Hit{{1, 5, 7}}},
		{"деньги ещё", nil}, // of two phrases
		{"тапсырыс", []Hit{{3, 0, 1}, {3, 2, 3}}},
		{"order", []Hit{{4, 1, 2}, {4, 5, 6}}},
		{"shipping", []Hit{{4, 3, 4}}},
		{"", nil},
		{"  —  ", nil},
		{"скидка", nil},
	} {
		if got := x.Find(c.query); fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%q: %v, want %v", c.query, got, c.want)
		}
	}
}

func TestNextHitGoesRound(t *testing.T) {
	hits := []Hit{{Row: 2}, {Row: 5}, {Row: 9}}
	for _, c := range []struct{ row, step, want int }{{0, 1, 0}, {3, 1, 1}, {10, 1, 0}, {10, -1, 2}, {2, -1, 2}, {6, -1, 1}} {
		if got := NextHit(hits, c.row, c.step); got != c.want {
			t.Errorf("from row %d by %d: %d, want %d", c.row, c.step, got, c.want)
		}
	}
	if NextHit(nil, 3, 1) != -1 {
		t.Error("something is found in nothing")
	}
}

// BenchmarkFind types a word letter by letter in a four-hour call.
func BenchmarkFind(b *testing.B) {
	phrases := make([]string, 5000)
	for i := range phrases {
		phrases[i] = fmt.Sprintf("здравствуйте заказ %d пожалуйста подождите доставка будет завтра", i)
	}
	x := NewIndex(said(phrases...))
	query := []rune("доставка")
	b.ResetTimer()
	for i := 0; b.Loop(); i++ {
		x.Find(string(query[:1+i%len(query)]))
	}
}

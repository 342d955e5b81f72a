package review

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"sensedesk/store"
	"sensedesk/ui/transcript"
)

func TestQuiz(t *testing.T) {
	talk := store.Talk{Statements: []store.Statement{
		{FieldID: "summary", Name: "Кратко", Values: []string{"Да"}},
		{FieldID: "quiz.10", Name: "Десятый?", Values: []string{"2. Жоқ"}},
		{FieldID: "quiz.x", Values: []string{"12.50"}},
		{FieldID: "quiz.2", Name: "Второй?"},
		{FieldID: "quiz.1", Name: " Первый? ", Values: []string{"1. Да."}},
		{FieldID: "quiz.3", Name: "Третий?", Values: []string{""}},
		{FieldID: "quiz.4", Name: "Четвёртый?", Values: []string{"3. Скорее да, но не сразу"}},
	}}
	want := []Question{
		{"1", "Первый?", "Да.", VerdictYes},
		{"2", "Второй?", "", VerdictNone},
		{"3", "Третий?", "", VerdictNone},
		{"4", "Четвёртый?", "Скорее да, но не сразу", VerdictOther},
		{"10", "Десятый?", "Жоқ", VerdictNo},
		{"x", "x", "12.50", VerdictOther},
	}
	got := QuizOf(talk)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := TallyOf(got); got != (Tally{All: 6, Yes: 1, No: 1, Open: 2}) {
		t.Errorf("%+v", got)
	}
	if got := QuizOf(store.Talk{}); got != nil {
		t.Errorf("%+v of nothing", got)
	}
}

func TestAssistants(t *testing.T) {
	talk := store.Talk{Statements: []store.Statement{
		{FieldID: "assistant.a.f1", Name: "Контроль: Балл", Values: []string{" 87 "}},
		{FieldID: "quiz.1", Name: "?"},
		{FieldID: "assistant.b.f1", Name: "f1"},
		{FieldID: "assistant.a.f2", Name: "Контроль: Срок: обещан", Values: []string{""}},
		{FieldID: "assistant.c.f1", Name: "Один: два", Values: []string{"x"}},
		{FieldID: "assistant.c.f2", Name: "Три: четыре", Values: []string{"y"}},
		{FieldID: "assistant.d"},
	}}
	want := []Assistant{
		{"a", "Контроль", []AssistantField{{"Балл", "87", true}, {"Срок: обещан", "", true}}},
		{"b", "", []AssistantField{{"f1", "", false}}},
		{"c", "", []AssistantField{{"Один: два", "x", true}, {"Три: четыре", "y", true}}},
		{"d", "", []AssistantField{{"d", "", false}}},
	}
	if got := AssistantsOf(talk); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestPieces(t *testing.T) {
	words := strings.Repeat("слово ", 100) // 600 letters
	for _, c := range []struct {
		text        string
		most, piece int
		pieces      int
		left        bool
	}{{"", 10, 10, 0, false}, {"слово", 10, 10, 1, false}, {words, 1000, 1000, 1, false}, {words, 1000, 250, 3, false}, {words, 300, 1000, 1, true}, {strings.Repeat("ъ", 1000), 400, 100, 4, true}} {
		got := Pieces(c.text, c.most, c.piece)
		if len(got) != c.pieces || c.left != (len(got) > 0 && strings.HasSuffix(got[len(got)-1], "…")) {
			t.Errorf("%d letters, most %d in pieces of %d: %d pieces %q", len([]rune(c.text)), c.most, c.piece, len(got), got)
		}
		if !c.left && strings.Join(got, " ") != strings.TrimSpace(c.text) {
			t.Errorf("words are lost: %q", got)
		}
	}
}

func TestNextOf(t *testing.T) {
	list := []time.Duration{2 * time.Second, 5 * time.Second, 9 * time.Second}
	for at, want := range map[time.Duration]time.Duration{0: 2, 2 * time.Second: 5, 4900 * time.Millisecond: 9, 9 * time.Second: 2, time.Hour: 2} {
		if got := NextOf(list, at); got != want*time.Second {
			t.Errorf("after %s comes %s, want %ds", at, got, want)
		}
	}
}

// TestPlacesOfBadTimes: figures of phrases whose times are not as they should be
// lead somewhere in time, or nowhere.
func TestPlacesOfBadTimes(t *testing.T) {
	bad := []store.Phrase{{StartMS: 5000, EndMS: 1000}, {StartMS: -9000, EndMS: -1}, {StartMS: 1 << 62, EndMS: 1<<62 + 5}, {Channel: 1, StartMS: 3, EndMS: 3}}
	for _, mono := range []bool{false, true} {
		s := State{Length: 10 * time.Second, Talk: store.Talk{Phrases: bad, Speakers: []store.SpeakerStats{{InterruptRanges: []store.Range{{StartMS: -5, EndMS: -9}, {StartMS: 1 << 60}}}}}}
		s.Document = transcript.Build(bad, transcript.Options{})
		s.Markers, s.Together = MarkersOf(s.Talk, s.Document), TogetherIn(s.Document)
		for key, sides := range PlacesOf(s, mono) {
			for _, list := range sides {
				for _, at := range list {
					if at < 0 {
						t.Errorf("%s leads to %s", key, at)
					}
				}
			}
		}
		for i, span := range SpansOf(s, mono) {
			if span.Length() < 0 {
				t.Errorf("part %d is %v", i, span)
			}
		}
	}
}

package speechsense

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	ss "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1"
	analysis "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1/analysis"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"sensedesk/store"
)

// answer is a whole talk with everything real answers surprise with: zero
// values left out, phrases channel by channel, empty normalised texts, marks
// beyond the text, classifiers per channel and whole, ratios missing or alone,
// an entry of averages, an empty response, unknown ids and enum values.
func answer(t testing.TB) *ss.Talk {
	t.Helper()
	text, err := os.ReadFile("testdata/talk.json")
	if err != nil {
		t.Fatal(err)
	}
	talk := &ss.Talk{}
	if err := protojson.Unmarshal(text, talk); err != nil {
		t.Fatal(err)
	}
	return talk
}

func TestConvert(t *testing.T) {
	got := convert(answer(t), known{
		classifiers: map[string]string{"eagprice": "Цена"},
		assistants:  map[string]string{"eagassistant": "Контроль"},
		answers:     map[string]string{"eagassistant.f1": "Тон", "eagassistant.f2": "Оценка", "eagassistant.f4": "Вывод"},
	})

	want := store.Talk{
		ID: "auddemo0001", OrganizationID: "bpfdemo", SpaceID: "f3fdemo", ConnectionID: "eagconnection", ProjectIDs: []string{"eagproject"},
		CreatedBy: "ajeaccount", CreatedAt: time.Date(2026, 3, 12, 9, 5, 40, 500e6, time.UTC),
		ModifiedBy: "CLASSIFIER", ModifiedAt: time.Date(2026, 3, 12, 9, 6, 37, 0, time.UTC),
		Fields: []store.Field{
			{Name: "date", Value: "2026-03-12T09:05:00Z", Type: "DATE"},
			{Name: "ticket_id", Type: "STRING"},
			{Name: "crm_link", Value: "https://example.test/1", Type: "9"},
		},
		Phrases: []store.Phrase{
			{
				Channel: 0, StartMS: 0, EndMS: 1900, Text: "цена букета пять тысяч", Language: "ru-RU",
				Words: []store.Word{
					{Text: "цена", StartMS: 0, EndMS: 400},
					{Text: "букета", StartMS: 450, EndMS: 900},
					{Text: "пять", StartMS: 950, EndMS: 1300},
					{Text: "тысяч", StartMS: 1300, EndMS: 1900},
				},
				Classifiers: []store.PhraseClassifier{
					{ClassifierID: "eagprice", Name: "Цена", Highlights: []store.Highlight{
						{Text: "букета", Offset: 5, Count: 6},
						{Text: "яч", Offset: 20, Count: 2}, // clamped to the text
					}},
					{ClassifierID: "eagnameless", StartMS: 100, EndMS: 200, Labels: []store.Label{{Name: "negative", Confidence: 0.75}}},
				},
			},
			{Channel: 1, StartMS: 1500, EndMS: 2600, Text: "дорого", Language: "ru-RU"},
			{Channel: 0, StartMS: 6000, EndMS: 7000, Text: "до свидания", Normalized: "До свидания!", Language: "ru-RU"},
			{Channel: 1, StartMS: 6000, EndMS: 6500},
		},
		Statements: []store.Statement{
			{FieldID: "summary", Name: "Краткое содержание", Type: "TEXT", Values: []string{"Клиенту дорого"}},
			{FieldID: "problems", Name: "Проблемы", Type: "TEXT_ARRAY", Values: []string{""}},
			{FieldID: "weather_mood", Name: "Настроение погоды", Type: "7", Values: []string{"пасмурно", "ветер"}},
			{FieldID: "quiz.3", Name: "Клиент остался доволен?", Values: []string{"2. Нет"}},
			{FieldID: "quiz.4", Name: "Оператор был вежлив?"},
			{FieldID: "assistant.eagassistant.f1", Name: "Контроль: Тон", Values: []string{"вежливо"}},
			{FieldID: "assistant.eagassistant.f2", Name: "Контроль: Оценка", Values: []string{"4"}},
			{FieldID: "assistant.eagassistant.f3", Name: "Контроль: f3", Values: []string{"0.5"}},
			{FieldID: "assistant.eagassistant.f4", Name: "Контроль: Вывод"},
		},
		Classifiers: []store.ClassifierCount{{ClassifierID: "eagprice", Name: "Цена", Count: 2}, {ClassifierID: "eagnameless"}},
		Speakers: []store.SpeakerStats{
			{Channel: 0, SpeechMS: 2900, SilenceMS: 5100, Words: 6, WordsPerSecond: 2.1, Utterances: 2, LongestUtterance: 1900 * time.Millisecond},
			{
				Channel: 1, SpeechMS: 1600, SilenceMS: 6400, Words: 1, WordsPerSecond: 1, Utterances: 2, LongestUtterance: 1100 * time.Millisecond,
				Interrupts: 1, InterruptsMS: 400, InterruptRanges: []store.Range{{StartMS: 1500, EndMS: 1900}},
			},
		},
		Conversation: store.ConversationStats{DurationMS: 8000, SimultaneousSpeechMS: 900, SimultaneousSilenceMS: 4400},
		State:        store.ProcessingSuccess,
		Algorithms: []store.AlgorithmState{
			{Algorithm: "SPEECHKIT", State: store.ProcessingSuccess},
			{Algorithm: "SUMMARIZATION", State: store.ProcessingFailed},
			{Algorithm: "42", State: 17},
		},
		Failures: []store.AlgorithmFailure{{Algorithm: "SUMMARIZATION", Code: "13", Message: "model is overloaded"}},
	}
	got.Details = nil // see the golden answers
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if got.Outcome() != store.StatePartlyDone {
		t.Errorf("outcome %s", got.Outcome())
	}
}

// One voice cannot interrupt or speak at the same time as itself, whatever the
// figures of a mono recording say.
func TestConvertOneChannel(t *testing.T) {
	talk := answer(t)
	talk.Transcription.Phrases = talk.Transcription.Phrases[:1]
	talk.ConversationStatistics.SpeakerStatistics = talk.ConversationStatistics.SpeakerStatistics[1:]
	talk.InterruptsStatistics.SpeakerInterrupts[0].SpeakerTag = "0"

	got := convert(talk, known{})

	if got.Conversation.SimultaneousSpeechMS != 0 || got.Conversation.SimultaneousSilenceMS != 4400 || len(got.Speakers) != 1 || got.Speakers[0].Interrupts != 0 {
		t.Errorf("got %+v %+v", got.Conversation, got.Speakers)
	}
}

func TestConvertNothing(t *testing.T) {
	if diff := cmp.Diff(store.Talk{Details: &store.Details{}}, convert(&ss.Talk{}, known{})); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// FuzzConvert feeds bytes that are some Talk: no panic, every phrase there, in
// order of time, marks inside the text.
func FuzzConvert(f *testing.F) {
	whole, err := proto.Marshal(answer(f))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add([]byte{})
	odd, err := proto.Marshal(&ss.Talk{Transcription: &analysis.Transcription{Phrases: []*analysis.Phrase{{
		ChannelNumber: -1, StartTimeMs: -5, EndTimeMs: -9, Phrase: &analysis.PhraseText{Text: "аб", Words: []*analysis.Word{{StartTimeMs: 9, EndTimeMs: 1}}},
		Classifiers: []*analysis.RecognitionClassifierResult{{Highlights: []*analysis.PhraseHighlight{{Offset: -1, Count: 1 << 62}, {Offset: 1 << 62, Count: 1 << 62}}}},
	}}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(odd)
	nobody, err := proto.Marshal(&ss.Talk{ConversationStatistics: &analysis.ConversationStatistics{SpeakerStatistics: []*analysis.SpeakerStatistics{{
		SpeakerTag: "0", CompleteStatistics: &analysis.UtteranceStatistics{SpeechRatio: math.NaN(), WordsPerSecond: &analysis.DescriptiveStatistics{Mean: math.NaN(), Max: math.Inf(1)}},
	}}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(nobody)
	f.Fuzz(func(t *testing.T, raw []byte) {
		talk := &ss.Talk{}
		if proto.Unmarshal(raw, talk) != nil {
			return
		}
		got, err := Parse(raw)
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Phrases) != len(talk.GetTranscription().GetPhrases()) {
			t.Fatalf("%d phrases of %d", len(got.Phrases), len(talk.GetTranscription().GetPhrases()))
		}
		words := 0
		for _, p := range talk.GetTranscription().GetPhrases() {
			words += len(p.GetPhrase().GetWords())
		}
		if f := got.Details.Phrases; f != nil && len(f) != len(got.Phrases) {
			t.Fatalf("figures of %d phrases, not %d", len(f), len(got.Phrases))
		}
		for _, p := range got.Phrases {
			words -= len(p.Words)
		}
		if words != 0 {
			t.Fatalf("%d words are lost", words)
		}
		if _, err := json.Marshal(got); err != nil { // what cannot be written down is lost after all
			t.Fatal(err)
		}
		if !slices.IsSortedFunc(got.Phrases, func(a, b store.Phrase) int { return int(max(-1, min(1, a.StartMS-b.StartMS))) }) {
			t.Fatal("phrases are not in order")
		}
		for _, p := range got.Phrases {
			n := len([]rune(p.Text))
			if p.StartMS < 0 || p.EndMS < p.StartMS {
				t.Fatalf("phrase at %d–%d", p.StartMS, p.EndMS)
			}
			for _, c := range p.Classifiers {
				for _, h := range c.Highlights {
					if h.Offset < 0 || h.Count < 1 || h.Offset+h.Count > n {
						t.Fatalf("mark %d+%d of %d", h.Offset, h.Count, n)
					}
				}
			}
		}
	})
}

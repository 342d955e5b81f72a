package review

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sensedesk/store"
	"sensedesk/ui/transcript"
)

func TestWhatThereIsToRead(t *testing.T) {
	spoken := store.Talk{Phrases: []store.Phrase{{Text: "да", EndMS: 10}}}
	for _, c := range []struct {
		name  string
		call  store.Call
		talk  store.Talk
		has   bool
		want  TextState
		code  store.Code
		words string // what the reason's sentence is told
	}{
		{"recognised", store.Call{State: store.StateDone}, spoken, true, TextReady, "", ""},
		{"recognised in part", store.Call{State: store.StatePartlyDone}, spoken, true, TextReady, "", ""},
		{"text is there while the rest is computed", store.Call{State: store.StateProcessing}, spoken, true, TextReady, "", ""},
		{"recognised, silent", store.Call{State: store.StateDone}, store.Talk{}, true, TextWordless, "", ""},
		{"just sent", store.Call{State: store.StateSent}, store.Talk{}, false, TextPending, "", ""},
		{"in the queue", store.Call{State: store.StateQueued}, store.Talk{}, false, TextPending, "", ""},
		{"the service gave up, in its words", store.Call{State: store.StateRecognitionFailed}, store.Talk{Failures: []store.AlgorithmFailure{{Algorithm: "SPEECHKIT", Message: "bad audio"}}}, true, TextFailed, store.CodeRecognitionFailed, "bad audio"},
		{"the service gave up, by number", store.Call{State: store.StateRecognitionFailed}, store.Talk{Failures: []store.AlgorithmFailure{{Code: "13"}}}, true, TextFailed, store.CodeRecognitionFailed, "13"},
		{"skipped", store.Call{State: store.StateSkipped, Reason: store.CodeShort}, store.Talk{}, false, TextStopped, store.CodeShort, ""},
		{"outcome unknown", store.Call{State: store.StateUnknown}, store.Talk{}, false, TextStopped, store.CodeOutcomeUnknown, ""},
		{"waits for its recording", store.Call{State: store.StateWaiting}, store.Talk{}, false, TextStopped, store.CodeNoRecording, ""},
		{"failed with arguments", store.Call{State: store.StateFailed, Reason: store.CodeRefused, ReasonArg: map[string]string{"text": "no field"}}, store.Talk{}, false, TextStopped, store.CodeRefused, "no field"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := State{}.Accept(Result{Call: c.call, Talk: c.talk, HasTalk: c.has})
			if s.Text != c.want || store.CodeOf(s.Reason) != c.code || store.ArgsOf(s.Reason)["text"] != c.words {
				t.Errorf("text %d, reason %v; want %d, %q %q", s.Text, s.Reason, c.want, c.code, c.words)
			}
		})
	}
	if s := (State{}).Accept(Result{Err: store.E(store.CodeNotFound, "read call", nil)}); s.Loaded || !errors.Is(s.Err, store.CodeNotFound) {
		t.Errorf("a call that is gone is shown: %+v", s)
	}
}

func TestTheReadersChoicesOutliveTheCall(t *testing.T) {
	s := State{ID: 1, Loaded: true, Tab: TabFacts, Speed: 1.5, Gains: [2]Gain{{Level: 0.4, Muted: true}, {Level: 1}}, Length: time.Hour}
	want := State{ID: 2, Tab: TabFacts, Speed: 1.5, Gains: s.Gains}
	if d := cmp.Diff(want, s.Fresh(2)); d != "" {
		t.Error(d)
	}
	if s.Gains[0].Heard() != 0 || s.Gains[1].Heard() != 1 {
		t.Error("a muted party is heard")
	}
}

func TestNames(t *testing.T) {
	for raw, want := range map[string]string{
		"+77015554512": "+7 701 555 45 12", "87015554512": "+7 701 555 45 12", "7 (701) 555-45-12": "+7 701 555 45 12",
		"+7 701 555 45 12": "+7 701 555 45 12", "112": "112", "+998712345678": "+998712345678", "": "", "sip:100@pbx": "sip:100@pbx", "+87015554512": "+87015554512",
	} {
		if got := Phone(raw); got != want {
			t.Errorf("Phone(%q) = %q, want %q", raw, got, want)
		}
	}
	s := State{Call: store.Call{ClientPhone: "+77015554512"}}
	if s.ClientName() != "+7 701 555 45 12" {
		t.Errorf("a client without a name is %q", s.ClientName())
	}
	s.Call.ClientName = " Серик "
	if s.ClientName() != "Серик" {
		t.Errorf("a client with a name is %q", s.ClientName())
	}
}

func TestLength(t *testing.T) {
	phrases := []store.Phrase{{StartMS: 0, EndMS: 9000}}
	for _, c := range []struct {
		name string
		call store.Call
		talk store.Talk
		want time.Duration
	}{
		{"the recording knows best", store.Call{Duration: time.Hour, Recording: &store.Recording{Duration: time.Minute}}, store.Talk{Phrases: phrases}, time.Minute},
		{"then what was recognised", store.Call{Duration: time.Hour}, store.Talk{Phrases: phrases, Conversation: store.ConversationStats{DurationMS: 8000}}, 9 * time.Second},
		{"then what the source said", store.Call{Duration: time.Hour}, store.Talk{}, time.Hour},
	} {
		if got := lengthOf(c.call, c.talk); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestShares(t *testing.T) {
	stats := func(op, cl, both, silence, total int64) store.Talk {
		return store.Talk{
			Speakers:     []store.SpeakerStats{{Channel: 0, SpeechMS: op}, {Channel: 1, SpeechMS: cl}},
			Conversation: store.ConversationStats{DurationMS: total, SimultaneousSpeechMS: both, SimultaneousSilenceMS: silence},
		}
	}
	for _, c := range []struct {
		name     string
		talk     store.Talk
		operator int
		channels int
		want     [4]int
		known    bool
	}{
		{"from the service", stats(55_000, 34_000, 3_000, 14_000, 100_000), 0, 2, [4]int{52, 31, 3, 14}, true},
		{"the operator on the other channel", stats(55_000, 34_000, 3_000, 14_000, 100_000), 1, 2, [4]int{31, 52, 3, 14}, true},
		{"silence left out by the service", stats(50_000, 30_000, 0, 0, 100_000), 0, 2, [4]int{50, 30, 0, 20}, true},
		{"thirds add up to a hundred", stats(1000, 1000, 0, 1000, 3000), 0, 2, [4]int{34, 33, 0, 33}, true},
		{"one channel: all speech is one", store.Talk{Speakers: []store.SpeakerStats{{SpeechMS: 60_000}}, Conversation: store.ConversationStats{DurationMS: 100_000, SimultaneousSpeechMS: 60_000, SimultaneousSilenceMS: 40_000}}, 0, 1, [4]int{60, 0, 0, 40}, true},
		{"from the phrases", store.Talk{Phrases: []store.Phrase{{Channel: 0, EndMS: 5000}, {Channel: 1, StartMS: 4000, EndMS: 8000}}}, 0, 2, [4]int{40, 30, 10, 20}, true},
		{"nobody spoke", store.Talk{}, 0, 2, [4]int{}, false},
		{"figures that contradict each other", stats(1000, 1000, 9000, 0, 1000), 0, 2, [4]int{0, 0, 100, 0}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := SharesOf(c.talk, c.operator, c.channels, 10*time.Second)
			if s.Known != c.known || c.known && s.Percents() != c.want {
				t.Errorf("%v of %+v, want %v", s.Percents(), s, c.want)
			}
		})
	}
}

func TestFoundIn(t *testing.T) {
	words := []store.Word{{Text: "это", StartMS: 184_000, EndMS: 185_000}, {Text: "безобразие", StartMS: 186_000, EndMS: 187_000}}
	talk := store.Talk{
		Classifiers: []store.ClassifierCount{{ClassifierID: "a", Name: "Приветствие", Count: 1}, {ClassifierID: "b", Name: "Негатив", Count: 2}, {ClassifierID: "c", Name: "Мат", Count: 0}, {ClassifierID: "d", Count: 3}},
		Phrases: []store.Phrase{
			{StartMS: 184_000, EndMS: 190_000, Text: "это безобразие", Words: words, Classifiers: []store.PhraseClassifier{{ClassifierID: "b", Highlights: []store.Highlight{{Offset: 4, Count: 10}}}, {ClassifierID: "b"}}},
			{StartMS: 161_000, EndMS: 165_000, Classifiers: []store.PhraseClassifier{{ClassifierID: "a", StartMS: 900_000}}},
			{StartMS: 1000, EndMS: 2000, Classifiers: []store.PhraseClassifier{{Name: "Благодарность"}}},
		},
	}
	want := []Found{
		{"b", "Негатив", transcript.ToneNegative, 2, []time.Duration{184 * time.Second, 186 * time.Second}},
		{"Благодарность", "Благодарность", transcript.TonePositive, 1, []time.Duration{time.Second}},
		{"d", "d", transcript.ToneNeutral, 3, nil},
		{"a", "Приветствие", transcript.ToneNeutral, 1, []time.Duration{161 * time.Second}},
	}
	d := transcript.Build(talk.Phrases, transcript.Options{Names: classifierNames(talk)})
	if d := cmp.Diff(want, FoundIn(talk, d)); d != "" {
		t.Error(d)
	}
}

func TestAnswers(t *testing.T) {
	talk := store.Talk{Statements: []store.Statement{
		{FieldID: "x1", Name: "Тональность клиента", Values: []string{"негатив"}},
		{FieldID: "call_results", Values: []string{"Доставка завтра", " ", "Доставка завтра"}},
		{FieldID: "problems", Values: []string{""}},
		{FieldID: "summary", Values: []string{" Клиент недоволен. "}},
		{FieldID: "42", Values: []string{"да"}},
	}}
	want := []Answer{
		{"summary", "summary", []string{"Клиент недоволен."}},
		{"call_results", "call_results", []string{"Доставка завтра"}},
		{"x1", "Тональность клиента", []string{"негатив"}},
		{"42", "42", []string{"да"}},
	}
	got := AnswersOf(talk)
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if !got[2].IsSentiment() || got[1].IsSentiment() || got[2].Tone("негатив") != transcript.ToneNegative || !got[0].Known() || got[3].Known() {
		t.Error("fields are mistaken for one another")
	}
}

func TestWave(t *testing.T) {
	w := Wave{Bin: 10 * time.Millisecond, Lanes: [][]uint8{{0, 255, 51, 0}}}
	for _, c := range []struct {
		from, to time.Duration
		want     float64
	}{{0, 10 * time.Millisecond, 0}, {0, 20 * time.Millisecond, 0.5}, {20 * time.Millisecond, 21 * time.Millisecond, 0.2}, {time.Hour, 2 * time.Hour, 0}, {-time.Second, 0, 0}} {
		if got := w.Column(0, c.from, c.to); got != c.want {
			t.Errorf("[%s, %s) is %g loud, want %g", c.from, c.to, got, c.want)
		}
	}
	if w.Column(1, 0, time.Second) != 0 || (Wave{}).Column(0, 0, time.Second) != 0 {
		t.Error("a lane that is not there is loud")
	}
	if Loudness(-127.5) != 0 || Loudness(0) != 255 || Loudness(-50) != 0 || Loudness(-30) != 127 {
		t.Errorf("loudness: %d %d %d %d", Loudness(-127.5), Loudness(0), Loudness(-50), Loudness(-30))
	}
	p := WaveOfPhrases([]store.Phrase{{Channel: 1, StartMS: 1000, EndMS: 2000}, {Channel: 7, EndMS: 10}, {Channel: 0, StartMS: -5, EndMS: 1 << 50}}, 3*time.Second)
	if len(p.Lanes) != 2 || p.Column(1, 1100*time.Millisecond, 1200*time.Millisecond) == 0 || p.Column(1, 2100*time.Millisecond, 2200*time.Millisecond) != 0 {
		t.Errorf("speech is drawn wrong: %v", p.Lanes)
	}
}

func TestMarkers(t *testing.T) {
	phrases := []store.Phrase{
		{StartMS: 0, EndMS: 1000, Classifiers: []store.PhraseClassifier{{ClassifierID: "Приветствие"}}},
		{StartMS: 2000, EndMS: 3000, Classifiers: []store.PhraseClassifier{{ClassifierID: "Приветствие"}, {ClassifierID: "Негатив"}}},
		{StartMS: 9000, EndMS: 10000, Classifiers: []store.PhraseClassifier{{ClassifierID: "Негатив"}}},
	}
	got := MarkersOf(store.Talk{Phrases: phrases}, transcript.Build(phrases, transcript.Options{}))
	want := []Marker{
		{Kind: MarkerClassifier, At: 0, Name: "Приветствие"},
		{Kind: MarkerClassifier, At: 2 * time.Second, Name: "Негатив", Tone: transcript.ToneNegative},
		{Kind: MarkerPause, At: 3 * time.Second, Length: 6 * time.Second},
		{Kind: MarkerClassifier, At: 9 * time.Second, Name: "Негатив", Tone: transcript.ToneNegative},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestMarkersDoNotOverlap(t *testing.T) {
	neg := func(at time.Duration) Marker { return Marker{At: at, Tone: transcript.ToneNegative, Name: "н"} }
	markers := []Marker{{At: 0, Name: "п"}, neg(time.Second), neg(2 * time.Second), neg(2 * time.Second), neg(99 * time.Second)}
	got := PlaceMarkers(markers, []float32{40, 40, 40, 40, 40}, 100*time.Second, 1000)
	want := []Place{{1, 10, 54, false}, {4, 946, 54, false}} // the greeting and the next ones have no room beside the first
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if PlaceMarkers(markers, make([]float32, 5), 0, 1000) != nil {
		t.Error("markers on a line without length")
	}
	got = PlaceMarkers([]Marker{neg(0), neg(10 * time.Second)}, []float32{90, 90}, 100*time.Second, 300)
	if len(got) != 1 || got[0].Short {
		t.Errorf("the first of two neighbours keeps its name: %+v", got)
	}
	got = PlaceMarkers([]Marker{neg(10 * time.Second), {At: 15 * time.Second, Kind: MarkerBookmark}}, []float32{60, 0}, 100*time.Second, 300)
	if d := cmp.Diff([]Place{{0, 30, signWidth, true}, {1, 45, signWidth, false}}, got); d != "" { // a name gives way to a person's mark
		t.Error(d)
	}
	got = PlaceMarkers([]Marker{neg(20 * time.Second), {At: 10 * time.Second, Kind: MarkerPause}}, []float32{60, 60}, 100*time.Second, 300)
	if len(got) != 2 || !got[1].Short {
		t.Errorf("a marker without room for its name keeps its sign: %+v", got)
	}
}

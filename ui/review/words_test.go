package review

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sensedesk/assets"
	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/transcript"
)

func printer(t *testing.T, l i18n.Lang) *i18n.Printer {
	t.Helper()
	c, err := i18n.Load(assets.Files())
	if err != nil {
		t.Fatal(err)
	}
	return c.In(l)
}

func TestPartyFigures(t *testing.T) {
	talk := store.Talk{Speakers: []store.SpeakerStats{
		{Channel: 0, SpeechMS: 320_000, Words: 1640, WordsPerSecond: 2, Utterances: 41, LongestUtterance: 41 * time.Second},
		{Channel: 1, SpeechMS: 9_500, Words: 12, Utterances: 3, Interrupts: 3, InterruptsMS: 2_400},
	}}
	want := []Figure{
		{Key: "review.stat.speech", Name: "Говорит", Operator: "9,5\u00a0с", Client: "5\u00a0мин 20\u00a0с"},
		{Key: "review.stat.pace", Name: "Слов в минуту", Client: "120"},
		{Key: "review.stat.words", Name: "Слов", Operator: "12", Client: "1\u00a0640"},
		{Key: "review.stat.phrases", Name: "Реплик", Operator: "3", Client: "41"},
		{Key: "review.stat.longest", Name: "Самая длинная реплика", Client: "41\u00a0с"},
		{Key: "review.stat.interrupts", Name: "Перебивает", Operator: "3 · 2,4\u00a0с", Client: "0"},
	}
	got := PartyFigures(printer(t, i18n.RU), talk, 1, false)
	for i := range got {
		for _, s := range []*string{&got[i].Operator, &got[i].Client} {
			*s = spaces.Replace(*s)
		}
	}
	for i := range want {
		for _, s := range []*string{&want[i].Operator, &want[i].Client} {
			*s = spaces.Replace(*s)
		}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	mono := PartyFigures(printer(t, i18n.RU), store.Talk{Speakers: talk.Speakers[:1]}, 1, true)
	for _, f := range mono {
		if f.Client != "" || f.Name == "Перебивает" {
			t.Errorf("on one channel: %+v", f)
		}
	}
	if PartyFigures(printer(t, i18n.RU), store.Talk{}, 0, false) != nil {
		t.Error("figures of nobody")
	}
}

func TestTalkFigures(t *testing.T) {
	phrases := []store.Phrase{{Channel: 0, EndMS: 40_000}, {Channel: 1, StartMS: 45_000, EndMS: 90_000}}
	s := State{Talk: store.Talk{Phrases: phrases}, Length: 100 * time.Second, Document: transcript.Build(phrases, transcript.Options{DurationMS: 100_000})}
	var got []string
	for _, f := range TalkFigures(printer(t, i18n.EN), s) {
		got = append(got, spaces.Replace(f.Name+": "+f.Whole))
	}
	want := []string{"Length: 1 min 40 s", "Both silent: 15 s · 15%", "Both speaking: 0 s · 0%", "Pauses of 3 s and more: 2", "Longest pause: 10 s"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestFacts(t *testing.T) {
	s := State{
		Call: store.Call{
			State: store.StatePartlyDone, SourceID: "7", ClientPhone: "+77015554512", ConnectionID: "eag1",
			Recording: &store.Recording{Container: store.ContainerMP3, Codec: "MP3", SampleRate: 44100, Channels: 1, Size: 2_100_000},
		},
		Talk: store.Talk{Algorithms: []store.AlgorithmState{{Algorithm: "SUMMARIZATION", State: store.ProcessingFailed}, {Algorithm: "42", State: store.ProcessingFailed}}},
	}
	want := []string{
		"Состояние: готов частично", "Телефон клиента: +7 701 555 45 12", "Запись: MP3 · 44,1 кГц · моно · 2,1 МБ", "ID звонка на портале: 7",
		"ID подключения SpeechSense: eag1", "Не удалось: итог разговора", "Не удалось: 42",
	}
	var got []string
	for _, f := range FactsOf(printer(t, i18n.RU), s) {
		got = append(got, spaces.Replace(f.Name+": "+f.Value))
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestRemarks(t *testing.T) {
	ready := State{Loaded: true, Sound: SoundReady, Text: TextReady}
	with := func(change func(*State)) State { s := ready; change(&s); return s }
	for _, c := range []struct {
		name  string
		state State
		key   string
		code  store.Code
		fetch bool
	}{
		{"all is well", ready, "", "", false},
		{"nothing is read yet", State{}, "", "", false},
		{"no recording, none to fetch", with(func(s *State) { s.Sound = SoundMissing }), "review.sound.text_is_here", store.CodeRecordingMissing, false},
		{"no recording, the source has one", with(func(s *State) { s.Sound = SoundMissing; s.Call.RecordRef = "5" }), "review.sound.text_is_here", store.CodeRecordingMissing, true},
		{"a talk of the server", with(func(s *State) {
			s.Sound, s.Call = SoundMissing, store.Call{Source: store.SourceSpeechSense, TalkID: "aud1"}
		}), "review.sound.elsewhere", store.CodeRecordingMissing, false},
		{"a talk of the server that names the source's call", with(func(s *State) {
			s.Sound, s.Call = SoundMissing, store.Call{Source: store.SourceSpeechSense, TalkID: "aud1", Meta: map[string]string{"id": "7"}}
		}), "review.sound.elsewhere", store.CodeRecordingMissing, true},
		{"neither recording nor text", with(func(s *State) { s.Sound, s.Text = SoundMissing, TextPending }), "", store.CodeRecordingMissing, false},
		{"a format not played", with(func(s *State) { s.Sound, s.SoundErr = SoundUnsupported, store.E(store.CodeSoundUnsupported, "", nil) }), "review.sound.text_is_here", store.CodeSoundUnsupported, false},
		{"no file of sound", with(func(s *State) { s.Sound, s.SoundErr = SoundFailed, store.E(store.CodeNotSound, "", nil) }), "review.sound.failed", store.CodeNotSound, false},
		{"anything else", with(func(s *State) { s.Sound, s.SoundErr = SoundFailed, errors.New("x") }), "review.sound.failed", "", false},
		{"no device", with(func(s *State) { s.Silent = true }), "review.sound.silent", store.CodeNoSound, false},
		{"the device is gone", with(func(s *State) { s.Silent, s.Lost = true, true }), "review.sound.lost", "", false},
		{"the device is still gone", with(func(s *State) { s.Lost, s.Still = true, true }), "review.sound.still", "", false},
		{"damaged", with(func(s *State) { s.Damaged = true }), "review.sound.damaged", "", false},
	} {
		got, ok := RemarkOn(c.state, true)
		if got.Again != (c.state.Lost || c.state.Silent) {
			t.Errorf("%s: offers the device again: %v", c.name, got.Again)
		}
		if got.Key != c.key || store.CodeOf(got.Err) != c.code || got.Fetch != c.fetch || got.Link != (c.state.Call.TalkID != "") || ok != (c.key != "" || c.code != "") {
			t.Errorf("%s: %+v, %v", c.name, got, ok)
		}
	}
}

func TestNeighbourEvents(t *testing.T) {
	markers := []Marker{{At: 4 * time.Second}, {At: 10 * time.Second}, {At: 10 * time.Second}, {At: 60 * time.Second}}
	for _, c := range []struct {
		at         time.Duration
		prev, next time.Duration // −1 = none
	}{{0, -1, 4 * time.Second}, {4 * time.Second, -1, 10 * time.Second}, {11 * time.Second, 4 * time.Second, 60 * time.Second}, {12 * time.Second, 10 * time.Second, 60 * time.Second}, {90 * time.Second, 60 * time.Second, -1}} {
		for step, want := range map[int]time.Duration{-1: c.prev, 1: c.next} {
			m, ok := Neighbour(markers, c.at, step)
			if ok != (want >= 0) || ok && m.At != want {
				t.Errorf("from %s by %d: %s %v, want %s", c.at, step, m.At, ok, want)
			}
		}
	}
}

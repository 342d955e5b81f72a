// Package storetest makes what tests need of the store: one call, one talk, a
// database on disk, and a keyring of their own. Every factory gives a whole,
// valid object; options change what the test is about.
package storetest

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sensedesk/store"
	"sensedesk/store/db"
)

// Account is the account the factories use.
const Account = "romashka.bitrix24.kz"

// Start is when the call of the factory begins: an afternoon in Kazakhstan.
func Start() time.Time {
	return time.Date(2026, 3, 12, 14, 5, 0, 0, time.FixedZone("", 5*3600))
}

// Call returns a found call of 3 minutes 12 seconds with every fact a source
// gives. Calls that are stored together need different SourceIDs.
func Call(opts ...func(*store.Call)) store.Call {
	c := store.Call{
		Source:       store.SourceBitrix24,
		Account:      Account,
		SourceID:     "7",
		UniqueID:     "externalCall.716d8ac2b0e6c2e3.1710234300",
		State:        store.StateFound,
		StartedAt:    Start(),
		Duration:     192 * time.Second,
		Direction:    store.DirectionOutgoing,
		OperatorID:   "3",
		OperatorName: "Айгүл Қасымова",
		ClientID:     "275",
		ClientName:   "Пётр Ёлкин",
		ClientPhone:  "+77011234567",
		Meta:         map[string]string{"id": "7", "portal_user_id": "3", "crm_entity_type": "CONTACT"},
		RecordRef:    "file:1289",
		FoundAt:      Start().Add(10 * time.Minute).UTC(),
	}
	for _, o := range opts {
		o(&c)
	}
	return c
}

// Recording returns the figures of a stereo WAV recording.
func Recording(opts ...func(*store.Recording)) *store.Recording {
	r := &store.Recording{
		Hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", Size: 6_144_044,
		Container: store.ContainerWAV, Codec: "PCM 16", SampleRate: 8000, Channels: 2, Duration: 192 * time.Second,
	}
	for _, o := range opts {
		o(r)
	}
	return r
}

// Talk returns a finished talk of four phrases on two channels, with words,
// summary, classifiers and figures.
func Talk(opts ...func(*store.Talk)) store.Talk {
	t := store.Talk{
		ID: "aud1q2w3e4r5t6y7u8i9", OrganizationID: "bpf1", SpaceID: "f3a1", ConnectionID: "eag1", ProjectIDs: []string{"f3b1"},
		CreatedBy: "ajes1", CreatedAt: Start().Add(time.Hour).UTC(), ModifiedBy: "SUMMARIZATION", ModifiedAt: Start().Add(2 * time.Hour).UTC(),
		Fields: []store.Field{{Name: "call_id", Value: "externalCall.716d8ac2b0e6c2e3.1710234300", Type: "FIELD_TYPE_STRING"}},
		Phrases: []store.Phrase{
			Phrase(0, 480, "добрый день компания ромашка", "Добрый день, компания «Ромашка»."),
			Phrase(1, 2910, "здравствуйте когда привезут мой заказ", "Здравствуйте, когда привезут мой заказ?"),
			Phrase(0, 6120, "сейчас посмотрю номер заказа назовите пожалуйста", "Сейчас посмотрю. Номер заказа назовите, пожалуйста."),
			Phrase(1, 10050, "тысяча двести семь жаңа мекенжай", "1207, жаңа мекенжай."),
		},
		Statements: []store.Statement{
			{FieldID: "summary", Name: "Краткое содержание", Values: []string{"Клиент спрашивает о сроке доставки заказа 1207."}},
			{FieldID: "theme", Name: "Тема", Values: []string{"Доставка"}},
		},
		Classifiers: []store.ClassifierCount{{ClassifierID: "cls1", Name: "Негатив клиента", Count: 1}},
		Speakers: []store.SpeakerStats{
			{Channel: 0, SpeechMS: 5400, SilenceMS: 186600, Words: 10, WordsPerSecond: 1.85, Utterances: 2, LongestUtterance: 3 * time.Second},
			{
				Channel: 1, SpeechMS: 4700, SilenceMS: 187300, Words: 10, WordsPerSecond: 2.13, Utterances: 2, Interrupts: 1, InterruptsMS: 300,
				InterruptRanges: []store.Range{{StartMS: 2910, EndMS: 3210}}, LongestUtterance: 2500 * time.Millisecond,
			},
		},
		Conversation: store.ConversationStats{DurationMS: 192000, SimultaneousSpeechMS: 300, SimultaneousSilenceMS: 181000},
		State:        store.ProcessingSuccess,
		Algorithms: []store.AlgorithmState{
			{Algorithm: "SPEECHKIT", State: store.ProcessingSuccess}, {Algorithm: "SUMMARIZATION", State: store.ProcessingSuccess},
		},
	}
	t.Phrases[1].Classifiers = []store.PhraseClassifier{{
		ClassifierID: "cls1", Name: "Негатив клиента", StartMS: 3300, EndMS: 4500,
		Highlights: []store.Highlight{{Text: "когда привезут", Offset: 13, Count: 14}},
		Labels:     []store.Label{{Name: "negative", Confidence: 0.87}},
	}}
	for _, o := range opts {
		o(&t)
	}
	return t
}

// wordMS is how long a word of Phrase lasts, wordGapMS the pause before the next.
const wordMS, wordGapMS = 320, 80

// Phrase returns a phrase whose words follow each other from startMS on.
func Phrase(channel int, startMS int64, text, normalized string) store.Phrase {
	p := store.Phrase{Channel: channel, StartMS: startMS, EndMS: startMS, Text: text, Normalized: normalized, Language: "ru-RU"}
	at := startMS
	for _, w := range strings.Fields(text) {
		p.Words = append(p.Words, store.Word{Text: w, StartMS: at, EndMS: at + wordMS})
		p.EndMS = at + wordMS
		at += wordMS + wordGapMS
	}
	return p
}

// DB returns an empty database in a temporary folder, closed at the end of the
// test.
func DB(t testing.TB, opts ...db.Option) *db.DB {
	t.Helper()
	return DBWithFeed(t, nil, opts...)
}

// DBWithFeed is DB with a feed on which changes are announced.
func DBWithFeed(t testing.TB, feed *store.Feed, opts ...db.Option) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), filepath.Join(t.TempDir(), "sensedesk.db"), feed, opts...)
	if err != nil {
		t.Fatalf("open a database for the test: %v", err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("close the database of the test: %v", err)
		}
	})
	return d
}

// Stored puts a call (of the factory, changed by opts) into the database and
// returns it as stored.
func Stored(t testing.TB, d *db.DB, opts ...func(*store.Call)) store.Call {
	t.Helper()
	c := Call(opts...)
	ids, err := d.Receive(context.Background(), c.Source, c.Account, []store.Call{c}, "")
	if err != nil {
		t.Fatalf("store a call for the test: %v", err)
	}
	c, err = d.Call(context.Background(), ids[0])
	if err != nil {
		t.Fatalf("read the call of the test: %v", err)
	}
	return c
}

package review_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/review"
	"sensedesk/ui/theme"
	"sensedesk/ui/uitest"
)

// at says where one file lies.
type at string

func (f at) Path(string) string { return string(f) }

// chatted makes the call of the desk a written dialog; with a result when
// answered.
func chatted(t *testing.T, answered bool) func(d *desk) {
	began := time.Date(2026, 3, 12, 14, 5, 0, 0, time.FixedZone("", 5*3600))
	chat := store.Chat{
		People: []store.ChatPerson{{ID: "k", Name: "Ерлан", Role: store.RoleClient}, {ID: "b", Role: store.RoleBot}, {ID: "o", Name: "Ким Анна", Role: store.RoleOperator}},
		Messages: []store.ChatMessage{
			{Author: "k", At: began, Text: "Здравствуйте! Где заказ 4215? 😀"},
			{Author: "b", At: began.Add(2 * time.Second), Text: "Соединяю с оператором"},
			{Author: "o", At: began.Add(4 * time.Minute), Text: "Уже в пути"},
			{Author: "k", At: began.Add(26 * time.Hour), Text: "Привезли, рахмет"},
		},
	}
	text, err := chat.Encode()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "chat")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return func(d *desk) {
		d.files = at(file)
		d.book.settings.SpeechSense.OperatorChannel = 1 // says nothing about chats
		d.book.calls[theCall] = store.Call{
			ID: theCall, Source: store.SourceChats, State: store.StateReady, StartedAt: began, OperatorName: "Ким Анна", ClientName: "Ерлан",
			Direction: store.DirectionIncoming, Recording: &store.Recording{Hash: "h", Size: int64(len(text)), Container: store.ContainerChat},
		}
		delete(d.book.talks, theCall)
		if answered {
			talk := store.Talk{ID: "aud1", Phrases: chat.Phrases(), State: store.ProcessingSuccess}
			talk.Statements = []store.Statement{{FieldID: "summary", Values: []string{"Клиент спрашивал о заказе"}}}
			d.book.talks[theCall] = talk
		}
	}
}

// TestChatWithoutSound: a written dialog is shown with times of day, whether the
// service has answered or not, and nothing offers to play it.
func TestChatWithoutSound(t *testing.T) {
	for name, answered := range map[string]bool{"brought": false, "answered": true} {
		for _, o := range []uitest.Options{{}, {Lang: i18n.KK, Theme: theme.Dark}} {
			d := open(t, o, chatted(t, answered)).read()
			for _, want := range []string{"14:05", "14:09", "Соединяю с оператором", d.Print.S("transcript.bot"), "Ким Анна", "16:05"} {
				if !d.Sees(want) {
					t.Errorf("%s: %q is not shown; shown: %q", name, want, d.Texts())
				}
			}
			if s := d.screen.State(); s.Sound != review.SoundNone || !s.Chat() || d.Sees(d.Print.S("review.play")) || d.deck.loaded != "" {
				t.Errorf("%s: sound %v, loaded %q; shown: %q", name, s.Sound, d.deck.loaded, d.Texts())
			}
			d.shot("chat-" + name + "-" + string(d.Print.Lang()))
			d.Close()
		}
	}
}

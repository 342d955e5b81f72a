package sync_test

import (
	"context"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"sensedesk/store"
	engine "sensedesk/sync"
	"sensedesk/sync/sandbox"
)

// written is a dialog of three.
func written(first string) store.Chat {
	at := time.Date(2026, 3, 12, 14, 5, 0, 0, time.FixedZone("", 5*3600))
	return store.Chat{
		Title: "Заказ 4215",
		People: []store.ChatPerson{
			{ID: "Ерлан", Name: "Ерлан", Role: store.RoleClient}, {ID: "bot", Name: "bot", Role: store.RoleBot}, {ID: "Ким Анна", Name: "Ким Анна", Role: store.RoleOperator},
		},
		Messages: []store.ChatMessage{
			{Author: "Ерлан", At: at, Text: first}, {Author: "bot", At: at.Add(time.Second), Text: "Соединяю"}, {Author: "Ким Анна", At: at.Add(90 * time.Second), Text: "Уже в пути"},
		},
	}
}

// TestChatsGoOut: chats are sent with the next pass, with or without a portal,
// and their results come home; the same file again adds and pays nothing.
func TestChatsGoOut(t *testing.T) {
	for _, portal := range []bool{true, false} {
		r := newRig(t, []sandbox.PortalCall{talk(1)}, nil, nil)
		ctx := t.Context()
		r.noPortal = !portal
		for _, want := range []engine.ChatReport{{Added: make([]store.CallID, 2)}, {Known: 2}} {
			got, err := r.engine.AddChats(ctx, []store.Chat{written("Где заказ?"), written("Где мой заказ?")})
			must(t, err)
			if len(got.Added) != len(want.Added) || got.Known != want.Known {
				t.Errorf("added %v, known %d", got.Added, got.Known)
			}
			r.pass()
		}
		calls, err := r.db.Calls(ctx, store.CallFilter{Source: store.SourceChats})
		must(t, err)
		if len(calls) != 2 {
			t.Fatalf("%d chats", len(calls))
		}
		for _, c := range calls {
			got, err := r.db.Talk(ctx, c.ID)
			must(t, err)
			if c.State != store.StateDone || len(got.Phrases) != 3 || got.Phrases[0].Channel != 1 || got.Phrases[1].Channel != 2 || got.Phrases[2].StartMS != 90_000 {
				t.Errorf("%s: %+v", c.State, got.Phrases)
			}
		}
		texts := 0
		for _, u := range r.speech.Uploads() {
			if u.Hash == "" {
				texts++
			}
		}
		if texts != 2 {
			t.Errorf("%d chats were uploaded", texts)
		}
	}
}

// TestLostAnswerToAChat: an accepted chat whose answer was lost is found again
// by its marker; one that never arrived is sent again. Neither is doubled.
func TestLostAnswerToAChat(t *testing.T) {
	for _, stage := range []sandbox.Stage{sandbox.StageAccepted, sandbox.StageReceived} {
		lost := false
		r := newRig(t, nil, func(_ context.Context, m sandbox.Moment) error {
			if m.Method == "UploadText" && m.Stage == stage && !lost {
				lost = true
				return status.Error(codes.Unavailable, "the line broke")
			}
			return nil
		}, nil)
		_, err := r.engine.AddChats(t.Context(), []store.Chat{written("Где заказ?")})
		must(t, err)
		var calls []store.Call
		for range 4 {
			r.pass()
			calls, err = r.db.Calls(t.Context(), store.CallFilter{Source: store.SourceChats})
			must(t, err)
			must(t, r.engine.Retry(t.Context(), calls[0].ID)) // its result is looked for now, not in a while
		}
		if n := len(r.speech.Uploads()); n != 1 || calls[0].State != store.StateDone {
			t.Errorf("%v: %d uploads, the chat is %s", stage, n, calls[0].State)
		}
	}
}

// TestChatsOfAnotherConnection: chats go where the settings say for chats.
func TestChatsOfAnotherConnection(t *testing.T) {
	r := newRig(t, nil, nil, func(s *store.Settings) { s.SpeechSense.ChatConnection = "eagChats" })
	_, err := r.engine.AddChats(t.Context(), []store.Chat{written("Где заказ?")})
	must(t, err)
	_, err = r.engine.Pass(t.Context(), engine.PassOptions{})
	if store.CodeOf(err) != store.CodeIDUnknown { // the sandbox has no such connection, and says so
		t.Errorf("got %v", err)
	}
	if n := len(r.speech.Uploads()); n != 0 {
		t.Errorf("%d uploads into the connection of calls", n)
	}
}

func TestChatsThatCannotBe(t *testing.T) {
	r := newRig(t, nil, nil, nil)
	nobody, silent, back := written("да"), written("да"), written("да")
	nobody.People = nobody.People[:2]
	silent.Messages = nil
	back.Messages[2].At = back.Messages[0].At.Add(-time.Hour)
	for want, chat := range map[store.Code]store.Chat{store.CodeChatRoles: nobody, store.CodeChatEmpty: silent, store.CodeChatDate: back} {
		if _, err := r.engine.AddChats(t.Context(), []store.Chat{written("ещё"), chat}); store.CodeOf(err) != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	if calls, err := r.db.Calls(t.Context(), store.CallFilter{}); err != nil || len(calls) != 0 {
		t.Errorf("%d calls, %v: part of a file was taken", len(calls), err)
	}
}

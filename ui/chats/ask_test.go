package chats

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"sensedesk/store"
	engine "sensedesk/sync"
	"sensedesk/sync/chats"
	"sensedesk/ui/i18n"
	"sensedesk/ui/uitest"
	"sensedesk/ui/widgets"
)

// desk imitates what the question needs.
type desk struct {
	*uitest.World
	asker *Asker
	added []store.Chat
	toast string
}

func (d *desk) AddChats(_ context.Context, list []store.Chat) (engine.ChatReport, error) {
	d.added = list
	return engine.ChatReport{Added: make([]store.CallID, len(list))}, nil
}

func (d *desk) Status() engine.Status { return engine.Status{} }

func (d *desk) Checkpoints(context.Context) ([]store.Checkpoint, error) {
	return []store.Checkpoint{{Source: store.SourceBitrix24, Account: "romashka.bitrix24.kz"}}, nil
}

func (d *desk) People(context.Context, store.SourceKind, string) ([]store.Person, error) {
	return []store.Person{{ID: "3", Name: "Ким Анна"}}, nil
}

// open asks about a file with a text.
func open(t *testing.T, o uitest.Options, name, text string) *desk {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	d := &desk{World: uitest.New(t, o)}
	d.asker = New(Deps{
		Ctx: t.Context(), Post: d.Post, Window: d.Window, Engine: d, DB: d,
		OpenPath: func(chosen func(string)) { chosen(path) }, Toast: func(text string) { d.toast = text },
	})
	t.Cleanup(d.asker.Close)
	root := widgets.NewRoot(d.Post, widgets.Plain(""))
	t.Cleanup(root.Close)
	d.World.Show(root)
	d.asker.Ask(d.Print)
	d.Wait("an answer", func() bool { return !d.asker.read.Busy() })
	return d
}

const dialog = `12.03.2026, 14:05 - Ерлан: Где заказ 4215?
12.03.2026, 14:06 - Ким Анна: Уже в пути
12.03.2026, 14:07 - Ерлан: <Media omitted>
14.03.2026, 10:00 - Ерлан: Привезли не то
14.03.2026, 10:05 - Ким Анна: Заменим сегодня
`

func TestAChatIsAskedAboutAndQueued(t *testing.T) {
	d := open(t, uitest.Options{}, "WhatsApp Chat with Ерлан.txt", dialog)
	for _, want := range []string{"2 диалога, 4 сообщения", "1 сообщение без текста", "Ким Анна", "Где заказ 4215?"} {
		if !d.Sees(want) {
			t.Errorf("%q is not shown; shown: %q", want, d.Texts())
		}
	}
	d.Tap(d.Print.S("chats.yes"))
	d.Wait("the queue", func() bool { return d.toast != "" })
	if len(d.added) != 2 || d.added[0].RoleOf("Ким Анна") != store.RoleOperator || d.added[0].RoleOf("Ерлан") != store.RoleClient {
		t.Errorf("queued %+v", d.added)
	}
}

// TestNobodyKnowsWhoIsWho: nothing can be sent before a person says.
func TestNobodyKnowsWhoIsWho(t *testing.T) {
	d := open(t, uitest.Options{}, "group.txt", "12.03.2026, 14:05 - А: раз\n12.03.2026, 14:06 - Б: два\n12.03.2026, 14:07 - В: три\n")
	what, _ := d.Print.Code(store.CodeChatRoles, map[string]string{"who": "А"})
	if !d.Sees(what) {
		t.Fatalf("shown: %q", d.Texts())
	}
	d.Tap(d.Print.S("chats.yes"))
	if d.Sees(d.Print.S("chats.queued.stopped")) || len(d.added) != 0 {
		t.Error("sent without roles")
	}
}

func TestAFileThatIsNoChat(t *testing.T) {
	d := open(t, uitest.Options{}, "letter.txt", "Уважаемый клиент,\nспасибо.\n")
	what, _ := d.Print.Code(store.CodeChatColumns, map[string]string{"file": "letter.txt"})
	if !d.Sees(what) {
		t.Errorf("shown: %q", d.Texts())
	}
}

func TestChatsOfOneSideStayTogether(t *testing.T) {
	at := time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC)
	chat := store.Chat{People: []store.ChatPerson{{ID: "k", Role: store.RoleClient}, {ID: "o", Role: store.RoleOperator}}}
	for i, author := range []string{"k", "o", "k", "k", "o", "k"} {
		chat.Messages = append(chat.Messages, store.ChatMessage{Author: author, At: at.Add(time.Duration(i) * 24 * time.Hour), Text: "x"})
	}
	m := chats.Plan{Pause: time.Hour}
	m.Found = append(m.Found, chats.Found{Chat: chat})
	var got []int
	for _, c := range m.Chats() {
		if err := c.Check(); err != nil {
			t.Error(err)
		}
		got = append(got, len(c.Messages))
	}
	sum := 0
	for _, n := range got {
		sum += n
	}
	if sum != 6 {
		t.Errorf("dialogs of %v messages", got)
	}
}

// TestPictures writes pictures for eyes when SENSEDESK_SHOTS names a folder.
func TestPictures(t *testing.T) {
	dir := os.Getenv("SENSEDESK_SHOTS")
	for _, lang := range []i18n.Lang{i18n.RU, i18n.KK, i18n.EN} {
		d := open(t, uitest.Options{Lang: lang}, "WhatsApp Chat with Ерлан.txt", dialog)
		if !d.Sees(d.Print.S("chats.yes")) {
			t.Errorf("%s: no question; shown: %q", lang, d.Texts())
		}
		if dir != "" {
			d.Screenshot(filepath.Join(dir, "chats-"+string(lang)+".png"))
		}
		d.Close()
	}
}

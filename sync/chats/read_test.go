package chats

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"

	"sensedesk/store"
)

var update = flag.Bool("update", false, "write what is read over the golden files")

// almaty is the zone of the tests: times in most exports have none.
var almaty = time.FixedZone("", 5*3600)

// TestFiles reads exports as programs write them and compares the chats with
// golden files.
func TestFiles(t *testing.T) {
	files, err := filepath.Glob("testdata/files/*")
	if err != nil || len(files) < 8 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		name := filepath.Base(file)
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			found, err := Read(name, data, Options{Zone: almaty, Operators: []string{"Ким Анна"}})
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range found {
				if err := f.Chat.Check(); err != nil && !strings.Contains(name, "group") {
					t.Error(err)
				}
			}
			got, err := json.MarshalIndent(found, "", " ")
			if err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", "golden", name+".json")
			if *update {
				if err := os.WriteFile(golden, append(got, '\n'), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.TrimSpace(string(want)), string(got)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

const table = "Дата;Автор;Роль;Сообщение\n12.03.2026 14:05;Ерлан;клиент;Где заказ?\n12.03.2026 14:06;Ким Анна;оператор;Уже в пути\n"

// TestEncodings reads one table in every form it may come in.
func TestEncodings(t *testing.T) {
	cp1251, err := charmap.Windows1251.NewEncoder().String(table)
	if err != nil {
		t.Fatal(err)
	}
	var wide []byte
	for _, u := range utf16.Encode([]rune("\ufeff" + table)) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	w, err := z.Create("chats/export.csv")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(table)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	want, err := Read("a.csv", []byte(table), Options{Zone: almaty})
	if err != nil || len(want) != 1 || len(want[0].Chat.Messages) != 2 {
		t.Fatalf("%+v, %v", want, err)
	}
	for name, data := range map[string]string{
		"utf-8 with a mark": "\ufeff" + table, "windows-1251": cp1251, "utf-16": string(wide), "lines of windows": strings.ReplaceAll(table, "\n", "\r\n"),
		"commas": strings.ReplaceAll(table, ";", ","), "tabs": strings.ReplaceAll(table, ";", "\t"), "zip": packed.String(),
	} {
		got, err := Read("a.csv", []byte(data), Options{Zone: almaty})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
}

// TestDaysAndMonths decides over the whole file how dates are written.
func TestDaysAndMonths(t *testing.T) {
	line := func(date, clock string) string { return date + ", " + clock + " - Ерлан: текст\n" }
	for _, c := range []struct {
		name, text string
		want       string // of the last message
		unsure     bool
	}{
		{"dots", line("03.04.26", "14:05"), "2026-04-03T14:05", false},
		{"a day over 12", line("03/04/26", "14:05") + line("13/04/26", "14:05"), "2026-04-13T14:05", false},
		{"a month in front", line("3/4/26", "2:05 PM") + line("3/14/26", "12:05 AM"), "2026-03-14T00:05", false},
		{"only one order runs forward", line("5/11/25", "10:00") + line("2/12/25", "10:00"), "2025-12-02T10:00", false},
		{"both are possible, 24 hours", line("3/4/26", "14:05"), "2026-04-03T14:05", true},
		{"both are possible, 12 hours", line("3/4/26", "12:05 PM"), "2026-03-04T12:05", true},
		{"the year in front", line("2026-04-03", "14:05"), "2026-04-03T14:05", false},
		{"iOS", "[03.04.2026, 14:05:33] Ерлан: текст\n", "2026-04-03T14:05", false},
		{"iOS, narrow space", "\u200e[4/30/26, 2:05:33\u202fPM] Ерлан: текст\n", "2026-04-30T14:05", false},
	} {
		found, err := Read("chat.txt", []byte(c.text), Options{Zone: time.UTC})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		m := found[0].Chat.Messages
		if got := m[len(m)-1].At.Format("2006-01-02T15:04"); got != c.want || found[0].Unsure != c.unsure {
			t.Errorf("%s: %s (unsure %v), want %s (%v)", c.name, got, found[0].Unsure, c.want, c.unsure)
		}
	}
}

func TestWhatCannotBeRead(t *testing.T) {
	for name, c := range map[string]struct {
		data string
		want store.Code
		line string
	}{
		"nothing":              {"", store.CodeChatEmpty, ""},
		"blank":                {" \n\n", store.CodeChatEmpty, ""},
		"a broken archive":     {"PK\x03\x04zzzz", store.CodeChatUnreadable, ""},
		"a letter":             {"Здравствуйте!\nС уважением", store.CodeChatColumns, ""},
		"no text column":       {"Дата;Автор\n12.03.2026 14:05;Ерлан\n", store.CodeChatColumns, ""},
		"a bad date":           {"Дата;Автор;Текст\n12.03.2026 14:05;Ерлан;да\nвчера;Ерлан;нет\n", store.CodeChatLine, "3"},
		"a day that is none":   {"31.02.2026, 14:05 - Ерлан: да\n", store.CodeChatLine, "1"},
		"cut JSON":             {`{"messages":[{"text":"да"`, store.CodeChatUnreadable, ""},
		"JSON without dates":   {`[{"author":"Ерлан","text":"да"}]`, store.CodeChatLine, "1"},
		"JSON without authors": {`[{"time":"2026-03-12T14:05:00Z","text":"да"}]`, store.CodeChatLine, "1"},
		"only pictures":        {"12.03.2026, 14:05 - Ерлан: <Media omitted>\n", store.CodeChatEmpty, ""},
		"only a head":          {"Дата;Автор;Текст\n", store.CodeChatEmpty, ""},
	} {
		_, err := Read("dir/файл.bin", []byte(c.data), Options{Zone: time.UTC})
		if store.CodeOf(err) != c.want || store.ArgsOf(err)["line"] != c.line || store.ArgsOf(err)["file"] != "файл.bin" {
			t.Errorf("%s: %v, want %s at line %q", name, err, c.want, c.line)
		}
	}
}

func TestRolesAreGuessed(t *testing.T) {
	two := "12.03.2026, 14:05 - Ерлан: Где заказ?\n12.03.2026, 14:06 - Айгүл: В пути\n"
	for _, c := range []struct {
		name, file, text string
		operators        []string
		want             map[string]store.ChatRole
	}{
		{"who writes first is the client", "chat.txt", two, nil, map[string]store.ChatRole{"Ерлан": store.RoleClient, "Айгүл": store.RoleOperator}},
		{"an employee", "chat.txt", two, []string{"ерлан"}, map[string]store.ChatRole{"Ерлан": store.RoleOperator, "Айгүл": store.RoleClient}},
		{"whom the file is called after", "WhatsApp Chat with Айгүл.txt", two, nil, map[string]store.ChatRole{"Ерлан": store.RoleOperator, "Айгүл": store.RoleClient}},
		{
			"a bot", "chat.txt", two + "12.03.2026, 14:07 - Sales_bot: Оцените нас\n", nil,
			map[string]store.ChatRole{"Ерлан": store.RoleClient, "Айгүл": store.RoleOperator, "Sales_bot": store.RoleBot},
		},
		{
			"three people: a person decides", "chat.txt", two + "12.03.2026, 14:07 - Тимур: Я тоже здесь\n", nil,
			map[string]store.ChatRole{"Ерлан": "", "Айгүл": "", "Тимур": ""},
		},
	} {
		found, err := Read(c.file, []byte(c.text), Options{Zone: time.UTC, Operators: c.operators})
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]store.ChatRole{}
		for _, p := range found[0].Chat.People {
			got[p.ID] = p.Role
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", c.name, diff)
		}
	}
}

// FuzzRead feeds whatever bytes: no panic, and what is read is in order, has
// authors and texts, and comes back whole from its file.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/files/*")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(table))
	f.Fuzz(func(t *testing.T, data []byte) {
		found, err := Read("файл.txt", data, Options{Zone: time.UTC})
		if err != nil {
			if store.CodeOf(err) == store.CodeInternal {
				t.Fatal(err)
			}
			return
		}
		for _, one := range found {
			var before time.Time
			for _, m := range one.Chat.Messages {
				if m.At.Before(before) || m.Author == "" || strings.TrimSpace(m.Text) == "" {
					t.Fatalf("message %+v after %s", m, before)
				}
				before = m.At
			}
			text, err := one.Chat.Encode()
			if err != nil {
				t.Fatal(err)
			}
			again, err := store.DecodeChat(bytes.NewReader(text))
			if err != nil || len(again.Messages) != len(one.Chat.Messages) {
				t.Fatalf("%d messages of %d came back, %v", len(again.Messages), len(one.Chat.Messages), err)
			}
		}
	})
}

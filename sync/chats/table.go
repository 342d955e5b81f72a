package chats

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"sensedesk/store"
)

// The names of columns that are understood, lower case.
var columns = map[string][]string{
	"time":   {"time", "date", "datetime", "timestamp", "created_at", "sent_at", "дата", "время", "дата и время", "когда", "күні", "уақыты", "уақыт"},
	"author": {"author", "from", "sender", "user", "name", "автор", "отправитель", "имя", "кто", "от кого", "жіберуші", "кім"},
	"text":   {"text", "message", "body", "content", "сообщение", "текст", "мәтін", "хабар", "хабарлама"},
	"role":   {"role", "роль", "рөл", "рөлі"},
	"chat":   {"chat", "dialog", "chat_id", "dialog_id", "conversation", "чат", "диалог", "ticket_id"},
}

// roles are the words for roles in a table.
var roles = map[string]store.ChatRole{
	"operator": store.RoleOperator, "agent": store.RoleOperator, "manager": store.RoleOperator, "оператор": store.RoleOperator, "менеджер": store.RoleOperator,
	"client": store.RoleClient, "customer": store.RoleClient, "клиент": store.RoleClient, "покупатель": store.RoleClient,
	"bot": store.RoleBot, "бот": store.RoleBot,
}

// table reads a table: a row for each message, columns by their names. A column
// that names the chat makes several of them.
func (in input) table() ([]Found, error) {
	r := csv.NewReader(strings.NewReader(in.text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = delimiter(in.text), -1, true
	head, err := r.Read()
	if err != nil {
		return nil, in.fail(store.CodeChatUnreadable, err)
	}
	at := map[string]int{}
	for what, names := range columns {
		at[what] = slices.IndexFunc(head, func(h string) bool { return slices.Contains(names, strings.ToLower(strings.TrimSpace(h))) })
	}
	if at["time"] < 0 || at["text"] < 0 || at["author"] < 0 && at["role"] < 0 {
		return nil, in.fail(store.CodeChatColumns, nil)
	}
	clock := -1 // a table may have the day and the hour in two columns
	if i := slices.IndexFunc(head, func(h string) bool {
		return slices.Contains([]string{"time", "время", "уақыты"}, strings.ToLower(strings.TrimSpace(h)))
	}); i != at["time"] {
		clock = i
	}
	var out []Found
	chats := map[string]int{}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		line, _ := r.FieldPos(0)
		if err != nil {
			return nil, in.fail(store.CodeChatLine, err, "line", strconv.Itoa(line))
		}
		cell := func(i int) string {
			if i < 0 || i >= len(row) {
				return ""
			}
			return strings.TrimSpace(row[i])
		}
		if strings.Join(row, "") == "" {
			continue
		}
		title := cell(at["chat"])
		i, known := chats[title]
		if !known {
			i = len(out)
			chats[title] = i
			out = append(out, Found{Chat: store.Chat{Title: title}})
		}
		f := &out[i]
		role := roles[strings.ToLower(cell(at["role"]))]
		author := firstText(cell(at["author"]), string(role))
		text := cell(at["text"])
		if text == "" {
			f.Left++
			continue
		}
		when, ok := moment(strings.TrimSpace(cell(at["time"])+" "+cell(clock)), in.o.Zone)
		if !ok || author == "" {
			return nil, in.fail(store.CodeChatLine, nil, "line", strconv.Itoa(line))
		}
		if role != "" && !slices.ContainsFunc(f.Chat.People, func(p store.ChatPerson) bool { return p.ID == author }) {
			f.Chat.People = append(f.Chat.People, store.ChatPerson{ID: author, Name: author, Role: role})
		}
		f.Chat.Messages = append(f.Chat.Messages, store.ChatMessage{Author: author, At: when, Text: text})
	}
}

// delimiter is the sign that stands most often in the first line.
func delimiter(text string) rune {
	first, _, _ := strings.Cut(text, "\n")
	best := ','
	for _, c := range ";\t|" {
		if strings.Count(first, string(c)) > strings.Count(first, string(best)) {
			best = c
		}
	}
	return best
}

// layouts are how moments are written; those without a zone are in the zone of
// the options.
var layouts = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999 -0700", "2006-01-02 15:04:05.999999999Z07:00", "2006-01-02 15:04:05.999999999", "2006-01-02 15:04",
	"02.01.2006 15:04:05", "02.01.2006 15:04", "02.01.2006, 15:04:05", "02.01.2006, 15:04", "02.01.06 15:04:05", "02.01.06 15:04", "02/01/2006 15:04:05", "02/01/2006 15:04",
}

// moment reads a date with its time, or seconds or milliseconds since 1970.
func moment(text string, zone *time.Location) (time.Time, bool) {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil && n > 0 {
		if n > 1e11 {
			return time.UnixMilli(n).In(zone), true
		}
		return time.Unix(n, 0).In(zone), true
	}
	for _, layout := range layouts {
		if at, err := time.ParseInLocation(layout, text, zone); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

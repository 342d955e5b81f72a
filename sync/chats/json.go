package chats

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"sensedesk/store"
)

// errNotJSON says that a text only begins like JSON.
var errNotJSON = errors.New("no JSON")

// export is the union of what JSON files of chats look like: Telegram's export
// of one chat or of all, and the plain shape documented in docs/chats.md.
type export struct {
	Name     string    `json:"name"`
	Title    string    `json:"title"`
	Messages []message `json:"messages"`
	Chats    *struct {
		List []export `json:"list"`
	} `json:"chats"`
}

// message is one message of either.
type message struct {
	Type   string          `json:"type"` // Telegram: "message" or "service"
	From   json.RawMessage `json:"from"` // Telegram: a name, null for deleted accounts
	FromID string          `json:"from_id"`
	Unix   string          `json:"date_unixtime"`
	Date   json.RawMessage `json:"date"`
	Text   json.RawMessage `json:"text"` // Telegram: a string, or strings and entities in a row

	Time      json.RawMessage `json:"time"`
	Timestamp json.RawMessage `json:"timestamp"`
	Author    string          `json:"author"`
	User      string          `json:"user"`
	Role      store.ChatRole  `json:"role"`
	Message   json.RawMessage `json:"message"`
}

// json reads Telegram's exports and the plain shape.
func (in input) json() ([]Found, error) {
	var list []message
	if err := json.Unmarshal([]byte(in.text), &list); err == nil {
		f, err := in.chat(export{Messages: list})
		return []Found{f}, err
	}
	var e export
	if err := json.Unmarshal([]byte(in.text), &e); err != nil {
		if strings.HasPrefix(strings.TrimSpace(in.text), "[") && looksLikeWhatsApp(in.text) {
			return nil, errNotJSON
		}
		return nil, in.fail(store.CodeChatUnreadable, err)
	}
	if e.Chats == nil {
		f, err := in.chat(e)
		return []Found{f}, err
	}
	var out []Found
	for _, one := range e.Chats.List {
		f, err := in.chat(one)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

// chat makes a chat of messages in either shape.
func (in input) chat(e export) (Found, error) {
	f := Found{Chat: store.Chat{Title: e.Title + e.Name}}
	roles := map[string]store.ChatRole{}
	for i, m := range e.Messages {
		text := strings.TrimSpace(flat(m.Text) + flat(m.Message))
		if m.Type == "service" || text == "" {
			f.Left++
			continue
		}
		at, ok := m.when(in.o.Zone)
		if !ok {
			return f, in.fail(store.CodeChatLine, nil, "line", strconv.Itoa(i+1))
		}
		author := firstText(m.Author, m.User, flat(m.From), m.FromID)
		if author == "" {
			author = string(m.Role)
		}
		if author == "" {
			return f, in.fail(store.CodeChatLine, nil, "line", strconv.Itoa(i+1))
		}
		if m.Role != "" {
			roles[author] = m.Role
		}
		f.Chat.Messages = append(f.Chat.Messages, store.ChatMessage{Author: author, At: at, Text: text})
	}
	for _, author := range slices.Sorted(maps.Keys(roles)) {
		if role := roles[author]; role == store.RoleOperator || role == store.RoleClient || role == store.RoleBot {
			f.Chat.People = append(f.Chat.People, store.ChatPerson{ID: author, Name: author, Role: role})
		}
	}
	return f, nil
}

// when is the moment of a message. Telegram's own date has no zone and is that
// of the exporting computer; its seconds since 1970 are exact.
func (m message) when(zone *time.Location) (time.Time, bool) {
	if s, err := strconv.ParseInt(m.Unix, 10, 64); err == nil {
		return time.Unix(s, 0).In(zone), true
	}
	return moment(firstText(flat(m.Time), flat(m.Timestamp), flat(m.Date)), zone)
}

// flat makes a text of a string, a number, or a row of strings and entities.
func flat(raw json.RawMessage) string {
	if len(raw) == 0 {
		return ""
	}
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	var n json.Number
	if json.Unmarshal(raw, &n) == nil {
		return n.String()
	}
	var parts []json.RawMessage
	if json.Unmarshal(raw, &parts) == nil {
		var b strings.Builder
		for _, p := range parts {
			b.WriteString(flat(p))
		}
		return b.String()
	}
	var entity struct {
		Text string `json:"text"`
	}
	if json.Unmarshal(raw, &entity) == nil {
		return entity.Text
	}
	return ""
}

func firstText(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

package store

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"time"
)

// ChatRole says who writes in a chat.
type ChatRole string

// The roles SpeechSense knows.
const (
	RoleOperator ChatRole = "operator"
	RoleClient   ChatRole = "client"
	RoleBot      ChatRole = "bot"
)

// Channel is the number SpeechSense gives a role in results and filters
// (documentation, text upload): 0 operator, 1 client, 2 bot.
func (r ChatRole) Channel() int {
	switch r {
	case RoleClient:
		return 1
	case RoleBot:
		return 2
	}
	return 0
}

// Chat is one written dialog.
type Chat struct {
	Title    string        `json:"title,omitempty"`
	People   []ChatPerson  `json:"people"`
	Messages []ChatMessage `json:"messages"` // in order of time
}

// ChatPerson is one who writes.
type ChatPerson struct {
	ID   string   `json:"id"`
	Name string   `json:"name"`
	Role ChatRole `json:"role"` // empty = not known yet
}

// ChatMessage is one message.
type ChatMessage struct {
	Author string    `json:"author"` // ChatPerson.ID
	At     time.Time `json:"at"`
	Text   string    `json:"text"`
}

// Encode returns the chat as it is kept: the same bytes for the same chat.
func (c Chat) Encode() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(c)
	return b.Bytes(), err
}

// DecodeChat reads what Encode wrote.
func DecodeChat(r io.Reader) (Chat, error) {
	var c Chat
	err := json.NewDecoder(r).Decode(&c)
	return c, err
}

// With returns the first who has a role; ok is false when nobody has.
func (c Chat) With(role ChatRole) (p ChatPerson, ok bool) {
	for _, p := range c.People {
		if p.Role == role {
			return p, true
		}
	}
	return p, false
}

// RoleOf is the role of an author, "" when it is not known.
func (c Chat) RoleOf(author string) ChatRole {
	for _, p := range c.People {
		if p.ID == author {
			return p.Role
		}
	}
	return ""
}

// Check tells whether SpeechSense can take the chat: codes chat_empty,
// chat_roles (arg who: the author without a role), chat_no_operator,
// chat_no_client, chat_date (arg n: number of the message).
func (c Chat) Check() error {
	const op = "check a chat"
	if len(c.Messages) == 0 {
		return E(CodeChatEmpty, op, nil)
	}
	for i, m := range c.Messages {
		switch c.RoleOf(m.Author) {
		case RoleOperator, RoleClient, RoleBot:
		default:
			return E(CodeChatRoles, op, nil, "who", m.Author)
		}
		if m.At.IsZero() || i > 0 && m.At.Before(c.Messages[i-1].At) {
			return E(CodeChatDate, op, nil, "n", strconv.Itoa(i+1))
		}
		if strings.TrimSpace(m.Text) == "" {
			return E(CodeChatEmpty, op, nil)
		}
	}
	if _, ok := c.With(RoleOperator); !ok {
		return E(CodeChatNoOperator, op, nil)
	}
	if _, ok := c.With(RoleClient); !ok {
		return E(CodeChatNoClient, op, nil)
	}
	return nil
}

// Split cuts a long history into dialogs wherever nobody wrote for a pause; 0
// leaves it whole.
func (c Chat) Split(pause time.Duration) []Chat {
	var out []Chat
	begun := 0
	for i := 1; i <= len(c.Messages); i++ {
		if i < len(c.Messages) && (pause <= 0 || c.Messages[i].At.Sub(c.Messages[i-1].At) < pause) {
			continue
		}
		part := c
		part.Messages = c.Messages[begun:i:i]
		out, begun = append(out, part), i
	}
	return out
}

// Letters counts what a text is billed by: the letters of all messages.
func (c Chat) Letters() (n int) {
	for _, m := range c.Messages {
		n += len([]rune(m.Text))
	}
	return n
}

// Phrases shows the chat as SpeechSense would return it, for as long as there is
// no result: a phrase for each message, times counted from the first.
func (c Chat) Phrases() []Phrase {
	out := make([]Phrase, len(c.Messages))
	for i, m := range c.Messages {
		at := m.At.Sub(c.Messages[0].At).Milliseconds()
		out[i] = Phrase{Channel: c.RoleOf(m.Author).Channel(), StartMS: at, EndMS: at, Text: m.Text}
	}
	return out
}

// IsChat tells whether a call is a written dialog: it was brought from a file
// with chats, or, where there is no recording, its talk names a bot
// (SpeechSense documentation, text upload: bot_id is a key of chats), or the
// service says of each phrase when it was written and of no word when it was
// heard. One phrase alone may also be a call with bad times.
func (c Call) IsChat(t Talk) bool {
	if c.Recording != nil {
		return c.Recording.Container == ContainerChat
	}
	for i := range t.Phrases {
		if len(t.Phrases[i].Words) > 0 || t.Phrases[i].EndMS > t.Phrases[i].StartMS {
			return false
		}
	}
	return len(t.Phrases) > 1 || t.Field(fieldBotID) != ""
}

package chats

import (
	"archive/zip"
	"bytes"
	"cmp"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"

	"sensedesk/store"
)

// maxFile is the most that is read of one file, bytes.
const maxFile = 256 << 20

// Options help to understand a file.
type Options struct {
	Zone      *time.Location // of times without a zone; nil = this computer's
	Operators []string       // names of employees, who are operators
}

// Found is one chat of a file.
type Found struct {
	Chat store.Chat
	// Left counts messages that hold no text (pictures, calls, «joined the
	// group») and are not taken over.
	Left int
	// DayFirst is false where a date could be read both ways and the months were
	// taken first, or the other way round; Unsure says that nothing decided.
	Unsure bool
}

// Read reads the chats of a file. The kind is told by the content, never by the
// name; name helps to guess who the client is.
//
// Errors: chat_unreadable, chat_columns, chat_line (with the number of the line),
// chat_empty; arg file is the file's own name.
func Read(name string, data []byte, o Options) ([]Found, error) {
	const op = "read chats"
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	if o.Zone == nil {
		o.Zone = time.Local
	}
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		inner, text, err := unzip(data)
		if err != nil {
			return nil, store.E(store.CodeChatUnreadable, op, err, "file", base)
		}
		if base, data = inner, text; inner == "_chat.txt" { // the archive is named after the other party
			base = strings.TrimSuffix(path.Base(strings.ReplaceAll(name, `\`, "/")), ".zip") + ".txt"
		}
	}
	text := plain(data)
	in := input{name: base, text: text, o: o}
	var found []Found
	var err error
	switch trimmed := strings.TrimSpace(text); {
	case trimmed == "":
		return nil, store.E(store.CodeChatEmpty, op, nil, "file", base)
	case strings.HasPrefix(trimmed, "{") || strings.HasPrefix(trimmed, "["):
		if found, err = in.json(); errors.Is(err, errNotJSON) {
			found, err = in.lines()
		}
	case looksLikeWhatsApp(text):
		found, err = in.lines()
	default:
		found, err = in.table()
	}
	if err != nil {
		return nil, err
	}
	found = slices.DeleteFunc(found, func(f Found) bool { return len(f.Chat.Messages) == 0 })
	if len(found) == 0 {
		return nil, store.E(store.CodeChatEmpty, op, nil, "file", base)
	}
	for i := range found {
		finish(&found[i].Chat, base, o)
	}
	return found, nil
}

// input is one file on its way.
type input struct {
	name string
	text string
	o    Options
}

func (in input) fail(code store.Code, err error, args ...string) error {
	return store.E(code, "read chats", err, append([]string{"file", in.name}, args...)...)
}

// unzip returns the text inside an archive: WhatsApp's _chat.txt, or the only
// file that can be one.
func unzip(data []byte) (name string, text []byte, err error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "", nil, err
	}
	var chosen *zip.File
	for _, f := range z.File {
		base := path.Base(f.Name)
		known := base == "_chat.txt" || base == "result.json"
		if known || chosen == nil && (strings.HasSuffix(base, ".txt") || strings.HasSuffix(base, ".json") || strings.HasSuffix(base, ".csv")) {
			chosen = f
			if known {
				break
			}
		}
	}
	if chosen == nil {
		return "", nil, errors.New("no text in the archive")
	}
	r, err := chosen.Open()
	if err != nil {
		return "", nil, err
	}
	defer r.Close()
	text, err = io.ReadAll(io.LimitReader(r, maxFile))
	return path.Base(chosen.Name), text, err
}

// plain makes UTF-8 of what programs write: with a mark at the beginning, in
// UTF-16, or in Windows-1251, which Russian tables come in. Signs that only say
// which way to write go, and so do the spaces that are no spaces.
func plain(data []byte) string {
	var text string
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		little := data[0] == 0xff
		units := make([]uint16, 0, len(data)/2)
		for i := 2; i+1 < len(data); i += 2 {
			if little {
				units = append(units, uint16(data[i])|uint16(data[i+1])<<8)
			} else {
				units = append(units, uint16(data[i])<<8|uint16(data[i+1]))
			}
		}
		text = string(utf16.Decode(units))
	case utf8.Valid(data):
		text = strings.TrimPrefix(string(data), "\ufeff")
	default:
		decoded, err := charmap.Windows1251.NewDecoder().Bytes(data)
		if err != nil { // the table has a letter for every byte
			decoded = bytes.ToValidUTF8(data, []byte("\ufffd"))
		}
		text = string(decoded)
	}
	return norm.NFC.String(strings.NewReplacer("\u200e", "", "\u200f", "", "\u202a", "", "\u202c", "", "\u202f", " ", "\u00a0", " ", "\r\n", "\n", "\r", "\n").Replace(text))
}

// finish orders the messages, names the people and guesses their roles.
func finish(c *store.Chat, file string, o Options) {
	slices.SortStableFunc(c.Messages, func(a, b store.ChatMessage) int { return a.At.Compare(b.At) })
	count := map[string]int{}
	for _, m := range c.Messages {
		count[m.Author]++
		if !slices.ContainsFunc(c.People, func(p store.ChatPerson) bool { return p.ID == m.Author }) {
			c.People = append(c.People, store.ChatPerson{ID: m.Author, Name: m.Author})
		}
	}
	c.People = slices.DeleteFunc(c.People, func(p store.ChatPerson) bool { return count[p.ID] == 0 })
	guess(c, file, o.Operators)
}

// guess fills in the roles nobody told: employees are operators, who the chat
// is called after is the client, a bot says that it is one. In a dialog of two
// the other role is left over, and who wrote first is the client.
func guess(c *store.Chat, file string, operators []string) {
	told := func(p store.ChatPerson) bool { return p.Role != "" }
	same := func(a, b string) bool {
		return a != "" && strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
	}
	for i := range c.People {
		p := &c.People[i]
		lower := strings.ToLower(p.Name)
		switch {
		case told(*p):
		case slices.ContainsFunc(operators, func(name string) bool { return same(name, p.Name) }):
			p.Role = store.RoleOperator
		case strings.HasSuffix(lower, "bot") || strings.HasSuffix(lower, "бот"):
			p.Role = store.RoleBot
		case same(c.Title, p.Name) || len(p.Name) > 2 && strings.Contains(strings.ToLower(file), lower):
			p.Role = store.RoleClient
		}
	}
	var open []*store.ChatPerson
	for i := range c.People {
		if !told(c.People[i]) {
			open = append(open, &c.People[i])
		}
	}
	_, operator := c.With(store.RoleOperator)
	_, client := c.With(store.RoleClient)
	switch {
	case len(open) == 2 && !operator && !client:
		slices.SortFunc(open, func(a, b *store.ChatPerson) int { return cmp.Compare(firstWord(*c, a.ID), firstWord(*c, b.ID)) })
		open[0].Role, open[1].Role = store.RoleClient, store.RoleOperator
	case len(open) == 1 && operator && !client:
		open[0].Role = store.RoleClient
	case len(open) == 1 && client && !operator:
		open[0].Role = store.RoleOperator
	}
}

// firstWord is the number of somebody's first message.
func firstWord(c store.Chat, author string) int {
	return slices.IndexFunc(c.Messages, func(m store.ChatMessage) bool { return m.Author == author })
}

package sync

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strconv"
	"time"

	"sensedesk/store"
	"sensedesk/sync/speechsense"
)

// ChatReport says what became of chats that were brought from a file.
type ChatReport struct {
	Added []store.CallID // wait to be sent
	Known int            // were here already; nothing is sent twice
}

// AddChats puts chats into the queue. A chat is known by its content, so the
// same file again adds nothing. Errors are those of store.Chat.Check, and
// disk_full; what was added before an error stays.
func (e *Engine) AddChats(ctx context.Context, chats []store.Chat) (ChatReport, error) {
	var r ChatReport
	for _, chat := range chats {
		if err := chat.Check(); err != nil {
			return r, err
		}
	}
	known := map[string]bool{}
	here, err := e.o.Store.Calls(ctx, store.CallFilter{Source: store.SourceChats})
	if err != nil {
		return r, err
	}
	for _, c := range here {
		known[c.SourceID] = true
	}
	for _, chat := range chats {
		text, err := chat.Encode()
		if err != nil {
			return r, err
		}
		rec, err := e.o.Recordings.PutChat(ctx, bytes.NewReader(text))
		if err != nil {
			return r, err
		}
		c := callOfChat(chat, rec)
		if known[c.SourceID] {
			r.Known++
			continue
		}
		known[c.SourceID] = true
		ids, err := e.o.Store.Receive(ctx, store.SourceChats, "", []store.Call{c}, "")
		if err != nil {
			return r, err
		}
		r.Added = append(r.Added, ids...)
	}
	e.nudge()
	return r, e.recount(ctx)
}

// callOfChat makes the call a chat is kept as. Its length stays zero: a chat is
// billed by letters, and the time between its messages is nobody's talk.
func callOfChat(chat store.Chat, rec store.Recording) store.Call {
	operator, _ := chat.With(store.RoleOperator)
	client, _ := chat.With(store.RoleClient)
	c := store.Call{
		SourceID: rec.Hash, UniqueID: "chat-" + rec.Hash[:24], State: store.StateReady,
		StartedAt: chat.Messages[0].At, Direction: store.DirectionIncoming,
		OperatorID: operator.ID, OperatorName: operator.Name, ClientID: client.ID, ClientName: client.Name,
		Recording: &rec, Meta: map[string]string{},
	}
	if chat.RoleOf(chat.Messages[0].Author) == store.RoleOperator {
		c.Direction = store.DirectionOutgoing
	}
	if bot, ok := chat.With(store.RoleBot); ok {
		c.Meta["bot_id"], c.Meta["bot_name"] = bot.ID, bot.Name
	}
	return c
}

// sendChat uploads the chat of a call.
func (s *session) sendChat(ctx context.Context, c store.Call) (id store.TalkID, err error) {
	f, err := s.o.Recordings.Open(c.Recording.Hash)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	chat, err := store.DecodeChat(f)
	if err != nil {
		return "", store.E(store.CodeChatUnreadable, "read chat", err, "file", c.Recording.Hash)
	}
	fields := metadata(c, s.settings)
	for key, v := range c.Meta {
		fields[key] = v
	}
	return s.speech.UploadText(ctx, speechsense.UploadText{ConnectionID: c.ConnectionID, Fields: fields, Chat: chat})
}

// connectionOf is where a call is sent: chats have a connection of their own,
// since one takes either sound or text.
func connectionOf(c store.Call, s store.SpeechSettings) string {
	if c.Recording != nil && c.Recording.Container == store.ContainerChat && s.ChatConnection != "" {
		return s.ChatConnection
	}
	return s.ConnectionID
}

// hasChats tells whether any chat was ever brought.
func (e *Engine) hasChats(ctx context.Context) (bool, error) {
	counts, err := e.o.Store.CountStates(ctx, store.SourceChats, "")
	for _, n := range counts {
		if n > 0 {
			return true, err
		}
	}
	return false, err
}

// openChats makes the session for chats; nil when there are none. They need no
// portal: whoever has only chats sets up only SpeechSense.
func (e *Engine) openChats(ctx context.Context, patience int) (*session, error) {
	some, err := e.hasChats(ctx)
	if err != nil || !some {
		return nil, err
	}
	ses, err := e.openSpeech(ctx, patience)
	if err != nil {
		return nil, err
	}
	ses.src, ses.people = deskSource{}, map[string]string{}
	ses.filters = newFilters(ses.settings, time.UTC) // nothing is filtered: a person chose each chat
	e.profile = ses.settings.Profile
	return ses, nil
}

// deliver settles unknown outcomes of chats and sends those that wait.
func (s *session) deliver(soft, hard context.Context) (done int, err error) {
	for _, step := range []func(context.Context) error{s.sendFields, s.resolve} {
		if err := step(soft); err != nil {
			return 0, err
		}
	}
	return s.uploadAndCollect(soft, hard)
}

// deskSource is where chats come from: a person brought them, so there is
// nothing to list and nothing to fetch.
type deskSource struct{}

func (deskSource) Kind() store.SourceKind { return store.SourceChats }
func (deskSource) Account() string        { return "" }

func (deskSource) Zone(context.Context) (*time.Location, error) { return time.UTC, nil }

func (deskSource) List(context.Context, string, store.ListQuery, func([]store.Row) error) error {
	return nil
}
func (deskSource) Total(context.Context, string, store.ListQuery) (int, error) { return 0, nil }
func (deskSource) Rows(context.Context, []string) (map[string]store.Row, error) {
	return map[string]store.Row{}, nil
}
func (deskSource) People(context.Context, []string) ([]store.Person, error) { return nil, nil }
func (deskSource) ClientName(context.Context, store.Row) (string, error)    { return "", nil }
func (deskSource) Check(context.Context) []store.CheckLine                  { return nil }

// Open is asked when a chat is to be sent again whose file was lost.
func (deskSource) Open(_ context.Context, row store.Row) (io.ReadCloser, int64, error) {
	return nil, 0, store.E(store.CodeFileGone, "open chat", errors.New("chat "+strconv.Quote(row.SourceID)+" is not here any more"))
}

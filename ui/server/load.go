package server

import (
	"context"
	"encoding/json"

	"sensedesk/store"
	engine "sensedesk/sync"
)

// Engine is what the screen asks of the work.
type Engine interface {
	SearchServer(ctx context.Context, q store.TalkQuery, cursor string, progress func(engine.ServerProgress)) (engine.ServerPage, error)
	OpenServerTalk(ctx context.Context, id store.TalkID) (store.CallID, error)
	SearchKeys(ctx context.Context) ([]store.TalkKey, error)
}

// DB is what the screen reads and remembers.
type DB interface {
	Settings(ctx context.Context) (store.Settings, error)
	Pref(ctx context.Context, key string) (string, error)
	SetPref(ctx context.Context, key, value string) error
}

// prefSearches is under which name the saved searches are remembered.
const prefSearches = "server.searches"

// ground is what the builder stands on.
type ground struct {
	keys     []store.TalkKey
	keysErr  error
	operator int
	saved    []store.NamedQuery
	savedErr error
}

// loadLocal reads what needs no asking: the keys of the settings and the saved
// searches.
func loadLocal(ctx context.Context, db DB) ground {
	var g ground
	s, err := db.Settings(ctx)
	if err != nil {
		s = store.DefaultSettings()
		g.keysErr = err
	}
	g.operator, g.keys = s.SpeechSense.OperatorChannel, store.TalkKeys(s.SpeechSense, nil)
	raw, err := db.Pref(ctx, prefSearches)
	if err == nil && raw != "" {
		err = json.Unmarshal([]byte(raw), &g.saved)
	}
	g.savedErr = err
	return g
}

// keysRead are the keys with what the server names.
type keysRead struct {
	keys []store.TalkKey
	err  error
}

func loadKeys(ctx context.Context, e Engine) keysRead {
	keys, err := e.SearchKeys(ctx)
	return keysRead{keys, err}
}

// pageRead is one page of results.
type pageRead struct {
	engine.ServerPage
	err error
}

func loadPage(ctx context.Context, e Engine, q store.TalkQuery, cursor string, progress func(engine.ServerProgress)) pageRead {
	p, err := e.SearchServer(ctx, q, cursor, progress)
	return pageRead{p, err}
}

// saveSearches remembers the saved searches.
func saveSearches(ctx context.Context, db DB, saved []store.NamedQuery) error {
	raw, err := json.Marshal(saved)
	if err != nil {
		return err
	}
	return db.SetPref(ctx, prefSearches, string(raw))
}

// openedTalk is the call a result was opened as.
type openedTalk struct {
	call store.CallID
	err  error
}

func openTalk(ctx context.Context, e Engine, id store.TalkID) openedTalk {
	call, err := e.OpenServerTalk(ctx, id)
	return openedTalk{call, err}
}

package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/store"
	"sensedesk/ui/again"
	"sensedesk/ui/calls"
	"sensedesk/ui/cards"
	"sensedesk/ui/chats"
	"sensedesk/ui/help"
	"sensedesk/ui/i18n"
	"sensedesk/ui/mirror"
	"sensedesk/ui/post"
	"sensedesk/ui/profiles"
	"sensedesk/ui/queue"
	"sensedesk/ui/review"
	"sensedesk/ui/saving"
	"sensedesk/ui/server"
	"sensedesk/ui/upload"
)

// Engine is what the window asks of the work.
type Engine interface {
	upload.Engine
	again.Engine
	profiles.Engine
	chats.Engine
	// SendFields sends the edits of metadata that wait.
	SendFields(ctx context.Context) error
	mirror.Engine
	server.Engine
	Linking
}

// DB is what the window reads and writes.
type DB interface {
	upload.DB
	calls.DB
	chats.DB
	review.Calls
	review.Edits
	profiles.DB
	cards.DB
	review.Kept
	review.Scores
	review.Heard
	queue.DB
	review.Desk
	saving.DB
	Pref(ctx context.Context, key string) (string, error)
	SetPref(ctx context.Context, key, value string) error
}

// Secrets is the keyring as the window sees it: it can put secrets in and take
// them away, never read one.
type Secrets interface {
	Set(ctx context.Context, name store.SecretName, value string) error
	Remove(ctx context.Context, name store.SecretName) error
	Saved(ctx context.Context, more ...store.SecretName) (map[store.SecretName]bool, error)
	KeepInMemory()
	InMemory() bool
}

// Options is everything a window needs. All fields but Demo are required.
type Options struct {
	App       fyne.App
	Ctx       context.Context // ends every load of every screen
	Post      post.Post
	Catalogue *i18n.Catalogue
	Lang      i18n.Lang // used until a person chooses one
	Engine    Engine
	DB        DB
	Secrets   Secrets
	Feed      *store.Feed
	// Recordings, Waves and Player are for the review of a call.
	Recordings review.Files
	Waves      review.Waves
	Player     review.Player
	// Webhook reads a pasted webhook address; its error is coded and free of
	// the address itself.
	Webhook func(pasted string) (normalised, account string, err error)
	// Shuffle is for the queue of calls; nil = chance.
	Shuffle func(n int, swap func(i, j int))
	Folder  string // where the data lies, for the eyes of a person
	Version string
	Demo    bool // calls and service are inside the app; says so on every screen
	Now     func() time.Time
	// ReadAnswer makes an answer of the service, as the database keeps it, readable.
	ReadAnswer func(raw []byte) (store.Answer, error)
	// OpenFolder shows a folder in the file manager of the desktop.
	OpenFolder func(path string) error
	// Drill checks, in a folder and on services of its own, that nothing is
	// lost and nothing paid twice.
	Drill help.Drill
}

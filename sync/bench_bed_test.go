package sync_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"sensedesk/player/decode"
	"sensedesk/store"
	"sensedesk/store/db"
	"sensedesk/store/recordings"
	engine "sensedesk/sync"
	"sensedesk/sync/sandbox"
	"sensedesk/sync/speechsense"
)

// bed is what a measurement runs on: a database and recordings on disk, with
// everything durable that is durable in the program.
type bed struct {
	db     *db.DB
	folder *recordings.Folder
	feed   *store.Feed
}

// newBed opens a data folder, which may hold something already.
func newBed(tb testing.TB, dir string) *bed {
	tb.Helper()
	b := &bed{feed: &store.Feed{}}
	var err error
	b.db, err = db.Open(context.Background(), filepath.Join(dir, "sensedesk.db"), b.feed)
	need(tb, err)
	tb.Cleanup(func() { need(tb, b.db.Close()) })
	b.folder, err = recordings.Open(filepath.Join(dir, "recordings"))
	need(tb, err)
	return b
}

// engine makes an engine between a source and the SpeechSense at address.
func (b *bed) engine(tb testing.TB, src engine.Source, address string) *engine.Engine {
	tb.Helper()
	ctx := context.Background()
	s := store.DefaultSettings()
	s.SpeechSense.Kind, s.SpeechSense.Address, s.SpeechSense.TLS = store.KindSandbox, address, store.TLSOff
	s.SpeechSense.ConnectionID = "eagConnection"
	s.SpeechSense.MetadataKeys = []string{"id", "call_id"}
	s.MinDuration, s.PollSeconds = 0, 3600
	need(tb, b.db.SaveSettings(ctx, s))
	e, err := engine.New(ctx, engine.Options{
		Store: b.db, Recordings: b.folder, Feed: b.feed, Inspect: inspectWAV, Convert: decode.AsPCM16, Now: time.Now,
		OpenSource: func(context.Context, store.Settings) (engine.Source, error) { return src, nil },
		OpenSpeech: func(_ context.Context, s store.Settings) (engine.Speech, error) {
			return speechsense.Dial(speechsense.Options{Settings: s.SpeechSense, Key: rightKey, Version: "test"})
		},
	})
	need(tb, err)
	tb.Cleanup(func() { need(tb, e.Close(context.Background())) })
	return e
}

// speech starts a SpeechSense on loopback that keeps no sound.
func speech(tb testing.TB) *sandbox.Server {
	tb.Helper()
	s, err := sandbox.Start(context.Background(), sandbox.Options{Key: rightKey, Keys: []string{"id", "call_id"}})
	need(tb, err)
	tb.Cleanup(func() { _ = s.Close() })
	return s
}

func need(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

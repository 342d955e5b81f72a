package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	stdsync "sync"
	"time"

	"golang.org/x/time/rate"

	"sensedesk/player/decode"
	"sensedesk/store"
	"sensedesk/store/db"
	"sensedesk/store/recordings"
	"sensedesk/store/secrets"
	engine "sensedesk/sync"
	"sensedesk/sync/bitrix24"
	"sensedesk/sync/quota"
	"sensedesk/sync/speechsense"
	"sensedesk/ui/single"
)

// keyringLimit is how long the system's keyring may take to answer: an unlock
// prompt wants a person, a broken service never answers.
const keyringLimit = 30 * time.Second

// world is one opened data folder.
type world struct {
	home       string
	feed       *store.Feed
	db         *db.DB
	recordings *recordings.Folder
	secrets    *secrets.Keeper
	engine     *engine.Engine
	quotas     *quota.Book
	lock       *single.Lock
	log        *os.File
	logger     *slog.Logger
	clients    clients
	demo       *demo // nil but in the demo
}

// open builds the world on a folder. keys is nil for the system's keyring.
func (p *program) open(ctx context.Context, home string, keys secrets.Backend) (w *world, err error) {
	w = &world{home: home, feed: &store.Feed{}}
	defer func() {
		if err != nil {
			err = errors.Join(err, w.close(ctx))
		}
	}()
	if err := os.MkdirAll(filepath.Join(home, "log"), 0o700); err != nil {
		return w, store.E(store.CodeDataUnreadable, "make the data folder", err, "folder", home)
	}
	if err := w.openLog(); err != nil {
		return w, err
	}
	if w.db, err = db.Open(ctx, filepath.Join(home, "sensedesk.db"), w.feed); err != nil {
		return w, err
	}
	if w.recordings, err = recordings.Open(filepath.Join(home, "recordings")); err != nil {
		return w, err
	}
	if keys == nil {
		keys = secrets.System()
	}
	w.secrets = secrets.New(keys, keyringLimit)
	w.clients = clients{w: w}
	w.quotas = quota.NewBook(quota.Options{Ledger: w.db, Now: time.Now, Steady: quota.Steady()})
	w.engine, err = engine.New(ctx, engine.Options{
		Store: w.db, Fields: w.db, Server: w.db, Mirror: w.db, Quota: w.quotas.Of, Recordings: w.recordings, Feed: w.feed, Inspect: inspect, Convert: decode.AsPCM16, Now: time.Now, Log: w.logger,
		OpenSource: w.clients.source, OpenSpeech: w.clients.speech,
	})
	return w, err
}

// maxLog is when a log is set aside for a new one, in bytes.
const maxLog = 8 << 20

func (w *world) openLog() error {
	name := filepath.Join(w.home, "log", "sensedesk.log")
	if st, err := os.Stat(name); err == nil && st.Size() > maxLog {
		if err := os.Rename(name, name+".1"); err != nil {
			return fmt.Errorf("set the old log aside: %w", err)
		}
	}
	f, err := os.OpenFile(name, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return store.E(store.CodeDataUnreadable, "open the log", err, "folder", w.home)
	}
	w.log, w.logger = f, slog.New(slog.NewTextHandler(f, nil))
	return debug.SetCrashOutput(f, debug.CrashOptions{})
}

// take gets the folder's lock: calls are changed by one process at a time.
func (w *world) take() (err error) {
	w.lock, err = single.Acquire(w.home)
	return err
}

// close ends the work first and the store last. It may be called twice.
func (w *world) close(ctx context.Context) error {
	var errs []error
	if w.engine != nil {
		errs = append(errs, w.engine.Close(ctx))
		w.engine = nil
	}
	if w.db != nil {
		errs = append(errs, w.db.Close())
		w.db = nil
	}
	if w.lock != nil {
		errs = append(errs, w.lock.Release())
		w.lock = nil
	}
	if w.demo != nil {
		errs = append(errs, w.demo.close())
		w.demo = nil
	}
	if w.log != nil {
		errs = append(errs, debug.SetCrashOutput(nil, debug.CrashOptions{}), w.log.Close())
		w.log = nil
	}
	return errors.Join(errs...)
}

// clients makes the clients of the foreign services from settings and keyring.
// The source is kept as long as its webhook stays, since it remembers names
// and the portal's pace.
type clients struct {
	w       *world
	account string // overrides the portal's name; for the demo, whose port changes
	unpaced bool   // the portal is ours and shares its limits with nobody

	mu   stdsync.Mutex
	hook string
	kept *bitrix24.Source
}

func (c *clients) source(ctx context.Context, _ store.Settings) (engine.Source, error) {
	hook, err := c.w.secrets.Get(ctx, store.SecretBitrix24)
	if errors.Is(err, store.CodeNotFound) {
		return nil, store.E(store.CodeWebhookMissing, "open the portal", nil)
	}
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil || c.hook != hook {
		o := bitrix24.Options{Webhook: hook, Version: version, Account: c.account, Log: c.w.logger}
		if c.unpaced {
			o.Pace = rate.NewLimiter(rate.Inf, 1)
		}
		src, err := bitrix24.New(o)
		if err != nil {
			return nil, err
		}
		c.hook, c.kept = hook, src
	}
	return c.kept, nil
}

func (c *clients) speech(ctx context.Context, s store.Settings) (engine.Speech, error) {
	key, err := c.w.secrets.Get(ctx, store.SecretOf(s.Profile))
	switch {
	case errors.Is(err, store.CodeNotFound) && s.SpeechSense.Kind == store.KindSandbox: // it may ask for none
	case errors.Is(err, store.CodeNotFound):
		return nil, store.E(store.CodeKeyMissing, "open SpeechSense", nil)
	case err != nil:
		return nil, err
	}
	var reads speechsense.Reads
	if q := c.w.quotas.Of(s.SpeechSense); q != nil {
		reads = q
	}
	return speechsense.Dial(speechsense.Options{
		Settings: s.SpeechSense, Key: key, Version: version, Log: c.w.logger, Reads: reads,
		ServiceFound: func(name string) {
			if err := c.remember(s, name); err != nil {
				c.w.logger.Error("remember the service name", "error", err)
			}
		},
	})
}

// remember writes the service name that answered into the settings of the
// profile it was asked for, unless that names another server by now.
func (c *clients) remember(asked store.Settings, name string) error {
	ctx := context.Background() // called from inside a request, whose end must not undo it
	s, err := c.w.db.Settings(ctx)
	if err != nil {
		return err
	}
	ss, ok := s.ProfileSettings(asked.Profile)
	if !ok || ss.Service == name || ss.Address != asked.SpeechSense.Address {
		return nil
	}
	ss.Service = name
	return c.w.db.SaveSettings(ctx, s.SetProfile(asked.Profile, ss))
}

// inspect reads what a recording is from its headers. A format this player
// cannot play may still be uploaded.
func inspect(_ context.Context, f *os.File, size int64) (engine.Sound, error) {
	info, err := decode.Probe(f, size)
	s := engine.Sound{Codec: info.Codec, SampleRate: info.SampleRate, Channels: info.Channels, Duration: info.Duration}
	var unsupported *decode.Unsupported
	switch {
	case errors.As(err, &unsupported):
		s.Unsupported = unsupported.Format
		s.Uploadable = info.Container == string(store.ContainerMP3) // every Layer III is taken
	case errors.Is(err, decode.ErrEmpty):
		return s, store.E(store.CodeEmpty, "read the recording", err)
	case errors.Is(err, decode.ErrNotSound):
		return s, store.E(store.CodeNotSound, "read the recording", err, "got", "unknown")
	case err != nil:
		return s, err
	default:
		// SpeechSense reads 16-bit PCM inside WAV and nothing else (documentation, formats).
		s.Uploadable = info.Container != string(store.ContainerWAV) || info.Codec == "PCM 16"
		if !s.Uploadable {
			converted, _, err := decode.AsPCM16(f, size)
			if err != nil {
				return s, err
			}
			s.Uploadable = converted != nil
		}
		s.Unsupported = "WAV " + info.Codec
	}
	return s, nil
}

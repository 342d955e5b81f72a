package sync

import (
	"context"
	"io"
	"log/slog"
	"os"
	stdsync "sync"
	"time"

	"sensedesk/store"
	"sensedesk/sync/quota"
	"sensedesk/sync/speechsense"
)

// Source is where calls come from. Implementations are safe for use by several
// goroutines; errors carry store codes and never a secret.
type Source interface {
	Kind() store.SourceKind
	Account() string
	// Zone is the zone calendar days are meant in unless the settings say otherwise.
	Zone(ctx context.Context) (*time.Location, error)
	// List hands over pages of calls with a listing id above after, ids strictly
	// growing. q may have been honoured or not: rows are judged again by the engine.
	List(ctx context.Context, after string, q store.ListQuery, page func([]store.Row) error) error
	// Total tells how many calls List would hand over, for progress.
	Total(ctx context.Context, after string, q store.ListQuery) (int, error)
	// Rows reads calls again by listing id; ids that are gone are absent.
	Rows(ctx context.Context, ids []string) (map[string]store.Row, error)
	// People names employees; no ids = all active ones. Unknown ids are absent.
	People(ctx context.Context, ids []string) ([]store.Person, error)
	// ClientName returns "" when nobody is known under the number.
	ClientName(ctx context.Context, row store.Row) (string, error)
	// Open starts the download of a recording; the size is -1 when not announced.
	Open(ctx context.Context, row store.Row) (io.ReadCloser, int64, error)
	Check(ctx context.Context) []store.CheckLine
}

// Speech is SpeechSense, Cloud, Hybrid or the sandbox.
type Speech interface {
	Upload(ctx context.Context, u speechsense.Upload) (store.TalkID, error)
	UploadText(ctx context.Context, u speechsense.UploadText) (store.TalkID, error)
	GetIn(ctx context.Context, connectionID string, ids []store.TalkID) ([]speechsense.Result, error)
	FindByMarkerIn(ctx context.Context, connectionID, key, value string) ([]store.TalkID, error)
	Check(ctx context.Context) []store.CheckLine
	// UpdateFields changes metadata keys of a talk, see speechsense.Client.
	UpdateFields(ctx context.Context, connectionID string, talk store.TalkID, chat bool, edits []store.FieldEdit) ([]store.Field, []store.FieldOutcome, error)
	Close() error
}

// Store is what the engine needs of the database. Every method is one transaction.
type Store interface {
	Settings(ctx context.Context) (store.Settings, error)
	SaveSettings(ctx context.Context, s store.Settings) error
	Checkpoint(ctx context.Context, kind store.SourceKind, account string) (string, error)
	ResetCheckpoint(ctx context.Context, kind store.SourceKind, account string) error
	Receive(ctx context.Context, kind store.SourceKind, account string, calls []store.Call, cursor string) ([]store.CallID, error)
	Move(ctx context.Context, id store.CallID, to store.State, edit func(*store.Call)) (store.Call, error)
	Repeat(ctx context.Context, id store.CallID) (store.Call, error)
	Update(ctx context.Context, id store.CallID, edit func(*store.Call)) (store.Call, error)
	Call(ctx context.Context, id store.CallID) (store.Call, error)
	Calls(ctx context.Context, f store.CallFilter) ([]store.Call, error)
	CountStates(ctx context.Context, kind store.SourceKind, account string) (map[store.State]int, error)
	Due(ctx context.Context, whose store.Owner, states []store.State, now time.Time, limit int) ([]store.Call, error)
	NextDue(ctx context.Context, whose store.Owner, states []store.State) (time.Time, error)
	SaveTalk(ctx context.Context, id store.CallID, t store.Talk, raw []byte, to store.State, edit func(*store.Call)) error
	Recover(ctx context.Context) (int, error)
	SavePeople(ctx context.Context, kind store.SourceKind, account string, people []store.Person) error
	People(ctx context.Context, kind store.SourceKind, account string) ([]store.Person, error)
}

// Recordings keeps sound files by content.
type Recordings interface {
	Put(ctx context.Context, r io.Reader, want int64) (store.Recording, error)
	Open(hash string) (*os.File, error)
	PutChat(ctx context.Context, r io.Reader) (store.Recording, error)
}

// Sound is what could be read from a recording's headers.
type Sound struct {
	Codec       string // as a person names it
	SampleRate  int    // Hz
	Channels    int
	Duration    time.Duration // 0 when unknown
	Uploadable  bool          // SpeechSense recognises this codec in this container, or what Convert makes of it
	Unsupported string        // what it is instead, when not Uploadable
}

// Options is everything an engine needs. All fields but Fields, Server, Mirror,
// Quota, Convert, Jitter and Log are required.
type Options struct {
	Store      Store
	Recordings Recordings
	Feed       *store.Feed
	// Fields keeps the edits of metadata; nil = there are none to send.
	Fields FieldStore
	// Server keeps talks that were found on the server; nil = there is no searching there.
	Server ServerStore
	// Quota is the read quota the settings use up, to show how far it is used; nil = none.
	Quota func(store.SpeechSettings) *quota.Quota
	// Mirror keeps the books of what was brought from the server; nil = nothing is.
	Mirror MirrorBooks
	// OpenSource and OpenSpeech build a client from settings and the keyring;
	// a missing secret is a configuration error.
	OpenSource func(ctx context.Context, s store.Settings) (Source, error)
	OpenSpeech func(ctx context.Context, s store.Settings) (Speech, error)
	// Inspect reads the headers of a stored recording.
	Inspect func(ctx context.Context, f *os.File, size int64) (Sound, error)
	// Convert offers a stored recording of size bytes in a form SpeechSense reads,
	// without loss, and the length of that; a nil reader means that it goes as it
	// is. It is asked before every sending and must give the same bytes each time;
	// what is kept and played stays the original. nil = nothing is converted.
	Convert func(f io.ReaderAt, size int64) (io.Reader, int64, error)
	Now     func() time.Time
	// Jitter picks a length from 0 to most, to spread attempts; nil = at random.
	Jitter func(most time.Duration) time.Duration
	Log    *slog.Logger
}

// Engine runs the work. One engine owns one data folder; New, then Start and
// Stop for the background run or Pass for a single one, then Close.
type Engine struct {
	o        Options
	progress progress
	found    foundTalks // of the last searches on the server
	atSource gate       // pace and pauses of the source
	atSpeech gate       // and of SpeechSense
	clock    clock
	kind     store.SourceKind // whose calls the last pass was about
	account  string
	profile  store.ProfileID // and to whom they went
	choice   chan struct{}   // held while it is written which upload of a call counts
	editing  chan struct{}   // held while edits of metadata are sent

	mu       stdsync.Mutex
	stopSoft context.CancelFunc // ends the taking of new work; nil while no background run
	stopHard context.CancelFunc // cuts what is under way
	finished chan struct{}      // closed when the background run has ended
	wake     chan struct{}      // «look again now»

	mirror mirrorRun
}

// New makes an engine. It changes nothing yet: another process may be at work
// on the same folder, so only Start and Pass, which need the folder's lock,
// take up what an interrupted run left.
func New(ctx context.Context, o Options) (*Engine, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Jitter == nil {
		o.Jitter = atRandom
	}
	e := &Engine{o: o, wake: make(chan struct{}, 1), choice: make(chan struct{}, 1), editing: make(chan struct{}, 1)}
	e.mirror.wake = make(chan struct{}, 1)
	e.progress.init(o.Now, func() { o.Feed.Announce(store.Change{Kind: store.KindRun}) })
	e.atSource.now, e.atSpeech.now = o.Now, o.Now
	e.clock.now = o.Now
	e.clock.calm()
	e.atSource.jitter, e.atSpeech.jitter = o.Jitter, o.Jitter
	return e, e.recount(ctx)
}

// recover puts calls that were left half-way where they belong: unfinished
// downloads back into the queue, unanswered uploads to «unknown», where Search
// decides about them after the grace period. An earlier process may have left
// them, and so may an earlier pass of this one whose last write failed, on a
// full disk for example. No worker is at work when it is called.
func (e *Engine) recover(ctx context.Context) error {
	moved, err := e.o.Store.Recover(ctx)
	if moved > 0 {
		e.o.Log.Info("calls taken up again after an interrupted run", "calls", moved)
	}
	return err
}

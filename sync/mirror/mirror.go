package mirror

import (
	"context"
	"log/slog"
	"time"

	"sensedesk/store"
	"sensedesk/sync/speechsense"
)

// Server is SpeechSense as the mirror uses it. Passing troubles are the
// implementation's to sit out; what it returns ends the run.
type Server interface {
	SearchPage(ctx context.Context, r speechsense.SearchRequest) (speechsense.SearchPage, error)
	// Get returns what there is of the talks; results beside an error are whole.
	Get(ctx context.Context, ids []store.TalkID) ([]speechsense.Result, error)
}

// Store keeps the books of the mirror and the talks. Every method is one
// transaction.
type Store interface {
	MirrorState(ctx context.Context, scope string) (store.MirrorState, error)
	ChangeMirror(ctx context.Context, scope string, edit func(*store.MirrorState, []store.MirrorWindow) []store.MirrorWindow) error
	MirrorWindows(ctx context.Context, scope string) ([]store.MirrorWindow, error)
	MirrorPage(ctx context.Context, scope string, w store.MirrorWindow, round int64, ids []store.TalkID) (got, fresh int, err error)
	MirrorDue(ctx context.Context, scope string, now time.Time, limit int) ([]store.TalkID, error)
	MirrorAsk(ctx context.Context, scope string, ids []store.TalkID) error
	SaveMirroredTalks(ctx context.Context, scope string, asked []store.TalkID, talks []store.MirroredTalk, settle func(*store.MirrorTalk, *store.Talk)) error
	MirrorCounts(ctx context.Context, scope string, now time.Time) (store.MirrorCounts, error)
}

// Quota is the read quota of the project; nil limits nothing.
type Quota interface {
	Batch(ctx context.Context) int
	Forecast(ctx context.Context, talks int) time.Duration
}

// Options is everything one mirror needs. Server, Store, Now and Scope are
// required.
type Options struct {
	Server          Server
	Store           Store
	Quota           Quota
	Now             func() time.Time
	Scope           string // store.SpeechSettings.MirrorScope
	Profile         store.ProfileID
	Address         string // of the service; noted with every call
	OperatorChannel int    // 0-based
	// Tell hears how far the run is after every step; it must not block. nil = nobody.
	Tell func(Progress)
	Log  *slog.Logger // nil = silent
}

// Phase is what a run is doing.
type Phase string

// The phases of a run.
const (
	PhaseListing  Phase = "listing"
	PhaseFetching Phase = "fetching"
	PhaseDone     Phase = "done"
)

// Progress is how far a run is.
type Progress struct {
	Phase       Phase
	Total       int // talks the service has, as far as it was asked; 0 = not known yet
	Found       int // talks listed so far, ever
	Brought     int // of these, stored here
	Remaining   int // to be asked for in this run
	New         int // of these, never brought before
	Later       int // the service did not answer for them yet; asked again in a later run
	Refused     int // the service does not hand them over
	Absent      int // listed once, never answered
	Unreachable int // there, but no search can list them
	Changed     int // brought again in this run, and different
	Requests    int // made in this run
	Left        time.Duration
}

// Mirror is one scope's mirror. Run it from one goroutine.
type Mirror struct {
	o        Options
	progress Progress
	problem  error // the first thing that was wrong with the service's answers
}

// New makes a mirror.
func New(o Options) *Mirror {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Tell == nil {
		o.Tell = func(Progress) {}
	}
	return &Mirror{o: o}
}

// Run lists and fetches until everything that is there was brought or is to be
// asked for later. It goes on where an earlier run was cut.
//
// Errors: that of ctx; those of server and store; pages_repeat and
// filter_ignored when the service's answers cannot be made sense of. Nothing is
// lost by any of them.
func (m *Mirror) Run(ctx context.Context) (Progress, error) {
	m.problem = nil
	err := m.run(ctx)
	if ctx.Err() != nil { // the process may be ending: nothing more is written
		return m.progress, err
	}
	note := m.change(ctx, func(s *store.MirrorState, w []store.MirrorWindow) []store.MirrorWindow {
		s.Ended, s.Problem, s.ProblemArgs = m.o.Now(), store.CodeOf(err), store.ArgsOf(err)
		return w
	})
	if err == nil {
		err = note
	}
	if err == nil {
		m.progress.Phase = PhaseDone
	}
	m.tell()
	return m.progress, err
}

func (m *Mirror) run(ctx context.Context) error {
	m.progress.Phase = PhaseListing
	if err := m.recount(ctx); err != nil {
		return err
	}
	state, err := m.o.Store.MirrorState(ctx, m.o.Scope)
	if err != nil {
		return err
	}
	// What was listed lately and is not here yet comes first: a run that is cut
	// often shall not spend its quota on listing.
	if state.Listing == "" && m.progress.New > 0 && m.o.Now().Sub(state.Since) < wholeEvery {
		if err := m.fetch(ctx); err != nil {
			return err
		}
	}
	if err := m.list(ctx); err != nil {
		return err
	}
	if err := m.fetch(ctx); err != nil {
		return err
	}
	return m.problem
}

// recount reads the figures of the progress from the books.
func (m *Mirror) recount(ctx context.Context) error {
	c, err := m.o.Store.MirrorCounts(ctx, m.o.Scope, m.o.Now())
	if err != nil {
		return err
	}
	state, err := m.o.Store.MirrorState(ctx, m.o.Scope)
	if err != nil {
		return err
	}
	p := &m.progress
	p.Found, p.Brought, p.Remaining, p.New, p.Later, p.Refused, p.Absent = c.Found, c.Brought, c.Due, c.New, c.Later, c.Refused, c.Absent
	p.Total, p.Unreachable = max(p.Total, state.Total), state.Unreachable
	m.tell()
	return nil
}

func (m *Mirror) tell() {
	m.progress.Left = 0
	if m.o.Quota != nil && m.progress.Remaining > 0 && m.progress.Phase != PhaseDone {
		m.progress.Left = m.o.Quota.Forecast(context.Background(), m.progress.Remaining)
	}
	m.o.Tell(m.progress)
}

// search asks for one page and counts it.
func (m *Mirror) search(ctx context.Context, r speechsense.SearchRequest) (speechsense.SearchPage, error) {
	m.progress.Requests++
	return m.o.Server.SearchPage(ctx, r)
}

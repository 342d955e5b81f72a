package sync

import (
	"context"
	"errors"
	"slices"
	stdsync "sync"
	"time"

	"sensedesk/store"
	"sensedesk/sync/mirror"
	"sensedesk/sync/quota"
	"sensedesk/sync/speechsense"
)

// mirrorAgain is how long after a finished run the mirror looks for news.
const mirrorAgain = time.Hour

// MirrorStatus is one snapshot of the mirror, for its panel.
type MirrorStatus struct {
	Running  bool            // started and not stopped; also while it waits or is paused
	Progress mirror.Progress // of the run under way or of the last one; what the books say when there was none
	Problem  error           // a person must act; it goes on by itself afterwards
	Retry    Retry           // a passing trouble and when it is tried again; zero when none
	NextLook time.Time       // when it looks for news again; zero while it works
	Stopping bool
	Usage    quota.Usage // of the read quota; no windows = there is none
	State    store.MirrorState
	Settings store.SpeechSettings // what is mirrored
}

// MirrorBooks is what the mirror needs of the database.
type MirrorBooks = mirror.Store

// mirrorRun is the mirror's background run.
type mirrorRun struct {
	mu       stdsync.Mutex
	st       MirrorStatus
	seen     bool // st.Progress is that of a run
	stop     context.CancelFunc
	finished chan struct{}
	wake     chan struct{}
}

func (r *mirrorRun) change(fn func(*MirrorStatus)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	fn(&r.st)
}

// StartMirror begins to bring everything from the connection and the project of
// the active profile and returns at once; while it runs already, it is told to
// look again now. It goes on until StopMirror.
func (e *Engine) StartMirror() {
	r := &e.mirror
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.stop != nil {
		select {
		case r.wake <- struct{}{}:
		default:
		}
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	finished := make(chan struct{})
	r.stop, r.finished = stop, finished
	r.st = MirrorStatus{Running: true, Progress: mirror.Progress{Phase: mirror.PhaseListing}}
	go func() {
		defer close(finished)
		defer stop()
		e.mirrorLoop(ctx)
		r.mu.Lock()
		r.stop, r.finished = nil, nil
		r.st.Running, r.st.Stopping, r.st.Problem, r.st.Retry, r.st.NextLook = false, false, nil, Retry{}, time.Time{}
		r.mu.Unlock()
		e.mirrorChanged()
	}()
	e.mirrorChanged()
}

// StopMirror ends the mirror and waits for it. What was brought stays, and the
// next start goes on from there.
func (e *Engine) StopMirror(ctx context.Context) error {
	r := &e.mirror
	r.mu.Lock()
	stop, finished := r.stop, r.finished
	r.st.Stopping = stop != nil
	r.mu.Unlock()
	if stop == nil {
		return nil
	}
	stop()
	e.mirrorChanged()
	select {
	case <-finished:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// mirrorChanged has the window look again, at a bounded pace.
func (e *Engine) mirrorChanged() { e.progress.change(func(*Status) {}) }

// mirrorLoop makes runs until ctx ends, resting between them.
func (e *Engine) mirrorLoop(ctx context.Context) {
	for ctx.Err() == nil {
		_, err := e.mirrorOnce(ctx, 0, nil)
		at := e.o.Now().Add(mirrorAgain)
		if err != nil && ctx.Err() == nil {
			e.o.Log.Error("the mirror is paused", "error", err)
			if store.CodeOf(err).Class() == store.ClassConfiguration {
				at = e.o.Now().Add(lookAtProblem)
			}
		}
		e.mirror.change(func(s *MirrorStatus) { s.Problem, s.NextLook, s.Retry = err, at, Retry{} })
		e.mirrorChanged()
		e.restUntil(ctx, at, e.mirror.wake)
		e.mirror.change(func(s *MirrorStatus) { s.Problem, s.NextLook = nil, time.Time{} })
	}
}

// Mirror brings everything once, for the command line; tell hears how far it is
// and must not block. It must not run beside StartMirror. Errors are those of
// mirror.Run, of the configuration, and of passing troubles that do not pass.
func (e *Engine) Mirror(ctx context.Context, tell func(MirrorStatus)) (mirror.Progress, error) {
	return e.mirrorOnce(ctx, passPatience, tell)
}

func (e *Engine) mirrorOnce(ctx context.Context, patience int, tell func(MirrorStatus)) (mirror.Progress, error) {
	const op = "mirror"
	s, err := e.o.Store.Settings(ctx)
	if err != nil {
		return mirror.Progress{}, err
	}
	ss := s.SpeechSense
	if err := s.Validate(); err != nil {
		return mirror.Progress{}, err
	}
	if ss.ConnectionID == "" && ss.ProjectID == "" {
		return mirror.Progress{}, store.E(store.CodeConnectionMissing, op, nil)
	}
	if e.o.Mirror == nil {
		return mirror.Progress{}, store.E(store.CodeInternal, op, errors.New("there are no books"))
	}
	speech, err := e.o.OpenSpeech(ctx, s)
	if err != nil {
		return mirror.Progress{}, err
	}
	defer func() {
		if err := speech.Close(); err != nil {
			e.o.Log.Debug("close the connection to SpeechSense", "error", err)
		}
	}()
	server, ok := speech.(mirror.Server)
	if !ok {
		return mirror.Progress{}, store.E(store.CodeInternal, op, errors.New("the client cannot search"))
	}
	var reads mirror.Quota
	if q := e.quotaOf(ss); q != nil {
		reads = q
	}
	o := mirror.Options{
		Server: patient{e, server, patience}, Store: e.o.Mirror, Quota: reads, Now: e.o.Now, Scope: ss.MirrorScope(),
		Profile: s.Profile, Address: ss.Address, OperatorChannel: ss.OperatorChannel, Log: e.o.Log,
		Tell: func(p mirror.Progress) {
			e.mirror.change(func(st *MirrorStatus) { st.Progress, st.Retry = p, Retry{} })
			e.mirror.mu.Lock()
			e.mirror.seen = true
			now := e.mirror.st
			e.mirror.mu.Unlock()
			e.mirrorChanged()
			if tell != nil {
				tell(now)
			}
		},
	}
	return mirror.New(o).Run(quota.Background(ctx))
}

func (e *Engine) quotaOf(ss store.SpeechSettings) *quota.Quota {
	if e.o.Quota == nil {
		return nil
	}
	return e.o.Quota(ss)
}

// MirrorStatus returns how the mirror stands. It reads the database and is not
// for the goroutine of the window.
func (e *Engine) MirrorStatus(ctx context.Context) (MirrorStatus, error) {
	s, err := e.o.Store.Settings(ctx)
	if err != nil {
		return MirrorStatus{}, err
	}
	e.mirror.mu.Lock()
	st, seen := e.mirror.st, e.mirror.seen && e.mirror.st.Running
	e.mirror.mu.Unlock()
	st.Settings, st.Usage = s.SpeechSense, e.quotaOf(s.SpeechSense).Usage(ctx)
	if e.o.Mirror == nil {
		return st, nil
	}
	scope := s.SpeechSense.MirrorScope()
	if st.State, err = e.o.Mirror.MirrorState(ctx, scope); err != nil || seen {
		return st, err
	}
	c, err := e.o.Mirror.MirrorCounts(ctx, scope, e.o.Now())
	st.Progress = mirror.Progress{
		Phase: st.Progress.Phase, Total: st.State.Total, Found: c.Found, Brought: c.Brought, Remaining: c.Due, New: c.New,
		Later: c.Later, Refused: c.Refused, Absent: c.Absent, Unreachable: st.State.Unreachable,
	}
	return st, err
}

// patient sits out the passing troubles of the service, at the gate all who
// speak to it pass.
type patient struct {
	e        *Engine
	server   mirror.Server
	patience int
}

// SearchPage asks until there is an answer.
func (p patient) SearchPage(ctx context.Context, r speechsense.SearchRequest) (page speechsense.SearchPage, err error) {
	err = p.try(ctx, func() error {
		page, err = p.server.SearchPage(ctx, r)
		return err
	})
	return page, err
}

// Get asks until there is an answer for all; after a trouble only for those that
// did not come.
func (p patient) Get(ctx context.Context, ids []store.TalkID) (results []speechsense.Result, err error) {
	err = p.try(ctx, func() error {
		got, err := p.server.Get(ctx, ids)
		results = append(results, got...)
		if err != nil && len(got) > 0 {
			ids = slices.DeleteFunc(slices.Clone(ids), func(id store.TalkID) bool {
				return slices.ContainsFunc(got, func(r speechsense.Result) bool { return r.Talk.ID == id })
			})
		}
		return err
	})
	return results, err
}

func (p patient) try(ctx context.Context, fn func() error) error {
	return p.e.tryTelling(ctx, &p.e.atSpeech, p.patience, fn, func(r Retry) {
		p.e.mirror.change(func(s *MirrorStatus) { s.Retry = r })
		p.e.mirrorChanged()
	})
}

package quota

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"sensedesk/store"
)

// Ledger keeps what was read. Beside each other, several processes see each
// other's reads in it.
type Ledger interface {
	// NoteRead gives decide the reads of scope after the one with the id known,
	// and makes durable what it answers; all in one transaction.
	NoteRead(ctx context.Context, scope string, known int64, decide func(newer []store.Read) store.ReadChange) (id int64, err error)
}

// Options are what quotas are made of.
type Options struct {
	Ledger Ledger
	Now    func() time.Time
	// Steady is a clock nobody can set, counted from any moment; with it a clock
	// on the wall that is set changes nothing. nil = Now must do, and time that
	// seems to run backwards does not count.
	Steady func() time.Duration
	// Sleep waits for d or until ctx ends; nil = by timer.
	Sleep  func(ctx context.Context, d time.Duration) error
	Limits []Limit // nil = Published
}

// Book hands out one Quota per project. Safe for use by several goroutines.
type Book struct {
	o  Options
	mu sync.Mutex
	of map[string]*Quota
}

// NewBook makes a book; nothing is read yet.
func NewBook(o Options) *Book {
	if o.Sleep == nil {
		o.Sleep = pause
	}
	if o.Limits == nil {
		o.Limits = Published()
	}
	return &Book{o: o, of: map[string]*Quota{}}
}

// Of returns the quota the settings use up, always the same one for the same
// project. It is nil, which limits nothing, for the sandbox.
func (b *Book) Of(s store.SpeechSettings) *Quota {
	if s.Kind == store.KindSandbox {
		return nil
	}
	return b.Scope(s.QuotaScope())
}

// Scope is Of by the name of the scope.
func (b *Book) Scope(scope string) *Quota {
	b.mu.Lock()
	defer b.mu.Unlock()
	q := b.of[scope]
	if q == nil {
		q = &Quota{o: b.o, scope: scope, turn: make(chan struct{}, 1)}
		b.of[scope] = q
	}
	return q
}

// Quota is what may be read of one project. A nil Quota has no limit. Safe for
// use by several goroutines.
type Quota struct {
	o     Options
	scope string
	turn  chan struct{} // held by who decides with the ledger

	mu      sync.Mutex
	looked  bool          // at the clocks
	seen    time.Time     // what the clock on the wall showed then
	steady  time.Duration // and the steady one
	elapsed time.Duration // the quota's own clock
	offset  time.Duration // of the clock on the wall against it, as the ledger's times were written
	reads   []read        // the oldest first
	known   int64         // the newest line of the ledger that is in reads
	loaded  bool
}

// slice is the longest sleep at a stretch: timers stand still while a laptop
// sleeps.
const slice = 30 * time.Second

// Batch is the most talks one request may name.
func (q *Quota) Batch(ctx context.Context) int {
	const get = 100 // more are not answered (proto comment of GetTalkRequest)
	if q == nil {
		return get
	}
	most := get
	for _, l := range q.o.Limits {
		most = min(most, l.most(manner(ctx).background))
	}
	return most
}

// Wait takes n talks out of the quota, n ≤ Batch, and blocks until there is room
// for them. Errors: that of ctx; busy with the argument "minutes" when a caller
// with Patience would have to wait longer; those of the ledger.
func (q *Quota) Wait(ctx context.Context, n int) error {
	done, err := q.Take(ctx, n)
	if err == nil {
		done()
	}
	return err
}

// Take is Wait for a request whose answer takes a while: done is called when it
// is there, and the talks count from then on. done may be called once.
func (q *Quota) Take(ctx context.Context, n int) (done func(), err error) {
	const op = "wait for the read quota"
	if q == nil {
		return func() {}, ctx.Err()
	}
	if most := q.Batch(ctx); n > most {
		return nil, store.E(store.CodeInternal, op, fmt.Errorf("%d talks in one request, at most %d", n, most))
	}
	for {
		taken, wait, err := q.try(ctx, n)
		switch {
		case err != nil:
			return nil, fmt.Errorf("%s: %w", op, err)
		case taken != nil:
			return taken, nil
		}
		if p := manner(ctx).patience; p > 0 && wait > p {
			minutes := fmt.Sprint(int((wait + time.Minute - 1) / time.Minute))
			return nil, store.E(store.CodeBusy, op, errors.New("no room before "+minutes+" min"), "minutes", minutes)
		}
		if err := q.o.Sleep(ctx, min(wait, slice)); err != nil {
			return nil, fmt.Errorf("%s: %w", op, err)
		}
	}
}

// try takes n talks if there is room; else it tells how long there is none.
func (q *Quota) try(ctx context.Context, n int) (done func(), wait time.Duration, err error) {
	background := manner(ctx).background
	if q.isLoaded() { // others only add to what is known, so no room here is no room there
		q.mu.Lock()
		wait = room(q.reads, q.o.Limits, q.tick(), n, background)
		q.mu.Unlock()
		if wait > 0 {
			return nil, wait, ctx.Err()
		}
	}
	if err := q.enter(ctx); err != nil {
		return nil, 0, err
	}
	defer q.leave()
	var added *store.Read
	err = q.note(ctx, func(now time.Duration) store.Read {
		if wait = room(q.reads, q.o.Limits, now, n, background); wait > 0 {
			return store.Read{}
		}
		added = &store.Read{At: q.wall(now), Talks: n, Open: true}
		return *added
	})
	if err != nil || added == nil {
		return nil, wait, err
	}
	return q.last(), 0, nil
}

// last returns what ends the read that was just noted.
func (q *Quota) last() func() {
	q.mu.Lock()
	defer q.mu.Unlock()
	id := q.reads[len(q.reads)-1].id
	return func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		now := q.tick()
		for i := len(q.reads) - 1; i >= 0; i-- {
			if r := &q.reads[i]; r.id == id && r.open {
				r.at, r.open, r.dirty = now, false, true
				return
			}
		}
	}
}

func (q *Quota) enter(ctx context.Context) error {
	select {
	case q.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (q *Quota) leave() { <-q.turn }

func (q *Quota) isLoaded() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.loaded
}

// note brings memory and ledger together and adds what decide answers to both.
// The caller holds the turn.
func (q *Quota) note(ctx context.Context, decide func(now time.Duration) store.Read) error {
	q.mu.Lock()
	known := q.known
	q.mu.Unlock()
	var change store.ReadChange
	var at, offset time.Duration
	id, err := q.o.Ledger.NoteRead(ctx, q.scope, known, func(newer []store.Read) store.ReadChange {
		q.mu.Lock()
		defer q.mu.Unlock()
		at = q.tick()
		q.learn(newer, at)
		change = store.ReadChange{Add: decide(at), Forget: q.forget(at)}
		for _, r := range q.reads {
			if r.dirty {
				change.Rewrite = append(change.Rewrite, store.Read{ID: r.id, At: q.wall(r.when(at)), Talks: r.talks, Open: r.open})
			}
		}
		offset = q.offset
		return change
	})
	if err != nil {
		return err
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	written := make(map[int64]bool, len(change.Rewrite))
	for _, w := range change.Rewrite {
		written[w.ID] = !w.Open
	}
	for i := range q.reads {
		if r := &q.reads[i]; r.dirty && written[r.id] && offset == q.offset { // one that was open then has an end to be written yet
			r.dirty = false
		}
	}
	if change.Add.Talks > 0 {
		q.reads = append(q.reads, read{id: id, at: at, talks: change.Add.Talks, open: true})
		q.known = max(q.known, id)
	}
	return nil
}

// learn takes in lines of the ledger that are not known yet: all of them at the
// beginning, those of other processes later. A time that is still to come was
// written before the clock was set back, and a line that is open may have been
// answered as late as now: both count from now on.
func (q *Quota) learn(newer []store.Read, now time.Duration) {
	wall := q.wall(now)
	for _, line := range newer {
		age := max(0, wall.Sub(line.At)-drift)
		if line.Open {
			age = 0
		}
		q.reads = append(q.reads, read{id: line.ID, at: now - age, talks: line.Talks, dirty: line.Open || line.At.After(wall)})
		q.known = max(q.known, line.ID)
	}
	if len(newer) > 0 {
		slices.SortStableFunc(q.reads, func(a, b read) int { return int(a.when(now) - b.when(now)) })
	}
	q.loaded = true
}

// forget drops what has left the longest window and returns the ids.
func (q *Quota) forget(now time.Duration) (gone []int64) {
	longest := q.o.Limits[len(q.o.Limits)-1].Window
	for len(q.reads) > 0 && q.reads[0].when(now)+longest+grain <= now {
		gone = append(gone, q.reads[0].id)
		q.reads = q.reads[1:]
	}
	return gone
}

// drift is by how much the clock on the wall may run away from the quota's own
// before the ledger's times are written anew.
const drift = 100 * time.Millisecond

// tick looks at the clock and returns the quota's own time. When the clock on
// the wall was set since, the times in the ledger are all to be written anew:
// after a restart they are all there is to tell how old a read is.
func (q *Quota) tick() time.Duration {
	now, steady := q.o.Now(), time.Duration(0)
	if q.o.Steady != nil {
		steady = q.o.Steady()
	}
	switch {
	case !q.looked:
		q.looked = true
		q.offset = time.Duration(now.UnixNano()) - q.elapsed
	case q.o.Steady != nil:
		q.elapsed += max(0, steady-q.steady)
	default:
		q.elapsed += max(0, now.Sub(q.seen))
	}
	q.seen, q.steady = now, steady
	if offset := time.Duration(now.UnixNano()) - q.elapsed; (offset - q.offset).Abs() > drift {
		q.offset = offset
		for i := range q.reads {
			q.reads[i].dirty = true
		}
	}
	return q.elapsed
}

// wall is a moment of the quota's own clock on the wall's, rounded up.
func (q *Quota) wall(at time.Duration) time.Time {
	return time.Unix(0, int64(at+q.offset+grain-1)).Truncate(grain)
}

// pause waits for d or until ctx ends.
func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

package simulation

import (
	"context"
	"errors"
	stdsync "sync"
	"time"

	"sensedesk/store"
	"sensedesk/store/db"
)

// errDead is what everything answers to a process that has died. What the
// engine does about it has no effect any more.
var errDead = errors.New("this process has died")

// process is one run of the program: the engine reaches the world through it,
// and it may die at any durable write and at the edge of any request.
type process struct {
	w    *world
	n    int64
	gone chan struct{} // closed by its death
	once stdsync.Once
	// idle is a process that may not write: it does not hold the lock.
	idle bool
}

func (p *process) die(where string) {
	p.once.Do(func() {
		p.w.say("process %d dies: %s", p.n, where)
		close(p.gone)
	})
}

func (p *process) dead() bool {
	select {
	case <-p.gone:
		return true
	default:
		return false
	}
}

// mostKills bounds the deaths of a history.
const mostKills = 12

// fate lets the process die at a place, if that is its fate.
func (p *process) fate(where string, id, n int64) bool {
	if p.dead() {
		return true
	}
	w := p.w
	if w.restless() {
		p.exhaust()
		return true
	}
	if !w.mishap(w.kill, "die "+where, id, n) {
		return false
	}
	w.mu.Lock()
	spared := w.kills >= mostKills || time.Now().Before(w.calm)
	if !spared {
		w.kills++
	}
	w.mu.Unlock()
	if spared {
		return false
	}
	p.die(where)
	return true
}

// exhaust ends a history in which the engine asks and asks.
func (p *process) exhaust() {
	if !p.dead() {
		p.w.violated("the engine does not come to rest")
		p.die("restless")
	}
}

// wait lets true time pass; an error tells that the caller or the process is gone.
func (p *process) wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-p.gone:
		return errDead
	case <-ctx.Done():
		return ctx.Err()
	}
}

// write makes one transaction: it may fail, and the process may die just
// before it becomes durable or just after.
func (p *process) write(ctx context.Context, op string, id int64, fn func() error) error {
	w := p.w
	n := w.nth(op, id)
	if p.dead() {
		return errDead
	}
	if p.idle {
		w.violated("%s is written without the lock", op)
	}
	time.Sleep(w.span(50*time.Microsecond, 3*time.Millisecond, op, id, n))
	if err := ctx.Err(); err != nil {
		return err
	}
	if p.fate("before "+op, id, n) {
		return errDead
	}
	if w.mishap(w.trouble.disk, "disk "+op, id, n) {
		w.say("%s %d fails", op, id)
		if w.is(300, "disk locked "+op, id, n) {
			return errors.New("database is locked")
		}
		return store.E(store.CodeDiskFull, op, nil)
	}
	w.store.mu.Lock()
	err := fn()
	w.store.mu.Unlock()
	if errors.Is(err, db.ErrIllegalMove) {
		w.violated("%s: %v", op, err)
	}
	if p.fate("after "+op, id, n) {
		return errDead
	}
	return err
}

// look reads.
func look[T any](p *process, ctx context.Context, fn func(m *modelStore) T) (T, error) {
	if p.w.nth("read", 0); p.w.restless() {
		p.exhaust()
	}
	if p.dead() {
		var none T
		return none, errDead
	}
	return read(p.w.store, ctx, func() T { return fn(p.w.store) })
}

func (p *process) Settings(ctx context.Context) (store.Settings, error) {
	return look(p, ctx, func(m *modelStore) store.Settings { return m.settings })
}

func (p *process) SaveSettings(ctx context.Context, s store.Settings) error {
	return p.write(ctx, "settings", 0, func() error { p.w.store.settings = s; return nil })
}

func (p *process) Checkpoint(ctx context.Context, kind store.SourceKind, account string) (string, error) {
	return look(p, ctx, func(m *modelStore) string { return m.checkpoints[callKey{kind, account, ""}] })
}

func (p *process) ResetCheckpoint(ctx context.Context, kind store.SourceKind, account string) error {
	return p.write(ctx, "reset", 0, func() error { delete(p.w.store.checkpoints, callKey{kind, account, ""}); return nil })
}

func (p *process) Receive(ctx context.Context, kind store.SourceKind, account string, calls []store.Call, cursor string) (ids []store.CallID, err error) {
	var first int64
	if len(calls) > 0 {
		first = number(calls[0].SourceID)
	}
	err = p.write(ctx, "receive", first, func() error {
		ids = p.w.store.receive(kind, account, calls, cursor)
		p.w.say("received %d calls, checkpoint %s", len(calls), cursor)
		return nil
	})
	return ids, err
}

func (p *process) Move(ctx context.Context, id store.CallID, to store.State, edit func(*store.Call)) (c store.Call, err error) {
	err = p.write(ctx, "move to "+string(to), int64(id), func() (err error) {
		c, err = p.w.store.move(id, to, edit)
		return err
	})
	return c, err
}

func (p *process) Repeat(ctx context.Context, id store.CallID) (c store.Call, err error) {
	err = p.write(ctx, "repeat", int64(id), func() (err error) {
		c, err = p.w.store.repeat(id)
		return err
	})
	return c, err
}

func (p *process) Update(ctx context.Context, id store.CallID, edit func(*store.Call)) (c store.Call, err error) {
	err = p.write(ctx, "update", int64(id), func() (err error) {
		c, err = p.w.store.update(id, edit)
		return err
	})
	return c, err
}

func (p *process) SaveTalk(ctx context.Context, id store.CallID, t store.Talk, _ []byte, to store.State, edit func(*store.Call)) error {
	return p.write(ctx, "talk to "+string(to), int64(id), func() error { return p.w.store.saveTalk(id, t, to, edit) })
}

func (p *process) Recover(ctx context.Context) (moved int, err error) {
	if n, err := look(p, ctx, func(m *modelStore) map[store.State]int { return m.countStates("", "") }); err != nil || n[store.StateFetching]+n[store.StateSending] == 0 {
		return 0, err // nothing to write
	}
	err = p.write(ctx, "recover", 0, func() error { moved = p.w.store.recover(); return nil })
	return moved, err
}

func (p *process) SavePeople(ctx context.Context, kind store.SourceKind, account string, people []store.Person) error {
	return p.write(ctx, "people", 0, func() error { p.w.store.savePeople(kind, account, people); return nil })
}

func (p *process) Call(ctx context.Context, id store.CallID) (store.Call, error) {
	var notFound error
	c, err := look(p, ctx, func(m *modelStore) (c store.Call) { c, notFound = m.get(id); return out(c) })
	return c, errors.Join(err, notFound)
}

func (p *process) Calls(ctx context.Context, f store.CallFilter) ([]store.Call, error) {
	return look(p, ctx, func(m *modelStore) []store.Call { return m.list(f) })
}

func (p *process) CountStates(ctx context.Context, kind store.SourceKind, account string) (map[store.State]int, error) {
	return look(p, ctx, func(m *modelStore) map[store.State]int { return m.countStates(kind, account) })
}

func (p *process) Due(ctx context.Context, whose store.Owner, states []store.State, now time.Time, limit int) ([]store.Call, error) {
	return look(p, ctx, func(m *modelStore) []store.Call { return m.due(whose, states, now, limit) })
}

func (p *process) NextDue(ctx context.Context, whose store.Owner, states []store.State) (time.Time, error) {
	return look(p, ctx, func(m *modelStore) time.Time { return m.nextDue(whose, states) })
}

func (p *process) People(ctx context.Context, kind store.SourceKind, account string) ([]store.Person, error) {
	return look(p, ctx, func(m *modelStore) []store.Person { return m.listPeople(kind, account) })
}

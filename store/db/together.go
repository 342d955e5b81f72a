package db

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"sync"

	"sensedesk/store"
)

// line is where small writes wait for each other. Making a commit durable takes
// the disk longer than all the rest, and the disk takes one at a time: writes
// that arrive while one is under way go into one transaction after it.
type line struct {
	lead    chan struct{} // holds one token: who has put it there commits for all
	mu      sync.Mutex
	waiting []*joint
}

// joint is one write of a transaction of several.
type joint struct {
	ctx     context.Context
	op      string
	fn      func(*tx) error
	changes []store.Change
	err     error
	done    chan error // of one place
}

// together is write for what may share its transaction with others. It returns
// when the commit is durable; a write that fails leaves the others as they are.
// A write whose ctx has ended when its turn is over is none.
func (d *DB) together(ctx context.Context, op string, fn func(*tx) error) error {
	w := &joint{ctx: ctx, op: op, fn: fn, done: make(chan error, 1)}
	d.line.mu.Lock()
	d.line.waiting = append(d.line.waiting, w)
	d.line.mu.Unlock()
	select {
	case err := <-w.done:
		return err
	case <-ctx.Done():
		if d.line.leave(w) {
			return coded(op, ctx.Err())
		}
		return <-w.done
	case d.line.lead <- struct{}{}:
	}
	defer func() { <-d.line.lead }()
	select {
	case err := <-w.done: // the one who led before has taken it along
		return err
	default:
	}
	begun, end, err := d.begin(ctx)
	if err != nil {
		d.line.leave(w)
		return coded(op, err)
	}
	defer end()
	d.commit(begun, d.line.take())
	return <-w.done
}

// leave takes a write out again and tells whether it was still waiting.
func (l *line) leave(w *joint) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	i := slices.Index(l.waiting, w)
	if i >= 0 {
		l.waiting = slices.Delete(l.waiting, i, i+1)
	}
	return i >= 0
}

// take returns all that wait, who came first first.
func (l *line) take() []*joint {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := l.waiting
	l.waiting = nil
	return all
}

// begin waits for the writer as long as ctx lives. The transaction itself
// outlives ctx, since it is not of one caller only; end lets it go.
func (d *DB) begin(ctx context.Context) (begun *sql.Tx, end func(), err error) {
	own, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, cancel)
	begun, err = d.writer.BeginTx(own, nil)
	if !stop() { // ctx has ended meanwhile, and the transaction with it
		if err == nil {
			_ = begun.Rollback()
		}
		err = ctx.Err()
	}
	if err != nil {
		cancel()
		return nil, nil, err
	}
	return begun, cancel, nil
}

// commit runs the writes in one transaction and tells each what became of it.
func (d *DB) commit(begun *sql.Tx, all []*joint) {
	var broken error // of the transaction as a whole
	for _, w := range all {
		if broken == nil {
			broken = d.step(begun, w, len(all) > 1)
		}
	}
	if broken == nil {
		broken = begun.Commit()
	}
	if broken != nil {
		_ = begun.Rollback() // SQLite has rolled back by itself when it is full
	}
	for _, w := range all {
		if w.err == nil && broken != nil {
			w.err = coded(w.op, broken)
		}
		if w.err == nil && d.feed != nil {
			for _, c := range w.changes {
				d.feed.Announce(c)
			}
		}
		w.done <- w.err
	}
}

// step runs one write, on a savepoint when there are others. What it returns
// ends the transaction for all of them.
func (d *DB) step(begun *sql.Tx, w *joint, others bool) (broken error) {
	if err := w.ctx.Err(); err != nil {
		w.err = coded(w.op, err)
		return nil
	}
	ctx := context.WithoutCancel(w.ctx) // SQLite rolls everything back when a statement is interrupted
	savepoint := func(statement string) error {
		if !others {
			return nil
		}
		_, err := begun.ExecContext(ctx, statement)
		return err
	}
	if err := savepoint("SAVEPOINT one"); err != nil {
		return err
	}
	t := &tx{Tx: begun, now: d.now(), moving: d.moving}
	err := w.fn(t)
	if err == nil {
		err = w.ctx.Err()
	}
	if err != nil {
		w.err = coded(w.op, err)
		if !others {
			return err
		}
		// When SQLite has given up the whole transaction (a full disk), there is no
		// such savepoint any more.
		return errors.Join(savepoint("ROLLBACK TO one"), savepoint("RELEASE one"))
	}
	w.changes = t.changes
	return savepoint("RELEASE one")
}

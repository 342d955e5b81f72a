package sync

import (
	"context"
	"strconv"
	"time"

	"sensedesk/store"
)

// overlap is how far below the checkpoint a listing begins, in listing ids:
// rows inserted in parallel may become visible out of order. What is known
// already is recognised and left alone.
const overlap = 300

// recheckBatch is how many waiting calls one request reads again.
const recheckBatch = 50

// list asks the source for calls above the checkpoint, judges and stores them
// page by page.
func (s *session) list(ctx context.Context) error {
	s.progress.phase(PhaseListing)
	saved, err := s.o.Store.Checkpoint(ctx, s.src.Kind(), s.src.Account())
	if err != nil {
		return err
	}
	cursor, err := listingID(saved)
	if err != nil {
		return err
	}
	from := max(0, cursor-overlap)
	return s.try(ctx, &s.atSource, s.patience, func() error {
		return s.src.List(ctx, strconv.FormatInt(from, 10), s.filters.query(), func(rows []store.Row) error {
			if err := s.receive(ctx, rows, &cursor); err != nil {
				return err
			}
			from = max(from, cursor-overlap) // a listing cut by a passing trouble goes on near here
			return nil
		})
	})
}

// receive stores one page; cursor never moves back.
func (s *session) receive(ctx context.Context, rows []store.Row, cursor *int64) error {
	if len(rows) == 0 {
		return nil
	}
	operators := make([]string, 0, len(rows))
	for _, r := range rows {
		operators = append(operators, r.OperatorID)
	}
	if _, err := s.name(ctx, operators); err != nil {
		return err
	}
	now := s.o.Now()
	calls := make([]store.Call, 0, len(rows))
	for _, r := range rows {
		id, err := listingID(r.SourceID)
		if err != nil {
			return err
		}
		*cursor = max(*cursor, id)
		calls = append(calls, callOf(s.src, r, s.filters.judge(r, now), s.people[r.OperatorID], now))
	}
	if _, err := s.o.Store.Receive(ctx, s.src.Kind(), s.src.Account(), calls, strconv.FormatInt(*cursor, 10)); err != nil {
		return err
	}
	s.progress.change(func(st *Status) { st.Listed += len(rows) })
	return s.recountSoon(ctx)
}

// listingID reads a source's listing id; "" is zero.
func listingID(id string) (int64, error) {
	if id == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return 0, store.E(store.CodeListingUnordered, "read a listing id", err)
	}
	return n, nil
}

// recheck looks again at calls whose recording had not appeared when they were
// found, those whose time has come.
func (s *session) recheck(ctx context.Context) error {
	due, err := s.o.Store.Due(ctx, s.owner(), []store.State{store.StateWaiting}, s.o.Now(), 0)
	if err != nil {
		return err
	}
	for len(due) > 0 {
		batch := due[:min(recheckBatch, len(due))]
		due = due[len(batch):]
		ids := make([]string, len(batch))
		for i, c := range batch {
			ids[i] = c.SourceID
		}
		var rows map[string]store.Row
		err := s.try(ctx, &s.atSource, s.patience, func() (err error) {
			rows, err = s.src.Rows(ctx, ids)
			return err
		})
		if err != nil {
			return err
		}
		for _, c := range batch {
			if err := s.recheckOne(ctx, c, rows); err != nil {
				return err
			}
		}
	}
	return s.recount(ctx)
}

func (s *session) recheckOne(ctx context.Context, c store.Call, rows map[string]store.Row) error {
	now := s.o.Now()
	row, ok := rows[c.SourceID]
	v := s.filters.waiting(c.FoundAt, now)
	if ok && row.RecordRef != "" {
		v = s.filters.judge(row, c.FoundAt)
	}
	_, err := s.o.Store.Move(ctx, c.ID, v.state, func(c *store.Call) {
		c.Reason, c.ReasonArg, c.NextCheck = v.reason, v.args, v.next
		if ok {
			c.RecordRef, c.Duration, c.Meta = row.RecordRef, max(row.Duration, c.Duration), row.Meta
		}
	})
	return err
}

// owner says whose calls the session is about: two portals are never mixed, and
// what was sent to one service is nothing to ask another for.
func (s *session) owner() store.Owner {
	return store.Owner{Source: s.src.Kind(), Account: s.src.Account(), Profile: s.settings.Profile}
}

// Estimate lists what the settings would upload, without storing or sending
// anything. report is called with growing numbers while the listing goes on.
func (e *Engine) Estimate(ctx context.Context, s store.Settings, report func(Estimate)) (Estimate, error) {
	est := Estimate{Currency: s.PriceCurrency}
	if err := s.Validate(); err != nil {
		return est, err
	}
	src, err := e.o.OpenSource(ctx, s)
	if err != nil {
		return est, err
	}
	ses := &session{Engine: e, settings: s, src: src, patience: 3}
	if err := ses.prepare(ctx); err != nil {
		return est, err
	}
	after, err := e.o.Store.Checkpoint(ctx, src.Kind(), src.Account())
	if err != nil {
		return est, err
	}
	if after == "" {
		after = "0"
	}
	settled, err := e.settled(ctx, src, after)
	if err != nil {
		return est, err
	}
	now := e.o.Now()
	err = src.List(ctx, after, ses.filters.query(), func(rows []store.Row) error {
		for _, r := range rows {
			if settled[r.SourceID] {
				continue
			}
			est.add(r, ses.filters.judge(r, now), now)
		}
		est.Cost, est.OldCost = Cost(est.Sound, s.PricePerMinute), Cost(est.OldFor, s.PricePerMinute)
		if report != nil {
			report(est)
		}
		return nil
	})
	est.Complete = err == nil
	return est, err
}

// settledPage is how many calls are read at a time to learn what was sent.
const settledPage = 1000

// settled returns the listing ids of calls an upload would recognise and not
// send: those sent before, or given up. Above a checkpoint there are none; after
// a reset the whole list is read again, and only the rest costs anything.
func (e *Engine) settled(ctx context.Context, src Source, after string) (map[string]bool, error) {
	ids := map[string]bool{}
	if after != "0" {
		return ids, nil
	}
	f := store.CallFilter{
		Source: src.Kind(), Account: src.Account(), Limit: settledPage,
		States: []store.State{
			store.StateSending, store.StateSent, store.StateProcessing, store.StateDone, store.StatePartlyDone,
			store.StateRecognitionFailed, store.StateUnknown, store.StateFailed,
		},
	}
	for {
		calls, err := e.o.Store.Calls(ctx, f)
		if err != nil {
			return nil, err
		}
		for _, c := range calls {
			ids[c.SourceID] = true
		}
		if len(calls) < settledPage {
			return ids, nil
		}
		f.Offset += settledPage
	}
}

// projectAge is the age up to which a talk joins a project (SpeechSense
// documentation, resource hierarchy): older ones cost money and show nowhere.
const projectAge = 60 * 24 * time.Hour

func (est *Estimate) add(r store.Row, v verdict, now time.Time) {
	switch {
	case v.reason == store.CodeShort:
		est.Short++
		est.ShortFor += r.Duration
	case v.state == store.StateQueued || v.state == store.StateWaiting:
		est.Calls++
		est.Sound += r.Duration
		if now.Sub(r.StartedAt) > projectAge {
			est.Old++
			est.OldFor += r.Duration
		}
		if est.Oldest.IsZero() || r.StartedAt.Before(est.Oldest) {
			est.Oldest = r.StartedAt
		}
	}
}

package mirror

import (
	"context"
	"errors"
	"time"

	"sensedesk/store"
	"sensedesk/sync/speechsense"
)

const (
	getBatch = 100 // the most talks one Get may name (proto comment)
	// freshFor is how long a talk may still change: tags are recalculated nightly
	// for the current month, and metadata can be edited (SpeechSense documentation).
	freshFor  = 35 * 24 * time.Hour
	firstLook = 24 * time.Hour // after a talk came, or was found changed, it is asked for again
	never     = 100 * 365 * 24 * time.Hour
)

// unanswered says after how many looks in vain a talk is asked for again when:
// one that Search knows may not be in Get's index yet. After the last it is not
// asked for until a listing shows it again.
func unanswered(tries int) (pause time.Duration, more bool) {
	pauses := []time.Duration{time.Minute, 10 * time.Minute, time.Hour, 6 * time.Hour, 24 * time.Hour, 24 * time.Hour, 24 * time.Hour}
	if tries < 1 || tries > len(pauses) {
		return 0, false
	}
	return pauses[tries-1], true
}

// unfinished is the pause before a talk that is still being processed is asked
// for again.
func unfinished(tries int) time.Duration {
	pauses := []time.Duration{10 * time.Minute, time.Hour, 6 * time.Hour, 24 * time.Hour}
	return pauses[min(max(tries, 1), len(pauses))-1]
}

// fetch brings every talk that is due.
func (m *Mirror) fetch(ctx context.Context) error {
	m.progress.Phase = PhaseFetching
	if err := m.recount(ctx); err != nil {
		return err
	}
	size := getBatch
	if m.o.Quota != nil {
		size = min(size, m.o.Quota.Batch(ctx))
	}
	for n := 1; ; n++ {
		ids, err := m.o.Store.MirrorDue(ctx, m.o.Scope, m.o.Now(), size)
		if err != nil {
			return err
		}
		if len(ids) == 0 {
			return m.recount(ctx)
		}
		if err := m.o.Store.MirrorAsk(ctx, m.o.Scope, ids); err != nil {
			return err
		}
		if err := m.bring(ctx, ids); err != nil {
			return err
		}
		if n%countEvery != 0 {
			m.tell()
		} else if err := m.recount(ctx); err != nil {
			return err
		}
	}
}

// countEvery is after how many batches the books are counted; in between the
// figures are kept up by what was done.
const countEvery = 50

// bring asks for talks and stores what comes. Where one talk spoils the answer
// for all, it is found by halving and the others come.
func (m *Mirror) bring(ctx context.Context, ids []store.TalkID) error {
	m.progress.Requests++
	results, failed := m.o.Server.Get(ctx, ids)
	spoilt := errors.Is(failed, store.CodeRefused)
	switch {
	case failed != nil && len(results) > 0: // keep what came
		came := make([]store.TalkID, len(results))
		for i, r := range results {
			came[i] = r.Talk.ID
		}
		if err := m.save(ctx, came, results, false); err != nil {
			return err
		}
		ids = without(ids, came)
	case failed == nil:
		return m.save(ctx, ids, results, false)
	}
	switch {
	case !spoilt:
		return failed
	case len(ids) == 0:
		return nil
	case len(ids) == 1:
		m.o.Log.Warn("the service does not hand a talk over", "talk", ids[0], "error", failed)
		return m.save(ctx, ids, nil, true)
	}
	if err := m.bring(ctx, ids[:len(ids)/2]); err != nil {
		return err
	}
	return m.bring(ctx, ids[len(ids)/2:])
}

// without returns the ids that are not among others, in their order.
func without(ids, others []store.TalkID) []store.TalkID {
	gone := make(map[store.TalkID]bool, len(others))
	for _, id := range others {
		gone[id] = true
	}
	var out []store.TalkID
	for _, id := range ids {
		if !gone[id] {
			out = append(out, id)
		}
	}
	return out
}

// save stores results and writes down what became of every talk asked for.
func (m *Mirror) save(ctx context.Context, asked []store.TalkID, results []speechsense.Result, refused bool) error {
	now := m.o.Now()
	talks := make([]store.MirroredTalk, 0, len(results))
	for _, r := range results {
		call := store.CallOfTalk(r.Talk, m.o.OperatorChannel)
		call.Profile, call.Server = m.o.Profile, m.o.Address
		talks = append(talks, store.MirroredTalk{Call: call, Talk: r.Talk, Raw: r.Raw})
	}
	did := Progress{}
	err := m.o.Store.SaveMirroredTalks(ctx, m.o.Scope, asked, talks, func(book *store.MirrorTalk, answer *store.Talk) {
		isNew := book.State == store.MirrorWanted
		did.Remaining--
		if isNew {
			did.New--
		}
		switch {
		case answer != nil:
			if isNew {
				did.Brought++
			} else if !answer.ModifiedAt.Equal(book.Modified) {
				did.Changed++
			}
			settle(book, *answer, now)
		case refused:
			did.Refused++
			book.State, book.Next = store.MirrorRefused, now.Add(never)
		default:
			if isNew {
				did.Later++
			}
			missed(book, now)
		}
	})
	if err == nil {
		p := &m.progress
		p.Remaining, p.New, p.Brought = max(0, p.Remaining+did.Remaining), max(0, p.New+did.New), p.Brought+did.Brought
		p.Changed, p.Refused, p.Later = p.Changed+did.Changed, p.Refused+did.Refused, p.Later+did.Later
	}
	return err
}

// settle plans when a stored talk is asked for again: tomorrow, and with growing
// pauses as long as nothing changes, until it is too old to change.
func settle(book *store.MirrorTalk, t store.Talk, now time.Time) {
	unchanged := book.State == store.MirrorBrought && t.ModifiedAt.Equal(book.Modified)
	book.State, book.Modified = store.MirrorBrought, t.ModifiedAt
	if t.Outcome() == store.StateProcessing {
		book.Tries++
		book.Pause = unfinished(book.Tries)
		book.Next = now.Add(book.Pause)
		return
	}
	book.Asked, book.Tries = 0, 0
	if unchanged && book.Pause >= firstLook {
		book.Pause *= 2
	} else {
		book.Pause = firstLook
	}
	book.Next = now.Add(book.Pause)
	if book.Next.Sub(t.CreatedAt) > freshFor {
		book.Next = now.Add(never)
	}
}

// missed plans when a talk without an answer is asked for again. A stored one
// the service no longer has stays as it is.
func missed(book *store.MirrorTalk, now time.Time) {
	if book.State == store.MirrorBrought {
		book.Next = now.Add(max(book.Pause, firstLook))
		if book.Tries++; book.Tries > 2 {
			book.Next = now.Add(never)
		}
		return
	}
	book.Tries++
	pause, more := unanswered(book.Tries)
	if !more {
		book.State, book.Tries, book.Next = store.MirrorAbsent, 0, time.Time{}
		return
	}
	book.Next = now.Add(pause)
}

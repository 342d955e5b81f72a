package simulation

import (
	"fmt"
	"maps"
	"slices"
	stdsync "sync"
	"time"

	"sensedesk/store"
	"sensedesk/store/db"
)

// modelStore keeps in memory what store/db keeps on disk, by the same rules;
// TestModelStoreIsTheDatabase holds them together. What is in it is durable.
type modelStore struct {
	now func() time.Time
	// moved is told of every written call, old and new; old is zero for a new one.
	moved func(old, c store.Call)
	// repeated is told of calls a person sends again.
	repeated func(c store.Call)

	mu          stdsync.Mutex
	settings    store.Settings
	calls       []store.Call // by id, from 1
	byKey       map[callKey]store.CallID
	place       map[store.CallID]int64 // order in time, as the database's positions
	taken       map[int64]bool
	checkpoints map[callKey]string
	people      map[callKey]map[string]store.Person
	talks       map[store.CallID]store.Talk
}

type callKey struct {
	kind        store.SourceKind
	account, id string
}

func newModelStore(now func() time.Time) *modelStore {
	return &modelStore{
		now: now, settings: store.DefaultSettings(), byKey: map[callKey]store.CallID{}, place: map[store.CallID]int64{},
		taken: map[int64]bool{}, checkpoints: map[callKey]string{}, people: map[callKey]map[string]store.Person{}, talks: map[store.CallID]store.Talk{},
	}
}

// kept is a call as it comes back from the disk: copies, whole milliseconds, UTC.
func kept(c store.Call) store.Call {
	milli := func(t time.Time) time.Time {
		if t.IsZero() {
			return time.Time{}
		}
		return time.UnixMilli(t.UnixMilli()).UTC()
	}
	_, zone := c.StartedAt.Zone()
	c.ChangedAt, c.FoundAt, c.NextCheck, c.SendBegun = milli(c.ChangedAt), milli(c.FoundAt), milli(c.NextCheck), milli(c.SendBegun)
	if c.StartedAt = milli(c.StartedAt); zone != 0 && !c.StartedAt.IsZero() {
		c.StartedAt = c.StartedAt.In(time.FixedZone("", zone))
	}
	c.Duration = c.Duration.Truncate(time.Millisecond)
	if len(c.Meta) == 0 {
		c.Meta = nil
	}
	if len(c.ReasonArg) == 0 {
		c.ReasonArg = nil
	}
	c.Meta, c.ReasonArg = maps.Clone(c.Meta), maps.Clone(c.ReasonArg)
	if c.Recording != nil {
		r := *c.Recording
		r.Duration = r.Duration.Truncate(time.Millisecond)
		c.Recording = &r
	}
	return c
}

// out is a copy for a caller.
func out(c store.Call) store.Call {
	c.Meta, c.ReasonArg = maps.Clone(c.Meta), maps.Clone(c.ReasonArg)
	if c.Recording != nil {
		r := *c.Recording
		c.Recording = &r
	}
	return c
}

func (m *modelStore) get(id store.CallID) (store.Call, error) {
	if id < 1 || int(id) > len(m.calls) {
		return store.Call{}, store.E(store.CodeNotFound, fmt.Sprintf("read call %d", id), nil, "what", "call")
	}
	return m.calls[id-1], nil
}

// put writes a known call; who and where it is cannot change.
func (m *modelStore) put(old, c store.Call) store.Call {
	c.ID, c.Source, c.Account, c.SourceID = old.ID, old.Source, old.Account, old.SourceID
	if c.State != old.State {
		c.ChangedAt = m.now()
	}
	c = kept(c)
	if position(old) != position(c) {
		m.settle(c)
	}
	m.calls[c.ID-1] = c
	if m.moved != nil {
		m.moved(old, c)
	}
	return out(c)
}

func position(c store.Call) int64 { return max(c.StartedAt.Unix(), 0) << 6 }

// settle finds the place of a call in the order of time.
func (m *modelStore) settle(c store.Call) {
	at := position(c)
	for m.taken[at] {
		at++
	}
	if old, ok := m.place[c.ID]; ok {
		delete(m.taken, old)
	}
	m.place[c.ID], m.taken[at] = at, true
}

func entered(c store.Call, to store.State) store.Call {
	if c.State != to {
		c.State, c.Reason, c.ReasonArg, c.NextCheck, c.CheckCount = to, "", nil, time.Time{}, 0
	}
	return c
}

func (m *modelStore) move(id store.CallID, to store.State, edit func(*store.Call)) (store.Call, error) {
	old, err := m.get(id)
	if err != nil {
		return old, err
	}
	if !store.CanMove(old.State, to) {
		return store.Call{}, fmt.Errorf("call %d from %s to %s: %w", id, old.State, to, db.ErrIllegalMove)
	}
	c := entered(out(old), to)
	if edit != nil {
		edit(&c)
	}
	c.State = to
	return m.put(old, c), nil
}

func (m *modelStore) repeat(id store.CallID) (store.Call, error) {
	old, err := m.get(id)
	if err != nil {
		return store.Call{}, err
	}
	to := store.StateQueued
	if old.Recording != nil {
		to = store.StateReady
	}
	if !store.CanRepeat(old.State) {
		return store.Call{}, fmt.Errorf("call %d from %s to %s: %w", id, old.State, to, db.ErrIllegalMove)
	}
	if m.repeated != nil {
		m.repeated(old)
	}
	c := entered(out(old), to)
	c.Release()
	return m.put(old, c), nil
}

func (m *modelStore) update(id store.CallID, edit func(*store.Call)) (store.Call, error) {
	old, err := m.get(id)
	if err != nil {
		return store.Call{}, err
	}
	c := out(old)
	edit(&c)
	c.State = old.State
	return m.put(old, c), nil
}

func (m *modelStore) saveTalk(id store.CallID, t store.Talk, to store.State, edit func(*store.Call)) error {
	_, err := m.move(id, to, func(c *store.Call) {
		if s := t.StatementValues("summary"); len(s) > 0 {
			c.Summary = s[0]
		}
		if edit != nil {
			edit(c)
		}
	})
	if err == nil {
		m.talks[id] = t
	}
	return err
}

func (m *modelStore) receive(kind store.SourceKind, account string, calls []store.Call, cursor string) []store.CallID {
	var ids []store.CallID
	for _, c := range calls {
		c.Source, c.Account = kind, account
		key := callKey{kind, account, c.SourceID}
		if id, ok := m.byKey[key]; ok {
			old := m.calls[id-1]
			m.put(old, merge(old, c))
			ids = append(ids, id)
			continue
		}
		c.ID, c.ChangedAt = store.CallID(len(m.calls)+1), m.now()
		if c.FoundAt.IsZero() {
			c.FoundAt = m.now()
		}
		c = kept(c)
		m.settle(c)
		m.calls, m.byKey[key] = append(m.calls, c), c.ID
		if m.moved != nil {
			m.moved(store.Call{}, c)
		}
		ids = append(ids, c.ID)
	}
	if cursor != "" {
		m.checkpoints[callKey{kind, account, ""}] = cursor
	}
	return ids
}

// merge is what a known call becomes when it is listed again.
func merge(old, listed store.Call) store.Call {
	c := out(old)
	for _, f := range []struct {
		to   *string
		from string
	}{{&c.OperatorName, listed.OperatorName}, {&c.ClientName, listed.ClientName}, {&c.RecordRef, listed.RecordRef}} {
		if f.from != "" {
			*f.to = f.from
		}
	}
	switch old.State {
	case store.StateFound, store.StateSkipped, store.StateWaiting:
	default:
		return c
	}
	c.UniqueID, c.StartedAt, c.Duration, c.Direction = listed.UniqueID, listed.StartedAt, listed.Duration, listed.Direction
	c.OperatorID, c.ClientID, c.ClientPhone, c.Meta = listed.OperatorID, listed.ClientID, listed.ClientPhone, listed.Meta
	if listed.State == store.StateWaiting && (old.State == store.StateWaiting || old.State == store.StateSkipped && old.Reason == store.CodeNoRecording) {
		return c
	}
	if store.CanMove(old.State, listed.State) {
		c = entered(c, listed.State)
		c.Reason, c.ReasonArg, c.NextCheck = listed.Reason, listed.ReasonArg, listed.NextCheck
	}
	return c
}

func (m *modelStore) recover() int {
	moved := 0
	for _, old := range slices.Clone(m.calls) {
		var c store.Call
		switch old.State {
		case store.StateFetching:
			c = entered(out(old), store.StateQueued)
		case store.StateSending:
			c = entered(out(old), store.StateUnknown)
			c.Reason = store.CodeOutcomeUnknown
			if c.SendBegun.IsZero() {
				c.SendBegun = m.now()
			}
			c.NextCheck = c.GraceEnds(m.now(), time.Duration(m.settings.UnknownGrace)*time.Second)
		default:
			continue
		}
		m.put(old, c)
		moved++
	}
	return moved
}

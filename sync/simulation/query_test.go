package simulation

import (
	"context"
	"maps"
	"slices"
	"time"

	"sensedesk/store"
)

func (m *modelStore) due(whose store.Owner, states []store.State, now time.Time, limit int) []store.Call {
	var list []store.Call
	for _, c := range m.calls {
		if whose.Owns(c) && slices.Contains(states, c.State) && (c.NextCheck.IsZero() || c.NextCheck.UnixMilli() <= now.UnixMilli()) {
			list = append(list, out(c))
		}
	}
	slices.SortFunc(list, func(a, b store.Call) int { return int(m.place[a.ID] - m.place[b.ID]) })
	if limit > 0 && len(list) > limit {
		list = list[:limit]
	}
	return list
}

func (m *modelStore) nextDue(whose store.Owner, states []store.State) time.Time {
	var first time.Time
	for _, c := range m.calls {
		if whose != (store.Owner{}) && whose.Owns(c) && slices.Contains(states, c.State) && !c.NextCheck.IsZero() && (first.IsZero() || c.NextCheck.Before(first)) {
			first = c.NextCheck
		}
	}
	return first
}

func (m *modelStore) countStates(kind store.SourceKind, account string) map[store.State]int {
	counts := map[store.State]int{}
	for _, c := range m.calls {
		if (kind == "" || c.Source == kind) && (account == "" || c.Account == account) {
			counts[c.State]++
		}
	}
	return counts
}

// list is Calls without the search in texts, which the engine does not use.
func (m *modelStore) list(f store.CallFilter) []store.Call {
	var list []store.Call
	for _, c := range m.calls {
		if (len(f.States) == 0 || slices.Contains(f.States, c.State)) && (len(f.IDs) == 0 || slices.Contains(f.IDs, c.ID)) &&
			(f.Source == "" || c.Source == f.Source) && (f.Account == "" || c.Account == f.Account) {
			list = append(list, out(c))
		}
	}
	slices.SortFunc(list, func(a, b store.Call) int { return int(m.place[b.ID] - m.place[a.ID]) })
	list = list[min(f.Offset, len(list)):]
	if f.Limit > 0 && len(list) > f.Limit {
		list = list[:f.Limit]
	}
	return list
}

func (m *modelStore) savePeople(kind store.SourceKind, account string, people []store.Person) {
	key := callKey{kind, account, ""}
	if m.people[key] == nil {
		m.people[key] = map[string]store.Person{}
	}
	for _, p := range people {
		m.people[key][p.ID] = p
	}
}

func (m *modelStore) listPeople(kind store.SourceKind, account string) []store.Person {
	list := slices.Collect(maps.Values(m.people[callKey{kind, account, ""}]))
	slices.SortFunc(list, func(a, b store.Person) int {
		if len(a.ID) != len(b.ID) {
			return len(a.ID) - len(b.ID)
		}
		if a.ID < b.ID {
			return -1
		}
		return 1
	})
	return list
}

// read runs fn under the lock.
func read[T any](m *modelStore, ctx context.Context, fn func() T) (T, error) {
	if err := ctx.Err(); err != nil {
		var none T
		return none, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return fn(), nil
}

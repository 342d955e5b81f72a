package server

import (
	"cmp"
	"slices"

	"sensedesk/store"
	engine "sensedesk/sync"
)

// Model is everything the search shows.
type Model struct {
	Draft    Draft
	Faults   map[int]error // of the draft's rows, once it was tried
	Keys     []store.TalkKey
	KeysErr  error // names of classifiers could not be asked for
	Operator int   // 0-based channel of the operator
	Saved    []store.NamedQuery
	Chosen   string // name of the saved search in the builder; "" = none

	Asked    bool // a search was begun
	Loading  bool // its first page is awaited
	More     bool // a further page is awaited
	Progress engine.ServerProgress
	Query    store.TalkQuery // what was asked
	Err      error           // of the first page
	MoreErr  error           // of a further page; what is there stays

	Hits     []engine.ServerHit
	Total    int
	Next     string // of the next page; "" = all pages are here
	Unsorted bool
	Cut      bool // the server repeated itself: there may be more
	order    []store.TalkSort
	tokens   map[string]bool
	known    map[store.TalkID]bool

	Selected store.TalkID
	Opening  store.TalkID // is being brought home
}

// Begin begins a search.
func (m *Model) Begin(q store.TalkQuery) {
	m.Query, m.Asked, m.Loading, m.More, m.Err, m.MoreErr = q, true, true, false, nil, nil
	m.Hits, m.Total, m.Next, m.Unsorted, m.Cut = nil, 0, "", false, false
	m.Progress, m.Selected, m.order = engine.ServerProgress{}, "", q.Sort
	m.tokens, m.known = map[string]bool{"": true}, map[store.TalkID]bool{}
}

// Accept takes the first page.
func (m *Model) Accept(p engine.ServerPage, err error) {
	m.Loading, m.Err = false, err
	if err == nil {
		m.take(p)
	}
}

// AcceptMore takes a further page; an error leaves what is there, and the next
// try begins where this one did.
func (m *Model) AcceptMore(p engine.ServerPage, err error) {
	m.More, m.MoreErr = false, err
	if err == nil {
		m.take(p)
	}
}

// Stop ends the waiting for a page.
func (m *Model) Stop() {
	if m.Loading && len(m.Hits) == 0 {
		m.Asked = false
	}
	m.Loading, m.More = false, false
}

// take adds a page. A token met before would lead round in a ring.
func (m *Model) take(p engine.ServerPage) {
	m.Total, m.Next = p.Total, p.Next
	m.Unsorted, m.Cut = m.Unsorted || p.Unsorted, m.Cut || p.Cut
	if p.Next != "" && m.tokens[p.Next] {
		m.Next, m.Cut = "", true
	}
	m.tokens[p.Next] = true
	m.Hits = slices.Clip(m.Hits)
	for _, h := range p.Hits {
		if !m.known[h.Talk] {
			m.known[h.Talk] = true
			m.Hits = append(m.Hits, h)
		}
	}
	if m.Unsorted { // asked for again, the order would only be refused again
		m.Query.Sort = nil
		m.Hits = slices.Clone(m.Hits)
		sortHits(m.Hits, m.order)
	}
	if len(m.Hits) >= engine.ServerReach {
		m.Next = ""
	}
}

// sortHits orders what is here by as much of the order as calls tell.
func sortHits(hits []engine.ServerHit, order []store.TalkSort) {
	slices.SortStableFunc(hits, func(a, b engine.ServerHit) int {
		for _, s := range order {
			c := 0
			switch s.Key {
			case keyDate:
				c = a.Call.StartedAt.Compare(b.Call.StartedAt)
			case keyLength:
				c = cmp.Compare(a.Call.Duration, b.Call.Duration)
			}
			if s.Descending {
				c = -c
			}
			if c != 0 {
				return c
			}
		}
		return 0
	})
}

// Capped tells whether more was found than can be shown.
func (m *Model) Capped() bool { return m.Total > engine.ServerReach }

// NeedsMore tells whether row index is so close to the end that the next page
// should be asked for.
func (m *Model) NeedsMore(index int) bool {
	return m.Next != "" && !m.Loading && !m.More && m.MoreErr == nil && m.Err == nil && index >= len(m.Hits)-10
}

// Hit returns a result by its talk.
func (m *Model) Hit(id store.TalkID) (engine.ServerHit, bool) {
	i := slices.IndexFunc(m.Hits, func(h engine.ServerHit) bool { return h.Talk == id })
	if i < 0 {
		return engine.ServerHit{}, false
	}
	return m.Hits[i], true
}

// Opened notes that a result is in the library now.
func (m *Model) Opened(id store.TalkID, call store.CallID) {
	hits := slices.Clone(m.Hits)
	for i := range hits {
		if hits[i].Talk == id {
			hits[i].Local, hits[i].Call.ID = true, call
		}
	}
	m.Hits = hits
}

// Save keeps a search under a name, in the place of an older one of that name.
func (m *Model) Save(name string, q store.TalkQuery) {
	saved := slices.DeleteFunc(slices.Clone(m.Saved), func(n store.NamedQuery) bool { return n.Name == name })
	saved = append(saved, store.NamedQuery{Name: name, Query: q})
	slices.SortStableFunc(saved, func(a, b store.NamedQuery) int { return cmp.Compare(a.Name, b.Name) })
	m.Saved, m.Chosen = saved, name
}

// Forget drops the saved search in the builder.
func (m *Model) Forget() {
	m.Saved = slices.DeleteFunc(slices.Clone(m.Saved), func(n store.NamedQuery) bool { return n.Name == m.Chosen })
	m.Chosen = ""
}

// Face is which of the faces of the results is shown.
type Face int

// The faces.
const (
	FaceStart Face = iota // nothing was asked yet
	FaceLoading
	FaceError
	FaceNothing
	FaceRows
)

// Face tells what to show.
func (m *Model) Face() Face {
	switch {
	case m.Err != nil:
		return FaceError
	case len(m.Hits) > 0:
		return FaceRows
	case m.Loading:
		return FaceLoading
	case !m.Asked:
		return FaceStart
	}
	return FaceNothing
}

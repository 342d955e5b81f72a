package calls

import (
	"slices"
	"strings"
	"time"

	"sensedesk/store"
)

// Group narrows the list by how far calls have come.
type Group string

// The groups, as the chips offer them.
const (
	GroupAll       Group = "all"       // everything but what the conditions left out
	GroupReady     Group = "ready"     // can be reviewed
	GroupAttention Group = "attention" // stopped: a person must act, or nobody can
	GroupWork      Group = "work"      // on the way
	GroupSkipped   Group = "skipped"   // left out by the conditions of the upload
)

// Groups lists the groups in the order shown.
func Groups() []Group {
	return []Group{GroupAll, GroupReady, GroupAttention, GroupWork, GroupSkipped}
}

// States lists the states of a group.
func (g Group) States() []store.State {
	switch g {
	case GroupReady:
		return []store.State{store.StateDone, store.StatePartlyDone}
	case GroupAttention:
		return []store.State{store.StateFailed, store.StateRecognitionFailed}
	case GroupSkipped:
		return []store.State{store.StateSkipped}
	case GroupWork:
		return []store.State{
			store.StateFound, store.StateWaiting, store.StateQueued, store.StateFetching, store.StateReady,
			store.StateSending, store.StateSent, store.StateProcessing, store.StateUnknown,
		}
	}
	return slices.DeleteFunc(store.States(), func(s store.State) bool { return s == store.StateSkipped })
}

// GroupOf returns the smallest group that holds all the states.
func GroupOf(states []store.State) Group {
	for _, g := range []Group{GroupReady, GroupAttention, GroupWork, GroupSkipped} {
		in := g.States()
		if len(states) > 0 && !slices.ContainsFunc(states, func(s store.State) bool { return !slices.Contains(in, s) }) {
			return g
		}
	}
	return GroupAll
}

// Filter is what the list is narrowed by.
type Filter struct {
	Text  string
	Group Group
	Tag   string // "" = with any tag or none
}

// Query is the filter as the store takes it.
func (f Filter) Query() store.CallFilter {
	return store.CallFilter{Text: strings.TrimSpace(f.Text), States: f.Group.States(), Tag: f.Tag}
}

// page is how many calls are read at a time.
const page = 500

// Model is everything the screen shows.
type Model struct {
	Filter Filter
	Loaded bool
	Err    error

	Rows   []store.Call // the newest part of the result, as far as was scrolled
	Total  int          // of the whole result
	Sound  time.Duration
	Took   time.Duration // of the query
	Counts map[store.State]int
	SetUp  bool // the upload is set up

	Tags     []store.Tag  // that can be chosen
	Selected store.CallID // 0 = none
}

// Accept takes a whole new reading. The selected call stays selected while it
// is in the list.
func (m *Model) Accept(r Result) {
	m.Loaded, m.Err = true, r.Err
	if r.Err != nil {
		return
	}
	m.Rows, m.Total, m.Sound, m.Took, m.Counts, m.SetUp = r.Rows, r.Total, r.Sound, r.Took, r.Counts, r.SetUp
	if m.index(m.Selected) < 0 {
		m.Selected = 0
	}
}

// AcceptMore appends a further page. Calls that arrived since the first page
// was read push the rest down, so a page may repeat calls already there.
func (m *Model) AcceptMore(rows []store.Call) {
	known := make(map[store.CallID]bool, len(m.Rows))
	for _, c := range m.Rows {
		known[c.ID] = true
	}
	m.Rows = slices.Clip(m.Rows)
	for _, c := range rows {
		if !known[c.ID] {
			m.Rows = append(m.Rows, c)
		}
	}
	m.Total = max(m.Total, len(m.Rows))
}

// NeedsMore tells whether row index is close enough to the end of what was
// read that the next page should be.
func (m *Model) NeedsMore(index int) bool {
	return m.Loaded && m.Err == nil && len(m.Rows) < m.Total && index >= len(m.Rows)-page/5
}

// Patch replaces calls that were read again. It returns false when the change
// cannot be shown in place: a call is new here, or left the filter.
func (m *Model) Patch(changed []store.CallID, calls []store.Call) bool {
	byID := make(map[store.CallID]store.Call, len(calls))
	for _, c := range calls {
		byID[c.ID] = c
	}
	rows := slices.Clone(m.Rows) // the list on the screen keeps reading the old one until it is told
	for _, id := range changed {
		i := m.index(id)
		c, still := byID[id]
		if i < 0 || !still {
			return false
		}
		rows[i] = c
	}
	m.Rows = rows
	return true
}

// Has tells whether all the calls are in the part that was read.
func (m *Model) Has(ids []store.CallID) bool {
	return !slices.ContainsFunc(ids, func(id store.CallID) bool { return m.index(id) < 0 })
}

func (m *Model) index(id store.CallID) int {
	return slices.IndexFunc(m.Rows, func(c store.Call) bool { return c.ID == id })
}

// SelectedIndex returns the row of the selected call, -1 when none is.
func (m *Model) SelectedIndex() int {
	if m.Selected == 0 {
		return -1
	}
	return m.index(m.Selected)
}

// After returns the call that follows id in the list, for «next call».
func (m *Model) After(id store.CallID) (store.CallID, bool) {
	i := m.index(id)
	if i < 0 || i+1 >= len(m.Rows) {
		return 0, false
	}
	return m.Rows[i+1].ID, true
}

// CountOf returns how many calls a group holds.
func (m *Model) CountOf(g Group) int {
	n := 0
	for _, s := range g.States() {
		n += m.Counts[s]
	}
	return n
}

// Everything returns how many calls there are at all.
func (m *Model) Everything() int {
	n := 0
	for _, v := range m.Counts {
		n += v
	}
	return n
}

// Face is which of the faces of the screen is shown.
type Face int

// The faces.
const (
	FaceLoading Face = iota
	FaceError
	FaceEmpty    // there are no calls at all
	FaceNotFound // none fits the filter
	FaceRows
)

// Face tells what to show.
func (m *Model) Face() Face {
	switch {
	case m.Err != nil:
		return FaceError
	case !m.Loaded:
		return FaceLoading
	case len(m.Rows) > 0:
		return FaceRows
	case m.Everything() == 0:
		return FaceEmpty
	}
	return FaceNotFound
}

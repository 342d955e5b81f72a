package calls

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"sensedesk/store"
)

func rows(from, n int) []store.Call {
	out := make([]store.Call, n)
	for i := range out {
		out[i] = store.Call{ID: store.CallID(from + i), State: store.StateDone}
	}
	return out
}

func TestEveryStateHasAGroup(t *testing.T) {
	for _, s := range store.States() {
		n := 0
		for _, g := range Groups()[1:] {
			if slices.Contains(g.States(), s) {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%s is in %d groups", s, n)
		}
		if got := slices.Contains(GroupAll.States(), s); got != (s != store.StateSkipped) {
			t.Errorf("%s in «all»: %v", s, got)
		}
	}
}

func TestGroupOf(t *testing.T) {
	for _, tc := range []struct {
		states []store.State
		want   Group
	}{
		{nil, GroupAll},
		{[]store.State{store.StateDone}, GroupReady},
		{[]store.State{store.StateFailed}, GroupAttention},
		{[]store.State{store.StateWaiting, store.StateUnknown}, GroupWork},
		{[]store.State{store.StateDone, store.StateFailed}, GroupAll},
	} {
		if got := GroupOf(tc.states); got != tc.want {
			t.Errorf("%v: %s, want %s", tc.states, got, tc.want)
		}
	}
}

func TestSelectionFollowsTheCall(t *testing.T) {
	m := Model{Selected: 3}
	m.Accept(Result{Rows: rows(1, 5), Total: 5})
	if m.SelectedIndex() != 2 {
		t.Fatalf("selected row %d", m.SelectedIndex())
	}
	m.Accept(Result{Rows: append(rows(9, 1), rows(1, 5)...), Total: 6}) // a new call came in above
	if m.Selected != 3 || m.SelectedIndex() != 3 {
		t.Errorf("selected call %d at row %d", m.Selected, m.SelectedIndex())
	}
	m.Accept(Result{Rows: rows(4, 2), Total: 2})
	if m.Selected != 0 || m.SelectedIndex() != -1 {
		t.Error("a call that left the list is still selected")
	}
}

func TestPages(t *testing.T) {
	var m Model
	m.Accept(Result{Rows: rows(1, page), Total: page + 300})
	if m.NeedsMore(10) || !m.NeedsMore(page-50) {
		t.Error("the next page is read at the wrong time")
	}
	m.AcceptMore(rows(page, 301)) // one call repeated: a new one pushed the rest down
	if len(m.Rows) != page+300 || m.NeedsMore(page+299) {
		t.Errorf("%d rows", len(m.Rows))
	}
}

func TestPatch(t *testing.T) {
	var m Model
	m.Accept(Result{Rows: rows(1, 3), Total: 3})
	before := m.Rows
	changed := store.Call{ID: 2, State: store.StatePartlyDone}
	if !m.Patch([]store.CallID{2}, []store.Call{changed}) || m.Rows[1].State != store.StatePartlyDone {
		t.Error("a known call was not replaced")
	}
	if before[1].State != store.StateDone {
		t.Error("the rows on the screen changed under it")
	}
	if m.Patch([]store.CallID{7}, []store.Call{{ID: 7}}) {
		t.Error("a new call cannot be shown in place")
	}
	if m.Patch([]store.CallID{2}, nil) {
		t.Error("a call that left the filter cannot be shown in place")
	}
}

func TestFace(t *testing.T) {
	for name, tc := range map[string]struct {
		m    Model
		want Face
	}{
		"before the first answer": {Model{}, FaceLoading},
		"an error":                {Model{Loaded: true, Err: errors.New("x")}, FaceError},
		"no calls at all":         {Model{Loaded: true}, FaceEmpty},
		"none fits":               {Model{Loaded: true, Counts: map[store.State]int{store.StateDone: 1}}, FaceNotFound},
		"rows":                    {Model{Loaded: true, Rows: rows(1, 1)}, FaceRows},
	} {
		if got := tc.m.Face(); got != tc.want {
			t.Errorf("%s: %v, want %v", name, got, tc.want)
		}
	}
}

// list answers as the database does: newest first, limit and offset.
type list struct {
	all []store.Call
	err error
	got []store.CallFilter
}

func (l *list) Calls(_ context.Context, f store.CallFilter) ([]store.Call, error) {
	l.got = append(l.got, f)
	out := l.all
	if f.Offset < len(out) {
		out = out[f.Offset:]
	}
	if f.Limit > 0 && f.Limit < len(out) {
		out = out[:f.Limit]
	}
	return out, l.err
}

func (l *list) Count(context.Context, store.CallFilter) (int, time.Duration, error) {
	return len(l.all), time.Duration(len(l.all)) * time.Minute, l.err
}

func (l *list) CountStates(context.Context, store.SourceKind, string) (map[store.State]int, error) {
	return map[store.State]int{store.StateDone: len(l.all)}, l.err
}

func (l *list) Tags(context.Context) ([]store.Tag, error) { return nil, l.err }

func (l *list) Settings(context.Context) (store.Settings, error) { return store.DefaultSettings(), nil }

func TestLoadReadsAsFarAsWasScrolled(t *testing.T) {
	db := &list{all: rows(1, 3*page)}
	r := load(t.Context(), db, Filter{Text: " дорого ", Group: GroupReady}, 2*page, time.Now)
	if r.Err != nil || len(r.Rows) != 2*page || r.Total != 3*page || r.Sound != 3*page*time.Minute {
		t.Errorf("%d rows of %d, %v, %v", len(r.Rows), r.Total, r.Sound, r.Err)
	}
	if f := db.got[0]; f.Text != "дорого" || !slices.Equal(f.States, GroupReady.States()) {
		t.Errorf("asked %+v", f)
	}
	more := loadMore(t.Context(), db, Filter{}, 2*page)
	if len(more.Rows) != page || more.Rows[0].ID != 2*page+1 {
		t.Errorf("%d more rows", len(more.Rows))
	}
	db.err = store.E(store.CodeDataUnreadable, "read", nil)
	if r := load(t.Context(), db, Filter{}, 0, time.Now); store.CodeOf(r.Err) != store.CodeDataUnreadable {
		t.Errorf("error %v", r.Err)
	}
}

package server

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sensedesk/store"
	engine "sensedesk/sync"
)

func keysForTest() []store.TalkKey {
	s := store.DefaultSettings().SpeechSense
	s.MetadataKeys = []string{"cost"}
	return store.TalkKeys(s, []store.NamedID{{ID: "eagPrice", Name: "Цена"}})
}

func TestDraftAndBack(t *testing.T) {
	keys := keysForTest()
	one, zero := 1, 0
	q := store.TalkQuery{
		From: "2026-03-01",
		Filters: []store.TalkFilter{
			{Key: "userMeta.operator_name", Kind: store.FilterAnyMatch, Values: []string{"Ким"}, Inverse: true},
			{Key: "talk.statistics.silence.ratio", Kind: store.FilterDouble, From: "0.35", Channel: &one},
			{Key: "talk.statistics.duration_seconds", Kind: store.FilterDuration, To: "1:30"},
			{Key: "talk.classifiers.eagPrice.count", Kind: store.FilterInt, From: "1", Channel: &zero},
			{Key: "userMeta.direction_outgoing", Kind: store.FilterBool, Yes: false},
			{Key: "userMeta.gone", Kind: store.FilterDate, From: "2026-03-01", To: "2026-03-02"},
		},
		Text: &store.TalkText{Text: "дорого", Channel: &one},
		Sort: OrderOldest.sort(),
	}
	d := DraftOf(q, keys, 1)
	if d.Rows[1].From != "35" || d.Rows[1].Side != SideOperator || d.Rows[3].Side != SideClient || d.TextSide != SideOperator || d.Order != OrderOldest {
		t.Errorf("%+v", d)
	}
	back, faults := d.Query(keys, 1)
	if diff := cmp.Diff(q, back); diff != "" || len(faults) != 0 {
		t.Errorf("%v %s", faults, diff)
	}
	// The operator moved to the other channel: the search means the other number.
	moved, _ := d.Query(keys, 0)
	if *moved.Filters[1].Channel != 0 {
		t.Error("«the operator» is a number")
	}
}

func TestFaultsStandAtTheirRows(t *testing.T) {
	keys := keysForTest()
	var d Draft
	good := d.Add(store.KeyNamed(keys, "userMeta.direction_outgoing"))
	empty := d.Add(store.KeyNamed(keys, "userMeta.operator_name"))
	bad := d.Add(store.KeyNamed(keys, "talk.statistics.silence.ratio"))
	d.Row(bad).From = "мало"
	q, faults := d.Query(keys, 0)
	if len(q.Filters) != 1 || len(faults) != 2 || faults[good] != nil || store.ArgsOf(faults[empty])["what"] != "empty" || store.ArgsOf(faults[bad])["what"] != "number" {
		t.Errorf("%+v %v", q, faults)
	}
	d.Remove(empty)
	d.Row(bad).From = "35 %"
	if q, faults := d.Query(keys, 0); len(faults) != 0 || q.Filters[1].From != "0.35" {
		t.Errorf("%+v %v", q, faults)
	}
	r := d.Row(bad)
	r.SetKey(store.KeyNamed(keys, "userMeta.cost")) // compares alike: what was written stays
	if r.From != "35 %" || r.Side != SideBoth {
		t.Errorf("%+v", r)
	}
	r.SetKey(store.KeyNamed(keys, "userMeta.operator_name"))
	if r.Kind != store.FilterAnyMatch || r.From != "" {
		t.Errorf("%+v", r)
	}
}

func hit(id string, minutes int) engine.ServerHit {
	h := engine.ServerHit{Talk: store.TalkID(id)}
	h.Call.StartedAt = time.Date(2026, 3, 12, 12, minutes, 0, 0, time.UTC)
	return h
}

func TestPagesOfTheServer(t *testing.T) {
	var m Model
	m.Begin(store.TalkQuery{Sort: OrderNewest.sort()})
	if m.Face() != FaceLoading {
		t.Error("nothing says that it is searched")
	}
	m.Accept(engine.ServerPage{Hits: []engine.ServerHit{hit("a", 1), hit("b", 5)}, Total: 12_000, Next: "1", Unsorted: true}, nil)
	if m.Hits[0].Talk != "b" || !m.NeedsMore(1) || !m.Capped() || m.Query.Sort != nil {
		t.Errorf("%+v", m)
	}
	shown := m.Hits
	m.More = true
	m.AcceptMore(engine.ServerPage{}, errors.New("the line broke"))
	if m.NeedsMore(1) || m.Face() != FaceRows || len(m.Hits) != 2 {
		t.Error("a broken page took the others with it")
	}
	m.MoreErr = nil
	m.AcceptMore(engine.ServerPage{Hits: []engine.ServerHit{hit("b", 5), hit("c", 9)}, Total: 12_000, Next: "2"}, nil)
	if len(m.Hits) != 3 || m.Hits[0].Talk != "c" || m.Next != "2" || m.Cut {
		t.Errorf("%+v", m.Hits)
	}
	m.AcceptMore(engine.ServerPage{Total: 12_000, Next: "1"}, nil) // the token of the page before: a ring
	if m.Next != "" || !m.Cut || m.NeedsMore(2) {
		t.Errorf("next %q, cut %v", m.Next, m.Cut)
	}
	if shown[0].Talk != "b" || len(shown) != 2 {
		t.Error("the rows on the screen changed under it")
	}
	m.Opened("a", 7)
	if h, ok := m.Hit("a"); !ok || !h.Local || h.Call.ID != 7 {
		t.Errorf("%+v", h)
	}
	m.Begin(store.TalkQuery{})
	m.Accept(engine.ServerPage{}, nil)
	if m.Face() != FaceNothing {
		t.Error("nothing found is not said")
	}
	m.Begin(store.TalkQuery{})
	m.Stop()
	if m.Face() != FaceStart || m.Loading {
		t.Error("a search taken back is still awaited")
	}
}

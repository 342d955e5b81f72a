package simulation

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sensedesk/store"
	"sensedesk/store/db"
	engine "sensedesk/sync"
)

// TestModelStoreIsTheDatabase does the same random things to the model and to
// the database and demands the same answers and the same calls after each.
func TestModelStoreIsTheDatabase(t *testing.T) {
	sequences := 30
	if raceEnabled || testing.Short() {
		sequences = 10
	}
	for seed := range sequences {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { conform(t, chance(seed)) })
	}
}

func conform(t *testing.T, c chance) {
	ctx := t.Context()
	now := time.Date(2026, 3, 12, 10, 0, 0, 123_456_789, time.UTC)
	clock := func() time.Time { return now }
	real, err := db.Open(ctx, filepath.Join(t.TempDir(), "sensedesk.db"), &store.Feed{}, db.Clock(clock))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := real.Close(); err != nil {
			t.Error(err)
		}
	}()
	w := &world{chance: c, start: now}
	model := newModelStore(clock)
	w.store = model
	// No fault is planned: the process is the model alone.
	p := &process{w: w, gone: make(chan struct{})}
	w.counts = map[string]map[int64]int64{}
	for step := range int64(80) {
		now = now.Add(c.span(0, 40*time.Minute, "pass", step, 0))
		var did string
		var answers [2]any
		for i, s := range []engine.Store{real, p} {
			did, answers[i] = do(ctx, s, c, step, now)
		}
		if d := cmp.Diff(answers[0], answers[1]); d != "" {
			t.Fatalf("step %d, %s: database (-) and model (+) answer\n%s", step, did, d)
		}
		a, err := real.Calls(ctx, store.CallFilter{})
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(zones(a), zones(model.list(store.CallFilter{}))); d != "" {
			t.Fatalf("step %d, after %s: database (-) and model (+) hold\n%s", step, did, d)
		}
	}
}

// answer is what can be compared of an outcome.
type answer struct {
	Value   any
	Code    store.Code
	Illegal bool
}

// zones writes times with the zone they are shown in: comparing instants alone
// would let a lost zone pass.
func zones(calls []store.Call) []string {
	var texts []string
	for _, c := range calls {
		rec := ""
		if c.Recording != nil {
			rec = fmt.Sprint(*c.Recording)
			c.Recording = nil
		}
		texts = append(texts, fmt.Sprintf("%+v %s %s", c, c.StartedAt.Format(time.RFC3339Nano), rec))
	}
	return texts
}

// do makes one random step.
func do(ctx context.Context, s engine.Store, c chance, step int64, now time.Time) (string, any) {
	kind := store.SourceBitrix24
	accounts, profiles := []string{"a.bitrix24.kz", "b.bitrix24.kz"}, []store.ProfileID{"", "beta"}
	pick := func(n int, what string) int { return c.upTo(n, what, step, 0) }
	at := accounts[pick(2, "account")]
	id := store.CallID(1 + pick(9, "id"))
	states := store.States()
	to := states[pick(len(states), "to")]
	some := []store.State{states[pick(len(states), "some")], states[pick(len(states), "more")], states[pick(len(states), "most")]}
	edit := func(call *store.Call) {
		call.Reason, call.ReasonArg = store.CodeRefused, map[string]string{"text": fmt.Sprint(step)}
		call.NextCheck, call.SendBegun = now.Add(c.span(-time.Hour, time.Hour, "next", step, 0)), now
		call.CheckCount++
		call.State, call.ID = store.StateDone, 99 // neither may be changed here
		switch pick(3, "edit") {
		case 0:
			call.Recording = &store.Recording{Hash: fmt.Sprint("h", pick(3, "hash")), Size: 7, Container: store.ContainerWAV, Duration: 1500*time.Millisecond + 1}
		case 1:
			call.TalkID, call.ConnectionID, call.MarkerKey = store.TalkID(fmt.Sprint("aud", step)), "eag", "call_id"
			call.Profile, call.Server = profiles[pick(2, "profile")], fmt.Sprint("server", step)
		}
	}
	if pick(3, "no edit") == 0 {
		edit = nil
	}
	done := func(value any, err error) any {
		a := answer{Value: value, Code: store.CodeOf(err), Illegal: errors.Is(err, db.ErrIllegalMove)}
		switch v := value.(type) {
		case store.Call:
			a.Value = zones([]store.Call{v})
		case []store.Call:
			a.Value = zones(v)
		}
		if err != nil {
			a.Value = nil
		}
		return a
	}
	switch pick(13, "what") {
	case 0, 1, 2:
		ids, err := s.Receive(ctx, kind, at, page(c, step, now), []string{"", fmt.Sprint(step)}[pick(2, "cursor")])
		return "receive", done(ids, err)
	case 3, 4, 5:
		call, err := s.Move(ctx, id, to, edit)
		return fmt.Sprintf("move %d to %s", id, to), done(call, err)
	case 6:
		call, err := s.Update(ctx, id, func(call *store.Call) {
			if edit != nil {
				edit(call)
			}
		})
		return fmt.Sprintf("update %d", id), done(call, err)
	case 7:
		var talk store.Talk
		if pick(2, "summary") == 0 {
			talk.Statements = []store.Statement{{FieldID: "summary", Values: []string{fmt.Sprint("summary ", step)}}}
		}
		return fmt.Sprintf("save talk of %d as %s", id, to), done(nil, s.SaveTalk(ctx, id, talk, []byte("raw"), to, edit))
	case 8:
		moved, err := s.Recover(ctx)
		return "recover", done(moved, err)
	case 9:
		whose := store.Owner{Source: kind, Account: at, Profile: profiles[pick(2, "whose")]}
		calls, err := s.Due(ctx, []store.Owner{{}, whose}[pick(2, "all due")], some, now, pick(4, "limit"))
		first, err2 := s.NextDue(ctx, whose, some)
		return fmt.Sprint("due ", some), []any{done(calls, err), done(first.UnixMilli(), err2)}
	case 10:
		counts, err := s.CountStates(ctx, kind, []string{"", at}[pick(2, "all")])
		cursor, err2 := s.Checkpoint(ctx, kind, at)
		call, err3 := s.Call(ctx, id)
		calls, err4 := s.Calls(ctx, store.CallFilter{States: some, Account: at, Limit: pick(3, "limit"), Offset: pick(2, "offset")})
		people, err5 := s.People(ctx, kind, at)
		return "read", []any{done(counts, err), done(cursor, err2), done(call, err3), done(calls, err4), done(fmt.Sprint(people), err5)}
	case 11:
		call, err := s.Repeat(ctx, id)
		return fmt.Sprintf("repeat %d", id), done(call, err)
	}
	if pick(2, "reset") == 0 {
		return "reset", done(nil, s.ResetCheckpoint(ctx, kind, at))
	}
	return "people", done(nil, s.SavePeople(ctx, kind, at, []store.Person{{ID: fmt.Sprint(pick(12, "person")), Name: fmt.Sprint(step)}}))
}

// page is a random page of a listing, some of it listed before.
func page(c chance, step int64, now time.Time) []store.Call {
	var calls []store.Call
	for i := range int64(1 + c.upTo(3, "rows", step, 0)) {
		pick := func(n int, what string) int { return c.upTo(n, what, step, i) }
		state := []store.State{store.StateSkipped, store.StateWaiting, store.StateQueued}[pick(3, "verdict")]
		row := store.Call{
			SourceID: fmt.Sprint(pick(6, "row")), UniqueID: fmt.Sprint("u", pick(3, "unique")), State: state, FoundAt: now,
			StartedAt: now.Truncate(time.Minute).Add(-time.Duration(pick(3, "started"))*time.Minute + time.Microsecond).In(time.FixedZone("", 3600*pick(3, "zone"))),
			Duration:  time.Duration(pick(9, "length")) * time.Second, Direction: store.DirectionIncoming,
			OperatorID: "3", OperatorName: []string{"", "Ким Анна"}[pick(2, "name")], ClientPhone: "+7", RecordRef: []string{"", "ref"}[pick(2, "ref")],
			Meta: []map[string]string{nil, {}, {"id": "7"}}[pick(3, "meta")],
		}
		switch state {
		case store.StateSkipped:
			row.Reason = []store.Code{store.CodeShort, store.CodeNoRecording}[pick(2, "reason")]
			row.ReasonArg = map[string]string{"seconds": "3"}
		case store.StateWaiting:
			row.NextCheck = now.Add(2 * time.Minute)
		}
		if !slices.ContainsFunc(calls, func(other store.Call) bool { return other.SourceID == row.SourceID }) {
			calls = append(calls, row)
		}
	}
	return calls
}

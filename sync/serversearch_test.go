package sync_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"sensedesk/store"
	engine "sensedesk/sync"
	"sensedesk/sync/quota"
	"sensedesk/sync/sandbox"
	"sensedesk/sync/speechsense"
)

// strangers uploads talks as somebody else does, past the engine.
func (r *rig) strangers(clients ...string) []store.TalkID {
	r.t.Helper()
	set, err := r.db.Settings(r.t.Context())
	must(r.t, err)
	c, err := speechsense.Dial(speechsense.Options{Settings: set.SpeechSense, Key: r.key, Version: "test"})
	must(r.t, err)
	defer func() { must(r.t, c.Close()) }()
	var ids []store.TalkID
	for i, name := range clients {
		sound := wav(time.Second, uint32(900+i))
		id, err := c.Upload(r.t.Context(), speechsense.Upload{
			ConnectionID: "eagConnection", Container: store.ContainerWAV, Size: int64(len(sound)),
			Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(sound)), nil },
			Fields: map[string]string{
				"operator_name": "Пётр Ли", "operator_id": "9", "client_name": name, "client_id": "77", "language": "ru-RU",
				"date": time.Date(2026, 3, 10+i, 12, 0, 0, 0, time.UTC).Format(time.RFC3339), "direction_outgoing": "false",
			},
		})
		must(r.t, err)
		ids = append(ids, id)
	}
	return ids
}

func TestSearchOnTheServerAndOpen(t *testing.T) {
	var gets atomic.Int32
	r := newRig(t, []sandbox.PortalCall{talk(1), talk(2)}, func(_ context.Context, m sandbox.Moment) error {
		if m.Method == "Get" && m.Stage == sandbox.StageArrived {
			gets.Add(1)
		}
		return nil
	}, nil)
	ctx := t.Context()
	r.pass()
	others := r.strangers("Алия", "Ерлан", "Динара")
	gets.Store(0)

	var seen []engine.ServerProgress
	page, err := r.engine.SearchServer(ctx, store.TalkQuery{Sort: []store.TalkSort{{Key: store.MetaKey("date")}}}, "", func(p engine.ServerProgress) { seen = append(seen, p) })
	must(t, err)
	if page.Total != 5 || len(page.Hits) != 5 || page.Next != "" || page.Cut || page.Unsorted {
		t.Fatalf("%+v", page)
	}
	for i, h := range page.Hits {
		if h.Local != (i >= 3) || h.Missing || h.Call.ID != 0 != h.Local {
			t.Errorf("hit %d: %+v", i, h)
		}
	}
	if h := page.Hits[1]; h.Talk != others[1] || h.Call.ClientName != "Ерлан" || h.Call.OperatorName != "Пётр Ли" || h.Call.Direction != store.DirectionIncoming {
		t.Errorf("%+v", h)
	}
	if gets.Load() != 1 {
		t.Errorf("%d requests for three talks", gets.Load())
	}
	if len(seen) != 2 || seen[0].Of != 0 || seen[1] != (engine.ServerProgress{Read: 2, Of: 5}) {
		t.Errorf("progress %+v", seen)
	}

	first, err := r.engine.OpenServerTalk(ctx, others[1])
	must(t, err)
	again, err := r.engine.OpenServerTalk(ctx, others[1])
	must(t, err)
	if first != again || gets.Load() != 1 {
		t.Errorf("opened as %d and %d, %d requests", first, again, gets.Load())
	}
	if c, err := r.db.Call(ctx, first); err != nil || c.Source != store.SourceSpeechSense || c.TalkID != others[1] || c.ClientName != "Ерлан" {
		t.Errorf("%+v %v", c, err)
	}
	if talk, err := r.db.Talk(ctx, first); err != nil || talk.ID != others[1] {
		t.Errorf("%+v %v", talk, err)
	}
	mine := r.call("1")
	if id, err := r.engine.OpenServerTalk(ctx, mine.TalkID); err != nil || id != mine.ID {
		t.Errorf("a call of this desk opened as %d, %v", id, err)
	}
	if _, err := r.engine.OpenServerTalk(ctx, "audNobody"); store.CodeOf(err) != store.CodeNotFound {
		t.Errorf("a talk nobody has: %v", err)
	}
	page, err = r.engine.SearchServer(ctx, store.TalkQuery{Filters: []store.TalkFilter{
		{Key: store.MetaKey("client_name"), Kind: store.FilterAnyMatch, Values: []string{"Ерлан"}},
	}}, "", nil)
	if err != nil || len(page.Hits) != 1 || !page.Hits[0].Local || page.Hits[0].Call.ID != first {
		t.Errorf("%+v %v", page, err)
	}
	// The days are those of the desk, and a day belongs to the search whole.
	page, err = r.engine.SearchServer(ctx, store.TalkQuery{From: "2026-03-10", To: "2026-03-11"}, "", nil)
	if err != nil || page.Total != 2 {
		t.Errorf("%+v %v", page, err)
	}
	_, err = r.engine.SearchServer(ctx, store.TalkQuery{Filters: []store.TalkFilter{
		{Key: store.MetaKey("colour"), Kind: store.FilterAnyMatch, Values: []string{"red"}},
	}}, "", nil)
	if store.CodeOf(err) != store.CodeQueryKey || store.ArgsOf(err)["key"] != "colour" {
		t.Errorf("a key the connection does not have: %v", err)
	}
}

func TestSearchWaitsOutATrouble(t *testing.T) {
	var broken atomic.Int32
	r := newRig(t, nil, func(ctx context.Context, m sandbox.Moment) error {
		switch {
		case m.Method != "Search" || m.Stage != sandbox.StageArrived:
		case broken.Add(-1) >= 0:
			return status.Error(codes.Unavailable, "the line broke")
		case broken.Load() < -50:
			<-ctx.Done()
			return ctx.Err()
		}
		return nil
	}, nil)
	r.strangers("Алия")
	broken.Store(1)
	page, err := r.engine.SearchServer(t.Context(), store.TalkQuery{}, "", nil)
	if err != nil || page.Total != 1 {
		t.Errorf("after a trouble: %+v %v", page, err)
	}
	if st := r.engine.Status(); st.Retry.Code != "" {
		t.Errorf("the run shows the search's trouble: %+v", st.Retry)
	}
	// A person who takes the question back does not wait for the answer.
	broken.Store(-60)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		_, err := r.engine.SearchServer(ctx, store.TalkQuery{}, "", func(engine.ServerProgress) { cancel() })
		done <- err
	}()
	select {
	case err := <-done:
		if err == nil {
			t.Error("a cancelled search found something")
		}
	case <-time.After(20 * time.Second):
		t.Error("a cancelled search goes on")
	}
}

func TestSearchPagesAndKeys(t *testing.T) {
	r := newRig(t, nil, nil, nil)
	names := make([]string, 45)
	for i := range names {
		names[i] = "К"
	}
	r.strangers(names...)
	ctx := t.Context()
	first, err := r.engine.SearchServer(ctx, store.TalkQuery{}, "", nil)
	must(t, err)
	second, err := r.engine.SearchServer(ctx, store.TalkQuery{}, first.Next, nil)
	must(t, err)
	seen := map[store.TalkID]bool{}
	for _, h := range append(first.Hits, second.Hits...) {
		seen[h.Talk] = true
	}
	if first.Total != 45 || first.Next == "" || second.Next != "" || len(seen) != 45 {
		t.Errorf("%d of %d, then %d, %d different", len(first.Hits), first.Total, len(second.Hits), len(seen))
	}
	keys, err := r.engine.SearchKeys(ctx)
	if err != nil || store.KeyNamed(keys, store.MetaKey("id")).Given != "id" {
		t.Errorf("%d keys, %v", len(keys), err)
	}
	r.key = "AQVN-wrong"
	if keys, err := r.engine.SearchKeys(ctx); len(keys) == 0 {
		t.Errorf("without a key there is nothing to search by: %v", err)
	}
	if _, err := r.engine.SearchServer(ctx, store.TalkQuery{}, "", nil); !errors.Is(err, store.CodeKeyRefused) {
		t.Errorf("with a wrong key: %v", err)
	}
}

// The gauge says which limit is waited for, and a search waits within reason.
func TestSearchTellsOfTheQuota(t *testing.T) {
	r := newRig(t, nil, nil, nil)
	r.strangers("Алия", "Ерлан")
	book := quota.NewBook(quota.Options{Ledger: r.db, Now: time.Now, Limits: []quota.Limit{{Window: time.Second, Talks: 2}, {Window: time.Hour, Talks: 4}}})
	var q *quota.Quota
	e, err := engine.New(t.Context(), engine.Options{
		Store: r.db, Server: r.db, Recordings: r.folder, Feed: r.feed, Inspect: inspectWAV, Now: time.Now,
		Quota: func(s store.SpeechSettings) *quota.Quota { q = book.Scope("test"); return q },
		OpenSource: func(context.Context, store.Settings) (engine.Source, error) {
			return nil, store.E(store.CodeWebhookMissing, "test", nil)
		},
		OpenSpeech: func(_ context.Context, s store.Settings) (engine.Speech, error) {
			return speechsense.Dial(speechsense.Options{Settings: s.SpeechSense, Key: rightKey, Version: "test", Reads: book.Scope("test")})
		},
	})
	must(t, err)
	defer func() { must(t, e.Close(context.Background())) }()
	var waits []engine.ServerProgress
	page, err := e.SearchServer(t.Context(), store.TalkQuery{}, "", func(p engine.ServerProgress) { waits = append(waits, p) })
	if err != nil || len(page.Hits) != 2 {
		t.Fatalf("%+v %v", page, err)
	}
	if !slices.ContainsFunc(waits, func(p engine.ServerProgress) bool { return p.Of == 2 && p.Wait > 0 && p.Window.Limit > 0 }) {
		t.Errorf("%+v", waits)
	}
	_, err = e.SearchServer(t.Context(), store.TalkQuery{}, "", nil) // 4 of 4 after it
	must(t, err)
	_, err = e.SearchServer(t.Context(), store.TalkQuery{}, "", nil)
	if store.CodeOf(err) != store.CodeBusy || store.ArgsOf(err)["minutes"] == "" {
		t.Errorf("with the hour used up: %v", err)
	}
}

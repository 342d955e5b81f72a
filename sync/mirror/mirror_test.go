package mirror_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"sensedesk/store"
	"sensedesk/sync/mirror"
	"sensedesk/sync/quota"
	"sensedesk/sync/speechsense"
)

func TestMirrorOfASmallProject(t *testing.T) {
	b := newBed(t, nil)
	n := min(1100, some)
	b.load(n, 60)
	p := b.run()
	if p.Total != n || p.Found != n || p.Brought != n || p.Remaining != 0 || p.Phase != mirror.PhaseDone {
		t.Errorf("%+v", p)
	}
	b.wantAll(n)
	b.wantServed(1)
	if got := b.asked(); got["Search"] != (n+999)/1000 || got["Get"] != (n+17)/18 {
		t.Errorf("requests %v", got)
	}
	calls, err := b.db.Calls(t.Context(), store.CallFilter{Text: "заказ 77", Limit: 1})
	must(t, err)
	if len(calls) != 1 || calls[0].Source != store.SourceSpeechSense || calls[0].OperatorName == "" || calls[0].Server != b.settings.Address {
		t.Errorf("stored %+v", calls)
	}
	// Another look on the same day costs two requests and brings nothing.
	if p := b.run(); p.Brought != n || p.Changed != 0 || p.Requests != 2 {
		t.Errorf("again: %+v", p)
	}
	if got := b.asked(); got["Get"] != 0 || got["Search"] != 2 {
		t.Errorf("requests %v", got)
	}
}

// A talk this desk has by way of its own upload or of a search is not read again.
func TestWhatIsHereIsNotFetched(t *testing.T) {
	b := newBed(t, nil)
	b.load(30, 10)
	results, err := b.client.Get(t.Context(), []store.TalkID{"aud0000003", "aud0000004"})
	must(t, err)
	for _, r := range results {
		_, err := b.db.SaveMirrored(t.Context(), store.CallOfTalk(r.Talk, 0), r.Talk, r.Raw)
		must(t, err)
	}
	b.run()
	b.wantAll(30)
	b.wantServed(1)
}

// errStop ends a run once it has listed.
var errStop = store.E(store.CodeKeyRefused, "stop here", nil)

// asker is the service as it is.
type asker func(r speechsense.SearchRequest) (speechsense.SearchPage, error)

// odd is a service that does not behave; the zero functions behave.
type odd struct {
	mirror.Server
	page func(r speechsense.SearchRequest, ask asker) (speechsense.SearchPage, error)
	get  func(ids []store.TalkID) (let []store.TalkID, err error)
}

func (o odd) SearchPage(ctx context.Context, r speechsense.SearchRequest) (speechsense.SearchPage, error) {
	ask := func(r speechsense.SearchRequest) (speechsense.SearchPage, error) { return o.Server.SearchPage(ctx, r) }
	if o.page == nil {
		return ask(r)
	}
	return o.page(r, ask)
}

func (o odd) Get(ctx context.Context, ids []store.TalkID) ([]speechsense.Result, error) {
	if o.get != nil {
		let, err := o.get(ids)
		if err != nil || len(let) == 0 {
			return nil, err
		}
		ids = let
	}
	return o.Server.Get(ctx, ids)
}

// runOdd runs against a service that does not behave.
func (b *bed) runOdd(o odd) (mirror.Progress, error) {
	options := b.options()
	o.Server = b.client
	options.Server = o
	return mirror.New(options).Run(quota.Background(b.t.Context()))
}

// listOnly ends a run before it fetches.
func listOnly([]store.TalkID) ([]store.TalkID, error) { return nil, errStop }

// What Get does not hand over yet is asked for later, not lost.
func TestTalksWithoutAnAnswerAreAskedForLater(t *testing.T) {
	b := newBed(t, nil)
	b.load(60, 5)
	hidden := func(id store.TalkID) bool { return strings.HasSuffix(string(id), "7") }
	shy := odd{get: func(ids []store.TalkID) (let []store.TalkID, err error) {
		for _, id := range ids {
			if !hidden(id) {
				let = append(let, id)
			}
		}
		return let, nil
	}}
	p, err := b.runOdd(shy)
	if err != nil || p.Brought != 54 || p.Later != 6 || p.Remaining != 0 {
		t.Fatalf("%+v %v", p, err)
	}
	b.clock.pass(2 * time.Minute)
	if p := b.run(); p.Brought != 60 || p.Later != 0 {
		t.Errorf("later: %+v", p)
	}
	b.wantAll(60)
	b.wantServed(1)

	// One that never comes is given up, and wanted again when a listing shows it.
	c := newBed(t, nil)
	c.load(20, 5)
	for range 12 {
		p, err = c.runOdd(shy)
		must(t, err)
		c.clock.pass(25 * time.Hour)
	}
	if p.Absent != 2 || p.Later != 0 {
		t.Errorf("never: %+v", p)
	}
}

// A talk that spoils the answer for all others is found and left out.
func TestARefusedTalkDoesNotHoldUpTheOthers(t *testing.T) {
	b := newBed(t, nil)
	b.load(40, 5)
	bad := store.TalkID(talkID(23))
	p, err := b.runOdd(odd{get: func(ids []store.TalkID) ([]store.TalkID, error) {
		for _, id := range ids {
			if id == bad {
				return nil, store.E(store.CodeRefused, "get", nil)
			}
		}
		return ids, nil
	}})
	if err != nil || p.Brought != 39 || p.Refused != 1 {
		t.Errorf("%+v %v", p, err)
	}
}

// New days bring new talks; what was changed on the server is brought again, and
// what was not is not written again.
func TestNewDaysAndChanges(t *testing.T) {
	b := newBed(t, nil)
	b.load(50, 20)
	b.run()
	before := map[store.TalkID]store.Call{}
	calls, err := b.db.Calls(t.Context(), store.CallFilter{})
	must(t, err)
	for _, c := range calls {
		before[c.TalkID] = c
	}
	b.clock.pass(25 * time.Hour)
	b.service.Load(loaded(50, b.clock.now().Add(-30*time.Minute)), loaded(51, b.clock.now().Add(-90*time.Minute)))
	b.service.Touch(talkID(7), "client_name", "Алия")
	b.clock.pass(time.Minute)
	p := b.run()
	if p.Found != 52 || p.Brought != 52 || p.Changed != 1 {
		t.Errorf("%+v", p)
	}
	b.wantAll(52)
	calls, err = b.db.Calls(t.Context(), store.CallFilter{})
	must(t, err)
	for _, c := range calls {
		if c.TalkID == store.TalkID(talkID(7)) && c.ClientName != "Алия" {
			t.Errorf("the change did not come: %+v", c)
		}
	}
	// Unchanged ones are asked for with growing pauses, and never once they are old.
	served := b.wantServed(2)
	for range 40 {
		b.clock.pass(25 * time.Hour)
		b.run()
	}
	again := b.wantServed(8) - served
	t.Logf("%d talks were asked for again in 40 days, %.1f times each", 52, float64(again)/52)
	if again > 52*6 {
		t.Errorf("asked %d times", again)
	}
	b.clock.pass(25 * time.Hour)
	if p := b.run(); p.Remaining != 0 || p.Requests != 2 {
		t.Errorf("old talks are left alone: %+v", p)
	}
}

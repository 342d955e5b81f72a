package bitrix24_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/time/rate"

	"sensedesk/store"
	"sensedesk/sync/bitrix24"
	"sensedesk/sync/sandbox"
)

// methods lists what the portal was asked.
func methods(p *sandbox.Portal) []string {
	var out []string
	for _, r := range p.Requests() {
		out = append(out, r.Method)
	}
	return out
}

// asked returns the parameters of the n-th request as text with sorted keys.
func asked(p *sandbox.Portal, n int) string { return fmt.Sprint(p.Requests()[n].Params) }

func TestListAsksInThePortalsSpelling(t *testing.T) {
	b := start(t, sandbox.PortalOptions{Calls: calls(60)})
	q := store.ListQuery{
		From: "2026-03-01T00:00:00+03:00", Until: "2026-04-01T00:00:00+03:00", Users: []string{"3", "5"},
		Directions: []store.Direction{store.DirectionOutgoing, store.DirectionIncoming, store.DirectionCallback},
	}

	if rows := all(t, b.Source, "4", q); len(rows) != 56 {
		t.Errorf("%d rows", len(rows))
	}

	want := []string{
		"map[FILTER:map[<CALL_START_DATE:2026-04-01T00:00:00+03:00 >=CALL_START_DATE:2026-03-01T00:00:00+03:00 >ID:4 CALL_TYPE:[1 2 4] PORTAL_USER_ID:[3 5]] ORDER:ASC SORT:ID start:-1]",
		"map[FILTER:map[<CALL_START_DATE:2026-04-01T00:00:00+03:00 >=CALL_START_DATE:2026-03-01T00:00:00+03:00 >ID:54 CALL_TYPE:[1 2 4] PORTAL_USER_ID:[3 5]] ORDER:ASC SORT:ID start:-1]",
	}
	if n := len(b.portal.Requests()); n != 2 {
		t.Fatalf("%d requests", n)
	}
	for i, w := range want {
		if d := cmp.Diff(w, asked(b.portal, i)); d != "" {
			t.Errorf("request %d: %s", i, d)
		}
	}
	b.portal.Forget()
	all(t, b.Source, "", store.ListQuery{})
	if got := asked(b.portal, 0); got != "map[FILTER:map[>ID:0] ORDER:ASC SORT:ID start:-1]" {
		t.Errorf("without wishes: %s", got)
	}
}

func TestListStopsRatherThanLose(t *testing.T) {
	cases := map[string]func(*sandbox.PortalFaults){
		"order ignored":  func(f *sandbox.PortalFaults) { f.IgnoreSort = true },
		"filter ignored": func(f *sandbox.PortalFaults) { f.IgnoreFilter = true },
	}
	for name, fault := range cases {
		b := start(t, sandbox.PortalOptions{Calls: calls(120)})
		b.portal.Faults().Set(fault)
		seen := map[string]bool{}
		err := b.List(t.Context(), "", store.ListQuery{}, func(page []store.Row) error {
			for _, r := range page {
				if seen[r.SourceID] {
					t.Fatalf("%s: call %s twice", name, r.SourceID)
				}
				seen[r.SourceID] = true
			}
			return nil
		})
		if store.CodeOf(err) != store.CodeListingUnordered {
			t.Errorf("%s: got %v after %d rows", name, err, len(seen))
		}
	}
}

func TestListSeesPagesThatEndAtFifty(t *testing.T) {
	for _, n := range []int{0, 1, 49, 50, 51, 100} {
		for _, shape := range []string{"", "null", "{}", "missing"} {
			b := start(t, sandbox.PortalOptions{Calls: calls(n)})
			b.portal.Faults().Set(func(f *sandbox.PortalFaults) { f.EmptyShape = shape })
			if rows := all(t, b.Source, "", store.ListQuery{}); len(rows) != n {
				t.Errorf("%d calls, empty as %q: %d rows", n, shape, len(rows))
			}
			if got, want := len(b.portal.Requests()), n/50+1; got != want {
				t.Errorf("%d calls: %d requests, want %d", n, got, want)
			}
		}
	}
}

func TestListRefusesACursorThatIsNone(t *testing.T) {
	b := start(t, sandbox.PortalOptions{})
	for _, after := range []string{"x", "-1", "1 OR 1"} {
		if err := b.List(t.Context(), after, store.ListQuery{}, nil); err == nil {
			t.Errorf("cursor %q was taken", after)
		}
		if _, err := b.Total(t.Context(), after, store.ListQuery{}); err == nil {
			t.Errorf("cursor %q was taken by Total", after)
		}
	}
	if n := len(b.portal.Requests()); n != 0 {
		t.Errorf("%d requests", n)
	}
}

func TestRowsNeverTakesADroppedFilterForDeletedCalls(t *testing.T) {
	b := start(t, sandbox.PortalOptions{Calls: calls(120)})
	b.portal.Faults().Set(func(f *sandbox.PortalFaults) { f.IgnoreFilter = true })
	if rows, err := b.Rows(t.Context(), []string{"119"}); store.CodeOf(err) != store.CodeListingUnordered {
		t.Errorf("got %v, %v", rows, err)
	}
	b.portal.Forget()
	if rows, err := b.Rows(t.Context(), []string{"", "x", "0"}); err != nil || len(rows) != 0 || len(b.portal.Requests()) != 0 {
		t.Errorf("ids that are none: %v, %v, asked %v", rows, err, methods(b.portal))
	}
}

// odd serves one fixed answer to every request and a source that asks it.
func odd(t *testing.T, status int, body string) *bitrix24.Source {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}))
	t.Cleanup(srv.Close)
	s, err := bitrix24.New(bitrix24.Options{Webhook: srv.URL + "/rest/1/c4n4ry/", Version: "1", Tries: 1, Pace: rate.NewLimiter(rate.Inf, 1)})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestListOfAnswersNobodyDocumented(t *testing.T) {
	for body, want := range map[string]store.Code{
		`{"result":{"0":{"ID":1},"2":{"ID":"3"}}}`:    "",
		"\ufeff" + `{"result":[{"ID":1}],"error":0}`:  "",
		`{"result":[{"ID":1}],"error":"","time":[]}`:  "",
		`{"result":[{"ID":2},{"ID":1}]}`:              store.CodeListingUnordered,
		`{"result":[{"ID":1},{"ID":1}]}`:              store.CodeListingUnordered,
		`{"result":[{"ID":1},{"PHONE_NUMBER":"+7"}]}`: store.CodeBusy,
		`{"result":{"items":[]}}`:                     store.CodeBusy,
		`{"result":"ok"}`:                             store.CodeBusy,
		`{"result":[{"ID":1`:                          store.CodeBusy,
		`[]`:                                          store.CodeBusy,
		``:                                            store.CodeBusy,
		`{"error":{"code":"ACCESS_DENIED","message":"c4n4ry"}}`: store.CodePortalRight,
	} {
		s := odd(t, http.StatusOK, body)
		err := s.List(t.Context(), "", store.ListQuery{}, func([]store.Row) error { return nil })
		if store.CodeOf(err) != want {
			t.Errorf("%s: got %v, want %q", body, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "c4n4ry") {
			t.Errorf("%s: a secret in %v", body, err)
		}
	}
}

func TestZone(t *testing.T) {
	almaty := sandbox.PortalOptions{TimeZone: "Asia/Almaty", Calls: calls(2)}
	offset := sandbox.PortalOptions{Zone: time.FixedZone("", 5*3600), Calls: calls(2)}
	unknown := sandbox.PortalOptions{TimeZone: "Mars/Olympus", Zone: time.FixedZone("", 6*3600), Calls: calls(2)}
	empty := sandbox.PortalOptions{Zone: time.FixedZone("", -4*3600)}
	for name, o := range map[string]sandbox.PortalOptions{"Asia/Almaty": almaty, "UTC+05:00": offset, "UTC+06:00": unknown, "UTC-04:00": empty} {
		b := start(t, o)
		for range 2 { // the second time from memory
			loc, err := b.Zone(t.Context())
			if err != nil || loc.String() != name {
				t.Errorf("%s: got %v, %v", name, loc, err)
			}
		}
		if n := slices.Index(methods(b.portal), "profile"); n != 0 || len(methods(b.portal)) > 2 {
			t.Errorf("%s: asked %v", name, methods(b.portal))
		}
	}
}

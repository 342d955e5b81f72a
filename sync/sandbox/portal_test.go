package sandbox_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"sensedesk/sync/sandbox"
)

// portalDay is when the calls of these tests begin.
var portalDay = time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC)

// portal starts a portal that ends with the test.
func portal(t *testing.T, o sandbox.PortalOptions) *sandbox.Portal {
	t.Helper()
	p, err := sandbox.StartPortal(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return p
}

// portalCalls returns the calls 1…n of three operators.
func portalCalls(n int) []sandbox.PortalCall {
	out := make([]sandbox.PortalCall, n)
	for i := range out {
		out[i] = sandbox.PortalCall{
			ID: int64(i) + 1, UserID: int64(3 + i%3), Type: 1 + i%5, Phone: fmt.Sprintf("+770%02d", i),
			StartedAt: portalDay.Add(time.Duration(i) * time.Hour), Duration: time.Duration(i) * time.Second,
		}
	}
	return out
}

// envelope is an answer of the portal.
type envelope struct {
	Status int
	Result json.RawMessage `json:"result"`
	Total  *int            `json:"total"`
	Next   *int            `json:"next"`
	Time   map[string]any  `json:"time"`
	Error  any             `json:"error"`
	Text   string          `json:"error_description"`
}

// ask posts body to a method.
func ask(t *testing.T, p *sandbox.Portal, method, body string) envelope {
	t.Helper()
	resp, err := http.Post(p.Webhook()+method, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	e := envelope{}
	if err := json.NewDecoder(resp.Body).Decode(&e); err != nil {
		t.Fatalf("%s %s: %v", method, body, err)
	}
	e.Status = resp.StatusCode
	return e
}

// ids returns the ids of the listed rows.
func (e envelope) ids(t *testing.T) []string {
	t.Helper()
	var rows []map[string]any
	if err := json.Unmarshal(e.Result, &rows); err != nil {
		t.Fatalf("result %s: %v", e.Result, err)
	}
	out := []string{}
	for _, r := range rows {
		out = append(out, r["ID"].(string))
	}
	return out
}

const statisticGet = "voximplant.statistic.get"

func TestPortalFilters(t *testing.T) {
	p := portal(t, sandbox.PortalOptions{Calls: portalCalls(10)})
	all := 10
	cases := map[string]int{ // FILTER → how many rows
		`{}`:                         all,
		`{">ID":7}`:                  3,
		`{">=ID":"7"}`:               4,
		`{"<ID":3}`:                  2,
		`{"<=ID":3}`:                 3,
		`{"ID":[1,2,"3",99]}`:        3,
		`{"!ID":[1,2]}`:              8,
		`{"!=ID":1}`:                 9,
		`{"><ID":[2,4]}`:             3,
		`{"!><ID":[2,4]}`:            7,
		`{"%PHONE_NUMBER":"77001"}`:  1,
		`{"!%PHONE_NUMBER":"77001"}`: 9,
		`{"PORTAL_USER_ID":[3,5],"CALL_TYPE":[1,2]}`:        3,
		`{"=CALL_FAILED_CODE":"200"}`:                       all,
		`{">=CALL_START_DATE":"2026-03-10T15:00:00+03:00"}`: 7,
		`{"<CALL_START_DATE":"2026-03-10T12:00:00Z"}`:       3,

		// dropped without a word
		`{"@PORTAL_USER_ID":[3]}`:  all,
		`{"!@PORTAL_USER_ID":[3]}`: all,
		`{"PORTAL_USER_ID":[]}`:    all,
		`{"portal_user_id":3}`:     all,
		`{"RECORD_FILE_ID":1}`:     all,
		`{"NO_SUCH_FIELD":"x"}`:    all,
		`{">ID":7,"@ID":[1]}`:      3,
		`[]`:                       all,
	}
	for filter, want := range cases {
		e := ask(t, p, statisticGet, `{"FILTER":`+filter+`,"SORT":"ID","ORDER":"ASC"}`)
		if got := e.ids(t); len(got) != want || *e.Total != want {
			t.Errorf("%s: rows %v, total %v; want %d", filter, got, *e.Total, want)
		}
	}
	if got := ask(t, p, statisticGet, `{"filter":{">ID":7}}`).ids(t); len(got) != all {
		t.Errorf("a filter in small letters was applied: %v", got)
	}
}

func TestPortalOrders(t *testing.T) {
	p := portal(t, sandbox.PortalOptions{Calls: portalCalls(9)})
	for body, want := range map[string]string{
		`{"SORT":"ID","ORDER":"ASC"}`:             "[1 2 3 4 5 6 7 8 9]",
		`{"SORT":"ID","ORDER":"DESC"}`:            "[9 8 7 6 5 4 3 2 1]",
		`{"SORT":"CALL_DURATION","ORDER":"DESC"}`: "[9 8 7 6 5 4 3 2 1]",
		`{"SORT":"ID","ORDER":"asc"}`:             "",
		`{"sort":"ID","order":"ASC"}`:             "",
		`{"SORT":"CALL_TYPE","ORDER":"ASC"}`:      "",
		`{"SORT":"NO_SUCH","ORDER":"ASC"}`:        "",
		`{}`:                                      "",
	} {
		got := ask(t, p, statisticGet, body).ids(t)
		if want != "" && fmt.Sprint(got) != want {
			t.Errorf("%s: %v", body, got)
		}
		reversed := slices.Clone(got)
		slices.Reverse(reversed)
		if want == "" && (slices.IsSorted(got) || slices.IsSorted(reversed)) {
			t.Errorf("%s was understood: %v", body, got)
		}
	}
}

func TestPortalPages(t *testing.T) {
	p := portal(t, sandbox.PortalOptions{Calls: portalCalls(120)})
	page := func(start int) envelope {
		return ask(t, p, statisticGet, fmt.Sprintf(`{"SORT":"ID","ORDER":"ASC","start":%d}`, start))
	}
	first, last, uncounted := page(0), page(100), page(-1)
	if len(first.ids(t)) != 50 || *first.Total != 120 || *first.Next != 50 {
		t.Errorf("first: %d rows, total %v, next %v", len(first.ids(t)), first.Total, first.Next)
	}
	if len(last.ids(t)) != 20 || last.Next != nil {
		t.Errorf("last: %d rows, next %v", len(last.ids(t)), last.Next)
	}
	if len(uncounted.ids(t)) != 50 || uncounted.Total != nil || uncounted.Next != nil {
		t.Errorf("uncounted: %d rows, total %v, next %v", len(uncounted.ids(t)), uncounted.Total, uncounted.Next)
	}
	if first.Time["operating"] == nil || first.Time["operating_reset_at"] == nil || first.Time["date_start"] == nil {
		t.Errorf("time: %v", first.Time)
	}
	if got := string(ask(t, p, statisticGet, `{"FILTER":{">ID":999}}`).Result); got != "[]" {
		t.Errorf("nothing: %s", got)
	}
}

func TestPortalRowsAreStrings(t *testing.T) {
	c := portalCalls(1)[0]
	c.Sound, c.Extra = []byte("ID3sound"), map[string]any{"CALL_VOTE": "5", "COMMENT": nil}
	p := portal(t, sandbox.PortalOptions{Calls: []sandbox.PortalCall{c}})
	var rows []map[string]any
	if err := json.Unmarshal(ask(t, p, statisticGet, `{}`).Result, &rows); err != nil {
		t.Fatal(err)
	}
	for k, v := range rows[0] {
		_, isText := v.(string)
		if number, isNumber := v.(float64); k == "RECORD_FILE_ID" && (!isNumber || number == 0) || k != "RECORD_FILE_ID" && v != nil && !isText {
			t.Errorf("%s is a %T: %v", k, v, v)
		}
	}
	if _, there := rows[0]["COMMENT"]; there || rows[0]["CALL_VOTE"] != "5" || rows[0]["CALL_START_DATE"] != "2026-03-10T12:00:00+03:00" {
		t.Errorf("row %v", rows[0])
	}
}

func TestPortalSignsLinksThatExpire(t *testing.T) {
	now := portalDay
	c := portalCalls(1)[0]
	c.Sound = []byte("ID3sound")
	p := portal(t, sandbox.PortalOptions{Calls: []sandbox.PortalCall{c}, LinkLife: time.Minute, Now: func() time.Time { return now }})
	if e := ask(t, p, "disk.file.get", `{"ID":9001}`); e.Error != "ERROR_ARGUMENT" {
		t.Errorf("an upper-case ID was understood: %+v", e)
	}
	var file struct {
		Link string `json:"DOWNLOAD_URL"`
		Size string `json:"SIZE"`
	}
	if err := json.Unmarshal(ask(t, p, "disk.file.get", `{"id":9001}`).Result, &file); err != nil || file.Size != "8" {
		t.Fatalf("file %+v, %v", file, err)
	}
	if !strings.Contains(file.Link, p.Secrets()[1]) {
		t.Errorf("the link holds no canary: %s", file.Link)
	}
	get := func(agent string) (int, string) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, file.Link, nil)
		if err != nil {
			t.Fatal(err)
		}
		if agent != "" {
			req.Header.Set("User-Agent", agent)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(body)
	}
	for agent, want := range map[string]int{"Sensedesk/1": 200, "": 404, "curl/8.5": 404, "Go-http-client/1.1": 404, "nameless": 404} {
		status, body := get(agent)
		if status != want || status == 200 && body != "ID3sound" || status == 404 && !strings.Contains(body, "nginx") {
			t.Errorf("agent %q: %d %s", agent, status, body)
		}
	}
	now = now.Add(time.Minute)
	if status, body := get("Sensedesk/1"); status != 401 || !strings.Contains(body, "expired_token") {
		t.Errorf("expired: %d %s", status, body)
	}
}

func TestPortalAttachesRecordingsLate(t *testing.T) {
	now := portalDay
	c := portalCalls(1)[0]
	c.AppearAfter, c.Open = 2*time.Minute, func() ([]byte, error) { return []byte("ID3late"), nil }
	p := portal(t, sandbox.PortalOptions{Calls: []sandbox.PortalCall{c}, Now: func() time.Time { return now }})
	file := func() any {
		var rows []map[string]any
		if err := json.Unmarshal(ask(t, p, statisticGet, `{}`).Result, &rows); err != nil {
			t.Fatal(err)
		}
		return rows[0]["RECORD_FILE_ID"]
	}
	if got := file(); got != nil {
		t.Errorf("at once: %v", got)
	}
	now = now.Add(2 * time.Minute)
	first := file()
	p.Attach(1, []byte("ID3other"))
	second := file()
	if first == nil || second == nil || first == second {
		t.Errorf("files %v and %v", first, second)
	}
	if e := ask(t, p, "disk.file.get", fmt.Sprintf(`{"id":%v}`, first)); e.Status != 400 || e.Error != "ERROR_NOT_FOUND" {
		t.Errorf("the replaced file: %+v", e)
	}
	if id := p.Add(sandbox.PortalCall{}); id != 2 {
		t.Errorf("the next call got id %d", id)
	}
}

func TestPortalRefuses(t *testing.T) {
	p := portal(t, sandbox.PortalOptions{Scopes: []string{"disk"}, Secret: "rightsecret", Owner: 17})
	if !strings.HasSuffix(p.Webhook(), "/rest/17/rightsecret/") {
		t.Errorf("webhook %s", p.Webhook())
	}
	if e := ask(t, p, statisticGet, `{}`); e.Status != 403 || e.Error != "insufficient_scope" {
		t.Errorf("scope: %+v", e)
	}
	if e := ask(t, p, "no.such.method", `{}`); e.Status != 404 || e.Error != "ERROR_METHOD_NOT_FOUND" {
		t.Errorf("method: %+v", e)
	}
	resp, err := http.Post(strings.Replace(p.Webhook(), "right", "wrong", 1)+"profile", "application/json", nil)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	if err != nil || resp.StatusCode != 401 || !strings.Contains(string(body), "INVALID_CREDENTIALS") {
		t.Errorf("secret: %d %s %v", resp.StatusCode, body, err)
	}
	if e := ask(t, p, "profile.json", `not json`); e.Status != 200 {
		t.Errorf("profile: %+v", e)
	}
	if _, err := sandbox.StartPortal(t.Context(), sandbox.PortalOptions{Listen: "0.0.0.0:0"}); err == nil {
		t.Error("a portal for the whole network was started")
	}
}

func TestPortalEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	p, err := sandbox.StartPortal(ctx, sandbox.PortalOptions{})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := p.Close(); err != nil {
		t.Error(err)
	}
	if _, err := http.Get(p.Webhook() + "profile"); err == nil {
		t.Error("it still answers")
	}
}

// TestBucketBlocksWhoAsksTooFast goes by the portal's clock: fifty at once are
// taken, and then two a second.
func TestBucketBlocksWhoAsksTooFast(t *testing.T) {
	now := portalDay
	p := portal(t, sandbox.PortalOptions{Bucket: sandbox.PortalBucket{Drain: 2, Block: 50}, Now: func() time.Time { return now }})
	burst := func() (taken int) {
		for range 60 {
			e := ask(t, p, "profile", "{}")
			switch {
			case e.Status == http.StatusOK:
				taken++
			case e.Status != http.StatusServiceUnavailable || e.Error != "QUERY_LIMIT_EXCEEDED":
				t.Fatalf("got %d %v", e.Status, e.Error)
			}
		}
		return taken
	}
	if n := burst(); n != 50 {
		t.Errorf("%d requests were taken at once, want 50", n)
	}
	now = now.Add(3 * time.Second)
	if n := burst(); n != 6 {
		t.Errorf("%d requests were taken after 3 s, want 6", n)
	}
	now = now.Add(time.Hour)
	if n := burst(); n != 50 {
		t.Errorf("%d requests were taken after an hour, want 50", n)
	}
}

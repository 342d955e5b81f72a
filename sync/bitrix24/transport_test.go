package bitrix24_test

import (
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"sensedesk/store"
	"sensedesk/sync/bitrix24"
	"sensedesk/sync/sandbox"
)

// list asks for all calls and returns what came of it.
func list(ctx context.Context, s *bitrix24.Source) error {
	return s.List(ctx, "", store.ListQuery{}, func([]store.Row) error { return nil })
}

func TestRequestsIntroduceThemselves(t *testing.T) {
	b := start(t, sandbox.PortalOptions{Calls: calls(1)})
	if err := list(t.Context(), b.Source); err != nil {
		t.Fatal(err)
	}
	h := b.portal.Requests()[0].Header
	for name, want := range map[string]string{
		"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "Sensedesk/1.0", "Referer": "", "Cookie": "", "Authorization": "",
	} {
		if got := h.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestTroubleIsNamed(t *testing.T) {
	const always = 1 << 20
	cases := map[string]struct {
		fault func(*sandbox.PortalFaults)
		want  store.Code
		tries int
	}{
		"too many requests":   {func(f *sandbox.PortalFaults) { f.RateLimited = always }, store.CodeBusy, 6},
		"bad gateway":         {func(f *sandbox.PortalFaults) { f.BadGateway = always }, store.CodeBusy, 6},
		"a web page":          {func(f *sandbox.PortalFaults) { f.WebPage = always }, store.CodeBusy, 6},
		"a broken connection": {func(f *sandbox.PortalFaults) { f.Cut = always }, store.CodeNetwork, 6},
		"a number for a code": {func(f *sandbox.PortalFaults) { f.NumericError = always }, store.CodeBusy, 6},
		"blocked by hand":     {func(f *sandbox.PortalFaults) { f.Overload = true }, store.CodePortalBlocked, 1},
		"refused":             {func(f *sandbox.PortalFaults) { f.RefuseWebhook = true }, store.CodeWebhookRefused, 1},
		"expired":             {func(f *sandbox.PortalFaults) { f.ExpiredWebhook = true }, store.CodeWebhookRefused, 1},
		"free plan":           {func(f *sandbox.PortalFaults) { f.FreePlan = true }, store.CodePortalPlan, 1},
		"deleted":             {func(f *sandbox.PortalFaults) { f.Deleted = true }, store.CodePortalGone, 1},
		"no right":            {func(f *sandbox.PortalFaults) { f.StatisticsRight = true }, store.CodePortalRight, 1},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			b := start(t, sandbox.PortalOptions{Calls: calls(1)})
			b.portal.Faults().Set(c.fault)
			b.portal.Faults().Set(func(f *sandbox.PortalFaults) { f.EchoSecret = true })
			err := list(t.Context(), b.Source)
			if store.CodeOf(err) != c.want {
				t.Errorf("got %v", err)
			}
			if n := len(b.portal.Requests()); n != c.tries || len(*b.waits) != c.tries-1 {
				t.Errorf("%d requests, %d waits, want %d requests", n, len(*b.waits), c.tries)
			}
			for _, secret := range b.portal.Secrets() {
				if strings.Contains(err.Error()+b.log.String(), secret) {
					t.Errorf("a secret in %v or in the log", err)
				}
			}
		})
	}
}

func TestMissingScopeIsNamed(t *testing.T) {
	b := start(t, sandbox.PortalOptions{Calls: calls(1), Scopes: []string{"disk"}})
	err := list(t.Context(), b.Source)
	if store.CodeOf(err) != store.CodeScopeMissing || store.ArgsOf(err)["scope"] != "telephony" {
		t.Errorf("got %v", err)
	}
}

func TestStatusesWithoutACode(t *testing.T) {
	for _, c := range []struct {
		status int
		body   string
		want   store.Code
	}{
		{401, "", store.CodeWebhookRefused},
		{402, "", store.CodePortalPlan},
		{403, "<html>forbidden</html>", store.CodePortalRight},
		{404, "<html>nginx</html>", store.CodeWebhookRefused},
		{404, `{"error":"ERROR_METHOD_NOT_FOUND","error_description":"Method not found!"}`, store.CodeScopeMissing},
		{429, "", store.CodeBusy},
		{500, `{"error":"INTERNAL_SERVER_ERROR"}`, store.CodeBusy},
		{504, "", store.CodeBusy},
		{403, `{"error":"user_access_error"}`, store.CodePortalRight},
		{403, `{"error":"Insufficient_Scope"}`, store.CodeScopeMissing},
		{401, `{"error":"NO_AUTH_FOUND"}`, store.CodeWebhookRefused},
		{402, `{"error":"PAYMENT_REQUIRED"}`, store.CodePortalPlan},
		{400, `{"error":"INVALID_REQUEST","error_description":"Https required."}`, store.CodeAddress},
		{400, `{"error":"","error_description":"unknown"}`, store.CodeInternal},
		{400, `{"error":"SOMETHING_NEW"}`, store.CodeInternal},
	} {
		if err := list(t.Context(), odd(t, c.status, c.body)); store.CodeOf(err) != c.want {
			t.Errorf("%d %s: got %v, want %s", c.status, c.body, err, c.want)
		}
	}
}

func TestPortalThatMovedIsNotFollowed(t *testing.T) {
	reached := false
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	defer other.Close()
	b := start(t, sandbox.PortalOptions{Calls: calls(1)})
	b.portal.Faults().Set(func(f *sandbox.PortalFaults) { f.Moved = other.URL })

	err := list(t.Context(), b.Source)

	if store.CodeOf(err) != store.CodeWebhookRefused || reached {
		t.Errorf("got %v; the other host was asked: %v", err, reached)
	}
}

func TestNobodyThere(t *testing.T) {
	srv := httptest.NewServer(http.NotFoundHandler())
	address := srv.URL
	srv.Close()
	s, err := bitrix24.New(bitrix24.Options{Webhook: address + "/rest/1/c4n4ry/", Tries: 1})
	if err != nil {
		t.Fatal(err)
	}
	if err := list(t.Context(), s); store.CodeOf(err) != store.CodeNetwork || strings.Contains(err.Error(), "c4n4ry") {
		t.Errorf("got %v", err)
	}
}

func TestCertificateNobodyVouchesFor(t *testing.T) {
	srv := httptest.NewUnstartedServer(http.NotFoundHandler())
	srv.Config.ErrorLog = log.New(io.Discard, "", 0) // the server's own view of the refusal
	srv.StartTLS()
	defer srv.Close()
	s, err := bitrix24.New(bitrix24.Options{Webhook: srv.URL + "/rest/1/c4n4ry/", Tries: 3, Sleep: func(context.Context, time.Duration) error { t.Error("waited"); return nil }})
	if err != nil {
		t.Fatal(err)
	}
	if err := list(t.Context(), s); store.CodeOf(err) != store.CodeTLS || strings.Contains(err.Error(), "c4n4ry") {
		t.Errorf("got %v", err)
	}
}

// fakeTime is a clock that sleeping moves.
type fakeTime struct {
	now   time.Time
	slept []time.Duration
}

func (f *fakeTime) options(o *bitrix24.Options) {
	o.Now = func() time.Time { return f.now }
	o.Sleep = func(ctx context.Context, d time.Duration) error {
		f.slept = append(f.slept, d)
		f.now = f.now.Add(d)
		return ctx.Err()
	}
}

func TestComputingTimeBlocksOneMethodOnly(t *testing.T) {
	const statistic = "voximplant.statistic.get"
	clock := &fakeTime{now: day}
	b := start(t, sandbox.PortalOptions{Calls: calls(1), Now: func() time.Time { return day }}, clock.options)
	limit := func(n int) {
		b.portal.Faults().Set(func(f *sandbox.PortalFaults) { f.OperatingLimit = map[string]int{statistic: n} })
	}

	limit(1) // nothing is known of the method yet: a minute
	if err := list(t.Context(), b.Source); err != nil {
		t.Fatal(err)
	}
	if want := []time.Duration{time.Minute}; !slices.Equal(clock.slept, want) {
		t.Errorf("first: waits %v, want %v", clock.slept, want)
	}

	clock.slept, clock.now = nil, day.Add(4*time.Minute) // the good answer named day + 10 min
	limit(1)
	if err := list(t.Context(), b.Source); err != nil {
		t.Fatal(err)
	}
	if want := []time.Duration{6 * time.Minute}; !slices.Equal(clock.slept, want) {
		t.Errorf("second: waits %v, want %v", clock.slept, want)
	}

	limit(1)
	ctx, cancel := context.WithCancel(t.Context())
	blocked := start(t, sandbox.PortalOptions{Calls: calls(1)}, clock.options, func(o *bitrix24.Options) {
		o.Webhook = b.portal.Webhook()
		o.Sleep = func(context.Context, time.Duration) error { cancel(); return context.Canceled }
	})
	if err := list(ctx, blocked.Source); !errors.Is(err, context.Canceled) {
		t.Errorf("third: %v", err)
	}
	b.portal.Forget()
	if _, err := blocked.People(t.Context(), []string{"1"}); err != nil || !slices.Equal(methods(b.portal), []string{"user.get"}) {
		t.Errorf("another method waits too: %v, asked %v", err, methods(b.portal))
	}
	if err := list(t.Context(), blocked.Source); !errors.Is(err, context.Canceled) || len(b.portal.Requests()) != 1 {
		t.Errorf("the blocked method was asked again: %v, asked %v", err, methods(b.portal))
	}
}

func TestComputingTimeWaitsGrow(t *testing.T) {
	clock := &fakeTime{now: day}
	b := start(t, sandbox.PortalOptions{Calls: calls(1)}, clock.options)
	b.portal.Faults().Set(func(f *sandbox.PortalFaults) {
		f.OperatingLimit = map[string]int{"voximplant.statistic.get": 3}
	})
	if err := list(t.Context(), b.Source); err != nil {
		t.Fatal(err)
	}
	if want := []time.Duration{time.Minute, 2 * time.Minute, 3 * time.Minute}; !slices.Equal(clock.slept, want) {
		t.Errorf("waits %v, want %v", clock.slept, want)
	}
}

func TestPaceIsKept(t *testing.T) {
	bucket := rate.NewLimiter(rate.Every(time.Hour), 3)
	b := start(t, sandbox.PortalOptions{Calls: calls(120)}, func(o *bitrix24.Options) { o.Pace = bucket })
	if err := list(t.Context(), b.Source); err != nil { // three pages
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := list(ctx, b.Source); store.CodeOf(err) != store.CodeBusy {
		t.Errorf("the bucket is empty, but: %v", err)
	}
	if n := len(b.portal.Requests()); n != 3 {
		t.Errorf("%d requests through a bucket of 3", n)
	}
}

func TestServerThatNamesTheWait(t *testing.T) {
	n := 0
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if n++; n == 1 {
			w.Header().Set("Retry-After", "17")
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		_, _ = io.WriteString(w, `{"result":[]}`)
	}))
	defer srv.Close()
	clock := &fakeTime{now: day}
	o := bitrix24.Options{Webhook: srv.URL + "/rest/1/c4n4ry/"}
	clock.options(&o)
	s, err := bitrix24.New(o)
	if err != nil {
		t.Fatal(err)
	}
	if err := list(t.Context(), s); err != nil || !slices.Equal(clock.slept, []time.Duration{17 * time.Second}) {
		t.Errorf("got %v, waits %v", err, clock.slept)
	}
}

func TestClientThatWasGivenKeepsNothing(t *testing.T) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	given := &http.Client{Jar: jar, Timeout: 5 * time.Second}
	var cookies []string
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		cookies = append(cookies, r.Header.Get("Cookie"))
		http.SetCookie(w, &http.Cookie{Name: "PHPSESSID", Value: "1"})
		_, _ = io.WriteString(w, `{"result":[]}`)
	}))
	defer srv.Close()
	s, err := bitrix24.New(bitrix24.Options{Webhook: srv.URL + "/rest/1/c4n4ry/", Client: given})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := list(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(cookies, []string{"", ""}) || given.Jar == nil || given.CheckRedirect != nil {
		t.Errorf("cookies %q; the given client was changed: %+v", cookies, given)
	}
}

package bitrix24_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"sensedesk/store"
	"sensedesk/sync/bitrix24"
	"sensedesk/sync/sandbox"
)

// one starts a portal with one call and returns its row.
func one(t *testing.T, c sandbox.PortalCall, change ...func(*bitrix24.Options)) (bench, store.Row) {
	t.Helper()
	b := start(t, sandbox.PortalOptions{Calls: []sandbox.PortalCall{c}}, change...)
	row := all(t, b.Source, "", store.ListQuery{})[0]
	b.portal.Forget()
	return b, row
}

// host is somebody else's server; it remembers what it was asked.
type host struct {
	*httptest.Server
	mu   sync.Mutex
	seen []*http.Request
}

func newHost(t *testing.T, answer http.HandlerFunc) *host {
	h := &host{}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.mu.Lock()
		h.seen = append(h.seen, r.Clone(r.Context()))
		h.mu.Unlock()
		answer(w, r)
	}))
	t.Cleanup(h.Close)
	return h
}

func (h *host) requests() []*http.Request {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.seen)
}

func TestDownloadIntroducesItself(t *testing.T) {
	b, row := one(t, call(7))

	if got, size, err := open(t, b.Source, row); err != nil || size != 4007 || !bytes.Equal(got, sound(4007)) {
		t.Fatalf("%d bytes of %d, %v", len(got), size, err)
	}

	if m := methods(b.portal); !slices.Equal(m, []string{"disk.file.get", "download"}) {
		t.Fatalf("asked %v", m)
	}
	if got := asked(b.portal, 0); got != "map[id:9001]" {
		t.Errorf("disk.file.get was asked with %s", got)
	}
	h := b.portal.Requests()[1].Header
	for name, want := range map[string]string{
		"User-Agent": "Sensedesk/1.0", "Accept": "*/*", "Accept-Language": "ru-RU,ru;q=0.9,en;q=0.8", "Accept-Encoding": "identity",
		"Referer": "http://" + b.portal.Address() + "/", "Cookie": "", "Authorization": "",
	} {
		if got := h.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestLinkTrouble(t *testing.T) {
	const always = 1 << 20
	relink := []string{"disk.file.get", "download", "disk.file.get", "download"}
	cases := map[string]struct {
		fault func(*sandbox.PortalFaults)
		want  store.Code
		asked []string // nil = not looked at
	}{
		"expired once":       {func(f *sandbox.PortalFaults) { f.BornExpired = 1 }, "", relink},
		"expired always":     {func(f *sandbox.PortalFaults) { f.BornExpired = always }, store.CodeFileRight, append(slices.Clone(relink), "voximplant.statistic.get")},
		"web page once":      {func(f *sandbox.PortalFaults) { f.DownloadPage = 1 }, "", relink},
		"error text once":    {func(f *sandbox.PortalFaults) { f.DownloadJSON = 1 }, "", relink},
		"error text always":  {func(f *sandbox.PortalFaults) { f.DownloadJSON = always }, store.CodeNotSound, nil},
		"busy twice":         {func(f *sandbox.PortalFaults) { f.DownloadBusy = 2 }, "", []string{"disk.file.get", "download", "download", "download"}},
		"busy always":        {func(f *sandbox.PortalFaults) { f.DownloadBusy = always }, store.CodeBusy, nil},
		"half a file once":   {func(f *sandbox.PortalFaults) { f.DownloadShort = 1 }, "", relink},
		"relative links":     {func(f *sandbox.PortalFaults) { f.RelativeLinks = true }, "", []string{"disk.file.get", "download"}},
		"no size":            {func(f *sandbox.PortalFaults) { f.SizesAreAbsent = true }, "", []string{"disk.file.get", "download"}},
		"no right on a file": {func(f *sandbox.PortalFaults) { f.FileRight = true }, store.CodeFileRight, []string{"disk.file.get", "voximplant.statistic.get"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			b, row := one(t, call(7))
			b.portal.Faults().Set(c.fault)
			got, size, err := open(t, b.Source, row)
			if store.CodeOf(err) != c.want {
				t.Errorf("got %v", err)
			}
			if c.want == "" && (size != 4007 || !bytes.Equal(got, sound(4007))) {
				t.Errorf("%d bytes of %d", len(got), size)
			}
			if c.asked != nil && !slices.Equal(methods(b.portal), c.asked) {
				t.Errorf("asked %v, want %v", methods(b.portal), c.asked)
			}
		})
	}
}

func TestHalfAFileIsAnnouncedWhole(t *testing.T) {
	b, row := one(t, call(7))
	b.portal.Faults().Set(func(f *sandbox.PortalFaults) { f.DownloadShort = 1 << 20 })
	got, size, err := open(t, b.Source, row)
	if err != nil || size != 4007 || len(got) != 2003 {
		t.Errorf("%d bytes of %d, %v: whoever stores them must see that they are too few", len(got), size, err)
	}
}

func TestRedirectsCarryNothingAway(t *testing.T) {
	other := newHost(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(sound(4007)) })
	b, row := one(t, call(7))
	b.portal.Faults().Set(func(f *sandbox.PortalFaults) { f.RedirectTo = other.URL + "/bucket" })

	if got, _, err := open(t, b.Source, row); err != nil || len(got) != 4007 {
		t.Fatalf("%d bytes, %v", len(got), err)
	}

	seen := other.requests()
	if len(seen) != 1 {
		t.Fatalf("%d requests", len(seen))
	}
	for _, name := range []string{"Referer", "Cookie", "Authorization"} {
		if got := seen[0].Header.Get(name); got != "" {
			t.Errorf("%s went to another host: %q", name, got)
		}
	}
	if ua := seen[0].Header.Get("User-Agent"); ua != "Sensedesk/1.0" {
		t.Errorf("User-Agent %q", ua)
	}
}

func TestRedirectsToWhatIsNoWeb(t *testing.T) {
	for _, to := range []string{"file:///etc/passwd", "ftp://host/x"} {
		b, row := one(t, call(7))
		b.portal.Faults().Set(func(f *sandbox.PortalFaults) { f.RedirectTo = to })
		_, _, err := open(t, b.Source, row)
		if err == nil {
			t.Errorf("%s was followed", to)
		}
		for _, secret := range b.portal.Secrets() {
			if strings.Contains(err.Error(), secret) {
				t.Errorf("%s: a secret in %v", to, err)
			}
		}
	}
	t.Run("in circles", func(t *testing.T) {
		var circle *host
		circle = newHost(t, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, circle.URL+r.URL.Path+"x", http.StatusFound)
		})
		b, row := one(t, sandbox.PortalCall{ID: 1, Type: 1, RecordURL: circle.URL + "/"}, func(o *bitrix24.Options) { o.Tries = 1 })
		if _, _, err := open(t, b.Source, row); err == nil || len(circle.requests()) > 7 {
			t.Errorf("got %v after %d requests", err, len(circle.requests()))
		}
	})
}

func TestRecordingsOfAnOutsideExchange(t *testing.T) {
	const query = "token=c4n4ry"
	answer := func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		switch {
		case r.URL.RawQuery != query, user != "u" || password != "c4n4ryp":
			w.WriteHeader(http.StatusForbidden)
		case r.URL.Path == "/gone":
			w.WriteHeader(http.StatusGone)
		case r.URL.Path == "/page":
			_, _ = io.WriteString(w, "\n <!doctype html>")
		case r.URL.Path == "/json":
			_, _ = io.WriteString(w, `{"message":"c4n4ry"}`)
		default:
			_, _ = w.Write(sound(500))
		}
	}
	other := newHost(t, answer)
	link := strings.Replace(other.URL, "http://", "http://u:c4n4ryp@", 1)
	foreign := func(path string) sandbox.PortalCall {
		return sandbox.PortalCall{ID: 7, Type: 2, Phone: "+7", StartedAt: day, Duration: time.Minute, RecordURL: link + path + "?" + query}
	}
	for path, want := range map[string]store.Code{"/r/1.mp3": "", "/gone": store.CodeFileGone, "/page": store.CodeNotSound, "/json": store.CodeNotSound} {
		b, row := one(t, foreign(path))
		if row.RecordRef != "url" || row.Meta["call_record_url"] != other.URL+path {
			t.Errorf("%s: row %q, %q", path, row.RecordRef, row.Meta["call_record_url"])
		}
		got, _, err := open(t, b.Source, row)
		if store.CodeOf(err) != want || want == "" && len(got) != 500 {
			t.Errorf("%s: %d bytes, %v", path, len(got), err)
		}
		if said := fmt.Sprint(err, b.log.String(), row); strings.Contains(said, "c4n4ry") {
			t.Errorf("%s: a secret in %s", path, said)
		}
	}
	for _, r := range other.requests() {
		if r.Header.Get("Referer") != "" || strings.Contains(fmt.Sprint(r.Header), "/rest/") {
			t.Errorf("the exchange learned of the portal: %v", r.Header)
		}
	}

	t.Run("stands in for a file", func(t *testing.T) {
		cases := map[string]func(bench){
			"that is gone":      func(b bench) { b.portal.DeleteFile(7) },
			"that is forbidden": func(b bench) { b.portal.Faults().Set(func(f *sandbox.PortalFaults) { f.FileRight = true }) },
			"without the scope": func(b bench) { b.portal.SetScopes("telephony") },
		}
		for name, spoil := range cases {
			c := foreign("/r/1.mp3")
			c.Sound = sound(900)
			b, row := one(t, c)
			spoil(b)
			if got, size, err := open(t, b.Source, row); err != nil || len(got) != 500 || size != 500 {
				t.Errorf("%s: %d bytes of %d, %v", name, len(got), size, err)
			}
			c.RecordURL = link + "/gone?" + query
			b, row = one(t, c)
			spoil(b)
			if _, _, err := open(t, b.Source, row); !slices.Contains([]store.Code{store.CodeFileGone, store.CodeFileRight, store.CodeScopeMissing}, store.CodeOf(err)) {
				t.Errorf("%s, and the link is dead: %v", name, err)
			}
		}
	})
	t.Run("became a file", func(t *testing.T) {
		b, row := one(t, foreign("/gone"))
		b.portal.Attach(7, sound(700))
		if got, size, err := open(t, b.Source, row); err != nil || len(got) != 700 || size != 700 {
			t.Errorf("%d bytes of %d, %v", len(got), size, err)
		}
	})
}

func TestOpenWithoutARecording(t *testing.T) {
	b, row := one(t, sandbox.PortalCall{ID: 7, Type: 2})
	if _, _, err := open(t, b.Source, row); store.CodeOf(err) != store.CodeNoRecording || len(b.portal.Requests()) != 0 {
		t.Errorf("got %v, asked %v", err, methods(b.portal))
	}
	row.RecordRef = "url" // it had a link when it was listed
	if _, _, err := open(t, b.Source, row); store.CodeOf(err) != store.CodeNoRecording {
		t.Errorf("the link is gone: %v", err)
	}
}

func TestMissingDiskScopeIsNamed(t *testing.T) {
	b, row := one(t, call(7))
	b.portal.SetScopes("telephony")
	if _, _, err := open(t, b.Source, row); store.CodeOf(err) != store.CodeScopeMissing || store.ArgsOf(err)["scope"] != "disk" {
		t.Errorf("got %v", err)
	}
}

func TestDownloadThatStandsStillIsEnded(t *testing.T) {
	c := call(7)
	c.Sound = sound(1 << 20)
	b, row := one(t, c, func(o *bitrix24.Options) { o.Idle = 100 * time.Millisecond })
	b.portal.Faults().Set(func(f *sandbox.PortalFaults) { f.DownloadHold = true })
	got, _, err := open(t, b.Source, row)
	if store.CodeOf(err) != store.CodeNetwork || len(got) == 0 {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

func TestErrorTextsInsteadOfSound(t *testing.T) {
	for body, want := range map[string]store.Code{
		`{"error":"expired_token","error_description":"c4n4ry"}`: store.CodeFileRight,
		`{"error":"ACCESS_DENIED"}`:                              store.CodeFileRight,
		`{"error":"ERROR_NOT_FOUND"}`:                            store.CodeFileGone,
		`{"error":"QUERY_LIMIT_EXCEEDED"}`:                       store.CodeBusy,
		`{"error":"SOMETHING_NEW"}`:                              store.CodeNotSound,
		" \ufeff{\"a\":1}":                                       "", // no sound either, but that is for whoever stores it to see
		"\ufeff {\"a\":1}":                                       store.CodeNotSound,
		`{not json`:                                              store.CodeNotSound,
	} {
		other := newHost(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, body) })
		b, row := one(t, sandbox.PortalCall{ID: 7, Type: 2, RecordURL: other.URL + "/r?c4n4ry"}, func(o *bitrix24.Options) { o.Tries = 1 })
		_, _, err := open(t, b.Source, row)
		if store.CodeOf(err) != want {
			t.Errorf("%s: got %v", body, err)
		}
		if err != nil && strings.Contains(err.Error(), "c4n4ry") {
			t.Errorf("%s: a secret in %v", body, err)
		}
	}
}

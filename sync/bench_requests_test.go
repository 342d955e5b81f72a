package sync_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"golang.org/x/time/rate"

	engine "sensedesk/sync"
	"sensedesk/sync/bitrix24"
	"sensedesk/sync/sandbox"
)

// TestThousandCallsStayInsideThePortalsBucket counts what a first run asks of a
// portal that drains two requests a second and blocks above fifty, as the real
// one does. The portal's clock and the source's pace both run faster than the
// wall's, by the same factor.
func TestThousandCallsStayInsideThePortalsBucket(t *testing.T) {
	const (
		calls, clients, page = 1000, 400, 50
		faster               = 200
	)
	begun := time.Now()
	clock := func() time.Time { return begun.Add(faster * time.Since(begun)) }
	o := sandbox.PortalOptions{
		Bucket: sandbox.PortalBucket{Drain: 2, Block: 50}, Now: clock, LinkLife: faster * time.Minute,
		People: []sandbox.PortalPerson{{ID: 3, LastName: "Ким", Name: "Анна"}},
	}
	for i := range int64(clients) {
		o.Clients = append(o.Clients, sandbox.PortalClient{Type: "CONTACT", ID: i + 1, Name: fmt.Sprint("Клиент ", i+1), Phone: fmt.Sprintf("+7701%07d", i)})
	}
	for i := range int64(calls) {
		o.Calls = append(o.Calls, talk(i+1, func(c *sandbox.PortalCall) {
			c.EntityID, c.Phone = i%clients+1, fmt.Sprintf("+7701%07d", i%clients)
			c.Sound, c.Duration = wav(100*time.Millisecond, uint32(i+1)), time.Second
		}))
	}
	portal, err := sandbox.StartPortal(t.Context(), o)
	must(t, err)
	t.Cleanup(func() { _ = portal.Close() })
	src, err := bitrix24.New(bitrix24.Options{
		Webhook: portal.Webhook(), Version: "test", Now: clock,
		Pace: rate.NewLimiter(faster*bitrix24.PerSecond, bitrix24.Burst),
	})
	must(t, err)

	report, err := newBed(t, t.TempDir()).engine(t, src, speech(t).Address()).Pass(t.Context(), engine.PassOptions{})
	must(t, err)
	if report.Uploaded != calls || report.Failed != 0 {
		t.Fatalf("got %+v", report)
	}
	asked := map[string]int{}
	total := 0
	for _, r := range portal.Requests() {
		asked[r.Method]++
		if r.Method != "download" {
			total++
		}
		if r.Status != http.StatusOK {
			t.Errorf("%s was answered %d", r.Method, r.Status)
		}
	}
	least := calls/page + calls + clients + 1 // pages, links, names of clients, names of operators
	t.Logf("%d requests and %d downloads for %d calls of %d clients; least possible %d (%.3f); %.0f min of the portal's time: %v",
		total, asked["download"], calls, clients, least, float64(total)/float64(least), clock().Sub(begun).Minutes(), asked)
	if total > least+4 || asked["download"] != calls || asked["disk.file.get"] != calls {
		t.Errorf("asked %v, %d requests; the least possible is %d", asked, total, least)
	}
}

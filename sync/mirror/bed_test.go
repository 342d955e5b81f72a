package mirror_test

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"sensedesk/store"
	"sensedesk/store/db"
	"sensedesk/sync/mirror"
	"sensedesk/sync/quota"
	"sensedesk/sync/sandbox"
	"sensedesk/sync/speechsense"
)

func TestMain(m *testing.M) {
	if childRequested() {
		childMain()
	}
	goleak.VerifyTestMain(m)
}

const connection, project = "eagConnection", "eagProject"

// clock is the time of the quota and of the service; it goes on when somebody
// sleeps.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func newClock() *clock { return &clock{t: time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

func (c *clock) sleep(ctx context.Context, d time.Duration) error {
	c.pass(d)
	return ctx.Err()
}

// bed is a service with talks, and a folder they are mirrored to.
type bed struct {
	t        testing.TB
	clock    *clock
	service  *sandbox.Server
	settings store.SpeechSettings
	path     string
	requests map[string]int
	mu       sync.Mutex

	db     *db.DB
	client *speechsense.Client
	quota  *quota.Quota
}

func newBed(t testing.TB, change func(*sandbox.Options)) *bed {
	t.Helper()
	b := &bed{t: t, clock: newClock(), path: filepath.Join(t.TempDir(), "sensedesk.db"), requests: map[string]int{}}
	o := sandbox.Options{Now: b.clock.now, Quota: true, ConnectionID: connection, ProjectID: project, Hook: func(_ context.Context, m sandbox.Moment) error {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.requests[m.Method]++
		return nil
	}}
	if change != nil {
		change(&o)
	}
	var err error
	b.service, err = sandbox.Start(t.Context(), o)
	must(t, err)
	t.Cleanup(func() { must(t, b.service.Close()) })
	b.settings = store.SpeechSettings{
		Kind: store.KindHybrid, Address: b.service.Address(), TLS: store.TLSOff, Auth: "Api-Key",
		ConnectionID: connection, ProjectID: project, Service: "yandex.cloud.speechsense.v1.TalkService",
	}
	t.Cleanup(b.close)
	b.open()
	return b
}

// open is a process that begins.
func (b *bed) open() {
	var err error
	b.db, err = db.Open(b.t.Context(), b.path, nil, db.Clock(b.clock.now))
	must(b.t, err)
	b.quota = quota.NewBook(quota.Options{Ledger: b.db, Now: b.clock.now, Sleep: b.clock.sleep}).Of(b.settings)
	b.client, err = speechsense.Dial(speechsense.Options{Settings: b.settings, Reads: b.quota, Now: b.clock.now})
	must(b.t, err)
}

// close is its end.
func (b *bed) close() {
	if b.db == nil {
		return
	}
	must(b.t, b.client.Close())
	must(b.t, b.db.Close())
	b.db = nil
}

func (b *bed) options() mirror.Options {
	return mirror.Options{
		Server: b.client, Store: b.db, Quota: b.quota, Now: b.clock.now, Scope: b.settings.MirrorScope(), Address: b.settings.Address,
	}
}

// run does one run that must go through.
func (b *bed) run() mirror.Progress {
	b.t.Helper()
	p, err := mirror.New(b.options()).Run(quota.Background(b.t.Context()))
	if err != nil {
		b.t.Fatalf("%v after %+v", err, p)
	}
	return p
}

// asked forgets and returns how many requests of each kind were made.
func (b *bed) asked() map[string]int {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := b.requests
	b.requests = map[string]int{}
	return out
}

// wantAll demands that every loaded talk is stored once, with its words.
func (b *bed) wantAll(n int) {
	b.t.Helper()
	calls, err := b.db.Calls(b.t.Context(), store.CallFilter{})
	must(b.t, err)
	seen := map[store.TalkID]bool{}
	for _, c := range calls {
		if seen[c.TalkID] {
			b.t.Errorf("talk %s is stored twice", c.TalkID)
		}
		seen[c.TalkID] = true
	}
	missing := 0
	for i := range n {
		if !seen[store.TalkID(talkID(i))] {
			missing++
		}
	}
	if missing > 0 || len(calls) != n {
		b.t.Errorf("%d of %d talks are missing, %d calls are stored", missing, n, len(calls))
	}
	if refused := b.service.RefusedReads(); refused > 0 {
		b.t.Errorf("the service refused %d reads for its quota", refused)
	}
}

// wantServed demands that no talk was handed over more often.
func (b *bed) wantServed(most int) (total int) {
	b.t.Helper()
	for id, n := range b.service.Served() {
		total += n
		if n > most {
			b.t.Errorf("talk %s was fetched %d times", id, n)
		}
	}
	return total
}

func talkID(i int) string { return fmt.Sprintf("aud%07d", i) }

// loaded is a talk of half a minute at a moment.
func loaded(i int, at time.Time) sandbox.Loaded {
	return sandbox.Loaded{
		ID: talkID(i), ConnectionID: connection, Accepted: at,
		Fields: map[string]string{
			"date": at.Format(time.RFC3339Nano), "operator_id": fmt.Sprint(i % 7), "operator_name": "Айгүл Қасымова",
			"client_id": fmt.Sprintf("+7701%07d", i), "client_name": "Пётр Ёлкин", "direction_outgoing": "true", "language": "ru-RU",
			"call_id": fmt.Sprint("call-", i),
		},
		Content: store.Talk{
			Phrases: []store.Phrase{
				{Channel: 1, StartMS: 200, EndMS: 1900, Text: "алло слушаю", Normalized: "Алло, слушаю."},
				{Channel: 0, StartMS: 2100, EndMS: 6000, Text: fmt.Sprint("заказ номер ", i), Normalized: fmt.Sprint("Заказ номер ", i, ".")},
			},
			Conversation: store.ConversationStats{DurationMS: 30_000},
		},
	}
}

// load spreads n talks evenly over the days before now.
func (b *bed) load(n, days int) {
	list := make([]sandbox.Loaded, n)
	from := b.clock.now().AddDate(0, 0, -days)
	for i := range list {
		list[i] = loaded(i, from.Add(time.Duration(i)*time.Duration(days)*24*time.Hour/time.Duration(n)).Truncate(time.Millisecond))
	}
	b.service.Load(list...)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

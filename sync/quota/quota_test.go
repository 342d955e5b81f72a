package quota_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"sensedesk/store"
	"sensedesk/store/db"
	"sensedesk/store/storetest"
	"sensedesk/sync/quota"
)

// ledger is the database's table in memory.
type ledger struct {
	rows []store.Read
	last int64
	fail error
}

func (l *ledger) NoteRead(_ context.Context, _ string, known int64, decide func([]store.Read) store.ReadChange) (int64, error) {
	if l.fail != nil {
		return 0, l.fail
	}
	var newer []store.Read
	for _, r := range l.rows {
		if r.ID > known {
			newer = append(newer, r)
		}
	}
	change := decide(newer)
	at := func(id int64) int {
		for i := range l.rows {
			if l.rows[i].ID == id {
				return i
			}
		}
		return -1
	}
	for _, r := range change.Rewrite {
		if i := at(r.ID); i >= 0 {
			l.rows[i].At, l.rows[i].Open = r.At, r.Open
		}
	}
	for _, id := range change.Forget {
		if i := at(id); i >= 0 {
			l.rows = append(l.rows[:i:i], l.rows[i+1:]...)
		}
	}
	if change.Add.Talks == 0 {
		return 0, nil
	}
	l.last++
	change.Add.ID = l.last
	l.rows = append(l.rows, change.Add)
	return l.last, nil
}

// world is true time, a clock on the wall that may be set, and the service that
// sees the requests.
type world struct {
	rnd    *rand.Rand
	t      time.Duration // that really passed
	skew   time.Duration // of the clock on the wall
	ledger *ledger
	q      *quota.Quota
	seen   []arrival
	open   []func() // end the requests under way
}

type arrival struct {
	at time.Duration
	n  int
}

func (w *world) now() time.Time {
	return time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC).Add(w.t + w.skew)
}

// start is a process that begins.
func (w *world) start(limits []quota.Limit) {
	origin := w.t - time.Duration(w.rnd.Int64N(int64(time.Hour)))
	w.q = quota.NewBook(quota.Options{
		Ledger: w.ledger, Now: w.now, Steady: func() time.Duration { return w.t - origin }, Limits: limits,
		Sleep: func(_ context.Context, d time.Duration) error {
			w.t += d
			w.answer()
			return nil
		},
	}).Scope("p")
}

// answer ends the oldest request under way.
func (w *world) answer() {
	if len(w.open) > 0 {
		w.open[0]()
		w.open = w.open[1:]
	}
}

// fullest is the most talks the service saw in any window of a length.
func (w *world) fullest(window time.Duration) (most int) {
	sum, first := 0, 0
	for i, a := range w.seen {
		if i > 0 && a.at < w.seen[i-1].at {
			panic("arrivals are out of order")
		}
		sum += a.n
		for w.seen[first].at < a.at-window { // a window with both its ends
			sum -= w.seen[first].n
			first++
		}
		most = max(most, sum)
	}
	return most
}

// Whatever happens to the process and to the clock on the wall, the service
// never sees more than a limit in any window of its length.
func TestNoWindowSeesMoreThanItsLimit(t *testing.T) {
	limits := []quota.Limit{{Window: time.Second, Talks: 20}, {Window: time.Minute, Talks: 90}, {Window: time.Hour, Talks: 400}}
	for seed := range uint64(300) {
		w := &world{rnd: rand.New(rand.NewPCG(seed, 1)), ledger: &ledger{}}
		w.start(limits)
		ctx := t.Context()
		for w.t < 5*time.Hour {
			switch w.rnd.IntN(40) {
			case 0: // killed; while it is down the clock may be set back, not forward
				w.open = nil
				if w.rnd.IntN(2) == 0 {
					w.skew -= time.Duration(w.rnd.Int64N(int64(3 * time.Hour)))
				}
				w.start(limits)
			case 1: // set while it runs
				w.skew += time.Duration(w.rnd.Int64N(int64(4*time.Hour))) - 2*time.Hour
			case 2:
				w.t += time.Duration(w.rnd.Int64N(int64(10 * time.Minute)))
			case 3, 4, 5:
				w.answer()
			}
			if len(w.open) == 3 {
				w.answer()
			}
			n := 1 + w.rnd.IntN(20)
			done, err := w.q.Take(ctx, n)
			if err != nil {
				t.Fatal(err)
			}
			w.t += time.Duration(w.rnd.Int64N(int64(300 * time.Millisecond)))
			w.seen = append(w.seen, arrival{w.t, n})
			if w.rnd.IntN(3) > 0 {
				w.t += time.Duration(w.rnd.Int64N(int64(time.Second)))
				done()
			} else {
				w.open = append(w.open, done)
			}
		}
		for _, l := range limits {
			if most := w.fullest(l.Window); most > l.Talks {
				t.Errorf("history %d: %d talks within %s, the limit is %d", seed, most, l.Window, l.Talks)
			}
		}
	}
}

// Without a steady clock, one that is set back must not make old reads younger
// than they are for the service.
func TestClockSetBackWithoutASteadyOne(t *testing.T) {
	w := &world{rnd: rand.New(rand.NewPCG(1, 1)), ledger: &ledger{}}
	q := quota.NewBook(quota.Options{
		Ledger: w.ledger, Now: w.now, Limits: []quota.Limit{{Window: time.Minute, Talks: 10}},
		Sleep: func(_ context.Context, d time.Duration) error { w.t += d; return nil },
	}).Scope("p")
	for i := range 200 {
		if i%7 == 0 {
			w.skew -= time.Duration(w.rnd.Int64N(int64(2 * time.Hour)))
		}
		if err := q.Wait(t.Context(), 1+i%5); err != nil {
			t.Fatal(err)
		}
		w.seen = append(w.seen, arrival{w.t, 1 + i%5})
	}
	if most := w.fullest(time.Minute); most > 10 {
		t.Errorf("%d within a minute", most)
	}
}

// The published limits are used up, not stayed away from: days of reading in the
// background take nine tenths of every day, and what others need stays.
func TestBackgroundTakesNineTenths(t *testing.T) {
	w := &world{rnd: rand.New(rand.NewPCG(1, 1)), ledger: &ledger{}}
	w.start(nil)
	ctx := quota.Background(t.Context())
	if got := w.q.Batch(ctx); got != 18 {
		t.Fatalf("batch %d", got)
	}
	const talks = 50_000
	told := w.q.Forecast(ctx, talks)
	for left := talks; left > 0; {
		n := min(left, 18)
		done, err := w.q.Take(ctx, n)
		if err != nil {
			t.Fatal(err)
		}
		w.t += 20 * time.Millisecond
		w.seen = append(w.seen, arrival{w.t, n})
		done()
		left -= n
	}
	least := 2*24*time.Hour + 7*time.Hour // two whole days and 14 000 talks of the third at 1 800 an hour
	t.Logf("%d talks in %s, told %s; least possible %s", talks, w.t, told, least)
	if w.t > least+least/50 || (told-w.t).Abs() > w.t/50 {
		t.Errorf("took %s, told %s", w.t, told)
	}
	for _, l := range quota.Published() {
		if most := w.fullest(l.Window); most > l.Talks*9/10 || most < l.Talks*9/10-18 {
			t.Errorf("%d within %s", most, l.Window)
		}
	}
	// A person is served at once all the same.
	before := w.t
	if err := w.q.Wait(t.Context(), 2); err != nil || w.t-before > 2*time.Second {
		t.Errorf("a person waited %s: %v", w.t-before, err)
	}
}

func TestUsageAndPatience(t *testing.T) {
	w := &world{rnd: rand.New(rand.NewPCG(1, 1)), ledger: &ledger{}}
	w.start(nil)
	for range 10 {
		if err := w.q.Wait(t.Context(), 20); err != nil {
			t.Fatal(err)
		}
	}
	u := w.q.Usage(t.Context())
	if len(u.Windows) != 4 || u.Windows[0].Used != 20 || u.Windows[1].Used != 200 || u.Windows[1].Limit != 200 || u.Windows[3].Used != 200 || u.Windows[3].Next != 0 {
		t.Errorf("usage %+v", u)
	}
	if next := u.Windows[1].Next; next < 45*time.Second || next > time.Minute {
		t.Errorf("next room in %s", next)
	}
	err := w.q.Wait(quota.Patience(t.Context(), time.Second), 1)
	if !errors.Is(err, store.CodeBusy) || store.ArgsOf(err)["minutes"] != "1" {
		t.Errorf("impatient: %v", err)
	}
	// A restart does not forget, and says so before anything is read.
	w.start(nil)
	if u := w.q.Usage(t.Context()); u.Windows[1].Used != 200 {
		t.Errorf("after a restart: %+v", u)
	}
	if err := w.q.Wait(t.Context(), 21); !errors.Is(err, store.CodeInternal) {
		t.Errorf("more than fits: %v", err)
	}
}

func TestWaitEndsWithItsContext(t *testing.T) {
	q := quota.NewBook(quota.Options{Ledger: &ledger{}, Now: time.Now, Steady: quota.Steady()}).Scope("p")
	if err := q.Wait(t.Context(), 20); err != nil {
		t.Fatal(err)
	}
	for range 9 { // the minute is full but for nothing
		ctx, cancel := context.WithCancel(t.Context())
		waiting := make(chan error, 1)
		go func() { waiting <- q.Wait(ctx, 20) }()
		cancel()
		if err := <-waiting; err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	}
}

// No quota at all is what the sandbox has.
func TestNilQuota(t *testing.T) {
	var q *quota.Quota
	ctx, cancel := context.WithCancel(t.Context())
	if err := q.Wait(ctx, 1000); err != nil || q.Batch(ctx) != 100 || len(q.Usage(ctx).Windows) != 0 || q.Forecast(ctx, 1e6) != 0 {
		t.Errorf("%v %d", err, q.Batch(ctx))
	}
	cancel()
	if err := q.Wait(ctx, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	b := quota.NewBook(quota.Options{Ledger: &ledger{}, Now: time.Now})
	cloud := store.SpeechSettings{Kind: store.KindCloud, Address: store.CloudAddress, ConnectionID: "eag1", ProjectID: "eag2"}
	sandbox := cloud
	sandbox.Kind = store.KindSandbox
	sibling := cloud
	sibling.ConnectionID = "eag3"
	other := cloud
	other.ProjectID = "eag4"
	if b.Of(sandbox) != nil || b.Of(cloud) != b.Of(sibling) || b.Of(cloud) == b.Of(other) || b.Of(cloud) == nil {
		t.Error("quotas are not shared per project")
	}
}

// A ledger that cannot be written stops the reading: what is not noted would be
// forgotten.
func TestBrokenLedger(t *testing.T) {
	w := &world{rnd: rand.New(rand.NewPCG(1, 1)), ledger: &ledger{}}
	w.start(nil)
	w.ledger.fail = store.E(store.CodeDiskFull, "note", nil)
	if err := w.q.Wait(t.Context(), 1); !errors.Is(err, store.CodeDiskFull) {
		t.Errorf("got %v", err)
	}
	if u := w.q.Usage(t.Context()); u.Windows[0].Used != 0 {
		t.Errorf("counted %+v", u)
	}
	w.ledger.fail = nil
	if err := w.q.Wait(t.Context(), 1); err != nil {
		t.Error(err)
	}
}

// Two processes on one data folder, and many goroutines in each, share what the
// database says.
func TestTwoProcessesShareTheDatabase(t *testing.T) {
	dir := t.TempDir()
	open := func() *db.DB {
		d, err := db.Open(t.Context(), filepath.Join(dir, "sensedesk.db"), nil)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = d.Close() })
		return d
	}
	limits := []quota.Limit{{Window: time.Hour, Talks: 40}}
	full := errors.New("full")
	var taken sync.Map
	var wg sync.WaitGroup
	for p := range 2 {
		q := quota.NewBook(quota.Options{
			Ledger: open(), Now: time.Now, Steady: quota.Steady(), Limits: limits,
			Sleep: func(context.Context, time.Duration) error { return full },
		}).Scope("p")
		for g := range 4 {
			wg.Go(func() {
				for i := range 20 {
					switch err := q.Wait(t.Context(), 1); {
					case err == nil:
						taken.Store(fmt.Sprint(p, g, i), true)
					case !errors.Is(err, full):
						t.Error(err)
					}
				}
			})
		}
	}
	wg.Wait()
	n := 0
	taken.Range(func(any, any) bool { n++; return true })
	if n != 40 {
		t.Errorf("%d were let through, the limit is 40", n)
	}
	again := quota.NewBook(quota.Options{Ledger: open(), Now: time.Now, Limits: limits}).Scope("p")
	if u := again.Usage(t.Context()); u.Windows[0].Used != 40 || u.Windows[0].Next == 0 {
		t.Errorf("a third process sees %+v", u)
	}
	if u := quota.NewBook(quota.Options{Ledger: storetest.DB(t), Now: time.Now}).Scope("p").Usage(t.Context()); u.Windows[3].Used != 0 {
		t.Errorf("another folder sees %+v", u)
	}
}

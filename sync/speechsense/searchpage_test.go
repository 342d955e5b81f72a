package speechsense_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"sensedesk/store"
	"sensedesk/sync/quota"
	"sensedesk/sync/sandbox"
	"sensedesk/sync/speechsense"
)

func TestSearchPages(t *testing.T) {
	s := startSandbox(t, sandbox.Options{})
	c := dial(t, speechsense.Options{Settings: settingsFor(s.Address())})
	putMany(t, c, 7)
	var ids []store.TalkID
	token, pages := "", 0
	for {
		page, err := c.SearchPage(t.Context(), speechsense.SearchRequest{PageSize: 3, PageToken: token})
		if err != nil || page.Total != 7 {
			t.Fatalf("%+v %v", page, err)
		}
		ids = append(ids, page.IDs...)
		pages++
		if token = page.Next; token == "" {
			break
		}
	}
	slices.Sort(ids)
	if pages != 3 || len(slices.Compact(ids)) != 7 {
		t.Errorf("%d pages, %v", pages, ids)
	}
	at := func(from, to time.Time, in bool) int {
		t.Helper()
		page, err := c.SearchPage(t.Context(), speechsense.SearchRequest{Filters: []speechsense.SearchFilter{{
			Key: "userMeta.date", Dates: &speechsense.DateRange{From: from, To: to, FromInclusive: in, ToInclusive: in},
		}}})
		if err != nil {
			t.Fatal(err)
		}
		return page.Total
	}
	if n := at(time.Time{}, time.Now().AddDate(1, 0, 0), true); n != 7 {
		t.Errorf("up to next year: %d", n)
	}
	if n := at(time.Now().AddDate(1, 0, 0), time.Time{}, true); n != 0 {
		t.Errorf("from next year on: %d", n)
	}
}

// Whatever a client does, halves and probes as well, takes from the quota.
func TestEveryReadTakesFromTheQuota(t *testing.T) {
	asked := 0
	s := startSandbox(t, sandbox.Options{Hook: func(_ context.Context, m sandbox.Moment) error {
		if m.Stage == sandbox.StageArrived && (m.Method == "Get" || m.Method == "Search") {
			asked++
		}
		return nil
	}})
	reads := &counted{batch: 20}
	c := dial(t, speechsense.Options{Settings: settingsFor(s.Address()), Reads: reads})
	putMany(t, c, 50)
	page, err := c.SearchPage(t.Context(), speechsense.SearchRequest{PageSize: 100})
	if err != nil {
		t.Fatal(err)
	}
	results, err := c.Get(t.Context(), page.IDs)
	if err != nil || len(results) != 50 {
		t.Fatalf("%d results, %v", len(results), err)
	}
	if want := []int{1, 20, 20, 10}; !slices.Equal(reads.taken, want) || reads.open != 0 || asked != 4 {
		t.Errorf("taken %v, want %v; %d still open, %d requests", reads.taken, want, reads.open, asked)
	}
	reads.refuse = store.E(store.CodeBusy, "wait", nil)
	if _, err := c.Get(t.Context(), page.IDs); store.CodeOf(err) != store.CodeBusy || asked != 4 {
		t.Errorf("without room: %v, %d requests", err, asked)
	}
	var _ speechsense.Reads = (*quota.Quota)(nil)
}

// counted is a quota that only counts.
type counted struct {
	batch, open int
	taken       []int
	refuse      error
}

func (c *counted) Batch(context.Context) int { return c.batch }

func (c *counted) Take(_ context.Context, n int) (func(), error) {
	if c.refuse != nil {
		return nil, c.refuse
	}
	c.taken = append(c.taken, n)
	c.open++
	return func() { c.open-- }, nil
}

package sync

import (
	"testing"
	"time"

	"sensedesk/store"
)

var almaty = time.FixedZone("UTC+5", 5*3600)

func day(h, m int) time.Time { return time.Date(2026, 3, 12, h, m, 0, 0, almaty) }

func TestJudge(t *testing.T) {
	settings := store.DefaultSettings()
	settings.DateFrom, settings.DateTo = "2026-03-10", "2026-03-12"
	settings.Users = []string{"3", "7"}
	settings.Directions = []store.Direction{store.DirectionIncoming, store.DirectionOutgoing}
	settings.MinDuration = 30
	settings.RecheckSeconds = []int{120, 600}
	f := newFilters(settings, almaty)
	found := day(15, 0)
	good := store.Row{StartedAt: day(14, 5), Duration: time.Minute, OperatorID: "3", Direction: store.DirectionIncoming, RecordRef: "file:1"}

	for _, c := range []struct {
		name   string
		change func(*store.Row)
		state  store.State
		reason store.Code
	}{
		{"as wanted", func(*store.Row) {}, store.StateQueued, ""},
		{"first instant of the first day", func(r *store.Row) { r.StartedAt = time.Date(2026, 3, 10, 0, 0, 0, 0, almaty) }, store.StateQueued, ""},
		{"an instant before it", func(r *store.Row) { r.StartedAt = time.Date(2026, 3, 9, 23, 59, 59, 0, almaty) }, store.StateSkipped, store.CodeDate},
		{"last minute of the last day", func(r *store.Row) { r.StartedAt = day(23, 59) }, store.StateQueued, ""},
		{"midnight after it", func(r *store.Row) { r.StartedAt = day(24, 0) }, store.StateSkipped, store.CodeDate},
		{"same evening told in another zone", func(r *store.Row) { r.StartedAt = day(23, 59).UTC() }, store.StateQueued, ""},
		{"somebody else's call", func(r *store.Row) { r.OperatorID = "5" }, store.StateSkipped, store.CodeUser},
		{"another direction", func(r *store.Row) { r.Direction = store.DirectionCallback }, store.StateSkipped, store.CodeDirection},
		{"a robot", func(r *store.Row) { r.Direction = store.DirectionOther }, store.StateSkipped, store.CodeDirection},
		{"exactly the minimum", func(r *store.Row) { r.Duration = 30 * time.Second }, store.StateQueued, ""},
		{"a second less", func(r *store.Row) { r.Duration = 29 * time.Second }, store.StateSkipped, store.CodeShort},
		{"missed", func(r *store.Row) { r.Failed, r.RecordRef, r.Duration = true, "", 0 }, store.StateSkipped, store.CodeNoTalk},
		{"missed, with voicemail", func(r *store.Row) { r.Failed = true }, store.StateQueued, ""},
		{"no recording yet", func(r *store.Row) { r.RecordRef = "" }, store.StateWaiting, ""},
		{"no recording, too short anyway", func(r *store.Row) { r.RecordRef, r.Duration = "", time.Second }, store.StateSkipped, store.CodeShort},
	} {
		t.Run(c.name, func(t *testing.T) {
			row := good
			c.change(&row)
			v := f.judge(row, found)
			if v.state != c.state || v.reason != c.reason {
				t.Errorf("got %s %q, want %s %q", v.state, v.reason, c.state, c.reason)
			}
			if c.state == store.StateWaiting && !v.next.Equal(found.Add(2*time.Minute)) {
				t.Errorf("looked at again at %v, want two minutes after it was found", v.next)
			}
		})
	}
}

func TestWaitingEnds(t *testing.T) {
	f := filters{recheck: []time.Duration{2 * time.Minute, 10 * time.Minute}}
	found := day(10, 0)
	for _, c := range []struct {
		after time.Duration
		state store.State
		next  time.Duration
	}{
		{0, store.StateWaiting, 2 * time.Minute},
		{2 * time.Minute, store.StateWaiting, 10 * time.Minute},
		{10 * time.Minute, store.StateSkipped, 0},
		{-time.Hour, store.StateWaiting, 2 * time.Minute}, // the clock went back
	} {
		v := f.waiting(found, found.Add(c.after))
		if v.state != c.state || (c.next > 0 && !v.next.Equal(found.Add(c.next))) {
			t.Errorf("after %v: got %s at %v", c.after, v.state, v.next)
		}
	}
}

func TestAllDirectionsIsNoFilter(t *testing.T) {
	settings := store.DefaultSettings()
	if q := newFilters(settings, time.UTC).query(); len(q.Directions) > 0 {
		t.Errorf("asked for %v, want no filter", q.Directions)
	}
	settings.Directions = []store.Direction{store.DirectionCallback}
	if q := newFilters(settings, time.UTC).query(); len(q.Directions) != 1 {
		t.Errorf("asked for %v, want the callback alone", q.Directions)
	}
}

func TestEstimateCountsWhatWouldBePaid(t *testing.T) {
	settings := store.DefaultSettings()
	f := newFilters(settings, almaty)
	now := day(15, 0)
	row := store.Row{StartedAt: day(14, 0), Duration: 90 * time.Second, Direction: store.DirectionIncoming, RecordRef: "file:1"}
	short, old, robot := row, row, row
	short.Duration = 10 * time.Second
	old.StartedAt = now.AddDate(0, 0, -61)
	robot.Direction = store.DirectionOther

	var est Estimate
	for _, r := range []store.Row{row, short, old, robot} {
		est.add(r, f.judge(r, now), now)
	}

	want := Estimate{Calls: 2, Sound: 3 * time.Minute, Short: 1, ShortFor: 10 * time.Second, Old: 1, OldFor: 90 * time.Second, Oldest: old.StartedAt}
	if est != want {
		t.Errorf("got %+v\nwant %+v", est, want)
	}
}

func TestCost(t *testing.T) {
	for _, c := range []struct {
		length time.Duration
		price  string
		want   string
	}{
		{10 * time.Minute, "1.98", "19.80"},
		{time.Second, "1.98", "0.03"},
		{372 * time.Minute, "1.98", "736.56"},
		{time.Minute, "", ""},
		{time.Minute, "a lot", ""},
		{0, "1.98", "0.00"},
	} {
		if got := Cost(c.length, c.price); got != c.want {
			t.Errorf("%v at %q: got %q, want %q", c.length, c.price, got, c.want)
		}
	}
}

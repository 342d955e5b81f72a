package db_test

import (
	"context"
	"testing"
	"time"

	"sensedesk/store"
	"sensedesk/store/storetest"
)

// TestScoresAreReadAsTheyStand puts the score among fields that look like it.
func TestScoresAreReadAsTheyStand(t *testing.T) {
	ctx := context.Background()
	const odd = `оценка "A&B" <1>`
	for name, tc := range map[string]struct {
		key    string
		fields []store.Field
		want   string
	}{
		"alone":               {"score", []store.Field{{Name: "score", Value: "40"}}, "40"},
		"behind others":       {"score", []store.Field{{Name: "id", Value: "{}"}, {Name: "score", Value: "7,5", Type: "NUMBER"}}, "7,5"},
		"the first of two":    {"score", []store.Field{{Name: "score", Value: "1"}, {Name: "score", Value: "2"}}, "1"},
		"in a longer name":    {"score", []store.Field{{Name: "score_main", Value: "9"}}, ""},
		"in a value":          {"score", []store.Field{{Name: "note", Value: `{"Name":"score","Value":"3"}`}, {Name: "score", Value: "4"}}, "4"},
		"a value with quotes": {"score", []store.Field{{Name: "score", Value: `"5\"`}}, `"5\"`},
		"an odd key":          {odd, []store.Field{{Name: odd, Value: "6"}}, "6"},
		"none":                {"score", nil, ""},
	} {
		d := storetest.DB(t)
		id := spoken(t, d, "1")
		talk, err := d.Talk(ctx, id)
		must(t, err)
		talk.Fields = tc.fields
		must(t, d.SaveTalk(ctx, id, talk, nil, store.StateDone, nil))
		list, err := d.Listenable(ctx, store.QueueScope{}, tc.key)
		must(t, err)
		if len(list) != 1 || list[0].Score != tc.want {
			t.Errorf("%s: %+v, want %q", name, list, tc.want)
		}
	}
}

// TestCallsWithoutARecordingAreCounted has them beside those that can be heard:
// named for each operator, in no share, and found newest first.
func TestCallsWithoutARecordingAreCounted(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	mute := func(c *store.Call) { c.Recording = nil }
	later := func(c *store.Call) { mute(c); c.StartedAt = c.StartedAt.Add(time.Hour) }
	other := func(c *store.Call) { mute(c); c.OperatorID, c.OperatorName = "8", "Ержан" }
	heard := spoken(t, d, "1")
	first, second, third := spoken(t, d, "2", mute), spoken(t, d, "3", later), spoken(t, d, "4", other)
	storetest.Stored(t, d, func(c *store.Call) { c.SourceID, c.UniqueID, c.State = "5", "u5", store.StateSkipped })
	at := storetest.Start()
	must(t, d.AddHeard(ctx, []store.HeardSpan{{Call: heard, FromMS: 0, ToMS: 10_000, Speed: 1, Wall: 10 * time.Second, At: at}}))
	report, err := d.Listened(ctx, store.QueueScope{})
	must(t, err)
	same(t, report, []store.Listened{
		{Operator: "3", Name: "Айгүл Қасымова", Calls: 1, Unrecorded: 2, Heard: 1, Length: 10 * time.Second, OfHeard: 10 * time.Second, Played: 10 * time.Second, Wall: 10 * time.Second},
		{Operator: "8", Name: "Ержан", Unrecorded: 1},
	})
	for name, tc := range map[string]struct {
		scope store.QueueScope
		limit int
		want  []store.CallID
	}{
		"all":    {store.QueueScope{}, 10, []store.CallID{second, third, first}},
		"one":    {store.QueueScope{}, 1, []store.CallID{second}},
		"of one": {store.QueueScope{Operators: []string{"8"}}, 10, []store.CallID{third}},
		"early":  {store.QueueScope{Operators: []string{"3"}, To: at.Add(time.Minute)}, 10, []store.CallID{first}},
	} {
		got, err := d.Unrecorded(ctx, tc.scope, tc.limit)
		must(t, err)
		t.Run(name, func(t *testing.T) { same(t, got, tc.want) })
	}
}

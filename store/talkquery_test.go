package store_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sensedesk/store"
)

func channel(n int) *int { return &n }

func TestFilterValidate(t *testing.T) {
	key := store.MetaKey("x")
	for name, tc := range map[string]struct {
		f    store.TalkFilter
		what string // "" = good
	}{
		"one value":            {store.TalkFilter{Key: key, Kind: store.FilterAnyMatch, Values: []string{"a"}}, ""},
		"no value":             {store.TalkFilter{Key: key, Kind: store.FilterAnyMatch}, "empty"},
		"no key":               {store.TalkFilter{Kind: store.FilterAnyMatch, Values: []string{"a"}}, "key"},
		"no kind":              {store.TalkFilter{Key: key}, "kind"},
		"yes":                  {store.TalkFilter{Key: key, Kind: store.FilterBool, Yes: true}, ""},
		"whole, one end":       {store.TalkFilter{Key: key, Kind: store.FilterInt, From: "5"}, ""},
		"whole, grouped":       {store.TalkFilter{Key: key, Kind: store.FilterInt, To: "12 000"}, ""},
		"whole, no end":        {store.TalkFilter{Key: key, Kind: store.FilterInt}, "empty"},
		"whole, a decimal":     {store.TalkFilter{Key: key, Kind: store.FilterInt, From: "0.5"}, "number"},
		"whole, out of order":  {store.TalkFilter{Key: key, Kind: store.FilterInt, From: "10", To: "9"}, "order"},
		"decimal, comma":       {store.TalkFilter{Key: key, Kind: store.FilterDouble, From: "0,35", To: "0.4"}, ""},
		"decimal, infinity":    {store.TalkFilter{Key: key, Kind: store.FilterDouble, From: "Inf"}, "number"},
		"length, as a clock":   {store.TalkFilter{Key: key, Kind: store.FilterDuration, From: "1:30", To: "1:02:03"}, ""},
		"length, out of order": {store.TalkFilter{Key: key, Kind: store.FilterDuration, From: "2:00", To: "90"}, "order"},
		"length, negative":     {store.TalkFilter{Key: key, Kind: store.FilterDuration, From: "-5"}, "number"},
		"days":                 {store.TalkFilter{Key: key, Kind: store.FilterDate, From: "2026-03-12", To: "2026-03-12"}, ""},
		"instants":             {store.TalkFilter{Key: key, Kind: store.FilterDate, From: "2026-03-12T14:05:00+05:00"}, ""},
		"no day":               {store.TalkFilter{Key: key, Kind: store.FilterDate, From: "12.13.2026"}, "day"},
		"channel":              {store.TalkFilter{Key: key, Kind: store.FilterBool, Channel: channel(1)}, ""},
		"no such channel":      {store.TalkFilter{Key: key, Kind: store.FilterBool, Channel: channel(-1)}, "channel"},
	} {
		err := store.TalkQuery{Filters: []store.TalkFilter{tc.f}}.Validate()
		if got := store.ArgsOf(err)["what"]; got != tc.what || (tc.what != "") != (store.CodeOf(err) == store.CodeQueryInvalid) {
			t.Errorf("%s: %v, want %q", name, err, tc.what)
		}
	}
	if err := (store.TalkQuery{From: "2026-03-13", To: "2026-03-12"}).Validate(); store.ArgsOf(err)["what"] != "order" {
		t.Errorf("window: %v", err)
	}
	if err := (store.TalkQuery{Text: &store.TalkText{Text: "x", Channel: channel(9)}}).Validate(); store.ArgsOf(err)["what"] != "channel" {
		t.Errorf("text: %v", err)
	}
	if err := (store.TalkQuery{}).Validate(); err != nil {
		t.Errorf("everything: %v", err)
	}
}

func TestADayBelongsToItsRangeWhole(t *testing.T) {
	zone := time.FixedZone("UTC+5", 5*3600)
	from, to, fromIn, toIn, err := store.TalkFilter{From: "2026-03-12", To: "2026-03-12", FromExcluded: true}.Instants(zone)
	want := time.Date(2026, 3, 11, 19, 0, 0, 0, time.UTC)
	if err != nil || !from.Equal(want) || !to.Equal(want.AddDate(0, 0, 1)) || !fromIn || toIn {
		t.Errorf("%v %v %v %v %v", from, to, fromIn, toIn, err)
	}
	from, to, fromIn, toIn, err = store.TalkFilter{To: "2026-03-12T10:00:00Z"}.Instants(nil)
	if err != nil || !from.IsZero() || to.Hour() != 10 || !fromIn || !toIn {
		t.Errorf("%v %v %v %v %v", from, to, fromIn, toIn, err)
	}
}

func TestNamedSearchesSurviveBeingSaved(t *testing.T) {
	q := store.NamedQuery{Name: "Жалобы", Query: store.TalkQuery{
		From: "2026-03-01", To: "2026-03-12",
		Filters: []store.TalkFilter{
			{Key: store.MetaKey("operator_name"), Kind: store.FilterAnyMatch, Values: []string{"Ким", "Ли"}, Inverse: true},
			{Key: store.ClassifierKey("eag1"), Kind: store.FilterInt, From: "1", Channel: channel(0)},
			{Key: store.PointKey("3"), Kind: store.FilterBool, Yes: true},
		},
		Text: &store.TalkText{Text: "дорого", Inverse: true, Channel: channel(1)},
		Sort: []store.TalkSort{{Key: store.MetaKey("date"), Descending: true}},
	}}
	raw, err := json.Marshal(q)
	if err != nil {
		t.Fatal(err)
	}
	var back store.NamedQuery
	if err := json.Unmarshal(raw, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(q, back); diff != "" {
		t.Error(diff)
	}
}

func TestKeysOfAConnection(t *testing.T) {
	s := store.DefaultSettings().SpeechSense
	s.MetadataKeys = []string{"call_id", "call_duration", "cost", "redial_attempt", "call_start_date", "crm_entity_type"}
	keys := store.TalkKeys(s, []store.NamedID{{ID: "eag1", Name: "Возражение"}, {ID: "eag2"}})
	seen := map[string]store.TalkKey{}
	for _, k := range keys {
		if _, twice := seen[k.Key]; twice {
			t.Errorf("%s is there twice", k.Key)
		}
		if k.Name == "" && k.Given == "" || len(k.Kinds()) == 0 || k.Kinds()[0] != k.Kind {
			t.Errorf("%+v", k)
		}
		if k.Kind == store.FilterDuration != (k.Unit == store.UnitSeconds) {
			t.Errorf("%s is a %s in %q", k.Key, k.Kind, k.Unit)
		}
		seen[k.Key] = k
	}
	for key, want := range map[string]store.FilterKind{
		"userMeta.date": store.FilterDate, "userMeta.direction_outgoing": store.FilterBool, "userMeta.operator_name": store.FilterAnyMatch,
		"userMeta.call_duration": store.FilterInt, "userMeta.cost": store.FilterDouble, "userMeta.call_start_date": store.FilterDate,
		"userMeta.crm_entity_type": store.FilterAnyMatch, "talk.classifiers.eag1.count": store.FilterInt,
		"talk.statistics.duration_seconds": store.FilterDuration, "talk.statistics.reactions.count": store.FilterInt,
	} {
		if got := seen[key].Kind; got != want {
			t.Errorf("%s: %q, want %q", key, got, want)
		}
	}
	if seen["talk.classifiers.eag1.count"].Given != "Возражение" || seen["talk.classifiers.eag2.count"].Given != "eag2" {
		t.Error("classifiers have lost their names")
	}
	if got := len(seen["userMeta.cost"].Kinds()); got != 5 {
		t.Errorf("a key of the connection can be asked for in %d ways", got)
	}
	// A saved search may name what the connection no longer has.
	for key, want := range map[string]store.FilterKind{
		"talk.classifiers.gone.count": store.FilterInt, "talk.summarization.points.3": store.FilterBool, "userMeta.gone": store.FilterAnyMatch, "strange": store.FilterAnyMatch,
	} {
		if got := store.KeyNamed(keys, key); got.Kind != want || got.Key != key || got.Given == "" || strings.Contains(got.Given, ".count") {
			t.Errorf("%+v", got)
		}
	}
}

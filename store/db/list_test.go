package db_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"sensedesk/store"
	"sensedesk/store/storetest"
)

// ids returns the ids of calls in their order.
func ids(calls []store.Call) []store.CallID {
	var out []store.CallID
	for _, c := range calls {
		out = append(out, c.ID)
	}
	return out
}

// TestListAgainstPlainFilter holds Calls and Count against a filter written
// down in the plainest way, over a library and filters made by chance.
func TestListAgainstPlainFilter(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	r := rand.New(rand.NewPCG(7, 7))
	pick := func(list []string) string { return list[r.IntN(len(list))] }
	names := []string{"Айгүл", "Пётр", "Olga", "Қайрат", ""}
	accounts := []string{"a", "b"}
	states := []store.State{store.StateFound, store.StateSkipped, store.StateWaiting, store.StateQueued}
	var all []store.Call
	for _, account := range accounts {
		var page []store.Call
		for i := range 40 {
			page = append(page, storetest.Call(func(c *store.Call) {
				c.SourceID, c.State = fmt.Sprint(i), states[r.IntN(len(states))]
				c.OperatorName, c.ClientName = pick(names), pick(names)
				c.StartedAt = c.StartedAt.Add(time.Duration(r.IntN(40)) * time.Second) // many at the same second
				c.Duration = time.Duration(r.IntN(1000)) * time.Second
			}))
		}
		got, err := d.Receive(ctx, store.SourceBitrix24, account, page, "")
		must(t, err)
		for i, id := range got {
			page[i].ID, page[i].Account = id, account
		}
		all = append(all, page...)
	}
	slices.SortFunc(all, func(a, b store.Call) int {
		if c := b.StartedAt.Compare(a.StartedAt); c != 0 {
			return c
		}
		return int(b.ID - a.ID)
	})
	for n := range 150 {
		var f store.CallFilter
		if r.IntN(2) == 0 {
			for range 1 + r.IntN(3) {
				f.States = append(f.States, states[r.IntN(len(states))])
			}
		}
		if r.IntN(2) == 0 {
			f.Account = pick(accounts)
		}
		if r.IntN(4) == 0 {
			f.Source = store.SourceBitrix24
		}
		if r.IntN(3) == 0 {
			for range 1 + r.IntN(50) {
				f.IDs = append(f.IDs, store.CallID(r.IntN(90)))
			}
		}
		if r.IntN(2) == 0 {
			f.Text = pick([]string{"айГ", "петр", "OLGA", "қай олга", "пё 701", "нет", " "})
		}
		if r.IntN(2) == 0 {
			f.Limit, f.Offset = 1+r.IntN(30), r.IntN(30)
		}
		var want []store.Call
		var total time.Duration
		for _, c := range all {
			if plain(c, f) {
				want = append(want, c)
				total += c.Duration
			}
		}
		count := len(want)
		if f.Limit > 0 {
			want = want[min(f.Offset, len(want)):min(f.Offset+f.Limit, len(want))]
		}

		got, err := d.Calls(ctx, f)
		must(t, err)
		gotCount, gotTotal, err := d.Count(ctx, f)
		must(t, err)

		if !slices.Equal(ids(got), ids(want)) || gotCount != count || gotTotal != total {
			t.Fatalf("filter %d %+v:\n got %v, %d calls, %v\nwant %v, %d calls, %v", n, f, ids(got), gotCount, gotTotal, ids(want), count, total)
		}
	}
}

// plain says in the plainest way whether a filter chooses a call.
func plain(c store.Call, f store.CallFilter) bool {
	fold := strings.NewReplacer("ё", "е")
	var words []string
	for _, text := range []string{c.OperatorName, c.ClientName, c.ClientPhone} {
		words = append(words, strings.Fields(fold.Replace(strings.ToLower(text)))...)
	}
	for _, w := range strings.Fields(fold.Replace(strings.ToLower(f.Text))) {
		if !slices.ContainsFunc(words, func(have string) bool {
			return strings.HasPrefix(have, w) || have[0] == '+' && strings.Contains(have, w)
		}) {
			return false
		}
	}
	return (len(f.States) == 0 || slices.Contains(f.States, c.State)) && (f.Account == "" || f.Account == c.Account) &&
		(f.Source == "" || f.Source == c.Source) && (len(f.IDs) == 0 || slices.Contains(f.IDs, c.ID))
}

func TestText(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	c := brought(t, d, store.StateSent)
	must(t, d.SaveTalk(ctx, c.ID, storetest.Talk(), nil, store.StateDone, nil))
	other := storetest.Stored(t, d, func(c *store.Call) {
		c.SourceID, c.OperatorName, c.ClientName, c.ClientPhone = "8", "", "", ""
	})
	for text, found := range map[string]bool{
		"":                 true,
		"   ":              true,
		"айгүл":            true,
		"АЙГҮЛ ҚАСЫМОВА":   true,
		"айгуль":           false,
		"петр":             true,
		"ПЁТР ёлкин":       true,
		"елк":              true,
		"лкин":             false, // words are found by how they begin
		"петр айгүл":       true,
		"петр иванов":      false,
		"+7 701 123-45-67": true,
		"8(701)1234567":    true,
		"87011234567":      true,
		"77011234567":      true,
		"123-45":           true,
		"4567":             true,
		"9999":             false,
		"доставк":          true, // summary
		"Здравствуйте":     true, // transcript
		"мекенжай":         true,
		"ЖАҢА МЕКЕНЖАЙ":    true,
		"тысяча двести":    true, // as said
		"1207":             true, // as written
		"заказ Елкин 701 компания":   true,  // words from everywhere
		"доставка марс":              false, // all of them must occur
		"жан\u0323а":                 false,
		"зака\u0301з":                false, // an accent is a part of the word
		"и\u0306":                    false, // й decomposed: a word that does not occur
		"добры\u0438\u0306":          true,  // й decomposed, as macOS types it
		`"петр" AND айгүл* OR NEAR(`: false,
		`петр*`:                      true,
		`"петр"`:                     true,
		`words:петр`:                 false, // no column: «words» is a word that does not occur
		`петр^ -айгүл`:               true,
		"'; DROP TABLE calls; --":    false,
		"(((":                        true, // no word in it, so it does not narrow
		"\x00петр":                   true,
		"петр\xff\xfe":               true,
		"😀":                          true,
		strings.Repeat("петр ", 300): true,
		strings.Repeat("щ", 5000):    false,
		"AND":                        false,
		"NOT петр":                   false,
		"клиент спрашивает, о — сроке": true,
	} {
		t.Run(text[:min(len(text), 40)], func(t *testing.T) {
			calls, err := d.Calls(ctx, store.CallFilter{Text: text})
			must(t, err)
			n, _, err := d.Count(ctx, store.CallFilter{Text: text})
			must(t, err)
			if n != len(calls) {
				t.Errorf("counted %d, listed %d", n, len(calls))
			}
			if got := slices.Contains(ids(calls), c.ID); got != found {
				t.Errorf("found: %v, want %v", got, found)
			}
			if strings.TrimSpace(text) != "" && found && strings.ContainsAny(text, "пП123") && slices.Contains(ids(calls), other.ID) {
				t.Error("found the call without names as well")
			}
		})
	}
}

// TestIndexFollows: whatever changes the words of a call changes what it is
// found by.
func TestIndexFollows(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	c := storetest.Stored(t, d)
	expect := func(when string, found map[string]bool) {
		t.Helper()
		for text, want := range found {
			calls, err := d.Calls(ctx, store.CallFilter{Text: text})
			must(t, err)
			if got := len(calls) == 1; got != want {
				t.Errorf("%s: %q found %v, want %v", when, text, got, want)
			}
		}
		must(t, d.Sound(ctx))
	}
	expect("stored", map[string]bool{"елкин": true, "заказ": false})

	_, err := d.Update(ctx, c.ID, func(c *store.Call) { c.ClientName = "Мария" })
	must(t, err)
	expect("renamed", map[string]bool{"елкин": false, "мария": true})

	listed := storetest.Call(func(c *store.Call) {
		c.StartedAt = c.StartedAt.Add(time.Hour)
		c.ClientName = "Ольга"
		c.ClientPhone = "+77770000000"
	})
	_, err = d.Receive(ctx, c.Source, c.Account, []store.Call{listed}, "")
	must(t, err)
	expect("listed again at another time", map[string]bool{"мария": false, "ольга": true, "7011234567": false, "777": true})

	for _, s := range way[store.StateSent] {
		move(t, d, c.ID, s, nil)
	}
	must(t, d.SaveTalk(ctx, c.ID, storetest.Talk(), nil, store.StateProcessing, nil))
	expect("recognised", map[string]bool{"заказ ольга": true, "доставки": true})

	_, err = d.Update(ctx, c.ID, func(c *store.Call) { c.ClientName = "Анна" })
	must(t, err)
	expect("renamed with a transcript", map[string]bool{"заказ анна": true, "ольга": false})

	must(t, d.SaveTalk(ctx, c.ID, storetest.Talk(func(talk *store.Talk) {
		talk.Phrases = []store.Phrase{storetest.Phrase(0, 0, "совсем другое", "")}
		talk.Statements = []store.Statement{{FieldID: "summary", Values: []string{"Ошиблись номером"}}}
	}), nil, store.StateDone, nil))
	expect("recognised anew", map[string]bool{"совсем другое": true, "заказ": false, "доставки": false, "ошиблись": true})
}

func TestCountStates(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	for i, s := range []store.State{store.StateFailed, store.StateQueued, store.StateQueued} {
		brought(t, d, s, func(c *store.Call) { c.SourceID, c.Account = fmt.Sprint(i), fmt.Sprint("portal ", i%2) })
	}
	for _, c := range []struct {
		kind    store.SourceKind
		account string
		want    map[store.State]int
	}{
		{"", "", map[store.State]int{store.StateFailed: 1, store.StateQueued: 2}},
		{store.SourceBitrix24, "portal 0", map[store.State]int{store.StateFailed: 1, store.StateQueued: 1}},
		{"", "portal 1", map[store.State]int{store.StateQueued: 1}},
		{"amocrm", "", map[store.State]int{}},
	} {
		got, err := d.CountStates(ctx, c.kind, c.account)
		must(t, err)
		same(t, got, c.want)
	}
}

func TestOddStarts(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	var want []store.CallID
	for i, at := range []time.Time{{}, time.Unix(-5e9, 0), time.Unix(1e9, 0), time.Unix(1e10, 0), time.Unix(1e11, 0)} {
		c := storetest.Stored(t, d, func(c *store.Call) { c.SourceID, c.StartedAt = fmt.Sprint(i), at })
		if !c.StartedAt.Equal(at) {
			t.Errorf("start %v came back as %v", at, c.StartedAt)
		}
		want = append([]store.CallID{c.ID}, want...)
	}
	got, err := d.Calls(ctx, store.CallFilter{})
	must(t, err)
	same(t, ids(got), want)
}

// TestManyInOneSecond: more calls than a second has places go to the next.
func TestManyInOneSecond(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	var page []store.Call
	for i := range 150 {
		page = append(page, storetest.Call(func(c *store.Call) { c.SourceID = fmt.Sprint(i) }))
	}
	page = append(page, storetest.Call(func(c *store.Call) { c.SourceID, c.StartedAt = "later", c.StartedAt.Add(time.Minute) }))
	want, err := d.Receive(ctx, page[0].Source, page[0].Account, page, "")
	must(t, err)
	slices.Reverse(want)

	got, err := d.Calls(ctx, store.CallFilter{Text: "айгүл"})
	must(t, err)

	same(t, ids(got), want)
	must(t, d.Sound(ctx))
}

// TestListsUseTheirIndexes guards the speed of large libraries.
func TestListsUseTheirIndexes(t *testing.T) {
	ctx := context.Background()
	d := storetest.DB(t)
	for name, f := range map[string]store.CallFilter{
		"all":        {Limit: 50},
		"one state":  {Limit: 50, States: []store.State{store.StateDone}},
		"two states": {Limit: 50, States: []store.State{store.StateDone, store.StateFailed}},
		"a word":     {Limit: 50, Text: "заказ"},
	} {
		plan, err := d.Plan(ctx, f)
		must(t, err)
		for _, line := range plan {
			sorts := strings.Contains(line, "TEMP B-TREE") && len(f.States) < 2 // over several states a page of each is sorted, not all
			if sorts || strings.HasPrefix(line, "SCAN c") && !strings.Contains(line, "INDEX") {
				t.Errorf("%s: %s\nin %s", name, line, strings.Join(plan, "\n"))
			}
		}
	}
}

// FuzzText: nothing a person types is an error.
func FuzzText(f *testing.F) {
	for _, s := range []string{"петр", `"`, "a*", "NEAR(a b)", "\x00", "ё\u0308", "-", "a AND", "{x}:y"} {
		f.Add(s)
	}
	d := storetest.DB(f)
	storetest.Stored(f, d)
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := d.Calls(context.Background(), store.CallFilter{Text: text}); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	})
}

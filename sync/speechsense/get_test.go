package speechsense_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"sensedesk/store"
	"sensedesk/sync/sandbox"
	"sensedesk/sync/speechsense"
)

// counts counts calls by method.
type counts struct {
	mu sync.Mutex
	n  map[string]int
}

func (c *counts) hook(_ context.Context, m sandbox.Moment) error {
	if m.Stage != sandbox.StageArrived {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.n == nil {
		c.n = map[string]int{}
	}
	c.n[m.Method]++
	return nil
}

func (c *counts) of(method string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.n[method]
}

// putMany uploads n recordings with markers c0, c1 …
func putMany(t *testing.T, c *speechsense.Client, n int) []store.TalkID {
	t.Helper()
	ids := make([]store.TalkID, n)
	for i := range ids {
		id, err := c.Upload(t.Context(), upload(fmt.Sprintf("c%d", i), sound(uint64(i), 50)))
		if err != nil {
			t.Fatal(err)
		}
		ids[i] = id
	}
	return ids
}

func idsOf(results []speechsense.Result) []store.TalkID {
	var out []store.TalkID
	for _, r := range results {
		out = append(out, r.Talk.ID)
	}
	slices.Sort(out)
	return out
}

// Answers too large for a message are asked for in halves until they fit.
func TestGetHalves(t *testing.T) {
	var calls counts
	talk := store.Talk{Phrases: []store.Phrase{{EndMS: 10, Text: strings.Repeat("слово ", 2000)}}} // about 22 kB
	talks := map[string]sandbox.Prepared{}
	for i := range 20 {
		talks[hashOf(sound(uint64(i), 50))] = sandbox.Prepared{Talk: talk}
	}
	s := startSandbox(t, sandbox.Options{Talks: talks, MaxMessage: 100 << 10, Hook: calls.hook})
	c := dial(t, speechsense.Options{Settings: settingsFor(s.Address())})
	ids := putMany(t, c, 20)

	results, err := c.Get(t.Context(), ids)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(ids)
	if !slices.Equal(idsOf(results), ids) {
		t.Errorf("%d of %d came", len(results), len(ids))
	}
	if n := calls.of("Get"); n < 8 || n > 20 {
		t.Errorf("%d calls of Get", n)
	}
}

// A talk too large on its own is refused, and what came before it is kept.
func TestGetOneTooLarge(t *testing.T) {
	huge := store.Talk{Phrases: []store.Phrase{{EndMS: 10, Text: strings.Repeat("слово ", 20000)}}}
	s := startSandbox(t, sandbox.Options{Talks: map[string]sandbox.Prepared{hashOf(sound(1, 50)): {Talk: huge}}, MaxMessage: 100 << 10})
	c := dial(t, speechsense.Options{Settings: settingsFor(s.Address())})
	ids := putMany(t, c, 2)

	results, err := c.Get(t.Context(), ids)

	if store.CodeOf(err) != store.CodeRefused || len(results) != 1 || results[0].Talk.ID != ids[0] {
		t.Errorf("got %v, %d results", err, len(results))
	}
}

func TestGetInBatches(t *testing.T) {
	var calls counts
	s := startSandbox(t, sandbox.Options{Hook: calls.hook})
	c := dial(t, speechsense.Options{Settings: settingsFor(s.Address())})
	ids := putMany(t, c, 105)
	results, err := c.Get(t.Context(), ids)
	if err != nil || len(results) != 105 || calls.of("Get") != 2 {
		t.Errorf("%d results, %d calls, %v", len(results), calls.of("Get"), err)
	}
	if results, err := c.Get(t.Context(), nil); err != nil || len(results) != 0 || calls.of("Get") != 2 {
		t.Errorf("nothing asked: %v %v", results, err)
	}
}

// NOT_FOUND may mean one fresh talk or a wrong id in the settings.
func TestGetNotFound(t *testing.T) {
	var spoiled atomic.Value
	spoiled.Store("")
	s := startSandbox(t, sandbox.Options{ConnectionID: "eag-connection", ProjectID: "eag-project"})
	c := dial(t, speechsense.Options{Settings: settingsFor(s.Address())})
	ids := putMany(t, c, 3)
	settings := settingsFor(s.Address())
	settings.ProjectID = "eag-wrong"
	wrong := dial(t, speechsense.Options{Settings: settings})
	if _, err := wrong.Get(t.Context(), ids); store.CodeOf(err) != store.CodeIDUnknown {
		t.Errorf("wrong project: %v", err)
	}

	// a server that answers NOT_FOUND for a whole batch because of one talk
	var gets atomic.Int32
	fussy := startSandbox(t, sandbox.Options{Hook: func(_ context.Context, m sandbox.Moment) error {
		if m.Method == "Get" && m.Stage == sandbox.StageArrived && gets.Add(1) == 1 {
			return status.Error(codes.NotFound, "talk not found")
		}
		return nil
	}})
	c = dial(t, speechsense.Options{Settings: settingsFor(fussy.Address())})
	ids = putMany(t, c, 3)
	results, err := c.Get(t.Context(), ids)
	if err != nil || len(results) != 3 {
		t.Errorf("fussy server: %d results, %v", len(results), err)
	}
}

func TestGetErrors(t *testing.T) {
	for code, want := range map[codes.Code]store.Code{
		codes.Unauthenticated: store.CodeKeyRefused, codes.PermissionDenied: store.CodeRightMissing, codes.ResourceExhausted: store.CodeBusy,
		codes.Unavailable: store.CodeNetwork, codes.Internal: store.CodeBusy, codes.Aborted: store.CodeBusy, codes.FailedPrecondition: store.CodeBalance,
	} {
		s := startSandbox(t, sandbox.Options{Hook: func(context.Context, sandbox.Moment) error { return status.Error(code, "no") }})
		c := dial(t, speechsense.Options{Settings: settingsFor(s.Address())})
		if _, err := c.Get(t.Context(), []store.TalkID{"aud1"}); store.CodeOf(err) != want {
			t.Errorf("%s: got %v, want %s", code, err, want)
		}
	}
}

func TestNames(t *testing.T) {
	data := sound(0, 50)
	prepared := sandbox.Prepared{Talk: store.Talk{Phrases: []store.Phrase{{EndMS: 10, Text: "дорого", Classifiers: []store.PhraseClassifier{{ClassifierID: "eag1"}}}}}}
	var calls counts
	options := sandbox.Options{
		Talks:       map[string]sandbox.Prepared{hashOf(data): prepared},
		Classifiers: []sandbox.Classifier{{ID: "eag1", Name: "Цена"}},
		Hook:        calls.hook,
	}
	named := func(s *sandbox.Server, o speechsense.Options, gets int) store.Talk {
		t.Helper()
		o.Settings = settingsFor(s.Address())
		c := dial(t, o)
		ids := putMany(t, c, 1)
		var results []speechsense.Result
		for range gets {
			var err error
			if results, err = c.Get(t.Context(), ids); err != nil || len(results) != 1 {
				t.Fatal(results, err)
			}
		}
		return results[0].Talk
	}

	talk := named(startSandbox(t, options), speechsense.Options{}, 3)
	if talk.Classifiers[0].Name != "Цена" || talk.Phrases[0].Classifiers[0].Name != "Цена" {
		t.Errorf("talk %+v", talk)
	}
	if n := calls.of("List"); n != 1 {
		t.Errorf("names were asked for %d times", n)
	}

	options.HideNames = true
	calls = counts{}
	options.Hook = calls.hook
	talk = named(startSandbox(t, options), speechsense.Options{}, 3)
	if talk.Classifiers[0].Name != "" || talk.Classifiers[0].Count != 1 {
		t.Errorf("talk %+v", talk)
	}
	if n := calls.of("List"); n != 1 {
		t.Errorf("names that may not be told were asked for %d times", n)
	}

	now := time.Now()
	calls = counts{}
	named(startSandbox(t, options), speechsense.Options{Now: func() time.Time { now = now.Add(6 * time.Minute); return now }}, 3)
	if n := calls.of("List"); n != 3 {
		t.Errorf("after a while names were asked for %d times", n)
	}
}

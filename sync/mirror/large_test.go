//go:build !race

package mirror_test

// These tests need more talks than a search shows, or very large ones. The race
// detector would take minutes over them and find what it finds in the others:
// `make test` runs them without it.

import (
	"errors"
	"strings"
	"testing"
	"time"

	"sensedesk/store"
	"sensedesk/sync/sandbox"
	"sensedesk/sync/speechsense"
)

func TestListingBeyondTheReachOfASearch(t *testing.T) {
	b := newBed(t, nil)
	const n, undated = 12_000, 700
	b.load(n, 80)
	var list []sandbox.Loaded
	for i := range undated {
		l := loaded(n+i, b.clock.now())
		if delete(l.Fields, "date"); i%2 == 0 {
			l.Fields["date"] = "вчера"
		}
		list = append(list, l)
	}
	b.service.Load(list...)
	p, err := b.runOdd(odd{get: listOnly})
	if !errors.Is(err, store.CodeKeyRefused) || p.Found != n+undated || p.Unreachable != 0 {
		t.Fatalf("%+v %v", p, err)
	}
	least := n/1000 + 1 // pages
	searches := b.asked()["Search"]
	t.Logf("%d searches for %d talks, %d of them without a date; pages alone are %d", searches, n+undated, undated, least)
	if searches > 2*least {
		t.Errorf("%d searches", searches)
	}
	// Nothing has changed a day later: one search per part, none of the pages.
	b.clock.pass(25 * time.Hour)
	if p, _ := b.runOdd(odd{get: listOnly}); p.Found != n+undated || b.asked()["Search"] != 2 {
		t.Errorf("a day later: %+v", p)
	}
	// Calls of long ago, uploaded late, and one more without a date are found when
	// the number of talks tells of them, with the days nothing came to left alone.
	old := loaded(n+undated, b.clock.now().AddDate(0, 0, -75))
	bare := loaded(n+undated+1, b.clock.now())
	delete(bare.Fields, "date")
	b.service.Load(old, bare)
	b.clock.pass(25 * time.Hour)
	p, _ = b.runOdd(odd{get: listOnly})
	searches = b.asked()["Search"]
	t.Logf("%d searches to find two late ones", searches)
	if p.Found != n+undated+2 || searches > 25 {
		t.Errorf("late ones: %+v, %d searches", p, searches)
	}
}

// A day, and even a moment, that holds more than a search shows.
func TestMoreTalksInAMomentThanASearchShows(t *testing.T) {
	b := newBed(t, nil)
	at := b.clock.now().Add(-time.Hour)
	var list []sandbox.Loaded
	for i := range 12_000 {
		list = append(list, loaded(i, at.Add(time.Duration(i)*time.Second/100)))
	}
	b.service.Load(list...)
	p, err := b.runOdd(odd{get: listOnly})
	if !errors.Is(err, store.CodeKeyRefused) || p.Found != 12_000 || p.Unreachable != 0 {
		t.Fatalf("two minutes: %+v %v", p, err)
	}
	c := newBed(t, nil)
	for i := range list {
		list[i] = loaded(i, at)
	}
	c.service.Load(list...)
	p, err = c.runOdd(odd{get: listOnly})
	if !errors.Is(err, store.CodeKeyRefused) || p.Found != 10_000 || p.Unreachable != 2_000 {
		t.Fatalf("one moment: %+v %v", p, err)
	}
}

func TestPagesOfAnOddService(t *testing.T) {
	type pager = func(speechsense.SearchRequest, asker) (speechsense.SearchPage, error)
	for name, c := range map[string]struct {
		page  func() pager
		found int
		want  store.Code // what the run ends with, when it may fetch
	}{
		"empty pages with a token between": {func() pager {
			return func(r speechsense.SearchRequest, ask asker) (speechsense.SearchPage, error) {
				token, empty := strings.CutPrefix(r.PageToken, "empty:")
				r.PageToken = token
				p, err := ask(r)
				switch {
				case err != nil:
				case empty:
					p.IDs, p.Next = nil, "full:"+token
				case p.Next != "":
					p.Next = "empty:" + p.Next
				}
				return p, err
			}
		}, 3300, ""},
		"the last page's token leads to itself": {func() pager {
			return func(r speechsense.SearchRequest, ask asker) (speechsense.SearchPage, error) {
				p, err := ask(r)
				if err == nil && p.Next == "" {
					p.Next = r.PageToken
				}
				return p, err
			}
		}, 3300, ""},
		"every token leads to the second page": {func() pager {
			second := ""
			return func(r speechsense.SearchRequest, ask asker) (speechsense.SearchPage, error) {
				p, err := ask(r)
				if r.PageToken == "" && p.Next != "" {
					second = p.Next
				}
				if err == nil && p.Next != "" {
					p.Next = second
				}
				return p, err
			}
		}, 3300, ""},
		"new tokens for the first page for ever": {func() pager {
			n := 0
			return func(r speechsense.SearchRequest, ask asker) (speechsense.SearchPage, error) {
				r.PageToken = ""
				p, err := ask(r)
				if n++; err == nil && p.Next != "" {
					p.Next = strings.Repeat("x", n)
				}
				return p, err
			}
		}, 3300, ""},
		"a token does not live long": {func() pager {
			n := 0
			return func(r speechsense.SearchRequest, ask asker) (speechsense.SearchPage, error) {
				if n++; n == 3 {
					return speechsense.SearchPage{}, store.E(store.CodeRefused, "search", nil)
				}
				return ask(r)
			}
		}, 3300, ""},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBed(t, nil)
			b.load(3300, 70)
			page := c.page()
			p, err := b.runOdd(odd{get: listOnly, page: func(r speechsense.SearchRequest, ask asker) (speechsense.SearchPage, error) {
				r.PageToken = strings.TrimPrefix(r.PageToken, "full:")
				return page(r, ask)
			}})
			t.Logf("%d searches", b.asked()["Search"])
			if p.Found != c.found || !errors.Is(err, store.CodeKeyRefused) {
				t.Errorf("%+v %v", p, err)
			}
		})
	}
}

// A service that drops the filter by dates is told by a sentence, not listed for
// ever.
func TestAServiceThatIgnoresDates(t *testing.T) {
	b := newBed(t, nil)
	b.load(10_500, 30)
	_, err := b.runOdd(odd{page: func(r speechsense.SearchRequest, ask asker) (speechsense.SearchPage, error) {
		r.Filters = nil
		return ask(r)
	}})
	if !errors.Is(err, store.CodeFilterIgnored) {
		t.Errorf("got %v", err)
	}
	state, err := b.db.MirrorState(t.Context(), b.settings.MirrorScope())
	if must(t, err); state.Problem != store.CodeFilterIgnored {
		t.Errorf("noted %+v", state)
	}
}

// Talks that fit into a message only when they are asked for in smaller batches,
// and one of eight megabytes.
func TestLargeTalks(t *testing.T) {
	b := newBed(t, func(o *sandbox.Options) { o.MaxMessage = 10 << 20 })
	b.load(40, 5)
	words := strings.Repeat("здравствуйте ", 40_000) // 1 MB
	for i := range 8 {
		l := loaded(40+i, b.clock.now().Add(-time.Hour))
		l.Content.Phrases = []store.Phrase{{EndMS: 1000, Text: words}, {Channel: 1, EndMS: 1000, Text: words}}
		b.service.Load(l)
	}
	l := loaded(48, b.clock.now())
	for range 8 {
		l.Content.Phrases = append(l.Content.Phrases, store.Phrase{EndMS: 1000, Text: words})
	}
	b.service.Load(l)
	p := b.run()
	if p.Brought != 49 || p.Refused != 0 {
		t.Errorf("%+v", p)
	}
	b.wantAll(49)
	calls, err := b.db.Calls(t.Context(), store.CallFilter{})
	must(t, err)
	for _, c := range calls {
		if c.TalkID == store.TalkID(talkID(48)) {
			raw, err := b.db.RawTalk(t.Context(), c.ID)
			must(t, err)
			if len(raw) < 8_000_000 {
				t.Errorf("the largest talk came with %d bytes", len(raw))
			}
		}
	}
}

// Pages that go round in circles and cannot be parted any more end in a sentence;
// what came is fetched all the same.
func TestPagesThatRepeatForEver(t *testing.T) {
	b := newBed(t, nil)
	at := b.clock.now().Add(-time.Hour)
	var list []sandbox.Loaded
	for i := range 1010 {
		list = append(list, loaded(i, at))
	}
	b.service.Load(list...)
	p, err := b.runOdd(odd{page: func(r speechsense.SearchRequest, ask asker) (speechsense.SearchPage, error) {
		r.PageToken = ""
		return ask(r)
	}})
	if !errors.Is(err, store.CodePagesRepeat) || store.ArgsOf(err)["got"] != "1000" || store.ArgsOf(err)["want"] != "1010" || p.Brought != 1000 {
		t.Errorf("%+v %v", p, err)
	}
	if p := b.run(); p.Brought != 1000 { // the same day: expected as many as there are
		t.Logf("%+v", p)
	}
	b.clock.pass(25 * time.Hour)
	if p := b.run(); p.Brought != 1010 {
		t.Errorf("when it is well again: %+v", p)
	}
}

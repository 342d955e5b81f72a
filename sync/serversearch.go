package sync

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	stdsync "sync"
	"time"

	"sensedesk/store"
	"sensedesk/sync/quota"
	"sensedesk/sync/speechsense"
)

// ServerStore is what a search on the server needs of the database.
type ServerStore interface {
	CallsOfTalks(ctx context.Context, ids []store.TalkID) (map[store.TalkID]store.Call, error)
	SaveMirrored(ctx context.Context, call store.Call, talk store.Talk, raw []byte) (store.CallID, error)
}

// Searcher is a Speech that can be searched.
type Searcher interface {
	Search(ctx context.Context, q store.TalkQuery, token string, size int) (speechsense.FoundPage, error)
	Classifiers(ctx context.Context) ([]store.NamedID, error)
}

// ServerHit is one talk a search found.
type ServerHit struct {
	Talk    store.TalkID
	Call    store.Call // as it stands here when Local, else made from the talk
	Local   bool       // it is in the library
	Words   string     // how the talk begins; empty when it has a summary
	Missing bool       // the service found it and does not show it: Call is empty
}

// ServerPage is one page of a search on the server.
type ServerPage struct {
	Hits     []ServerHit
	Total    int    // of the whole search, also beyond ServerReach
	Next     string // for the next page; empty = this is the last
	Unsorted bool   // the service does not sort by what was asked for
	Cut      bool   // the service began to repeat itself: there may be more
}

// ServerReach is how many results of one search can be paged through.
const ServerReach = speechsense.SearchReach

// ServerProgress is how far a page is. Read and Of count its talks; Of is 0
// while the search itself is awaited.
type ServerProgress struct {
	Read, Of int
	Wait     time.Duration // until the read quota has room; 0 = no wait
	Window   quota.Window  // the limit that is waited for
}

const (
	// serverPage is how many results are asked for at a time: two batches of the
	// shortest quota window.
	serverPage = 40
	// searchPatience is how long a search waits for room in the read quota.
	searchPatience = 2 * time.Minute
	// searchTries is how often a person's question meets a passing trouble before
	// the person is told.
	searchTries = 3
)

// SearchServer asks SpeechSense for one page of the talks a query finds, and for
// the talks themselves as far as they are not in the library. cursor is the Next
// of the page before; progress may be called from
// any goroutine, by one at a time, and not after the return. It stores nothing.
//
// Errors: query_invalid, query_key, the configuration codes, busy, network.
func (e *Engine) SearchServer(ctx context.Context, q store.TalkQuery, cursor string, progress func(ServerProgress)) (ServerPage, error) {
	ctx = quota.Patience(ctx, searchPatience)
	s, err := e.searching(ctx)
	if err != nil {
		return ServerPage{}, err
	}
	defer s.close()
	if q.Zone, err = s.settings.Zone(time.Local); err != nil {
		return ServerPage{}, store.E(store.CodeSettingsInvalid, "read the zone", err, "key", "source.utc_offset", "value", s.settings.Source.UTCOffset)
	}
	var found speechsense.FoundPage
	err = s.told(ctx, ServerProgress{}, 1, progress, func() (err error) {
		found, err = s.searcher.Search(ctx, q, cursor, serverPage)
		return err
	})
	if err != nil {
		return ServerPage{}, err
	}
	page := ServerPage{Total: found.Total, Next: found.Next, Unsorted: found.Unsorted, Cut: found.Cut}
	page.Hits, err = s.hits(ctx, found.IDs, progress)
	return page, err
}

// searching is what one question of a person to the service needs.
type searching struct {
	*session
	searcher Searcher
}

func (e *Engine) searching(ctx context.Context) (*searching, error) {
	set, err := e.o.Store.Settings(ctx)
	if err != nil {
		return nil, err
	}
	if err := set.Validate(); err != nil {
		return nil, err
	}
	if set.SpeechSense.ConnectionID == "" && set.SpeechSense.ProjectID == "" {
		return nil, store.E(store.CodeConnectionMissing, "search on the server", nil)
	}
	speech, err := e.o.OpenSpeech(ctx, set)
	if err != nil {
		return nil, err
	}
	s := &session{Engine: e, settings: set, speech: speech}
	searcher, ok := speech.(Searcher)
	if !ok || e.o.Server == nil {
		s.close()
		return nil, store.E(store.CodeInternal, "search on the server", errors.New("this service cannot be searched"))
	}
	return &searching{s, searcher}, nil
}

// ask is try for a question of a person: it is told after a few troubles, and no
// run shows them as its own. Having no room in the read quota is no trouble of
// the service.
func (s *searching) ask(ctx context.Context, fn func() error) error {
	var err error
	for range searchTries {
		if left := s.atSpeech.left(); left > askPatience {
			if err == nil {
				err = store.E(store.CodeBusy, "ask the service", errors.New("it is in trouble"))
			}
			return err
		}
		if waitErr := s.atSpeech.wait(ctx); waitErr != nil {
			return waitErr
		}
		if err = fn(); err == nil {
			s.atSpeech.fine()
			return nil
		}
		if ctx.Err() != nil || store.CodeOf(err).Class() != store.ClassPassing || store.ArgsOf(err)["minutes"] != "" {
			return err
		}
		s.o.Log.Warn("passing trouble of a search", "error", err)
		s.atSpeech.trouble()
	}
	return err
}

// hits makes the rows of a page: what is here is not asked for.
func (s *searching) hits(ctx context.Context, ids []store.TalkID, progress func(ServerProgress)) ([]ServerHit, error) {
	local, err := s.o.Server.CallsOfTalks(ctx, ids)
	if err != nil {
		return nil, err
	}
	var ask []store.TalkID
	for _, id := range ids {
		if _, here := local[id]; !here && !s.found.whole(id) {
			ask = append(ask, id)
		}
	}
	p := ServerProgress{Read: len(ids) - len(ask), Of: len(ids)}
	for batch := range slices.Chunk(ask, s.batch()) {
		err := s.told(ctx, p, len(batch), progress, func() error {
			results, err := s.speech.GetIn(ctx, s.settings.SpeechSense.ConnectionID, batch)
			for _, r := range results {
				s.found.put(r)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
		p.Read += len(batch)
	}
	out := make([]ServerHit, 0, len(ids))
	for _, id := range ids {
		h := ServerHit{Talk: id}
		if h.Call, h.Local = local[id]; !h.Local {
			r, ok := s.found.get(id)
			h.Missing = !ok
			if ok {
				h.Call = store.CallOfTalk(r.Talk, s.settings.SpeechSense.OperatorChannel)
				h.Words = firstWords(r.Talk)
			}
		}
		out = append(out, h)
	}
	return out, nil
}

// tellEvery is how often a wait for the read quota is told of again.
const tellEvery = time.Second

// told is ask, telling meanwhile how far the page is and how long there is no
// room in the read quota.
func (s *searching) told(ctx context.Context, p ServerProgress, talks int, progress func(ServerProgress), fn func() error) error {
	s.announce(ctx, p, talks, progress)
	if progress == nil || s.quotaOf(s.settings.SpeechSense) == nil {
		return s.ask(ctx, fn)
	}
	telling, stop := context.WithCancel(ctx)
	var wg stdsync.WaitGroup
	wg.Go(func() {
		for pause(telling, tellEvery) == nil {
			s.announce(telling, p, talks, progress)
		}
	})
	defer wg.Wait()
	defer stop()
	return s.ask(ctx, fn)
}

// announce tells how far the page is and how long the quota will hold it up.
func (s *searching) announce(ctx context.Context, p ServerProgress, talks int, progress func(ServerProgress)) {
	if progress == nil {
		return
	}
	q := s.quotaOf(s.settings.SpeechSense)
	p.Wait = q.Forecast(ctx, talks)
	for _, w := range q.Usage(ctx).Windows {
		if p.Window.Length == 0 || w.Next >= p.Window.Next {
			p.Window = w
		}
	}
	progress(p)
}

// beginning is how much of a talk stands for its summary, in runes.
const beginning = 200

// firstWords is how a talk begins, when nothing sums it up.
func firstWords(t store.Talk) string {
	if len(t.StatementValues("summary")) > 0 {
		return ""
	}
	var b strings.Builder
	for _, p := range t.Phrases {
		if b.Len() > 0 {
			b.WriteString(" — ")
		}
		b.WriteString(p.Shown())
		if r := []rune(b.String()); len(r) > beginning {
			return string(r[:beginning]) + "…"
		}
	}
	return b.String()
}

// OpenServerTalk returns the call of a talk that was found on the server, so
// that it can be reviewed like every other: the one of the library when there is
// one, else it is brought home and stored.
//
// Errors: not_found when the service does not show the talk; those of
// SearchServer and of the database.
func (e *Engine) OpenServerTalk(ctx context.Context, id store.TalkID) (store.CallID, error) {
	const op = "open a talk of the server"
	ctx = quota.Patience(ctx, askPatience)
	s, err := e.searching(ctx)
	if err != nil {
		return 0, err
	}
	defer s.close()
	local, err := e.o.Server.CallsOfTalks(ctx, []store.TalkID{id})
	if err != nil {
		return 0, err
	}
	if c, here := local[id]; here {
		return c.ID, nil
	}
	r, _ := e.found.get(id)
	if !e.found.whole(id) {
		var results []speechsense.Result
		err := s.ask(ctx, func() (err error) {
			results, err = s.speech.GetIn(ctx, s.settings.SpeechSense.ConnectionID, []store.TalkID{id})
			return err
		})
		if err != nil {
			return 0, err
		}
		if len(results) == 0 {
			return 0, store.E(store.CodeNotFound, op, nil, "what", "talk")
		}
		r = results[0]
	}
	call, err := e.o.Server.SaveMirrored(ctx, store.CallOfTalk(r.Talk, s.settings.SpeechSense.OperatorChannel), r.Talk, r.Raw)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", op, err)
	}
	return call, nil
}

// SearchKeys lists what talks can be searched by, with the settings' metadata
// keys and the project's classifiers. With an error the keys that need no asking
// are returned all the same.
func (e *Engine) SearchKeys(ctx context.Context) ([]store.TalkKey, error) {
	set, err := e.o.Store.Settings(ctx)
	if err != nil {
		return store.TalkKeys(store.SpeechSettings{}, nil), err
	}
	s, err := e.searching(ctx)
	if err != nil {
		return store.TalkKeys(set.SpeechSense, nil), err
	}
	defer s.close()
	var classifiers []store.NamedID
	err = s.ask(ctx, func() (err error) {
		classifiers, err = s.searcher.Classifiers(ctx)
		return err
	})
	return store.TalkKeys(set.SpeechSense, classifiers), err
}

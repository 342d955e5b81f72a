package mirror

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"sensedesk/store"
	"sensedesk/sync/speechsense"
)

const (
	// idlePages is how many pages in a row may show nothing new before the service
	// is taken to go round in circles.
	idlePages = 20
	// incomplete marks a window that is listed a second time, because the first
	// time gave fewer talks than it said there are: talks that come and go shift
	// the pages.
	incomplete = -2
)

// listWindow pages through one window until it is closed or others are in its
// place.
func (m *Mirror) listWindow(ctx context.Context, w store.MirrorWindow) error {
	state, err := m.o.Store.MirrorState(ctx, m.o.Scope)
	if err != nil {
		return err
	}
	round := w.ID<<32 ^ state.Begun.Unix() // one listing of one window
	seen := map[string]bool{}
	idle := 0
	for {
		first := w.Token == ""
		page, err := m.search(ctx, request(w))
		switch {
		case errors.Is(err, store.CodeRefused) && !first: // a token does not live for ever
			return m.onceMore(ctx, w)
		case errors.Is(err, store.CodeRefused) && w.Part == store.MirrorUndated:
			m.o.Log.Info("talks without a date cannot be listed", "error", err)
			return m.close(ctx, w, 0)
		case err != nil:
			return err
		}
		w.Total = page.Total
		if first && w.Known >= 0 && page.Total == w.Known { // nothing came, nothing went
			return m.close(ctx, w, w.Known)
		}
		before := w.Got
		turning := page.Next != "" && (page.Next == w.Token || seen[page.Next])
		seen[page.Next] = true
		w.Token = page.Next
		if w.Got, _, err = m.o.Store.MirrorPage(ctx, m.o.Scope, w, round, page.IDs); err != nil {
			return err
		}
		if w.Part == store.MirrorAll {
			m.progress.Total = page.Total
		}
		if err := m.recount(ctx); err != nil {
			return err
		}
		if idle++; w.Got > before {
			idle = 0
		}
		switch {
		case first && page.Total > speechsense.SearchReach && w.Part != store.MirrorUndated && w.To.Sub(w.From) != finest:
			return m.part(ctx, w)
		case (turning || idle >= idlePages) && w.Got < w.Total:
			return m.part(ctx, w)
		case turning, idle >= idlePages:
			return m.close(ctx, w, w.Total)
		case page.Next == "" && w.Got < min(w.Total, speechsense.SearchReach):
			return m.onceMore(ctx, w)
		case page.Next == "" && w.Total > speechsense.SearchReach: // talks came meanwhile, or it cannot be parted
			return m.part(ctx, w)
		case page.Next == "":
			return m.close(ctx, w, w.Total)
		}
	}
}

// onceMore lists a window anew, once; what it then still does not show is
// listed in a later run.
func (m *Mirror) onceMore(ctx context.Context, w store.MirrorWindow) error {
	if w.Known == incomplete {
		return m.close(ctx, w, w.Got)
	}
	return m.replace(ctx, w, func(_ *store.MirrorState, rest []store.MirrorWindow) []store.MirrorWindow {
		next := again(w)
		next.ID, next.Known = 0, incomplete
		return append(rest, next)
	})
}

// close ends the listing of a window that has known talks.
func (m *Mirror) close(ctx context.Context, w store.MirrorWindow, known int) error {
	total := w.Total
	w.Open, w.Token, w.Known, w.Total = false, "", known, known
	return m.change(ctx, func(s *store.MirrorState, all []store.MirrorWindow) []store.MirrorWindow {
		if w.Part == store.MirrorAll { // one search had everything: there is nothing to compare by parts
			s.Total = total
			return nil
		}
		for i := range all {
			if all[i].ID == w.ID {
				all[i] = w
			}
		}
		return all
	})
}

// replace takes a window away and lets with say what there is instead.
func (m *Mirror) replace(ctx context.Context, w store.MirrorWindow, with func(s *store.MirrorState, rest []store.MirrorWindow) []store.MirrorWindow) error {
	return m.change(ctx, func(s *store.MirrorState, all []store.MirrorWindow) []store.MirrorWindow {
		return with(s, slices.DeleteFunc(all, func(x store.MirrorWindow) bool { return x.ID == w.ID }))
	})
}

// part puts smaller windows in the place of one that cannot be paged through.
func (m *Mirror) part(ctx context.Context, w store.MirrorWindow) error {
	now := m.o.Now()
	if w.Part == store.MirrorAll {
		if err := m.probeDates(ctx, w.Total); err != nil {
			return err
		}
		return m.replace(ctx, w, func(s *store.MirrorState, rest []store.MirrorWindow) []store.MirrorWindow {
			s.Total = w.Total
			if len(rest) == 0 {
				return calendar(now)
			}
			for i := range rest { // the leaves of an earlier listing
				rest[i] = again(rest[i])
			}
			return rest
		})
	}
	if smaller, ok := halves(w, now); ok {
		return m.replace(ctx, w, func(_ *store.MirrorState, rest []store.MirrorWindow) []store.MirrorWindow {
			return append(rest, smaller...)
		})
	}
	if w.Got >= min(w.Total, speechsense.SearchReach) { // as far as a search reaches; the rest is told as unreachable
		return m.close(ctx, w, w.Total)
	}
	m.odd(store.E(store.CodePagesRepeat, "list talks", nil, "got", fmt.Sprint(w.Got), "want", fmt.Sprint(w.Total)))
	return m.close(ctx, w, w.Got)
}

// odd remembers the first thing that was wrong with the service's answers; the
// run goes on with the rest and tells it at its end.
func (m *Mirror) odd(err error) {
	m.o.Log.Warn("the answers of the service do not fit together", "error", err)
	if m.problem == nil {
		m.problem = err
	}
}

// probeDates finds out whether the service filters by dates at all: without
// that, parting would go on for ever.
func (m *Mirror) probeDates(ctx context.Context, total int) error {
	probe := fresh(calendarBegins(), calendarBegins().Add(24*time.Hour), false)
	page, err := m.search(ctx, request(probe))
	if err == nil && page.Total >= total {
		err = store.E(store.CodeFilterIgnored, "list talks", nil, "key", dateKey)
	}
	return err
}

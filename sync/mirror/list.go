package mirror

import (
	"context"
	"slices"
	"time"

	"sensedesk/store"
	"sensedesk/sync/speechsense"
)

const (
	// overlap is how far back of the last listing new days are listed again: the
	// index of the service lags behind by an hour at times, a call is uploaded
	// hours after its date, and a date without zone is off by hours.
	overlap = 48 * time.Hour
	// wholeEvery is how often everything is compared again when the service has
	// another number of talks than new days explain: calls of long ago that were
	// uploaded late, talks it has forgotten.
	wholeEvery = 24 * time.Hour
)

// list brings the books up to date with what the service has.
func (m *Mirror) list(ctx context.Context) error {
	m.progress.Phase = PhaseListing
	for {
		state, err := m.o.Store.MirrorState(ctx, m.o.Scope)
		if err != nil {
			return err
		}
		if state.Listing == "" {
			if err := m.begin(ctx, state.Since); err != nil {
				return err
			}
		}
		if err := m.listWindows(ctx); err != nil {
			return err
		}
		more, err := m.end(ctx)
		if err != nil || !more {
			return err
		}
	}
}

// begin opens the windows of a listing: of everything the first time, of new
// days later.
func (m *Mirror) begin(ctx context.Context, since time.Time) error {
	now := m.o.Now()
	return m.change(ctx, func(s *store.MirrorState, windows []store.MirrorWindow) []store.MirrorWindow {
		if since.IsZero() {
			return beginEverything(s, windows, now)
		}
		s.Listing, s.Begun, s.Fresh = store.MirrorNewDays, now, 0
		return append(leaves(windows), fresh(since.Add(-overlap).UTC().Truncate(24*time.Hour), calendarEnds(), false))
	})
}

// beginEverything opens one search for all there is; it is parted when the
// service turns out to have more than it lists at once.
func beginEverything(s *store.MirrorState, windows []store.MirrorWindow, now time.Time) []store.MirrorWindow {
	s.Listing, s.Begun, s.Fresh = store.MirrorEverything, now, 0
	return append(leaves(windows), store.MirrorWindow{Part: store.MirrorAll, Open: true, Known: -1, Total: -1})
}

// leaves are the windows that stay from one listing of everything to the next.
func leaves(windows []store.MirrorWindow) []store.MirrorWindow {
	return slices.DeleteFunc(windows, func(w store.MirrorWindow) bool { return !w.Leaf })
}

// end closes a listing whose windows are all closed; more is true when others
// were opened instead.
func (m *Mirror) end(ctx context.Context) (more bool, err error) {
	windows, err := m.o.Store.MirrorWindows(ctx, m.o.Scope)
	if err != nil {
		return false, err
	}
	state, err := m.o.Store.MirrorState(ctx, m.o.Scope)
	if err != nil {
		return false, err
	}
	if state.Listing == store.MirrorNewDays {
		return m.endNewDays(ctx, state)
	}
	sum, beyond, undated, parted := tally(windows)
	there := state.Total
	if parted && sum < there && !undated {
		return true, m.change(ctx, func(_ *store.MirrorState, all []store.MirrorWindow) []store.MirrorWindow {
			return append(all, store.MirrorWindow{Part: store.MirrorUndated, Open: true, Known: -1, Total: -1})
		})
	}
	if parted && sum < there { // some may have gone since
		page, err := m.search(ctx, speechsense.SearchRequest{PageSize: 1})
		if err != nil {
			return false, err
		}
		there = page.Total
	}
	err = m.change(ctx, func(s *store.MirrorState, all []store.MirrorWindow) []store.MirrorWindow {
		s.Listing, s.Since, s.Whole, s.Total = "", s.Begun, s.Begun, there
		s.Unreachable = beyond
		if parted {
			s.Unreachable += max(0, there-sum)
		}
		return leaves(all)
	})
	if err != nil {
		return false, err
	}
	return false, m.recount(ctx)
}

// tally sums up what the closed windows hold, and what of that lies beyond the
// reach of a search.
func tally(windows []store.MirrorWindow) (sum, beyond int, undated, parted bool) {
	for _, w := range windows {
		parted = parted || w.Leaf
		undated = undated || w.Part == store.MirrorUndated
		sum += max(0, w.Known)
		beyond += max(0, w.Known-speechsense.SearchReach)
	}
	return sum, beyond, undated, parted
}

// endNewDays compares how many talks there are with how many are known: when new
// days do not explain the difference, everything is compared, once a day at most.
func (m *Mirror) endNewDays(ctx context.Context, state store.MirrorState) (more bool, err error) {
	page, err := m.search(ctx, speechsense.SearchRequest{PageSize: 1})
	if err != nil {
		return false, err
	}
	now := m.o.Now()
	expected := state.Total + state.Fresh
	more = page.Total != expected && now.Sub(state.Whole) >= wholeEvery
	err = m.change(ctx, func(s *store.MirrorState, all []store.MirrorWindow) []store.MirrorWindow {
		if more {
			return beginEverything(s, all, now)
		}
		s.Listing, s.Since, s.Total = "", s.Begun, expected
		return leaves(all)
	})
	if err != nil {
		return more, err
	}
	return more, m.recount(ctx)
}

// listWindows lists every open window, those that come of others too.
func (m *Mirror) listWindows(ctx context.Context) error {
	for {
		windows, err := m.o.Store.MirrorWindows(ctx, m.o.Scope)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(windows, func(w store.MirrorWindow) bool { return w.Open })
		if i < 0 {
			return nil
		}
		if err := m.listWindow(ctx, windows[i]); err != nil {
			return err
		}
	}
}

func (m *Mirror) change(ctx context.Context, edit func(*store.MirrorState, []store.MirrorWindow) []store.MirrorWindow) error {
	return m.o.Store.ChangeMirror(ctx, m.o.Scope, edit)
}

package store

import (
	"slices"
	"sync"
)

// Kind is what a change is about.
type Kind string

// Kinds of changes.
const (
	KindCalls    Kind = "calls"    // calls were added or moved
	KindTalks    Kind = "talks"    // results were stored; IDs are the calls they belong to
	KindSettings Kind = "settings" // settings or secrets changed
	KindRun      Kind = "run"      // the engine's status changed

	KindDesk        Kind = "desk"        // people wrote about calls, or scored them
	KindCards       Kind = "cards"       // score cards were changed
	KindHeard       Kind = "heard"       // of calls more was heard
	KindPrefs       Kind = "prefs"       // what the window remembers
	KindCheckpoints Kind = "checkpoints" // a checkpoint moved or was reset
	KindPeople      Kind = "people"      // people of an account became known
)

// Change says «look again at these calls». An empty IDs means «at everything
// of this kind». Changes may be lost or doubled without harm.
type Change struct {
	Kind Kind
	IDs  []CallID
}

// Feed hands changes from whoever commits to whoever shows. The zero value is
// ready; it may be used from any goroutine.
type Feed struct {
	mu   sync.Mutex
	next int
	subs map[int]chan Change
}

// Subscribe returns a channel of changes and a function that ends the
// subscription and closes the channel. A reader that does not keep up loses
// detail, never the fact: what has piled up is folded into one change without
// ids for each kind in it.
func (f *Feed) Subscribe() (<-chan Change, func()) {
	ch := make(chan Change, 64)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.subs == nil {
		f.subs = map[int]chan Change{}
	}
	id := f.next
	f.next++
	f.subs[id] = ch
	return ch, func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		if _, ok := f.subs[id]; ok {
			delete(f.subs, id)
			close(ch)
		}
	}
}

// Announce tells every subscriber; it never blocks.
func (f *Feed) Announce(c Change) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, ch := range f.subs {
		select {
		case ch <- c:
		default:
			fold(ch, c)
		}
	}
}

// fold empties a full channel and puts back one change for each kind that was
// in it or is c's. Only Announce puts anything in, so there is room; kinds keep
// the order of their first change.
func fold(ch chan Change, c Change) {
	var kinds []Kind
	for seen := true; seen; {
		select {
		case old := <-ch:
			if !slices.Contains(kinds, old.Kind) {
				kinds = append(kinds, old.Kind)
			}
		default:
			seen = false
		}
	}
	if !slices.Contains(kinds, c.Kind) {
		kinds = append(kinds, c.Kind)
	}
	for _, k := range kinds {
		ch <- Change{Kind: k}
	}
}

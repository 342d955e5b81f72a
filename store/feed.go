package store

import "sync"

// Kind is what a change is about.
type Kind string

// Kinds of changes.
const (
	KindCalls    Kind = "calls"    // calls were added or moved
	KindTalks    Kind = "talks"    // results were stored; IDs are the calls they belong to
	KindSettings Kind = "settings" // settings or secrets changed
	KindRun      Kind = "run"      // the engine's status changed

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
// detail, never the fact: what does not fit is folded into one change without
// ids of the same kind as the last one that did not fit.
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
		default: // full: the oldest goes, and the newest no longer names ids, so that the reader re-reads all
			select {
			case <-ch:
			default:
			}
			select {
			case ch <- Change{Kind: c.Kind}:
			default:
			}
		}
	}
}

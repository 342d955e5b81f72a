package ui

import (
	"slices"
	"sync"

	"sensedesk/store"
	"sensedesk/ui/post"
)

// feedPump brings changes from the store to the UI goroutine. However many are
// announced, at most one function of it waits in the queue of the window:
// changes of one kind are folded while it does.
type feedPump struct {
	post  post.Post
	tell  func(store.Change)
	leave func()
	ended chan struct{}

	mu      sync.Mutex
	waiting []store.Change
	posted  bool
	over    bool
}

// pump begins to listen; tell is called on the UI goroutine.
func pump(feed *store.Feed, post post.Post, tell func(store.Change)) *feedPump {
	changes, leave := feed.Subscribe()
	f := &feedPump{post: post, tell: tell, leave: leave, ended: make(chan struct{})}
	go func() {
		defer close(f.ended)
		for c := range changes {
			f.take(c)
		}
	}()
	return f
}

// stop ends listening and waits for it; nothing is told afterwards.
func (f *feedPump) stop() {
	f.mu.Lock()
	f.over = true
	f.mu.Unlock()
	f.leave()
	<-f.ended
}

func (f *feedPump) take(c store.Change) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.waiting = fold(f.waiting, c)
	if f.posted || f.over {
		return
	}
	f.posted = true
	f.post(f.flush)
}

func (f *feedPump) flush() {
	f.mu.Lock()
	changes, over := f.waiting, f.over
	f.waiting, f.posted = nil, false
	f.mu.Unlock()
	if over {
		return
	}
	for _, c := range changes {
		f.tell(c)
	}
}

// manyIDs is from how many ids on a change is told as «all of this kind»:
// reading them one by one would cost more.
const manyIDs = 200

// fold adds a change to those that wait.
func fold(waiting []store.Change, c store.Change) []store.Change {
	i := slices.IndexFunc(waiting, func(w store.Change) bool { return w.Kind == c.Kind })
	if i < 0 {
		c.IDs = slices.Clone(c.IDs)
		return append(waiting, c)
	}
	if len(waiting[i].IDs) == 0 || len(c.IDs) == 0 || len(waiting[i].IDs)+len(c.IDs) > manyIDs {
		waiting[i].IDs = nil
		return waiting
	}
	for _, id := range c.IDs {
		if !slices.Contains(waiting[i].IDs, id) {
			waiting[i].IDs = append(waiting[i].IDs, id)
		}
	}
	return waiting
}

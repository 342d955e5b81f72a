package store_test

import (
	"sync"
	"testing"

	"sensedesk/store"
)

func TestFeedReachesEverySubscriber(t *testing.T) {
	var f store.Feed
	f.Announce(store.Change{Kind: store.KindRun}) // nobody listens
	a, endA := f.Subscribe()
	b, endB := f.Subscribe()
	defer endB()

	f.Announce(store.Change{Kind: store.KindCalls, IDs: []store.CallID{7}})
	endA()
	endA() // twice is once
	f.Announce(store.Change{Kind: store.KindTalks})

	if c := <-a; c.Kind != store.KindCalls || len(c.IDs) != 1 || c.IDs[0] != 7 {
		t.Errorf("a got %v", c)
	}
	if c, open := <-a; open {
		t.Errorf("a got %v after its end", c)
	}
	if c := <-b; c.Kind != store.KindCalls {
		t.Errorf("b got %v", c)
	}
	if c := <-b; c.Kind != store.KindTalks {
		t.Errorf("b got %v", c)
	}
}

// TestSlowReaderLosesNoFact: whatever piles up, each kind that was announced
// is still there afterwards, without ids if any of its ids may be lost.
func TestSlowReaderLosesNoFact(t *testing.T) {
	var f store.Feed
	ch, end := f.Subscribe()
	f.Announce(store.Change{Kind: store.KindSettings})
	f.Announce(store.Change{Kind: store.KindTalks, IDs: []store.CallID{1}})
	for i := range 1000 {
		f.Announce(store.Change{Kind: store.KindCalls, IDs: []store.CallID{store.CallID(i)}})
	}
	end()

	got := map[store.Kind]bool{}
	for c := range ch {
		got[c.Kind] = got[c.Kind] || len(c.IDs) == 0
	}
	for _, k := range []store.Kind{store.KindSettings, store.KindTalks, store.KindCalls} {
		if !got[k] {
			t.Errorf("the reader never learns that %s changed: %v", k, got)
		}
	}
}

func TestFeedFromManyGoroutines(t *testing.T) {
	var f store.Feed
	var writers, readers sync.WaitGroup
	ends := make(chan func(), 4)
	for range 4 {
		ch, end := f.Subscribe()
		ends <- end
		readers.Go(func() {
			for range ch { // until its end
			}
		})
		writers.Go(func() {
			for i := range 2000 {
				f.Announce(store.Change{Kind: store.KindCalls, IDs: []store.CallID{store.CallID(i)}})
			}
		})
	}
	writers.Go(func() { (<-ends)() }) // one leaves in the middle
	writers.Wait()
	for range 3 {
		(<-ends)()
	}
	readers.Wait()
}

package post_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"sensedesk/ui/post"
)

func TestNewerLoadOutdatesOlder(t *testing.T) {
	var q post.Queue
	s := post.NewSlot(t.Context(), q.Post)
	defer s.Close()
	release := make(chan struct{})
	cancelled := make(chan struct{})
	var got []string

	post.Load(s, func(ctx context.Context) string {
		<-ctx.Done()
		close(cancelled)
		<-release
		return "old"
	}, func(v string) { got = append(got, v) })
	post.Load(s, func(context.Context) string { return "new" }, func(v string) { got = append(got, v) })
	<-cancelled
	close(release)
	if !q.Wait(func() bool { return len(got) > 0 }) {
		t.Fatal("nothing was accepted")
	}
	s.Close()
	q.Drain()

	if len(got) != 1 || got[0] != "new" {
		t.Errorf("accepted %q, want only the newer", got)
	}
}

func TestAnswerPostedBeforeNewerLoadIsStale(t *testing.T) {
	var q post.Queue
	s := post.NewSlot(t.Context(), q.Post)
	posted := make(chan struct{})
	slow := post.NewSlot(t.Context(), func(f func()) { q.Post(f); close(posted) })
	var got []int

	post.Load(slow, func(context.Context) int { return 1 }, func(v int) { got = append(got, v) })
	<-posted
	slow.Cancel() // while the answer waits in the queue
	q.Drain()

	if len(got) != 0 {
		t.Errorf("accepted %v after Cancel", got)
	}
	slow.Close()
	s.Close()
}

func TestSlotCloseWaitsForWork(t *testing.T) {
	var q post.Queue
	s := post.NewSlot(t.Context(), q.Post)
	ended := false
	post.Load(s, func(ctx context.Context) int { <-ctx.Done(); ended = true; return 0 }, func(int) { t.Error("accepted after Close") })
	if !s.Busy() {
		t.Error("not busy while loading")
	}

	s.Close()

	if !ended {
		t.Error("Close returned before the work had ended")
	}
	post.Load(s, func(context.Context) int { t.Error("worked after Close"); return 0 }, func(int) {})
	s.Close()
	q.Drain()
	if s.Busy() {
		t.Error("busy after Close")
	}
}

func TestCoalescerKeepsNewestAndPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var q post.Queue
		c := post.NewCoalescer(q.Post)
		var ran []int

		for i := range 100 { // one second of updates every 10 ms
			c.Do(func() { ran = append(ran, i) })
			time.Sleep(10 * time.Millisecond)
			synctest.Wait()
			q.Drain()
		}
		time.Sleep(time.Second)
		synctest.Wait()
		q.Drain()

		if n := len(ran); n < 8 || n > 12 {
			t.Errorf("%d updates in a second: %v", n, ran)
		}
		if ran[len(ran)-1] != 99 {
			t.Errorf("the last update was lost: %v", ran)
		}
		c.Do(func() { t.Error("ran after Close") })
		c.Close()
		q.Drain()
	})
}

func TestQueueRunsWhatIsPostedMeanwhile(t *testing.T) {
	var q post.Queue
	var order []int
	q.Post(func() { order = append(order, 1); q.Post(func() { order = append(order, 3) }) })
	q.Post(func() { order = append(order, 2) })

	q.Drain()

	if len(order) != 3 || order[0] != 1 || order[1] != 2 || order[2] != 3 {
		t.Errorf("ran in order %v", order)
	}
}

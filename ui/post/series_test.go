package post_test

import (
	"context"
	"slices"
	"testing"

	"sensedesk/ui/post"
)

func TestSeriesKeepsTheOrderAndOutlivesItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var q post.Queue
	s := post.NewSeries(ctx, q.Post)
	var did, told []int
	step := func(n int, wait <-chan struct{}) post.Step {
		return func(ctx context.Context) func() {
			<-wait
			if ctx.Err() != nil {
				t.Errorf("step %d was cancelled", n)
			}
			did = append(did, n) // one at a time, so that the race detector is content
			return func() { told = append(told, n) }
		}
	}
	go1 := make(chan struct{})
	s.Do(step(1, go1))
	open := make(chan struct{})
	close(open)
	s.Do(step(2, open))
	s.Do(func(context.Context) func() { did = append(did, 3); return nil })
	cancel()
	close(go1)
	if !q.Wait(func() bool { return !s.Busy() }) {
		t.Fatal("the series did not come to its end")
	}
	if want := []int{1, 2, 3}; !slices.Equal(did, want) {
		t.Errorf("did %v, want %v", did, want)
	}
	if want := []int{1, 2}; !slices.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
}

// What is being done at the end, what waits for it, and what they bring about:
// all of it is done before Close returns, once.
func TestSeriesCloseDoesWhatIsLeft(t *testing.T) {
	var q post.Queue
	s := post.NewSeries(t.Context(), q.Post)
	var told []string
	begun := make(chan struct{})
	release := make(chan struct{})
	s.Do(func(context.Context) func() {
		close(begun)
		<-release
		return func() {
			told = append(told, "first")
			s.Do(func(context.Context) func() { return func() { told = append(told, "brought about") } })
		}
	})
	s.Do(func(context.Context) func() { return func() { told = append(told, "second") } })
	<-begun
	close(release)
	s.Close()
	q.Drain()
	if want := []string{"first", "second", "brought about"}; !slices.Equal(told, want) {
		t.Errorf("told %q, want %q", told, want)
	}
	if s.Busy() {
		t.Error("busy after Close")
	}
}

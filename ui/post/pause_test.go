package post_test

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"sensedesk/ui/post"
)

func TestPauseRunsTheNewestAtRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var q post.Queue
		p := post.NewPause(t.Context(), q.Post, time.Second)
		var ran []string
		typed := func(text string) { p.Do(func() { ran = append(ran, text) }) }
		wait := func(d time.Duration) {
			time.Sleep(d)
			synctest.Wait()
			q.Drain()
		}

		for _, text := range []string{"a", "ab", "abc"} {
			typed(text)
			wait(900 * time.Millisecond)
		}
		if len(ran) != 0 {
			t.Errorf("%q ran while the hand did not rest", ran)
		}
		wait(200 * time.Millisecond)
		typed("abcd")
		p.Now()
		wait(2 * time.Second)
		typed("abcde")
		p.Close()
		if want := []string{"abc", "abcd", "abcde"}; !slices.Equal(ran, want) {
			t.Errorf("ran %q, want %q", ran, want)
		}
		wait(2 * time.Second)
		if len(ran) != 3 {
			t.Errorf("something ran again: %q", ran)
		}
	})
}

package post_test

import (
	"context"
	"testing"
	"time"

	"sensedesk/ui/post"
)

func TestReaderReadsTheLastWord(t *testing.T) {
	var q post.Queue
	value, reads := 1, 0
	release := make(chan struct{})
	var got []int
	r := post.NewReader(t.Context(), q.Post, 0, func(context.Context) int {
		<-release
		reads++
		return value
	}, func(v int) { got = append(got, v) })
	defer r.Close()

	r.Ask()
	for range 50 { // a flood while the first reading is under way
		r.Ask()
	}
	release <- struct{}{}
	if !q.Wait(func() bool { return len(got) == 1 }) {
		t.Fatal("nothing was read")
	}
	value = 2
	release <- struct{}{}
	if !q.Wait(func() bool { return len(got) == 2 }) {
		t.Fatal("what was asked meanwhile is lost")
	}
	if got[1] != 2 || reads != 2 {
		t.Errorf("got %v in %d readings", got, reads)
	}
}

func TestReaderKeepsItsPace(t *testing.T) {
	var q post.Queue
	var at []time.Time
	r := post.NewReader(t.Context(), q.Post, 50*time.Millisecond, func(context.Context) time.Time { return time.Now() }, func(v time.Time) { at = append(at, v) })
	defer r.Close()
	for len(at) < 3 {
		n := len(at)
		r.Ask()
		if !q.Wait(func() bool { return len(at) > n }) {
			t.Fatal("nothing was read")
		}
	}
	for i := 1; i < len(at); i++ {
		if gap := at[i].Sub(at[i-1]); gap < 45*time.Millisecond {
			t.Errorf("reading %d began %v after the one before", i, gap)
		}
	}
}

func TestReaderCancelDropsWhatWasAsked(t *testing.T) {
	var q post.Queue
	begun := make(chan struct{}, 10)
	n := 0
	r := post.NewReader(t.Context(), q.Post, 0, func(ctx context.Context) int {
		begun <- struct{}{}
		<-ctx.Done()
		return 1
	}, func(int) { n++ })
	r.Ask()
	<-begun
	r.Ask()
	r.Cancel()
	r.Close()
	q.Drain()
	if n != 0 || len(begun) != 0 {
		t.Errorf("%d accepted, %d begun after the cancel", n, len(begun))
	}
}

func TestReaderAnewAsksTheNewQuestionAtOnce(t *testing.T) {
	var q post.Queue
	question, hold := "old", make(chan struct{})
	var got []string
	r := post.NewReaderOf(t.Context(), q.Post, time.Hour, func() func(context.Context) string {
		mine := question
		return func(ctx context.Context) string {
			if mine == "old" {
				select {
				case <-hold:
				case <-ctx.Done():
				}
			}
			return mine
		}
	}, func(v string) { got = append(got, v) })
	defer r.Close()

	r.Ask()
	question = "new"
	r.Anew()

	if !q.Wait(func() bool { return len(got) > 0 }) || got[0] != "new" {
		t.Errorf("got %v", got)
	}
}

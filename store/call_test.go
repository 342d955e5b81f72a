package store_test

import (
	"slices"
	"testing"
	"time"

	"sensedesk/store"
)

// TestMoves spells every legal move out: what is not here must not happen.
func TestMoves(t *testing.T) {
	const (
		found, skipped, waiting, queued              = store.StateFound, store.StateSkipped, store.StateWaiting, store.StateQueued
		fetching, ready, sending, sent               = store.StateFetching, store.StateReady, store.StateSending, store.StateSent
		processing, done, partly, recogn             = store.StateProcessing, store.StateDone, store.StatePartlyDone, store.StateRecognitionFailed
		unknown, failed                              = store.StateUnknown, store.StateFailed
		nowhere                          store.State = "nowhere"
	)
	legal := map[store.State][]store.State{
		found:      {skipped, waiting, queued, failed},
		skipped:    {skipped, waiting, queued},
		waiting:    {waiting, queued, skipped, failed},
		queued:     {fetching, skipped, failed},
		fetching:   {ready, queued, waiting, skipped, failed},
		ready:      {sending, queued, skipped, failed},
		sending:    {sent, ready, unknown, failed},
		unknown:    {sent, ready, unknown, failed},
		sent:       {processing, done, partly, recogn},
		processing: {processing, done, partly, recogn},
		done:       {processing, done, partly, recogn},
		partly:     {processing, done, partly, recogn},
		recogn:     {processing, done, partly, recogn},
		failed:     {queued, ready},
	}
	if len(legal) != len(store.States()) {
		t.Fatalf("%d states here, %d in the store", len(legal), len(store.States()))
	}
	for _, from := range append(store.States(), nowhere) {
		for _, to := range append(store.States(), nowhere, "") {
			if got, want := store.CanMove(from, to), slices.Contains(legal[from], to); got != want {
				t.Errorf("CanMove(%s, %s) = %v, want %v", from, to, got, want)
			}
		}
	}
}

// TestNothingIsSentTwice walks backwards from «sending»: once bytes may have
// left, the only ways to send again lead through a decision that they did not
// arrive (sending or unknown to ready, by the engine) or through a person
// (failed).
func TestNothingIsSentTwice(t *testing.T) {
	for _, from := range []store.State{
		store.StateSent, store.StateProcessing, store.StateDone, store.StatePartlyDone, store.StateRecognitionFailed,
	} {
		for _, to := range []store.State{store.StateQueued, store.StateFetching, store.StateReady, store.StateSending, store.StateFailed} {
			if store.CanMove(from, to) {
				t.Errorf("an accepted call goes from %s to %s", from, to)
			}
		}
	}
	for _, from := range store.States() {
		if from != store.StateReady && store.CanMove(from, store.StateSending) {
			t.Errorf("a call is sent out of %s", from)
		}
	}
}

func TestEveryStateIsReachedAndListed(t *testing.T) {
	seen := map[store.State]bool{store.StateFound: true}
	for again := true; again; {
		again = false
		for _, from := range store.States() {
			for _, to := range store.States() {
				if seen[from] && !seen[to] && store.CanMove(from, to) {
					seen[to], again = true, true
				}
			}
		}
	}
	for _, s := range store.States() {
		if !seen[s] {
			t.Errorf("no way leads to %s", s)
		}
	}
}

func TestOutgoing(t *testing.T) {
	for d, want := range map[store.Direction]bool{
		store.DirectionOutgoing: true, store.DirectionCallback: true, store.DirectionOther: true,
		store.DirectionIncoming: false, store.DirectionIncomingRedirected: false,
	} {
		if d.Outgoing() != want {
			t.Errorf("%s: outgoing %v, want %v", d, d.Outgoing(), want)
		}
	}
}

func TestGraceEnds(t *testing.T) {
	begun := time.Date(2026, 3, 12, 10, 0, 0, 0, time.UTC)
	const grace = time.Hour
	for _, c := range []struct {
		name  string
		call  store.Call
		since time.Time
		want  time.Time
	}{
		{"the answer was lost", store.Call{SendBegun: begun, Recording: &store.Recording{Size: 1 << 20}}, begun.Add(20 * time.Second), begun.Add(20*time.Second + grace)},
		{
			"a long upload was lost near its end",
			store.Call{SendBegun: begun, Recording: &store.Recording{Size: 1 << 30}},
			begun.Add(2 * time.Hour), begun.Add(2*time.Hour + grace),
		},
		{"the program came back the next day", store.Call{SendBegun: begun, Recording: &store.Recording{Size: 64 << 10}}, begun.Add(24 * time.Hour), begun.Add(61*time.Second + grace)},
		{"nobody knows when it began", store.Call{Recording: &store.Recording{Size: 1}}, begun, begun.Add(grace)},
	} {
		if got := c.call.GraceEnds(c.since, grace); !got.Equal(c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

package simulation

import (
	"testing"
	"testing/synctest"
	"time"

	"sensedesk/store"
)

// TestAnIndexSlowerThanTheGrace shows what the grace period is: the one promise
// the engine has to be given from outside. While the index lags less, a lost
// answer costs nothing; when it lags more, Search says that there is no such
// talk, nobody can know better, and the call is paid for twice. That is why the
// setting's default is the hour that has been measured.
func TestAnIndexSlowerThanTheGrace(t *testing.T) {
	for _, c := range []struct {
		name string
		lag  time.Duration
		paid int
	}{
		{"within the grace", grace - time.Second, 1},
		{"beyond it", grace + 40*time.Minute, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(1, true)
				w.trouble, w.faults = trouble{}, w.start
				w.portal.calls, w.portal.byID, w.portal.byMark, w.portal.sounds = nil, map[string]*portalCall{}, map[string]*portalCall{}, nil
				one := &portalCall{id: 7, appears: w.start, recorded: w.start, row: store.Row{
					SourceID: "7", UniqueID: "mark-7", Duration: time.Minute, Direction: store.DirectionIncoming, StartedAt: w.start, OperatorID: "3",
				}}
				n := w.portal.sound(sound{call: 7, length: time.Minute})
				one.contents = [2]int{n, n}
				w.portal.keep(one)
				w.speech.lag, w.speech.loseFirst = c.lag, true

				p, e := w.boot()
				_ = e.Start() // a fresh engine starts
				time.Sleep(24 * time.Hour)
				w.end(p, e, time.Minute)

				if got := w.speech.takenFor[7]; got != c.paid {
					t.Errorf("paid for %d times, want %d", got, c.paid)
				}
				if got := w.store.calls[0]; got.TalkID == "" || got.State == store.StateUnknown {
					t.Errorf("the call ends as %s, talk %q", got.State, got.TalkID)
				}
			})
		})
	}
}

package sync

import (
	"testing"
	"testing/synctest"
	"time"

	"sensedesk/store"
)

func TestGraceCountsAnewOnceTheClockWasSet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var ahead time.Duration
		now := func() time.Time { return time.Now().Add(ahead).Round(0) }
		e := &Engine{clock: clock{now: now}}
		e.clock.calm()
		s := &session{Engine: e, settings: store.Settings{UnknownGrace: 3600}}
		lost := store.Call{State: store.StateUnknown, ChangedAt: now()}
		left := func() time.Duration { return s.graceEnds(lost, now()).Sub(now()) }

		time.Sleep(10 * time.Minute)
		if got := left(); got != 50*time.Minute {
			t.Errorf("on an undisturbed clock %v are left, want 50m", got)
		}
		ahead = 24 * time.Hour
		if got := left(); got != time.Hour {
			t.Errorf("after the clock was set %v are left, want 1h", got)
		}
		time.Sleep(20 * time.Minute)
		if got := left(); got != 40*time.Minute {
			t.Errorf("20 minutes on %v are left, want 40m", got)
		}
		time.Sleep(40 * time.Minute)
		if got := left(); got > 0 {
			t.Errorf("an hour on %v are left", got)
		}
	})
}

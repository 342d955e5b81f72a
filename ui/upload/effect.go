package upload

import (
	"slices"

	"sensedesk/store"
)

// Effect is what saving would mean for calls that were listed before.
type Effect struct {
	Conditions bool   // which calls are sent changes
	From, To   string // the portals when the webhook becomes one of another
	Point      string // last processed listing id; the new conditions hold above it
}

// None tells whether there is nothing to be told.
func (e Effect) None() bool { return !e.Conditions && e.To == "" }

// EffectOf compares settings about to be saved with those stored. Portal is
// the one of a webhook typed with them, "" when none was. Before the first call
// was listed every change holds for every call and needs no word.
func (m *Model) EffectOf(set store.Settings, portal string) Effect {
	if m.Checkpoint == "" || m.Checkpoint == "0" {
		return Effect{}
	}
	e := Effect{Conditions: !sameConditions(m.Saved, set), Point: m.Checkpoint}
	if portal != "" && m.Account != "" && portal != m.Account {
		e.From, e.To = m.Account, portal
	}
	return e
}

// sameConditions tells whether two settings choose the same calls.
func sameConditions(a, b store.Settings) bool {
	return a.DateFrom == b.DateFrom && a.DateTo == b.DateTo && a.MinDuration == b.MinDuration &&
		(a.Source.UTCOffset == b.Source.UTCOffset || a.DateFrom == "" && a.DateTo == "") &&
		sameSet(a.Users, b.Users) && sameSet(a.Directions, b.Directions)
}

// sameSet tells whether two lists hold the same, in any order.
func sameSet[T ~string](a, b []T) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(slices.Compact(a), slices.Compact(b))
}

package sourcetest

import (
	"slices"
	"strings"
	"testing"

	"sensedesk/store"
)

// people: dismissed ones have names, unknown ones are absent, and the list to
// choose from holds who works there.
func people(t *testing.T, setup Setup) {
	w := setup(t, Given{Calls: Calls(3), People: staff()})
	got, err := w.Source.People(t.Context(), []string{"5", "3", "777", "3"})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(got, func(a, b store.Person) int { return strings.Compare(a.ID, b.ID) })
	if want := []store.Person{staff()[1], staff()[3]}; !slices.Equal(got, want) {
		t.Errorf("by ids: %+v, want %+v", got, want)
	}
	all, err := w.Source.People(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(all, func(a, b store.Person) int { return strings.Compare(a.ID, b.ID) })
	if want := staff()[:3]; !slices.Equal(all, want) {
		t.Errorf("all: %+v, want %+v", all, want)
	}
}

// check: all good where all is good, and a cure where it is not.
func check(t *testing.T, setup Setup) {
	w := setup(t, Given{Calls: Calls(3), People: staff()})
	lines := w.Source.Check(t.Context())
	if len(lines) == 0 {
		t.Fatal("nothing was checked")
	}
	for _, l := range lines {
		if !l.OK || l.Err != nil || l.Unsure || l.Name == "" {
			t.Errorf("healthy: %+v", l)
		}
	}

	w.Fault(Refused)
	refused := w.Source.Check(t.Context())
	bad := 0
	for _, l := range refused {
		if l.OK && l.Err != nil || l.Unsure && (l.OK || l.Err != nil) {
			t.Errorf("contradicts itself: %+v", l)
		}
		if l.Err != nil {
			bad++
			if store.CodeOf(l.Err).Class() != store.ClassConfiguration {
				t.Errorf("refused credentials: code %s", store.CodeOf(l.Err))
			}
		}
	}
	if bad == 0 || len(refused) != len(lines) {
		t.Errorf("refused: %d lines, %d of them bad; healthy: %d", len(refused), bad, len(lines))
	}
}

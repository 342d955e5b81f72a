package ui

import "testing"

func TestStyles(t *testing.T) {
	var st styles
	want := func(p place, stale bool) {
		t.Helper()
		if st.stale(p) != stale {
			t.Errorf("%s: stale is %v", p, !stale)
		}
	}
	want(placeCalls, false) // never shown: it is made in the present colours
	st.got(placeCalls)
	st.got(placeUpload)
	want(placeUpload, false)

	st.changed(placeUpload)

	want(placeUpload, false) // it was in the window and was given them
	want(placeCalls, true)
	want(placeHelp, false)
	st.got(placeCalls)
	want(placeCalls, false)
}

package ui

import (
	"fyne.io/fyne/v2"

	"sensedesk/ui/theme"
)

// styles remembers which screens have the present colours. The toolkit gives a
// new theme to what is in the window only; a screen that was away at the time
// is given it when it comes back.
type styles struct {
	now  int
	have map[place]int
}

// changed notes that the colours changed while here was in the window.
func (st *styles) changed(here place) {
	st.now++
	st.got(here)
}

// got notes that a screen has the present colours.
func (st *styles) got(p place) {
	if st.have == nil {
		st.have = map[place]int{}
	}
	st.have[p] = st.now
}

// stale tells whether a screen that was shown before has older colours.
func (st *styles) stale(p place) bool {
	had, shown := st.have[p]
	return shown && had != st.now
}

// restyle gives the screen that has just come into the window the present
// colours.
func (s *Shell) restyle(p place) {
	stale := s.styles.stale(p)
	s.styles.got(p)
	if stale {
		s.o.App.Settings().SetTheme(theme.New(s.look))
	}
}

// watchStyle notes when the desktop switches between light and dark.
func (s *Shell) watchStyle() {
	variant := s.o.App.Settings().ThemeVariant()
	s.o.App.Settings().AddListener(func(now fyne.Settings) {
		s.o.Post(func() {
			if v := now.ThemeVariant(); v != variant && !s.closed {
				variant = v
				s.styles.changed(s.at.place)
			}
		})
	})
}

package transcript

import "time"

// Here returns where the phrase begins that is spoken at the place given last,
// or was spoken just before it; ok is false when there are no phrases.
func (w *Widget) Here() (at time.Duration, ok bool) {
	row := w.who.Near(w.at)
	if row < 0 {
		return 0, false
	}
	return w.doc.Rows[row].Start(), true
}

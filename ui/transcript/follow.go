package transcript

// Follow decides whether the view moves with the sound. It follows until the
// reader scrolls, and again when asked to.
type Follow struct{ away bool }

// On tells whether the view follows.
func (f *Follow) On() bool { return !f.away }

// ReaderScrolled stops following.
func (f *Follow) ReaderScrolled() { f.away = true }

// Resume follows again.
func (f *Follow) Resume() { f.away = false }

// Where a followed phrase may stand in the view, as parts of its height: it is
// left alone between the margins, and otherwise put where several phrases of
// what comes next can be read.
const (
	calmTop    = 0.04
	calmBottom = 0.78
	restAt     = 0.25
)

// Target returns where the view has to stand so that a row is comfortable to
// read, and whether it has to move for it.
func (f *Follow) Target(offset, view, total, rowTop, rowHeight float32) (float32, bool) {
	if f.away || view <= 0 {
		return offset, false
	}
	above := rowTop < offset+calmTop*view && offset > 0
	below := rowTop+rowHeight > offset+calmBottom*view
	if !above && !below {
		return offset, false
	}
	want := min(max(0, rowTop-restAt*view), max(0, total-view))
	if want-offset < 1 && offset-want < 1 {
		return offset, false
	}
	return want, true
}

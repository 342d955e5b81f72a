package transcript

// Metrics knows how wide words are in one font and size. An exact width costs
// a shaping run the first time (about 80 µs in Fyne 2.7), an estimate is a sum
// over single letters, wrong by a few percent at most; so heights far from the
// screen are estimated and what is drawn is exact. Not for use from several
// goroutines: measuring belongs to the UI goroutine.
type Metrics struct {
	measure func(string) float32
	exact   map[string]float32
	letters map[rune]float32
	space   float32
}

// NewMetrics returns empty metrics over a measuring function.
func NewMetrics(measure func(string) float32) *Metrics {
	return &Metrics{
		measure: measure, exact: map[string]float32{}, letters: map[rune]float32{},
		// a lone space is a string of nothing to some shapers, so it is measured between letters
		space: measure("о о") - measure("оо"),
	}
}

// Space returns the width of the space between words.
func (m *Metrics) Space() float32 { return m.space }

// Exact returns the width of s as it is drawn.
func (m *Metrics) Exact(s string) float32 {
	if w, ok := m.exact[s]; ok {
		return w
	}
	w := m.measure(s)
	m.exact[s] = w
	return w
}

// Estimate returns the exact width when it is known already, and the sum of
// the letters otherwise.
func (m *Metrics) Estimate(s string) float32 {
	if w, ok := m.exact[s]; ok {
		return w
	}
	sum := float32(0)
	for _, r := range s {
		w, ok := m.letters[r]
		if !ok {
			w = m.measure(string(r))
			m.letters[r] = w
		}
		sum += w
	}
	return sum
}

package score

// Agreement is how far two reviewers judge alike.
type Agreement struct {
	Items    int // judgements both gave
	Same     int // of those, the same
	Observed float64
	Expected float64 // by chance, from how often each gives each answer
	Kappa    float64 // 1 = always, 0 = as by chance, below = less than that
	Defined  bool    // Kappa has a value: there are items, and not everybody always said the same one thing
}

// Kappa returns Cohen's κ of two reviewers' judgements of the same things:
// (observed − expected) / (1 − expected). J. Cohen, A coefficient of agreement
// for nominal scales, Educational and Psychological Measurement 20, 1960. It
// means nothing without items, and when both gave one single answer throughout:
// chance alone would agree then too.
func Kappa(pairs [][2]Value) Agreement {
	a := Agreement{Items: len(pairs)}
	if a.Items == 0 {
		return a
	}
	var given [2]map[Value]int
	for side := range given {
		given[side] = map[Value]int{}
	}
	for _, p := range pairs {
		if p[0] == p[1] {
			a.Same++
		}
		given[0][p[0]]++
		given[1][p[1]]++
	}
	n, chance := a.Items, 0
	for v, times := range given[0] {
		chance += times * given[1][v]
	}
	a.Observed, a.Expected = float64(a.Same)/float64(n), float64(chance)/float64(n*n)
	if chance < n*n {
		a.Kappa, a.Defined = float64(a.Same*n-chance)/float64(n*n-chance), true
	}
	return a
}

// Pairs returns the answers two reviewers gave to the same criteria of a card.
func Pairs(c Card, a, b Answers) (pairs [][2]Value) {
	for _, k := range c.Criteria {
		if x, y := a[k.ID].Value, b[k.ID].Value; x != "" && y != "" {
			pairs = append(pairs, [2]Value{x, y})
		}
	}
	return pairs
}

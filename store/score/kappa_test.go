package score_test

import (
	"math"
	"testing"

	"sensedesk/store"
	"sensedesk/store/score"
)

// table spells a table of counts out: row = first reviewer, column = second.
func table(counts ...[]int) (pairs [][2]score.Value) {
	for i, row := range counts {
		for j, n := range row {
			for range n {
				pairs = append(pairs, [2]score.Value{score.Points(i), score.Points(j)})
			}
		}
	}
	return pairs
}

func TestKappa(t *testing.T) {
	for name, tc := range map[string]struct {
		pairs    [][2]score.Value
		want     float64
		to       float64 // as exactly as it was published
		observed float64
		defined  bool
	}{
		// J. Cohen 1960, table 2: 200 patients in three categories.
		"Cohen 1960": {table([]int{88, 10, 2}, []int{14, 40, 6}, []int{18, 10, 12}), 0.492, 0.0005, 0.70, true},
		// A. Viera, J. Garrett, Family Medicine 37(5), 2005: usefulness of noon lectures.
		"Viera and Garrett 2005": {table([]int{15, 5}, []int{10, 70}), 0.57, 0.005, 0.85, true},
		// Wikipedia, Cohen's kappa: simple example, and two of the same observed agreement.
		"proposals":    {table([]int{20, 5}, []int{10, 15}), 0.4, 1e-12, 0.70, true},
		"same, first":  {table([]int{45, 15}, []int{25, 15}), 0.1304, 0.00005, 0.60, true},
		"same, second": {table([]int{25, 35}, []int{5, 35}), 0.2593, 0.00005, 0.60, true},

		"always":                {table([]int{3, 0}, []int{0, 4}), 1, 0, 1, true},
		"never":                 {table([]int{0, 3}, []int{3, 0}), -1, 0, 0, true},
		"by chance":             {table([]int{1, 1}, []int{1, 1}), 0, 0, 0.5, true},
		"one says one thing":    {table([]int{3, 4}), 0, 0, 3.0 / 7, true},
		"each one other thing":  {table([]int{0, 5}), 0, 0, 0, true},
		"one category only":     {table([]int{9}), 0, 0, 1, false},
		"a single common thing": {table([]int{1}), 0, 0, 1, false},
		"nothing in common":     {nil, 0, 0, 0, false},
	} {
		got := score.Kappa(tc.pairs)
		if math.Abs(got.Kappa-tc.want) > tc.to || math.Abs(got.Observed-tc.observed) > 1e-12 || got.Defined != tc.defined || got.Items != len(tc.pairs) {
			t.Errorf("%s: %+v; want κ %v of %v, %v", name, got, tc.want, tc.observed, tc.defined)
		}
	}
}

// signed makes a score with one answer for each criterion of the card.
func signed(id score.ID, call store.CallID, reviewer string, independent bool, values ...score.Value) score.Score {
	c := card()
	s := score.Score{ID: id, Call: call, Card: c, Reviewer: reviewer, Independent: independent, Answers: score.Answers{}}
	for i, v := range values {
		s.Answers[c.Criteria[i].ID] = score.Answer{Value: v}
	}
	return s
}

func TestCompare(t *testing.T) {
	scores := []score.Score{
		signed(1, 1, "A", true, "yes", "yes", "5", "yes"),
		signed(2, 1, "B", true, "yes", "no", "5", "yes"),
		signed(3, 1, "B", false, "yes", "yes", "5", "yes"), // in sight of the other: does not count
		signed(4, 2, "A", true, "no", "partly"),
		signed(5, 2, "C", true, "no", "partly"),
		signed(6, 3, "B", true, "no", "partly"),
		signed(7, 4, "A", true, "no", "no"),
		signed(8, 4, "B", false, "no", "no"),
	}
	other := signed(9, 2, "B", true, "no", "partly")
	other.Card.ID = "other"
	scores = append(scores, other)
	got := score.Compare(scores, "support", "A", "B")
	if got.Calls != 1 || got.Items != 4 || got.Same != 3 || !got.Defined {
		t.Errorf("A and B: %+v", got)
	}
	for _, pair := range [][2]string{{"B", "C"}, {"A", "A"}, {"A", "nobody"}} {
		if got := score.Compare(scores, "support", pair[0], pair[1]); got.Calls != 0 || got.Items != 0 || got.Defined {
			t.Errorf("%v: %+v", pair, got)
		}
	}
}

func TestStanding(t *testing.T) {
	appealed := signed(5, 1, "B", false, "yes")
	appealed.Appeal = 1
	all := []score.Score{
		signed(1, 1, "A", true, "yes"), signed(2, 1, "B", true, "no"), signed(3, 1, "A", false, "no"), signed(4, 1, "B", false, "no"), appealed, signed(6, 1, "A", false, "yes"),
	}
	for n, want := range map[int]score.ID{0: 0, 1: 1, 2: 1, 3: 3, 4: 3, 5: 5, 6: 6} {
		if got, ok := score.Standing(all[:n], "support"); got.ID != want || ok != (n > 0) {
			t.Errorf("after %d: %d %v, want %d", n, got.ID, ok, want)
		}
	}
	if _, ok := score.Standing(all, "other"); ok {
		t.Error("a score by another card counts")
	}
	if got, ok := score.Own(all, "support", "B"); !ok || got.ID != 5 {
		t.Errorf("the last of B is %d %v", got.ID, ok)
	}
	if !score.Others(all[:2], "support", "A") || score.Others(all[:1], "support", "A") {
		t.Error("others are not seen right")
	}
}

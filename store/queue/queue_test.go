package queue

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"sensedesk/store"
)

// TestWilson compares with published values: R. G. Newcombe, Two-sided
// confidence intervals for the single proportion, Statistics in Medicine 17
// (1998), table I, method 3.
func TestWilson(t *testing.T) {
	for _, tc := range []struct {
		hits, n   int
		low, high float64
	}{
		{81, 263, 0.2553, 0.3662},
		{15, 148, 0.0624, 0.1605},
		{0, 20, 0, 0.1611},
		{1, 29, 0.0061, 0.1718},
	} {
		low, high := Wilson(tc.hits, tc.n)
		if math.Abs(low-tc.low) > 0.00006 || math.Abs(high-tc.high) > 0.00006 {
			t.Errorf("%d of %d: %.4f to %.4f, want %.4f to %.4f", tc.hits, tc.n, low, high, tc.low, tc.high)
		}
	}
	for _, n := range []int{1, 7, 100} {
		for hits := range n + 1 {
			low, high := Wilson(hits, n)
			p := float64(hits) / float64(n)
			if low > p || high < p || low < 0 || high > 1 {
				t.Errorf("%d of %d: %g to %g", hits, n, low, high)
			}
			if l, h := Wilson(n-hits, n); math.Abs(l-(1-high)) > 1e-12 || math.Abs(h-(1-low)) > 1e-12 {
				t.Errorf("%d of %d is no mirror image", hits, n)
			}
		}
	}
	if low, high := Wilson(0, 0); low != 0 || high != 1 {
		t.Errorf("of nothing: %g to %g", low, high)
	}
}

// still leaves the order as it is.
func still(int, func(i, j int)) {}

func calls(list ...Candidate) []Candidate {
	for i := range list {
		list[i].Call = store.CallID(i + 1)
		if list[i].Speech == 0 {
			list[i].Speech = time.Minute
		}
	}
	return list
}

func picked(p Plan) string {
	var ids []store.CallID
	for _, c := range p.Picks {
		ids = append(ids, c.Call)
	}
	return fmt.Sprint(ids)
}

func TestRules(t *testing.T) {
	day := time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC)
	list := calls(
		Candidate{Operator: "a", Started: day, Silence: 4 * time.Second, Negative: 2, Score: 80, Scored: true},
		Candidate{Operator: "a", Started: day.Add(3 * time.Hour), Silence: 40 * time.Second, Score: 20, Scored: true},
		Candidate{Operator: "b", Started: day.Add(time.Hour), Negative: 5},
		Candidate{Operator: "a", Started: day.Add(2 * time.Hour), Silence: 9 * time.Second, Negative: 1, Heard: 31 * time.Second},
		Candidate{Operator: "b", Started: day.Add(4 * time.Hour), Silence: time.Second, Score: 0, Scored: true, Heard: 29 * time.Second},
	)
	for _, tc := range []struct {
		rule  Rule
		again bool
		want  string
	}{
		{RuleRandom, false, "[1 3 2 5]"}, // one of each in turn
		{RuleRandom, true, "[1 3 2 5 4]"},
		{RuleSilence, false, "[2 1 5]"},
		{RuleNegative, true, "[3 1 4]"},
		{RuleScore, false, "[5 2 1]"},
		{RuleUnheard, true, "[5 2 3 1]"},
	} {
		p := Choose(list, Ask{Rule: tc.rule, Box: time.Hour, Speed: 1, Again: tc.again}, still)
		if got := picked(p); got != tc.want || p.Over != 0 || p.Fitting != len(p.Picks) {
			t.Errorf("%s: %s, want %s (%+v)", tc.rule, got, tc.want, p)
		}
	}
}

func TestTimeBox(t *testing.T) {
	list := calls(
		Candidate{Operator: "a", Silence: 9, Speech: 4 * time.Minute},
		Candidate{Operator: "a", Silence: 8, Speech: 50 * time.Minute},
		Candidate{Operator: "a", Silence: 7, Speech: 9 * time.Minute},
		Candidate{Operator: "a", Silence: 6, Speech: 3 * time.Minute},
		Candidate{Operator: "a", Silence: 5, Speech: 20 * time.Minute, Heard: 19 * time.Minute},
	)
	p := Choose(list, Ask{Rule: RuleSilence, Box: 5 * time.Minute, Speed: 2}, still)
	if picked(p) != "[1 4]" || p.Took != 3*time.Minute+30*time.Second || p.Picks[0].Cost != 2*time.Minute {
		t.Errorf("picked %s in %s", picked(p), p.Took)
	}
	if p.Over != 2 || p.TooLong != 1 || p.Heard != 1 || p.Next != 270*time.Second || p.Fitting != 4 {
		t.Errorf("of the rest: %+v", p)
	}
	if p := Choose(nil, Ask{Rule: RuleRandom, Box: time.Hour}, still); len(p.Picks) != 0 || p.Next != 0 {
		t.Errorf("of nothing: %+v", p)
	}
}

// TestChanceIsFair draws many samples: an operator with a hundred calls gets no
// more of them heard than one with ten, and each call of one is as likely.
func TestChanceIsFair(t *testing.T) {
	var list []Candidate
	for range 100 {
		list = append(list, Candidate{Operator: "many"})
	}
	for range 10 {
		list = append(list, Candidate{Operator: "few"})
	}
	list = calls(list...)
	r := rand.New(rand.NewPCG(7, 7))
	count := map[store.CallID]int{}
	const draws = 4000
	for range draws {
		p := Choose(list, Ask{Rule: RuleRandom, Box: 10 * time.Minute, Speed: 1}, r.Shuffle)
		of := map[string]int{}
		for _, c := range p.Picks {
			of[c.Operator]++
			count[c.Call]++
		}
		if of["many"] != 5 || of["few"] != 5 {
			t.Fatalf("picked %v", of)
		}
	}
	for _, c := range list { // 5 of 10, or 5 of 100, each time; six sigma
		p := 0.5
		if c.Operator == "many" {
			p = 0.05
		}
		if want, sigma := draws*p, math.Sqrt(draws*p*(1-p)); math.Abs(float64(count[c.Call])-want) > 6*sigma {
			t.Errorf("call %d of %s came %d times, want about %.0f", c.Call, c.Operator, count[c.Call], want)
		}
	}
}

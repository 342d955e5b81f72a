package queue

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"sensedesk/store"
)

// chiSquare is the statistic of counts that should all be equal.
func chiSquare(counts []int) (x float64) {
	sum := 0
	for _, n := range counts {
		sum += n
	}
	want := float64(sum) / float64(len(counts))
	for _, n := range counts {
		x += (float64(n) - want) * (float64(n) - want) / want
	}
	return x
}

// TestEverySampleIsAsLikely draws two of the eight calls of an operator, while
// others have calls too: each of the 28 pairs, and each order of them, has to
// come as often.
func TestEverySampleIsAsLikely(t *testing.T) {
	const draws, mine = 28_000, 8
	var list []Candidate
	for range mine {
		list = append(list, Candidate{Operator: "mine"})
	}
	for range 30 {
		list = append(list, Candidate{Operator: "other"})
	}
	list = calls(list...)
	r := rand.New(rand.NewPCG(2026, 11))
	pairs, first := map[[2]store.CallID]int{}, map[store.CallID]int{}
	for range draws {
		slices.Reverse(list) // the order they are read in must not matter
		p := Choose(list, Ask{Rule: RuleRandom, Box: 4 * time.Minute, Speed: 1}, r.Shuffle)
		var got []store.CallID
		for _, c := range p.Picks {
			if c.Operator == "mine" {
				got = append(got, c.Call)
			}
		}
		if len(got) != 2 || got[0] == got[1] {
			t.Fatalf("picked %v", got)
		}
		first[got[0]]++
		slices.Sort(got)
		pairs[[2]store.CallID(got)]++
	}
	for name, tc := range map[string]struct {
		counts []int
		of     int
		limit  float64 // of the statistic with of-1 degrees of freedom, passed by chance once in a thousand
	}{
		"pairs":        {values(pairs), mine * (mine - 1) / 2, 55.476},
		"who is first": {values(first), mine, 24.322},
	} {
		if x := chiSquare(tc.counts); len(tc.counts) != tc.of || x > tc.limit {
			t.Errorf("%s: %d of %d came, χ² = %.1f, at most %.1f", name, len(tc.counts), tc.of, x, tc.limit)
		}
	}
	if x := chiSquare([]int{900, 1000, 1100, 1000}); x != 20 {
		t.Errorf("the test itself is wrong: %g", x)
	}
}

func values[K comparable](m map[K]int) (out []int) {
	for _, n := range m {
		out = append(out, n)
	}
	return out
}

// TestChanceDoesNotPreferShortCalls has as many calls of two minutes as of ten:
// what is left at the end is not filled up with short ones.
func TestChanceDoesNotPreferShortCalls(t *testing.T) {
	list := make([]Candidate, 100)
	for i := range list {
		list[i] = Candidate{Operator: "a", Speech: 2 * time.Minute}
		if i%2 == 1 {
			list[i].Speech = 10 * time.Minute
		}
	}
	list = calls(list...)
	r := rand.New(rand.NewPCG(5, 8))
	short, all := 0, 0
	for range 2000 {
		p := Choose(list, Ask{Rule: RuleRandom, Box: 2 * time.Hour, Speed: 1}, r.Shuffle)
		for _, c := range p.Picks {
			all++
			if c.Speech == 2*time.Minute {
				short++
			}
		}
		if p.Took > 2*time.Hour || p.Over > 0 && p.Took+p.Next <= 2*time.Hour || len(p.Picks)+p.Over != p.Fitting {
			t.Fatalf("%+v", p)
		}
	}
	// The one that did not fit is more often a long one: of some twenty calls
	// that is two in a hundred. Filled up, short ones would be 55 of a hundred.
	share := float64(short) / float64(all)
	t.Logf("%.3f of the calls are short ones", share)
	if share < 0.48 || share > 0.54 {
		t.Error("that is not chance")
	}
	tooLong := calls(Candidate{Operator: "a", Speech: time.Hour}, Candidate{Operator: "a", Speech: 2 * time.Hour}, Candidate{Operator: "a"})
	if p := Choose(tooLong, Ask{Rule: RuleRandom, Box: 10 * time.Minute, Speed: 1}, still); picked(p) != "[3]" || p.TooLong != 2 || p.Next != time.Hour {
		t.Errorf("a call longer than all the time ends the choice: %+v", p)
	}
}

// BenchmarkChoose picks out of 100 000 calls.
func BenchmarkChoose(b *testing.B) {
	list := make([]Candidate, 100_000)
	for i := range list {
		list[i] = Candidate{Operator: string(rune('а' + i%30)), Speech: time.Duration(30+i%600) * time.Second, Silence: time.Duration(i%97) * time.Second}
	}
	list = calls(list...)
	r := rand.New(rand.NewPCG(1, 1))
	for _, rule := range []Rule{RuleRandom, RuleSilence} {
		b.Run(string(rule), func(b *testing.B) {
			for b.Loop() {
				Choose(list, Ask{Rule: rule, Box: time.Hour, Speed: 1.5}, r.Shuffle)
			}
		})
	}
}

package score

import (
	"math/big"
	"strconv"
	"strings"
)

// Total is a score and how it came about.
type Total struct {
	Known   bool // there is something to count
	Score   int  // 0 to 100, half up; 0 when a critical criterion failed
	Weights int  // sum of the weights counted
	Gained  *big.Rat
	Terms   []Term   // what was gained, in the order of the card
	Failed  []string // ids of critical criteria that failed
	Missing []string // ids of criteria without an answer
	Skipped []string // ids of those that do not apply
}

// Term is the part of one criterion: weight × share.
type Term struct {
	ID     string
	Weight int
	Share  *big.Rat // 0 to 1
}

// share is which part of its weight an answer gains; ok is false for none and
// for «not applicable».
func (c Criterion) share(v Value) (part *big.Rat, ok bool) {
	switch {
	case !c.Takes(v), v == Skip:
		return nil, false
	case v == Yes:
		return big.NewRat(1, 1), true
	case v == Partly:
		return big.NewRat(1, 2), true
	case v == No:
		return new(big.Rat), true
	}
	n, err := strconv.ParseInt(string(v), 10, 32)
	return big.NewRat(n, int64(c.Scale)), err == nil
}

// Compute returns the total of a card: 100 × the weights gained / the weights
// counted. Yes gains its whole weight, partly half of it, points their part of
// the scale; what does not apply is left out on both sides. A critical criterion
// that gained nothing makes it 0. Criteria without an answer are left out too,
// and named: such a total is not final.
func Compute(c Card, answers Answers) Total {
	t := Total{Gained: new(big.Rat)}
	for _, k := range c.Criteria {
		v := answers[k.ID].Value
		part, ok := k.share(v)
		switch {
		case ok:
		case v == Skip:
			t.Skipped = append(t.Skipped, k.ID)
			continue
		default:
			t.Missing = append(t.Missing, k.ID)
			continue
		}
		if k.Critical && part.Sign() == 0 {
			t.Failed = append(t.Failed, k.ID)
		}
		if k.Weight == 0 {
			continue
		}
		t.Weights += k.Weight
		t.Terms = append(t.Terms, Term{k.ID, k.Weight, part})
		t.Gained.Add(t.Gained, new(big.Rat).Mul(part, big.NewRat(int64(k.Weight), 1)))
	}
	t.Known = t.Weights > 0 || len(t.Failed) > 0
	if len(t.Failed) == 0 && t.Weights > 0 {
		percent := new(big.Rat).Mul(t.Gained, big.NewRat(100, int64(t.Weights)))
		percent.Add(percent, big.NewRat(1, 2))
		t.Score = int(new(big.Int).Quo(percent.Num(), percent.Denom()).Int64()) // nothing here is negative
	}
	return t
}

// Formula writes the total out as people check it: «100 × (3 + 2 × 1/2) / 8».
// It holds no words; what failed is said beside it. It is empty while nothing is
// counted.
func (t Total) Formula() string {
	if t.Weights == 0 {
		return ""
	}
	terms := make([]string, 0, len(t.Terms))
	for _, term := range t.Terms {
		w := strconv.Itoa(term.Weight)
		switch {
		case term.Share.Sign() == 0:
			w = "0"
		case !term.Share.IsInt():
			w += " × " + term.Share.RatString()
		}
		terms = append(terms, w)
	}
	sum := strings.Join(terms, " + ")
	if len(terms) > 1 {
		sum = "(" + sum + ")"
	}
	return "100 × " + sum + " / " + strconv.Itoa(t.Weights)
}

package queue

import (
	"cmp"
	"slices"
	"time"

	"sensedesk/store"
)

// Rule says which calls come first.
type Rule string

// The rules.
const (
	RuleRandom   Rule = "random"   // by chance, as many of each operator
	RuleSilence  Rule = "silence"  // longest stretch without a word first
	RuleNegative Rule = "negative" // most negative marks first; calls without any are left out
	RuleScore    Rule = "score"    // lowest score first; calls without one are left out
	RuleUnheard  Rule = "unheard"  // nothing heard yet, newest first, as many of each operator
)

// Rules lists the rules in the order offered.
func Rules() []Rule {
	return []Rule{RuleRandom, RuleNegative, RuleSilence, RuleScore, RuleUnheard}
}

// Candidate is a call that can be listened to.
type Candidate struct {
	Call     store.CallID
	Operator string // whose call: equal for calls of one person
	Started  time.Time
	Speech   time.Duration // what is left of it when silence is cut by the word times
	Silence  time.Duration // the longest stretch without a word
	Negative int           // negative marks
	Score    float64       // with Scored
	Scored   bool
	Heard    time.Duration // of Speech
}

// WasHeard tells whether so much of it was played that it counts as heard.
func (c Candidate) WasHeard() bool {
	return c.Speech > 0 && float64(c.Heard) >= store.HeardShare*float64(c.Speech)
}

// Cost is how long a call takes at a speed, with silence cut.
func (c Candidate) Cost(speed float64) time.Duration {
	if speed <= 0 {
		speed = 1
	}
	return time.Duration(float64(c.Speech) / speed)
}

// Ask is what a person asks for.
type Ask struct {
	Rule  Rule
	Box   time.Duration // how much time there is
	Speed float64
	Again bool // calls that were heard already may come again
}

// Pick is a call that was picked.
type Pick struct {
	Candidate
	Cost time.Duration
}

// Plan is what was picked and what was not.
type Plan struct {
	Picks   []Pick
	Took    time.Duration // of the picks together; never above the box
	Fitting int           // calls that follow the rule
	Over    int           // of those: did not fit into the time any more
	TooLong int           // of Over: longer than all the time there is
	Heard   int           // left out because they were heard already
	Next    time.Duration // so long takes the shortest one of Over, by chance the one whose turn it was; 0 = all fitted
}

// Choose picks calls for a box of time. shuffle is rand.Shuffle or a stand-in.
// A call that does not fit is passed over for a shorter one behind it, so that
// the time is used; whoever needs to know that long calls came off worse is
// told by Over and TooLong. Not so by chance: what is left of the time stays
// empty then, or short calls would be heard more often than their share.
func Choose(list []Candidate, ask Ask, shuffle func(n int, swap func(i, j int))) Plan {
	var plan Plan
	list = slices.Clone(list)
	list = slices.DeleteFunc(list, func(c Candidate) bool {
		if c.Speech <= 0 || !follows(c, ask.Rule) {
			return true
		}
		if c.WasHeard() && (!ask.Again || ask.Rule == RuleUnheard) {
			plan.Heard++
			return true
		}
		return false
	})
	slices.SortFunc(list, func(a, b Candidate) int { return cmp.Compare(a.Call, b.Call) }) // whatever order they came in
	shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	order(list, ask.Rule)
	plan.Fitting = len(list)
	full, tooLong := false, time.Duration(0) // by chance: nothing more goes in; the shortest that never would
	for _, c := range list {
		cost := c.Cost(ask.Speed)
		if !full && plan.Took+cost <= ask.Box {
			plan.Took += cost
			plan.Picks = append(plan.Picks, Pick{Candidate: c, Cost: cost})
			continue
		}
		plan.Over++
		switch {
		case cost > ask.Box:
			plan.TooLong++
			tooLong = min(cmp.Or(tooLong, cost), cost)
		case ask.Rule != RuleRandom:
			plan.Next = min(cmp.Or(plan.Next, cost), cost)
		case !full:
			plan.Next, full = cost, true
		}
	}
	plan.Next = cmp.Or(plan.Next, tooLong)
	return plan
}

// follows tells whether the rule is about the call at all.
func follows(c Candidate, rule Rule) bool {
	switch rule {
	case RuleNegative:
		return c.Negative > 0
	case RuleScore:
		return c.Scored
	case RuleSilence:
		return c.Silence > 0
	}
	return true
}

// order brings shuffled calls into the order of a rule; what the rule finds
// equal stays as chance had it.
func order(list []Candidate, rule Rule) {
	switch rule {
	case RuleSilence:
		slices.SortStableFunc(list, func(a, b Candidate) int { return cmp.Compare(b.Silence, a.Silence) })
	case RuleNegative:
		slices.SortStableFunc(list, func(a, b Candidate) int { return cmp.Compare(b.Negative, a.Negative) })
	case RuleScore:
		slices.SortStableFunc(list, func(a, b Candidate) int { return cmp.Compare(a.Score, b.Score) })
	case RuleUnheard:
		slices.SortStableFunc(list, func(a, b Candidate) int { return b.Started.Compare(a.Started) })
		inTurn(list)
	default:
		inTurn(list)
	}
}

// inTurn takes one call of each operator after the other, in the order their
// first calls came: the first of everybody, the second of everybody …
func inTurn(list []Candidate) {
	seen := map[string]int{}
	turn := make(map[store.CallID]int, len(list))
	for _, c := range list {
		turn[c.Call] = seen[c.Operator]
		seen[c.Operator]++
	}
	slices.SortStableFunc(list, func(a, b Candidate) int { return cmp.Compare(turn[a.Call], turn[b.Call]) })
}

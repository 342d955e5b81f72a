package score

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"sensedesk/store"
)

// Card is a company's own checklist. A card that changes gets another Version;
// a signed score keeps the one it was given under.
type Card struct {
	ID       string      `json:"id"`
	Version  int         `json:"version,omitempty"` // 1, 2, 3 …; 0 = not kept yet
	Name     string      `json:"name"`
	Criteria []Criterion `json:"criteria"`
}

// Criterion is one question of a card.
type Criterion struct {
	ID       string     `json:"id"`
	Text     string     `json:"text"`
	Weight   int        `json:"weight"`             // its part of the total; 0 only for a critical one
	Critical bool       `json:"critical,omitempty"` // failed, it makes the whole score 0
	Kind     Kind       `json:"kind"`
	Scale    int        `json:"scale,omitempty"` // the most points of KindScale
	Propose  []Proposer `json:"propose,omitempty"`
}

// Proposer says what a classifier of SpeechSense proposes for a criterion. A
// person confirms it or answers otherwise.
type Proposer struct {
	Classifier string `json:"classifier"`       // name or id
	Fired      Value  `json:"fired,omitempty"`  // proposed when it fired in the call
	Silent     Value  `json:"silent,omitempty"` // proposed when it was asked and did not fire
}

// Kind is how a criterion is answered. «Not applicable» is an answer of each.
type Kind string

// The kinds.
const (
	KindYesNo  Kind = "yes_no"
	KindPartly Kind = "yes_partly_no"
	KindScale  Kind = "scale" // points from 0 to Criterion.Scale
)

// Kinds lists the kinds in the order offered.
func Kinds() []Kind { return []Kind{KindYesNo, KindPartly, KindScale} }

// Limits of a card. Points go up to eight so that every answer is one digit, and
// «not applicable» the ninth.
const (
	MaxCriteria = 60
	MaxWeight   = 100
	MinScale    = 2
	MaxScale    = 8
	maxID       = 64  // bytes
	maxText     = 500 // letters
)

// Values returns the answers of a criterion in the order shown.
func (c Criterion) Values() []Value {
	switch c.Kind {
	case KindPartly:
		return []Value{Yes, Partly, No, Skip}
	case KindScale:
		var out []Value
		for n := 0; n <= c.Scale; n++ {
			out = append(out, Points(n))
		}
		return append(out, Skip)
	}
	return []Value{Yes, No, Skip}
}

// Takes tells whether v is an answer of the criterion.
func (c Criterion) Takes(v Value) bool {
	for _, known := range c.Values() {
		if v == known {
			return true
		}
	}
	return false
}

// Digit returns the answer the key of a digit gives: 1 yes, 2 partly, 3 no, 4
// not applicable; on a scale the digit is the points and 9 is not applicable.
func (c Criterion) Digit(n int) (Value, bool) {
	v := map[int]Value{1: Yes, 2: Partly, 3: No, 4: Skip}[n]
	if c.Kind == KindScale {
		if v = Points(n); n == 9 {
			v = Skip
		}
	}
	return v, v != "" && c.Takes(v)
}

// DigitOf returns the key that gives an answer; see Digit.
func (c Criterion) DigitOf(v Value) int {
	for n := range 10 {
		if got, ok := c.Digit(n); ok && got == v {
			return n
		}
	}
	return -1
}

// Criterion returns a criterion by its id.
func (c Card) Criterion(id string) (Criterion, bool) {
	for _, k := range c.Criteria {
		if k.ID == id {
			return k, true
		}
	}
	return Criterion{}, false
}

// Validate checks a card. The error is card_invalid with the place ("criteria
// [2].weight", counted from 1) as the argument "key" and what is wrong as
// "what": empty, long, id, double, few, many, kind, range, weights, answer.
func (c Card) Validate() error {
	switch {
	case fault(c.ID) != "":
		return invalid("id", fault(c.ID))
	case c.Version < 0:
		return invalid("version", "range")
	case wrongText(c.Name) != "":
		return invalid("name", wrongText(c.Name))
	case len(c.Criteria) == 0:
		return invalid("criteria", "few")
	case len(c.Criteria) > MaxCriteria:
		return invalid("criteria", "many")
	}
	seen, sum := map[string]bool{}, 0
	for i, k := range c.Criteria {
		at := "criteria[" + strconv.Itoa(i+1) + "]."
		if key, what := k.fault(); what != "" {
			return invalid(at+key, what)
		}
		if seen[k.ID] {
			return invalid(at+"id", "double")
		}
		seen[k.ID] = true
		sum += k.Weight
	}
	if sum == 0 {
		return invalid("criteria", "weights")
	}
	return nil
}

// fault says which key of a criterion is wrong, and how; "" when none is.
func (c Criterion) fault() (key, what string) {
	switch {
	case fault(c.ID) != "":
		return "id", fault(c.ID)
	case wrongText(c.Text) != "":
		return "text", wrongText(c.Text)
	case c.Weight < 0, c.Weight > MaxWeight, c.Weight == 0 && !c.Critical:
		return "weight", "range"
	case c.Kind != KindYesNo && c.Kind != KindPartly && c.Kind != KindScale:
		return "kind", "kind"
	case c.Kind == KindScale && (c.Scale < MinScale || c.Scale > MaxScale), c.Kind != KindScale && c.Scale != 0:
		return "scale", "range"
	}
	for i, p := range c.Propose {
		at := "propose[" + strconv.Itoa(i+1) + "]."
		switch {
		case wrongText(p.Classifier) != "":
			return at + "classifier", wrongText(p.Classifier)
		case p.Fired != "" && !c.Takes(p.Fired):
			return at + "fired", "answer"
		case p.Silent != "" && !c.Takes(p.Silent):
			return at + "silent", "answer"
		case p.Fired == "" && p.Silent == "":
			return at + "fired", "empty"
		}
	}
	return "", ""
}

// fault says what is wrong with an id. It is a part of keys, so it has no
// slashes and no spaces.
func fault(id string) string {
	switch {
	case id == "":
		return "empty"
	case len(id) > maxID:
		return "long"
	case strings.IndexFunc(id, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '.')
	}) >= 0:
		return "id"
	}
	return ""
}

func wrongText(text string) string {
	switch {
	case strings.TrimSpace(text) == "":
		return "empty"
	case utf8.RuneCountInString(text) > maxText || !utf8.ValidString(text):
		return "long"
	}
	return ""
}

func invalid(key, what string) error {
	return store.E(store.CodeCardInvalid, "check a score card", nil, "key", key, "what", what)
}

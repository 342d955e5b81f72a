package score

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"

	"sensedesk/store"
)

// Value is what a reviewer answers: Yes, Partly, No, Skip, or points of a scale.
// "" is no answer yet.
type Value string

// The answers that are no points.
const (
	Yes    Value = "yes"
	Partly Value = "partly"
	No     Value = "no"
	Skip   Value = "na" // not applicable: its weight is left out
)

// Points is an answer on a scale.
func Points(n int) Value { return Value(strconv.Itoa(n)) }

// Answer is a reviewer's answer to one criterion, with what it rests on.
type Answer struct {
	Value    Value      `json:"value,omitempty"`
	Comment  string     `json:"comment,omitempty"`
	Evidence []Evidence `json:"evidence,omitempty"`
}

// Evidence is a phrase an answer rests on: where it begins, and its words, which
// stay readable when the service hears the call anew.
type Evidence struct {
	Channel int    `json:"channel"`
	StartMS int64  `json:"start"`
	EndMS   int64  `json:"end,omitempty"`
	Words   string `json:"words"`
}

// Same tells whether two pieces of evidence are the same phrase.
func (e Evidence) Same(other Evidence) bool {
	return e.Channel == other.Channel && e.StartMS == other.StartMS
}

// Answers are a reviewer's answers to a card, by the criterion's id.
type Answers map[string]Answer

// Encode is an answer as the desk keeps it; "" for none.
func (a Answer) Encode() string {
	if a.Value == "" && a.Comment == "" && len(a.Evidence) == 0 {
		return ""
	}
	raw, err := json.Marshal(a)
	if err != nil {
		panic(err) // texts and numbers are always JSON
	}
	return string(raw)
}

// Key is where the desk keeps a reviewer's answer to a criterion until it is
// signed. It does not name the version: what was answered stays when the card is
// changed meanwhile.
func Key(card, reviewer, criterion string) string {
	return prefix(card, reviewer) + criterion
}

func prefix(card, reviewer string) string {
	return store.DeskAnswer + url.PathEscape(card) + "/" + url.PathEscape(reviewer) + "/"
}

// Drafts returns a reviewer's answers among the values of a desk, as far as the
// card knows the criteria and takes the answers.
func Drafts(desk store.Desk, c Card, reviewer string) Answers {
	out := Answers{}
	for key, value := range desk.Values {
		id, mine := strings.CutPrefix(key, prefix(c.ID, reviewer))
		k, known := c.Criterion(id)
		var a Answer
		if !mine || !known || json.Unmarshal([]byte(value), &a) != nil {
			continue
		}
		if !k.Takes(a.Value) {
			a.Value = ""
		}
		if a.Encode() != "" {
			out[id] = a
		}
	}
	return out
}

// Equal tells whether two reviewers' answers, or two states of one's, say the
// same, evidence and comments included.
func (a Answers) Equal(b Answers) bool {
	for _, pair := range [][2]Answers{{a, b}, {b, a}} {
		for id, answer := range pair[0] {
			if answer.Encode() != pair[1][id].Encode() {
				return false
			}
		}
	}
	return true
}

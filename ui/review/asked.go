package review

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"sensedesk/store"
)

// Verdict is what an answer to a question says.
type Verdict int

// The verdicts.
const (
	VerdictNone  Verdict = iota // not answered
	VerdictYes                  //
	VerdictNo                   //
	VerdictOther                // in words
)

// Question is one of the service's fixed questions about a talk.
type Question struct {
	ID      string
	Text    string
	Answer  string // without the number it comes with
	Verdict Verdict
}

// QuizOf lists the fixed questions with their answers, by their numbers. The
// service gives no points for them, and names no phrases.
func QuizOf(t store.Talk) []Question {
	var out []Question
	for _, s := range t.Statements {
		id, ok := strings.CutPrefix(s.FieldID, quizPrefix)
		if !ok {
			continue
		}
		q := Question{ID: id, Text: strings.TrimSpace(s.Name)}
		if q.Text == "" {
			q.Text = id
		}
		if len(s.Values) > 0 {
			q.Answer = plainAnswer(s.Values[0])
			q.Verdict = verdictOf(q.Answer)
		}
		out = append(out, q)
	}
	number := func(q Question) int {
		if n, err := strconv.Atoi(q.ID); err == nil {
			return n
		}
		return math.MaxInt // after those with a number
	}
	slices.SortStableFunc(out, func(a, b Question) int { return cmp.Compare(number(a), number(b)) })
	return out
}

// plainAnswer is an answer without the number of the choice: «1. Да».
func plainAnswer(v string) string {
	v = strings.TrimSpace(v)
	number, rest, ok := strings.Cut(v, ".")
	if _, err := strconv.Atoi(number); ok && err == nil && strings.TrimSpace(rest) != "" && !strings.ContainsAny(rest[:1], "0123456789") {
		return strings.TrimSpace(rest)
	}
	return v
}

func verdictOf(answer string) Verdict {
	switch strings.ToLower(strings.TrimRight(answer, ". ")) {
	case "":
		return VerdictNone
	case "да", "иә", "ия", "yes", "true":
		return VerdictYes
	case "нет", "жоқ", "no", "false":
		return VerdictNo
	}
	return VerdictOther
}

// Tally counts the answers to questions.
type Tally struct{ All, Yes, No, Open int }

// TallyOf counts the answers.
func TallyOf(questions []Question) Tally {
	t := Tally{All: len(questions)}
	for _, q := range questions {
		switch q.Verdict {
		case VerdictYes:
			t.Yes++
		case VerdictNo:
			t.No++
		case VerdictNone:
			t.Open++
		}
	}
	return t
}

// Assistant is what one assistant answered about a talk.
type Assistant struct {
	ID     string
	Name   string // "" when nobody told
	Fields []AssistantField
}

// AssistantField is one field of an assistant's answer.
type AssistantField struct {
	Name     string
	Value    string
	Readable bool // false: the service could not make out what its model said
}

// AssistantsOf lists the assistants that answered, in the order they came.
func AssistantsOf(t store.Talk) []Assistant {
	var out []Assistant
	for _, s := range t.Statements {
		rest, ok := strings.CutPrefix(s.FieldID, assistantPrefix)
		if !ok {
			continue
		}
		id, field, _ := strings.Cut(rest, ".")
		i := slices.IndexFunc(out, func(a Assistant) bool { return a.ID == id })
		if i < 0 {
			i, out = len(out), append(out, Assistant{ID: id})
		}
		f := AssistantField{Name: firstOf(strings.TrimSpace(s.Name), field, id)}
		if len(s.Values) > 0 {
			f.Readable, f.Value = true, strings.TrimSpace(strings.Join(s.Values, "\n"))
		}
		out[i].Fields = append(out[i].Fields, f)
	}
	for i := range out {
		out[i].takeName()
	}
	return out
}

// takeName takes the assistant's name off those of its fields: what stands before
// a colon in all of them («Контроль: итог») is the assistant's.
func (a *Assistant) takeName() {
	name, _, ok := strings.Cut(a.Fields[0].Name, ": ")
	if !ok || slices.ContainsFunc(a.Fields, func(f AssistantField) bool { return !strings.HasPrefix(f.Name, name+": ") || f.Name == name+": " }) {
		return
	}
	a.Name = name
	for i := range a.Fields {
		a.Fields[i].Name = strings.TrimPrefix(a.Fields[i].Name, name+": ")
	}
}

// Asked tells whether an answer has a section of its own.
func (a Answer) Asked() bool { return a.Quiz() || strings.HasPrefix(a.FieldID, assistantPrefix) }

// Quiz tells whether it answers one of the fixed questions.
func (a Answer) Quiz() bool { return strings.HasPrefix(a.FieldID, quizPrefix) }

// Lack says of an algorithm that what it makes is not there, or not all of it.
type Lack int

// The kinds of lack.
const (
	LackNothing Lack = iota
	LackYet          // it is at work
	LackFailed       // it failed
)

// LackOf tells what an algorithm of the service ("ASSISTANT" …) still owes.
func LackOf(t store.Talk, algorithm string) Lack {
	for _, a := range t.Algorithms {
		if a.Algorithm != algorithm {
			continue
		}
		switch a.State {
		case store.ProcessingFailed:
			return LackFailed
		case store.ProcessingNotStarted, store.ProcessingRunning:
			return LackYet
		}
	}
	return LackNothing
}

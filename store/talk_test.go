package store_test

import (
	"slices"
	"testing"

	"sensedesk/store"
)

func TestOutcome(t *testing.T) {
	const (
		open, running, ok, bad = store.ProcessingNotStarted, store.ProcessingRunning, store.ProcessingSuccess, store.ProcessingFailed
		none                   = store.ProcessingUnspecified
	)
	text := []store.Phrase{{Text: "алло"}}
	type algs map[string]store.ProcessingState
	for name, c := range map[string]struct {
		state   store.ProcessingState
		algs    algs
		phrases []store.Phrase
		want    store.State
	}{
		"nothing known yet":                    {none, nil, nil, store.StateProcessing},
		"not started":                          {open, nil, nil, store.StateProcessing},
		"running":                              {running, algs{"SPEECHKIT": ok}, text, store.StateProcessing},
		"all well":                             {ok, algs{"SPEECHKIT": ok, "SUMMARIZATION": ok}, text, store.StateDone},
		"all well, no algorithms told":         {ok, nil, text, store.StateDone},
		"all well, nobody spoke":               {ok, algs{"SPEECHKIT": ok}, nil, store.StateDone},
		"recognition failed":                   {bad, algs{"SPEECHKIT": bad}, nil, store.StateRecognitionFailed},
		"recognition failed, the rest running": {running, algs{"SPEECHKIT": bad, "SUMMARIZATION": open}, nil, store.StateRecognitionFailed},
		"failed without a text":                {bad, nil, nil, store.StateRecognitionFailed},
		"summary failed":                       {bad, algs{"SPEECHKIT": ok, "SUMMARIZATION": bad}, text, store.StatePartlyDone},
		"summary failed, called a success":     {ok, algs{"SPEECHKIT": ok, "SUMMARIZATION": bad}, text, store.StatePartlyDone},
		"summary failed, another open":         {running, algs{"SPEECHKIT": ok, "SUMMARIZATION": bad, "CLASSIFIERS": open}, text, store.StateProcessing},
		"recognised, summary open":             {none, algs{"SPEECHKIT": ok, "SUMMARIZATION": running}, text, store.StateProcessing},
		"recognised, nothing else told":        {none, algs{"SPEECHKIT": ok}, text, store.StateDone},
		"success, recognition still running":   {ok, algs{"SPEECHKIT": running}, nil, store.StateProcessing},
		"a number we do not know":              {9, nil, nil, store.StateProcessing},
	} {
		t.Run(name, func(t *testing.T) {
			talk := store.Talk{State: c.state, Phrases: c.phrases}
			for a, s := range c.algs {
				talk.Algorithms = append(talk.Algorithms, store.AlgorithmState{Algorithm: a, State: s})
			}
			got := talk.Outcome()
			if got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			if !store.CanMove(store.StateSent, got) || !store.CanMove(store.StateProcessing, got) {
				t.Errorf("no way leads to %s", got)
			}
		})
	}
}

func TestStatementValues(t *testing.T) {
	talk := store.Talk{Statements: []store.Statement{
		{FieldID: "summary", Values: []string{"", "первое"}}, {FieldID: "theme", Values: []string{"доставка"}}, {FieldID: "summary", Values: []string{"второе"}},
	}}
	if got := talk.StatementValues("summary"); !slices.Equal(got, []string{"первое", "второе"}) {
		t.Errorf("got %q", got)
	}
	if got := talk.StatementValues("nothing"); got != nil {
		t.Errorf("got %q", got)
	}
}

func TestShown(t *testing.T) {
	if got := (store.Phrase{Text: "алло", Normalized: "Алло."}).Shown(); got != "Алло." {
		t.Errorf("got %q", got)
	}
	if got := (store.Phrase{Text: "алло"}).Shown(); got != "алло" {
		t.Errorf("got %q", got)
	}
}

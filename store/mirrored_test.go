package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sensedesk/store"
)

func TestCallOfTalk(t *testing.T) {
	created := time.Date(2026, 3, 12, 10, 0, 0, 0, time.UTC)
	full := store.Talk{
		ID: "aud1", ConnectionID: "eag1", ProjectIDs: []string{"eag2"}, CreatedAt: created, State: store.ProcessingSuccess,
		Fields: []store.Field{
			{Name: "date", Value: "2026-03-12T14:05:00+05:00"},
			{Name: "operator_id", Value: "3"},
			{Name: "operator_name", Value: "Айгүл Қасымова"},
			{Name: "client_id", Value: "+77011234567"},
			{Name: "client_name", Value: "Пётр Ёлкин"},
			{Name: "direction_outgoing", Value: "true"},
			{Name: "call_id", Value: "externalCall.7"},
			{Name: "Crm_entity", Value: "CONTACT:275"},
			{Name: "ticket_id"},
		},
		Phrases:      []store.Phrase{{Channel: 0, EndMS: 900}},
		Statements:   []store.Statement{{FieldID: "summary", Values: []string{" О сроке\nдоставки. "}}},
		Conversation: store.ConversationStats{DurationMS: 192_345},
	}
	want := store.Call{
		Source: store.SourceSpeechSense, Account: "eag1", SourceID: "aud1", UniqueID: "externalCall.7", State: store.StateDone,
		StartedAt: time.Date(2026, 3, 12, 14, 5, 0, 0, time.FixedZone("", 5*3600)), Duration: 192345 * time.Millisecond,
		Direction: store.DirectionOutgoing, OperatorID: "3", OperatorName: "Айгүл Қасымова",
		ClientID: "+77011234567", ClientName: "Пётр Ёлкин", ClientPhone: "+77011234567",
		Meta:         map[string]string{"call_id": "externalCall.7", "crm_entity": "CONTACT:275"},
		ConnectionID: "eag1", TalkID: "aud1", Summary: "О сроке доставки.",
	}
	if d := cmp.Diff(want, store.CallOfTalk(full, 0)); d != "" {
		t.Error(d)
	}
}

// What a talk does not tell is made up from what it has, or stays empty.
func TestCallOfTalkWithHoles(t *testing.T) {
	created := time.Date(2026, 3, 12, 10, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		talk  store.Talk
		check func(store.Call) bool
	}{
		"nothing at all": {
			store.Talk{ID: "aud1", ProjectIDs: []string{"p"}, CreatedAt: created},
			func(c store.Call) bool {
				return c.Account == "p" && c.UniqueID == "aud1" && c.StartedAt.Equal(created) && c.Direction == store.DirectionOther &&
					c.State == store.StateProcessing && c.Meta == nil
			},
		},
		"the operator answers": {
			store.Talk{Phrases: []store.Phrase{{Channel: 1, EndMS: 700}, {Channel: 0, EndMS: 2400}}},
			func(c store.Call) bool {
				return c.Direction == store.DirectionIncoming && c.Duration == 2400*time.Millisecond
			},
		},
		"the client answers": {
			store.Talk{Phrases: []store.Phrase{{Channel: 0}, {Channel: 1}}},
			func(c store.Call) bool { return c.Direction == store.DirectionOutgoing },
		},
		"incoming by its field": {
			store.Talk{Fields: []store.Field{{Name: "direction_outgoing", Value: "false"}}, Phrases: []store.Phrase{{Channel: 0}}},
			func(c store.Call) bool { return c.Direction == store.DirectionIncoming },
		},
		"a date without zone is UTC": {
			store.Talk{Fields: []store.Field{{Name: "date", Value: "2026-03-01T09:00:00.250"}}},
			func(c store.Call) bool {
				return c.StartedAt.Equal(time.Date(2026, 3, 1, 9, 0, 0, 250e6, time.UTC))
			},
		},
		"a failed recognition says why": {
			store.Talk{
				Algorithms: []store.AlgorithmState{{Algorithm: "SPEECHKIT", State: store.ProcessingFailed}},
				Failures:   []store.AlgorithmFailure{{Algorithm: "SPEECHKIT", Message: "no speech"}},
			},
			func(c store.Call) bool {
				return c.State == store.StateRecognitionFailed && c.Reason == store.CodeRecognitionFailed && c.ReasonArg["text"] == "no speech"
			},
		},
	} {
		if got := store.CallOfTalk(c.talk, 1); !c.check(got) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

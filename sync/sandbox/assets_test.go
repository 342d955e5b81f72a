package sandbox_test

import (
	"testing"
	"time"

	"sensedesk/assets"
	"sensedesk/sync/sandbox"
)

// The embedded demo loads, and each of its recordings comes back from the
// sandbox as the transcript written for it.
func TestEmbeddedDemo(t *testing.T) {
	now := time.Now()
	demo, err := sandbox.LoadDemo(assets.Demo(), now)
	if err != nil {
		t.Fatal(err)
	}
	_, conn := start(t, sandbox.Options{Talks: demo.Talks, Classifiers: demo.Classifiers})
	answered := map[string]bool{}
	for _, call := range demo.Calls {
		if call.StartedAt.After(now) {
			t.Errorf("call %d is in the future: %s", call.ID, call.StartedAt)
		}
		if call.Open == nil {
			continue
		}
		sound, err := call.Open()
		if err != nil {
			t.Fatal(err)
		}
		prepared, ok := demo.Talks[hashOf(sound)]
		if !ok {
			t.Errorf("call %d: nothing is prepared for its recording", call.ID)
			continue
		}
		answered[hashOf(sound)] = true
		if length, spoken := call.Duration, time.Duration(prepared.Talk.Conversation.DurationMS)*time.Millisecond; (length - spoken).Abs() > 2*time.Second {
			t.Errorf("call %d lasts %s, its recording %s", call.ID, length, spoken)
		}
		talk := get(t, conn, put(t, conn, fields(), string(sound)))
		if got, want := len(talk.GetTranscription().GetPhrases()), len(prepared.Talk.Phrases); got != want || want == 0 {
			t.Errorf("call %d: %d phrases of %d", call.ID, got, want)
		}
		if len(prepared.Talk.StatementValues("summary")) != 1 {
			t.Errorf("call %d has no summary", call.ID)
		}
	}
	if len(answered) < 10 || len(answered) != len(demo.Talks) {
		t.Errorf("%d recordings for %d talks", len(answered), len(demo.Talks))
	}
}

package speechsense_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"sensedesk/store"
	"sensedesk/sync/sandbox"
	"sensedesk/sync/speechsense"
)

// have reads the metadata of a talk as the service shows it, without keys that
// have no value.
func have(t *testing.T, c *speechsense.Client, id store.TalkID) map[string]string {
	t.Helper()
	results, err := c.Get(t.Context(), []store.TalkID{id})
	if err != nil || len(results) != 1 {
		t.Fatalf("%d talks, %v", len(results), err)
	}
	out := map[string]string{}
	for _, f := range results[0].Talk.Fields {
		if f.Value != "" {
			out[f.Name] = f.Value
		}
	}
	return out
}

func edit(key, value, base string) store.FieldEdit {
	return store.FieldEdit{Key: key, Value: value, Base: base, State: store.EditPending}
}

func TestUpdateFields(t *testing.T) {
	long := strings.Repeat("щ", store.MaxFieldValue/2)
	for _, c := range []struct {
		name     string
		edits    []store.FieldEdit
		change   map[string]string // what the service has afterwards, against before
		outcomes []store.FieldOutcome
	}{
		{
			"a new key",
			[]store.FieldEdit{edit("score_main", "87.5", "")},
			map[string]string{"score_main": "87.5"},
			[]store.FieldOutcome{{Key: "score_main", Value: "87.5", Done: true}},
		},
		{
			"another value",
			[]store.FieldEdit{edit("client_name", "Ерлан Б.", "Ерлан")},
			map[string]string{"client_name": "Ерлан Б."},
			[]store.FieldOutcome{{Key: "client_name", Value: "Ерлан Б.", Done: true}},
		},
		{
			"the longest value",
			[]store.FieldEdit{edit("comment", long, "")},
			map[string]string{"comment": long},
			[]store.FieldOutcome{{Key: "comment", Value: long, Done: true}},
		},
		{
			"a value too long",
			[]store.FieldEdit{edit("comment", long+"щ", "")},
			nil,
			[]store.FieldOutcome{{Key: "comment", Value: long + "щ", State: store.EditRefused, Reason: store.CodeFieldLong, Args: map[string]string{"key": "comment"}}},
		},
		{
			"taken away",
			[]store.FieldEdit{edit("call_id", "", "m1")},
			map[string]string{"call_id": ""},
			[]store.FieldOutcome{{Key: "call_id", Done: true}},
		},
		{
			"somebody was there first",
			[]store.FieldEdit{edit("client_name", "Ерлан Б.", "Е.")},
			nil,
			[]store.FieldOutcome{{Key: "client_name", Value: "Ерлан Б.", State: store.EditConflict, Theirs: "Ерлан"}},
		},
		{
			"it is so already",
			[]store.FieldEdit{edit("client_name", "Ерлан", "Е.")},
			nil,
			[]store.FieldOutcome{{Key: "client_name", Value: "Ерлан", Done: true}},
		},
		{
			"one of two is not declared",
			[]store.FieldEdit{edit("mood", "2", ""), edit("score_main", "1", "")},
			map[string]string{"score_main": "1"},
			[]store.FieldOutcome{
				{
					Key: "mood", Value: "2", State: store.EditRefused, Reason: store.CodeRefused,
					Args: map[string]string{"text": "metadata key is not declared in the connection: mood"},
				},
				{Key: "score_main", Value: "1", Done: true},
			},
		},
	} {
		for _, chat := range []bool{false, true} { // a wrong guess of the kind must not matter
			t.Run(fmt.Sprintf("%s/chat=%v", c.name, chat), func(t *testing.T) {
				s := startSandbox(t, sandbox.Options{Keys: []string{"call_id", "score_main", "comment"}})
				client := dial(t, speechsense.Options{Settings: settingsFor(s.Address())})
				id, err := client.Upload(t.Context(), upload("m1", sound(1, 4000)))
				if err != nil {
					t.Fatal(err)
				}
				before := have(t, client, id)

				seen, outcomes, err := client.UpdateFields(t.Context(), "eag-connection", id, chat, c.edits)
				if err != nil {
					t.Fatal(err)
				}

				if fmt.Sprint(outcomes) != fmt.Sprint(c.outcomes) {
					t.Errorf("outcomes\n%+v, want\n%+v", outcomes, c.outcomes)
				}
				want := maps.Clone(before)
				maps.Copy(want, c.change)
				maps.DeleteFunc(want, func(_, v string) bool { return v == "" })
				if got := have(t, client, id); !maps.Equal(got, want) {
					t.Errorf("the service has %v, want %v", got, want)
				}
				shown := map[string]string{}
				for _, f := range seen {
					if f.Value != "" {
						shown[f.Name] = f.Value
					}
				}
				if !maps.Equal(shown, want) {
					t.Errorf("seen %v, want %v", shown, want)
				}
				if n := len(s.Uploads()); n != 1 {
					t.Errorf("%d uploads: a change of metadata was billed", n)
				}
			})
		}
	}
}

// TestUpdateFieldsOfNoTalk: an empty id would be a new upload, a talk that is
// not shown yet waits.
func TestUpdateFieldsOfNoTalk(t *testing.T) {
	s := startSandbox(t, sandbox.Options{})
	client := dial(t, speechsense.Options{Settings: settingsFor(s.Address())})
	for id, want := range map[store.TalkID]store.Code{"": store.CodeInternal, "aud-nobody": store.CodeNotFound} {
		_, _, err := client.UpdateFields(t.Context(), "eag-connection", id, false, []store.FieldEdit{edit("score_main", "1", "")})
		if store.CodeOf(err) != want {
			t.Errorf("%q: %v, want %s", id, err, want)
		}
	}
	if len(s.Uploads()) != 0 {
		t.Error("something was uploaded")
	}
}

// TestOtherKeysSurviveEverything edits one key again and again while another
// person edits other keys between our calls and answers get lost. Whatever
// happens, nobody's other key changes, and in the end the wish is there or a
// conflict tells of it.
func TestOtherKeysSurviveEverything(t *testing.T) {
	keys := []string{"call_id", "score_main", "k1", "k2", "k3"}
	chance := rand.New(rand.NewPCG(4, 2))
	var lose bool
	s := startSandbox(t, sandbox.Options{Keys: keys, Hook: func(_ context.Context, m sandbox.Moment) error {
		if lose && m.Stage == sandbox.StageAccepted {
			return status.Error(codes.Unavailable, "the line broke")
		}
		return nil
	}})
	client := dial(t, speechsense.Options{Settings: settingsFor(s.Address())})
	other := dial(t, speechsense.Options{Settings: settingsFor(s.Address())})
	id, err := client.Upload(t.Context(), upload("m1", sound(1, 4000)))
	if err != nil {
		t.Fatal(err)
	}
	want := have(t, client, id)
	for i := range 60 {
		theirs := keys[2+chance.IntN(3)]
		value := fmt.Sprint("their ", i)
		if _, o, err := other.UpdateFields(t.Context(), "eag-connection", id, false, []store.FieldEdit{edit(theirs, value, want[theirs])}); err != nil || !o[0].Done {
			t.Fatal(o, err)
		}
		want[theirs] = value

		mine := fmt.Sprint(i)
		lose = chance.IntN(3) == 0
		_, o, err := client.UpdateFields(t.Context(), "eag-connection", id, false, []store.FieldEdit{edit("score_main", mine, want["score_main"])})
		lose = false
		if err != nil { // tried again, as the engine does
			if code := store.CodeOf(err); code != store.CodeNetwork && code != store.CodeBusy {
				t.Fatal(err)
			}
			_, o, err = client.UpdateFields(t.Context(), "eag-connection", id, false, []store.FieldEdit{edit("score_main", mine, want["score_main"])})
		}
		if err != nil || !o[0].Done {
			t.Fatal(o, err)
		}
		want["score_main"] = mine
		if got := have(t, client, id); !maps.Equal(got, want) {
			t.Fatalf("round %d: %v, want %v", i, got, want)
		}
	}
	if !slices.Contains(keys, "k1") || len(s.Uploads()) != 1 {
		t.Errorf("%d uploads", len(s.Uploads()))
	}
}

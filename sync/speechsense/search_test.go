package speechsense_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"sensedesk/store"
	"sensedesk/sync/sandbox"
	"sensedesk/sync/speechsense"
)

// After a lost answer the marker tells whether the recording arrived.
func TestLostAnswerIsFound(t *testing.T) {
	lose := true
	s := startSandbox(t, sandbox.Options{Hook: func(_ context.Context, m sandbox.Moment) error {
		if m.Stage == sandbox.StageAccepted && lose {
			return sandbox.ErrDrop
		}
		return nil
	}})
	c := dial(t, speechsense.Options{Settings: settingsFor(s.Address())})

	_, err := c.Upload(t.Context(), upload("call-1", sound(1, 5<<20)))
	if !errors.Is(err, store.CodeOutcomeUnknown) {
		t.Fatal(err)
	}
	ids, err := c.FindByMarker(t.Context(), "call-1")
	if err != nil || len(ids) != 1 || string(ids[0]) != s.Uploads()[0].TalkID {
		t.Errorf("found %v %v", ids, err)
	}
	if ids, err := c.FindByMarker(t.Context(), "call-2"); err != nil || len(ids) != 0 {
		t.Errorf("a call never sent: %v %v", ids, err)
	}
	if ids, err := c.FindByMarkerIn(t.Context(), "eag-other", "call_id", "call-1"); err != nil || len(ids) != 0 {
		t.Errorf("another connection: %v %v", ids, err)
	}
	lose = false
	second, err := c.Upload(t.Context(), upload("call-1", sound(1, 100)))
	if err != nil {
		t.Fatal(err)
	}
	ids, err = c.FindByMarker(t.Context(), "call-1")
	if err != nil || len(ids) != 2 || !slices.Contains(ids, second) {
		t.Errorf("both uploads: %v %v", ids, err)
	}
}

func TestFindByMarkerRefusesToGuess(t *testing.T) {
	s := startSandbox(t, sandbox.Options{Keys: []string{"call_id"}})
	settings := settingsFor(s.Address())
	for name, tc := range map[string]struct {
		key, value string
		want       store.Code
	}{
		"no key":         {"", "v", store.CodeSettingsInvalid},
		"no value":       {"call_id", "", store.CodeInternal},
		"undeclared key": {"colour", "v", store.CodeRefused},
	} {
		settings.MarkerKey = tc.key
		c := dial(t, speechsense.Options{Settings: settings})
		if ids, err := c.FindByMarker(t.Context(), tc.value); store.CodeOf(err) != tc.want || ids != nil {
			t.Errorf("%s: %v %v", name, ids, err)
		}
	}
}

// A server that ignores a filter it does not know answers with the talks of
// others; none of them may be taken for ours.
func TestFindByMarkerDoesNotTakeStrangers(t *testing.T) {
	for _, strangers := range []int{1, 150} {
		s := startSandbox(t, sandbox.Options{Lenient: true, Keys: []string{"call_id"}})
		c := dial(t, speechsense.Options{Settings: settingsFor(s.Address())})
		putMany(t, c, strangers)
		settings := settingsFor(s.Address())
		settings.MarkerKey = "colour"
		lost := dial(t, speechsense.Options{Settings: settings})

		if ids, err := lost.FindByMarker(t.Context(), "red"); store.CodeOf(err) != store.CodeSettingsInvalid || ids != nil {
			t.Errorf("%d strangers: %v %v", strangers, ids, err)
		}
		lines := lost.Check(t.Context())
		if marker := lines[len(lines)-2]; marker.Name != "marker" || store.CodeOf(marker.Err) != store.CodeSettingsInvalid {
			t.Errorf("check: %+v", marker)
		}
	}
}

func TestCheck(t *testing.T) {
	type line struct {
		name, mark string // "+" proven, "?" unsure, else the code
	}
	all := func(changes ...line) []line {
		out := []line{{"address", "+"}, {"key", "+"}, {"search", "+"}, {"project", "+"}, {"classifiers", "+"}, {"marker", "+"}, {"upload", "?"}}
		for _, c := range changes {
			i := slices.IndexFunc(out, func(l line) bool { return l.name == c.name })
			if c.mark == "" {
				out = slices.Delete(out, i, i+1)
			} else {
				out[i] = c
			}
		}
		return out
	}
	deny := func(method string, code codes.Code) sandbox.Hook {
		return func(_ context.Context, m sandbox.Moment) error {
			if m.Method == method {
				return status.Error(code, "no")
			}
			return nil
		}
	}
	cases := map[string]struct {
		server sandbox.Options
		edit   func(*store.SpeechSettings)
		key    string
		want   []line
	}{
		"all good":          {sandbox.Options{Keys: []string{"call_id"}}, nil, "", all()},
		"wrong key":         {sandbox.Options{}, nil, "wrong", []line{{"address", "+"}, {"key", "key_refused"}}},
		"no right to read":  {sandbox.Options{Hook: deny("Search", codes.PermissionDenied)}, nil, "", all(line{"search", "right_missing"}, line{"project", "right_missing"}, line{"classifiers", ""}, line{"marker", ""})},
		"wrong connection":  {sandbox.Options{ConnectionID: "eag-real"}, nil, "", all(line{"search", "id_unknown"}, line{"marker", ""})},
		"no connection":     {sandbox.Options{}, func(s *store.SpeechSettings) { s.ConnectionID = "" }, "", all(line{"search", "connection_missing"}, line{"marker", ""})},
		"wrong project":     {sandbox.Options{ProjectID: "eag-real"}, nil, "", all(line{"project", "id_unknown"}, line{"classifiers", ""})},
		"no project":        {sandbox.Options{}, func(s *store.SpeechSettings) { s.ProjectID = "" }, "", all(line{"project", ""}, line{"classifiers", ""})},
		"names hidden":      {sandbox.Options{HideNames: true}, nil, "", all(line{"classifiers", "?"})},
		"marker undeclared": {sandbox.Options{Keys: []string{"comment"}}, nil, "", all(line{"marker", "settings_invalid"})},
		"no marker":         {sandbox.Options{}, func(s *store.SpeechSettings) { s.MarkerKey = "" }, "", all(line{"marker", "settings_invalid"})},
		"nobody there":      {sandbox.Options{}, func(s *store.SpeechSettings) { s.Address = "127.0.0.1:1" }, "", []line{{"address", "network"}}},
		"another service":   {sandbox.Options{Service: "some.Service"}, nil, "", []line{{"address", "service_missing"}}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			s := startSandbox(t, tc.server)
			settings := settingsFor(s.Address())
			if tc.edit != nil {
				tc.edit(&settings)
			}
			c := dial(t, speechsense.Options{Settings: settings, Key: tc.key})

			var got []line
			for _, l := range c.Check(t.Context()) {
				switch {
				case l.OK && !l.Unsure && l.Err == nil:
					got = append(got, line{l.Name, "+"})
				case l.Unsure && !l.OK && l.Err == nil:
					got = append(got, line{l.Name, "?"})
				default:
					got = append(got, line{l.Name, string(store.CodeOf(l.Err))})
				}
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("got  %v\nwant %v", got, tc.want)
			}
			if n := len(s.Uploads()); n != 0 {
				t.Errorf("a check uploaded %d recordings", n)
			}
		})
	}
}

func TestCheckSaysWhat(t *testing.T) {
	s := startSandbox(t, sandbox.Options{})
	c := dial(t, speechsense.Options{Settings: settingsFor(s.Address())})
	var args []string
	for _, l := range c.Check(t.Context()) {
		args = append(args, l.Name+"="+l.Arg)
	}
	want := "address=" + s.Address() + " key= search=eag-connection project=eag-project classifiers= marker=call_id upload=eag-connection"
	if got := strings.Join(args, " "); got != want {
		t.Errorf("got %s", got)
	}
}

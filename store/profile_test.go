package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sensedesk/store"
)

// twoCompanies are settings with a Hybrid profile beside the first one.
func twoCompanies(t *testing.T) store.Settings {
	t.Helper()
	s, err := store.DefaultSettings().SetAll([][2]string{
		{"speechsense.connection_id", "eag1"},
		{"profiles.beta.kind", "hybrid"},
		{"profiles.beta.address", "sense.corp:9000"},
		{"profiles.beta.connection_id", "eag2"},
		{"profiles.beta.name", "Бета"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestOneProfileLeavesTheFileAsItWas(t *testing.T) {
	var out strings.Builder
	if err := store.DefaultSettings().Encode(&out); err != nil || strings.Contains(out.String(), "profile") || strings.Contains(out.String(), `"name"`) {
		t.Errorf("%v\n%s", err, &out)
	}
}

func TestProfilesGoThereAndBack(t *testing.T) {
	s, err := twoCompanies(t).WithProfile("beta")
	if err != nil {
		t.Fatal(err)
	}
	if s.SpeechSense.ConnectionID != "eag2" || s.Profiles[""].ConnectionID != "eag1" || len(s.Profiles) != 1 {
		t.Fatalf("%+v", s)
	}
	var out strings.Builder
	if err := s.Encode(&out); err != nil || !strings.Contains(out.String(), `"profile": "beta"`) || !strings.Contains(out.String(), `"main": {`) {
		t.Fatalf("%v\n%s", err, &out)
	}
	again, err := store.DecodeSettings(strings.NewReader(out.String()))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(s, again); d != "" {
		t.Errorf("written and read again:\n%s", d)
	}
	for _, line := range s.Flat() {
		if same, err := s.Set(line[0], line[1]); err != nil || !cmp.Equal(same, s) {
			t.Errorf("set %s=%s: %v", line[0], line[1], err)
		}
	}
	back, err := s.Set("profile", "main")
	if err != nil || !cmp.Equal(back, twoCompanies(t)) {
		t.Errorf("there and back: %v\n%s", err, cmp.Diff(twoCompanies(t), back))
	}
}

func TestProfileFileIsRefused(t *testing.T) {
	for in, key := range map[string]string{
		`{"profiles": {"b": {"adress": "x"}}}`:           "profiles.b.adress",
		`{"profiles": {"b": {"operator_channel": "1"}}}`: "profiles.b.operator_channel",
		`{"profiles": {"b": {"kind": "moon"}}}`:          "profiles.b.kind",
		`{"profiles": {"b": {"key": "AQVN"}}}`:           "profiles.b.key",
		`{"profiles": {"b": 5}}`:                         "profiles.b",
		`{"profiles": []}`:                               "profiles",
		`{"profiles": {"main": {}}}`:                     "profiles.main",
		`{"profile": "b", "profiles": {"b": {}}}`:        "profiles.b",
		`{"profiles": {"a.b": {}}}`:                      "profiles",
		`{"profile": "a b"}`:                             "profile",
		`{"profile": 5}`:                                 "profile",
	} {
		_, err := store.DecodeSettings(strings.NewReader(in))
		if store.CodeOf(err) != store.CodeSettingsInvalid || store.ArgsOf(err)["key"] != key {
			t.Errorf("%s: %v", in, err)
		}
	}
}

func TestAProfileInAFileNeedsNotBeWhole(t *testing.T) {
	s, err := store.DecodeSettings(strings.NewReader(`{"profiles": {"b": {"connection_id": "eag2"}, "try": {"kind": "sandbox"}}}`))
	if err != nil {
		t.Fatal(err)
	}
	want := store.DefaultSettings().SpeechSense
	want.ConnectionID = "eag2"
	if d := cmp.Diff(want, s.Profiles["b"]); d != "" {
		t.Error(d)
	}
	if p := s.Profiles["try"]; p.Address != store.SandboxAddress || p.TLS != store.TLSOff {
		t.Errorf("%+v", p)
	}
}

func TestSetProfileKeys(t *testing.T) {
	s := twoCompanies(t)
	for _, pair := range [][2]string{
		{"profile", "gamma"},
		{"profiles.gamma.address", "x:1"},
		{"profiles.gamma.kind", "moon"},
		{"profiles.beta", "x"},
		{"profiles.beta.nothing", "x"},
		{"profiles", "x"},
		{"profiles.a b.kind", "cloud"},
		{"profiles.beta.tls", "ca"},
	} {
		if got, err := s.Set(pair[0], pair[1]); err == nil || !cmp.Equal(got, s) {
			t.Errorf("%s=%s: %v", pair[0], pair[1], err)
		}
	}
	got, err := s.SetAll([][2]string{{"profile", "beta"}, {"profiles.beta.space_id", "f3"}, {"profiles.main.space_id", "f1"}})
	if err != nil || got.SpeechSense.SpaceID != "f3" || got.Profiles[""].SpaceID != "f1" {
		t.Errorf("%v %+v", err, got)
	}
}

func TestImportTakesNoProfileAway(t *testing.T) {
	old, err := twoCompanies(t).WithProfile("beta")
	if err != nil {
		t.Fatal(err)
	}
	file := store.DefaultSettings() // from a time before there were profiles
	file.SpeechSense.ConnectionID = "eag9"
	got := file.Keeping(old)
	if got.Profile != "" || got.SpeechSense.ConnectionID != "eag9" || got.Profiles["beta"].ConnectionID != "eag2" {
		t.Errorf("%+v", got)
	}
	if len(got.Profiles) != 1 {
		t.Errorf("%d profiles rest", len(got.Profiles))
	}
}

func TestSettingsMadeAWhileAgo(t *testing.T) {
	form := twoCompanies(t)
	form.SpeechSense.ConnectionID, form.MinDuration = "eag7", 41
	stored, err := twoCompanies(t).WithProfile("beta")
	if err != nil {
		t.Fatal(err)
	}
	got := form.Onto(stored)
	if got.Profile != "beta" || got.SpeechSense.ConnectionID != "eag2" || got.Profiles[""].ConnectionID != "eag7" || got.MinDuration != 41 {
		t.Errorf("%+v", got)
	}
	if got := form.Onto(stored.WithoutProfile("")); len(got.Profiles) != 0 || got.SpeechSense.ConnectionID != "eag2" {
		t.Errorf("a removed profile is back: %+v", got)
	}
}

func TestProfileIDs(t *testing.T) {
	s := twoCompanies(t)
	for name, want := range map[string]store.ProfileID{
		"Ромашка Плюс": "ромашка-плюс", "beta": "beta-2", "main": "profile", "…": "profile", " A/B. ": "a-b", strings.Repeat("щ", 99): store.ProfileID(strings.Repeat("щ", 36)),
	} {
		id := s.NewProfileID(name)
		if id != want {
			t.Errorf("%q becomes %q", name, id)
		}
		if _, err := s.Set(fmt.Sprintf("profiles.%s.kind", id), "cloud"); err != nil {
			t.Errorf("%q: %v", id, err)
		}
	}
	if ids := s.ProfileIDs(); !slices.Equal(ids, []store.ProfileID{"", "beta"}) {
		t.Error(ids)
	}
	names := store.SecretNamesOf(s)
	if !slices.Contains(names, "speechsense/beta") || !slices.Contains(names, store.SecretSpeechSense) || slices.Contains(names, "speechsense/") {
		t.Error(names)
	}
	if gone := s.WithoutProfile("beta"); !cmp.Equal(gone.ProfileIDs(), []store.ProfileID{""}) || gone.Profiles != nil {
		t.Errorf("%+v", gone)
	}
}

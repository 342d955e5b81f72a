package settings

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sensedesk/store"
	"sensedesk/ui/cards"
)

// drawer is a database with nothing but settings in it.
type drawer struct {
	cards.DB // there are none, and nobody asks
	s        store.Settings
	err      error
}

func (d *drawer) Settings(context.Context) (store.Settings, error) { return d.s, d.err }

func (d *drawer) SaveSettings(_ context.Context, s store.Settings) error {
	d.s = s
	return d.err
}

func (d *drawer) RemoveProfile(_ context.Context, s store.Settings, _ store.ProfileID) error {
	d.s = s
	return d.err
}

func (d *drawer) CountByProfile(context.Context) (map[store.ProfileID]int, error) { return nil, d.err }

// A file that knows of fewer profiles takes none away.
func TestImportKeepsProfiles(t *testing.T) {
	d := &drawer{s: store.DefaultSettings().SetProfile("beta", store.PresetOf(store.KindSandbox))}
	file := store.DefaultSettings()
	file.MinDuration = 41
	if err := replace(t.Context(), d, file); err != nil || d.s.MinDuration != 41 || d.s.Profiles["beta"].Kind != store.KindSandbox {
		t.Errorf("%v %+v", err, d.s)
	}
}

func TestSettingsFileGoesThereAndBack(t *testing.T) {
	s := store.DefaultSettings()
	s.SpeechSense.ConnectionID, s.DateFrom, s.MinDuration = "eag4k2v9", "2026-03-01", 41
	path := filepath.Join(t.TempDir(), FileName)

	if err := export(t.Context(), &drawer{s: s}, path); err != nil {
		t.Fatal(err)
	}
	got, err := read(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(s, got); d != "" {
		t.Error(d)
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(left) != 1 {
		t.Errorf("left in the folder: %v, %v", left, err)
	}
}

func TestUnusableSettingsFiles(t *testing.T) {
	dir := t.TempDir()
	for name, tc := range map[string]struct {
		content string
		code    store.Code
		key     string
	}{
		"unknown key":    {`{"languge": "ru-RU"}`, store.CodeSettingsInvalid, "languge"},
		"wrong kind":     {`{"min_duration_seconds": "long"}`, store.CodeSettingsInvalid, "min_duration_seconds"},
		"wrong dates":    {`{"date_from": "2026-03-02", "date_to": "2026-03-01"}`, store.CodeDates, ""},
		"another file":   {"<html>", store.CodeSettingsInvalid, ""},
		"plaintext key?": {`{"speechsense": {"key": "AQVN"}}`, store.CodeSettingsInvalid, "speechsense.key"},
	} {
		path := filepath.Join(dir, strings.ReplaceAll(name, " ", "-"))
		if err := os.WriteFile(path, []byte(tc.content), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := read(path)
		if store.CodeOf(err) != tc.code || tc.key != "" && store.ArgsOf(err)["key"] != tc.key {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := read(filepath.Join(dir, "none")); store.CodeOf(err) != store.CodeNotFound {
		t.Errorf("a file that is not there: %v", err)
	}
}

func TestExportIntoNowhere(t *testing.T) {
	err := export(t.Context(), &drawer{s: store.DefaultSettings()}, filepath.Join(t.TempDir(), "no", FileName))
	if store.CodeOf(err) != store.CodeNotFound {
		t.Errorf("%v", err)
	}
}

package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// fences are the forbidden arrows of the design: a package below the first
// path may not import anything below the second. Production code only; tests
// may reach across to drive the real thing.
var fences = []struct {
	from, to string
	except   []string // packages the rule does not hold for
	why      string
}{
	{"sensedesk/store", "sensedesk/sync", nil, "the store knows things, not work"},
	{"sensedesk/store", "sensedesk/ui", nil, "the store knows things, not screens"},
	{"sensedesk/store", "sensedesk/player", nil, "the store imports nothing of ours"},
	{"sensedesk/store", "sensedesk/assets", nil, "the store imports nothing of ours"},
	{"sensedesk/store/score", "sensedesk/store/db", nil, "scores are arithmetic"},
	{"sensedesk/store/queue", "sensedesk/store/db", nil, "picking calls is arithmetic"},
	{"sensedesk/player", "sensedesk/store", nil, "the player imports nothing of ours"},
	{"sensedesk/player", "sensedesk/sync", nil, "the player imports nothing of ours"},
	{"sensedesk/player", "sensedesk/ui", nil, "the player imports nothing of ours"},
	{"sensedesk/player", "sensedesk/assets", nil, "the player imports nothing of ours"},
	{"sensedesk/assets", "sensedesk/", []string{"sensedesk/assets"}, "assets are data"},
	{"sensedesk/sync", "sensedesk/ui", nil, "the engine works without a window"},
	{"sensedesk/sync", "sensedesk/player", nil, "the engine is given what reads sound"},
	{"sensedesk/sync", "sensedesk/assets", nil, "the engine is given its data"},
	{"sensedesk/sync/bitrix24", "sensedesk/sync", []string{"sensedesk/sync/retry"}, "a source knows neither the engine nor other sources"},
	{"sensedesk/sync/mirror", "sensedesk/sync", []string{"sensedesk/sync/speechsense"}, "the mirror is given what it needs; the engine runs it"},
	{"sensedesk/sync/quota", "sensedesk/sync", nil, "the quota knows neither who reads nor what"},
	{"sensedesk/ui", "sensedesk/store/db", nil, "screens declare what they need; main.go opens the database"},
	{"sensedesk/ui", "net/http", nil, "no request is made from a screen"},
	{"sensedesk/ui", "google.golang.org/grpc", nil, "no request is made from a screen"},
	{"sensedesk/ui", "fyne.io/fyne/v2/app", nil, "only main.go may need a display"},
	{"sensedesk/ui/cli", "fyne.io/fyne/v2", nil, "the command line works without a window"},
	{"sensedesk/ui/mirror/face", "fyne.io/fyne/v2", nil, "the command line speaks too"},
	{"sensedesk/ui/i18n", "fyne.io/fyne/v2", nil, "the command line speaks too"},
	{"sensedesk/ui/export", "fyne.io/fyne/v2", nil, "the command line writes calls too"},
	{"sensedesk/ui/single", "fyne.io/fyne/v2", nil, "it is asked before there is a window"},
	{"sensedesk/sync", "fyne.io/fyne/v2", nil, "the toolkit stays in ui"},
	{"sensedesk/store", "fyne.io/fyne/v2", nil, "the toolkit stays in ui"},
	{"sensedesk/player", "fyne.io/fyne/v2", nil, "the toolkit stays in ui"},
	{"sensedesk/assets", "fyne.io/fyne/v2", nil, "the toolkit stays in ui"},
	{"sensedesk", "database/sql", []string{"sensedesk/store/db"}, "SQL lives in store/db"},
	{"sensedesk", "modernc.org/sqlite", []string{"sensedesk/store/db"}, "SQL lives in store/db"},
	{"sensedesk", "google.golang.org/grpc", []string{"sensedesk/sync/speechsense", "sensedesk/sync/sandbox"}, "gRPC lives behind sync/speechsense"},
	{"sensedesk", "github.com/yandex-cloud/go-genproto", []string{"sensedesk/sync/speechsense", "sensedesk/sync/sandbox"}, "the official messages live behind sync/speechsense"},
	{"sensedesk", "github.com/faiface/beep/speaker", []string{"sensedesk/player/output"}, "only player/output knows the speaker"},
	{"sensedesk", "github.com/gopxl/beep", []string{"sensedesk/player/output"}, "only player/output knows the speaker"},
	{"sensedesk", "github.com/hajimehoshi/oto", []string{"sensedesk/player/output"}, "only player/output knows the speaker"},
	{"sensedesk", "github.com/faiface/beep", []string{"sensedesk/player"}, "beep lives in the player"},
	{"sensedesk", "github.com/zalando/go-keyring", []string{"sensedesk/store/secrets"}, "the keyring lives in store/secrets"},
}

// toolkit must not be needed even by way of others where it is forbidden.
const toolkit = "fyne.io/fyne/v2"

// below tells whether pkg is path or lies in a folder under it.
func below(pkg, path string) bool {
	path = strings.TrimSuffix(path, "/")
	return pkg == path || strings.HasPrefix(pkg, path+"/")
}

func TestFences(t *testing.T) {
	out, err := exec.Command("go", "list", "-tags", "migrated_fynedo", "-json=ImportPath,Imports,Deps", "./...").Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("go list: %s", exit.Stderr)
		}
		t.Fatal(err)
	}
	dec := json.NewDecoder(strings.NewReader(string(out)))
	seen := 0
	for {
		var pkg struct {
			ImportPath string
			Imports    []string
			Deps       []string // the imports of imports, too
		}
		if err := dec.Decode(&pkg); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		seen++
		for _, imp := range pkg.Imports {
			for _, f := range fences {
				if crosses(pkg.ImportPath, imp, f.from, f.to, f.except) {
					t.Errorf("%s imports %s: %s", pkg.ImportPath, imp, f.why)
				}
			}
		}
		for _, f := range fences {
			if f.to == toolkit && slices.Contains(pkg.Deps, toolkit) && crosses(pkg.ImportPath, toolkit, f.from, f.to, f.except) {
				t.Errorf("%s needs the toolkit by way of another package: %s", pkg.ImportPath, f.why)
			}
		}
	}
	if seen < 10 {
		t.Fatalf("only %d packages were looked at", seen)
	}
}

// crosses tells whether an import goes over a fence. The exceptions name the
// packages the fence is not about: importers, and among our own also imports.
func crosses(pkg, imp, from, to string, except []string) bool {
	if !below(pkg, from) || !below(imp, to) {
		return false
	}
	for _, e := range except {
		if below(pkg, e) || below(imp, e) {
			return false
		}
	}
	return !below(imp, from) || from == "sensedesk"
}

func TestCrosses(t *testing.T) {
	for _, c := range []struct {
		pkg, imp string
		want     bool
	}{
		{"sensedesk/store/db", "sensedesk/store", false},
		{"sensedesk/store/db", "sensedesk/sync", true},
		{"sensedesk/sync/bitrix24", "sensedesk/sync/retry", false},
		{"sensedesk/sync/bitrix24", "sensedesk/sync", true},
		{"sensedesk/ui/review", "net/http", true},
		{"sensedesk/player/decode", "sensedesk/player", false},
		{"sensedesk", "fyne.io/fyne/v2/app", false},
	} {
		got := false
		for _, f := range fences {
			got = got || crosses(c.pkg, c.imp, f.from, f.to, f.except)
		}
		if got != c.want {
			t.Errorf("%s → %s: got %v, want %v", c.pkg, c.imp, got, c.want)
		}
	}
}

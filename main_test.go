package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"sensedesk/assets"
	"sensedesk/store"
	"sensedesk/store/storetest"
	engine "sensedesk/sync"
	"sensedesk/sync/sandbox"
	"sensedesk/ui/cli"
	"sensedesk/ui/export"
	"sensedesk/ui/single"
)

// asProgram makes the test binary be the program: the same main, with the race
// detector in it.
const asProgram = "SENSEDESK_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(run())
	}
	os.Exit(m.Run())
}

// keyCanary is a key that must never be seen anywhere but in the keyring.
const keyCanary = "AQVN-canary-93b1c7"

// office is a portal and a SpeechSense on loopback, and a data folder.
type office struct {
	t      *testing.T
	home   string
	portal *sandbox.Portal
	faults *sandbox.Faults
	speech *sandbox.Server
	lang   string
	said   bytes.Buffer // everything the program printed
}

// newOffice starts both; keep chooses the calls of the demo, nil is all.
func newOffice(t *testing.T, keep ...string) *office {
	t.Helper()
	made, err := sandbox.LoadDemo(assets.Demo(), time.Now())
	must(t, err)
	if len(keep) > 0 {
		made.Calls = slices.DeleteFunc(made.Calls, func(c sandbox.PortalCall) bool { return !slices.Contains(keep, strconv.FormatInt(c.ID, 10)) })
	}
	o := &office{t: t, home: filepath.Join(t.TempDir(), "data"), faults: &sandbox.Faults{}, lang: "ru_RU.UTF-8"}
	o.portal, err = sandbox.StartPortal(t.Context(), sandbox.PortalOptions{Calls: made.Calls, People: made.People, Clients: made.Clients, Faults: o.faults})
	must(t, err)
	t.Cleanup(func() { must(t, o.portal.Close()) })
	o.speech, err = sandbox.Start(t.Context(), sandbox.Options{
		Key: keyCanary, Talks: made.Talks, Classifiers: made.Classifiers, ConnectionID: demoConnection, ProjectID: demoProject, Analyze: analyze,
	})
	must(t, err)
	t.Cleanup(func() { must(t, o.speech.Close()) })
	return o
}

// run starts the program with args and stdin and returns what it printed and
// its exit status.
func (o *office) run(stdin string, args ...string) (stdout, stderr string, exit int) {
	o.t.Helper()
	ctx, cancel := context.WithTimeout(o.t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0], append([]string{"--home", o.home}, args...)...)
	cmd.Env = append(os.Environ(), asProgram+"=1", "LC_ALL="+o.lang, "DISPLAY=", "WAYLAND_DISPLAY=")
	cmd.Stdin = strings.NewReader(stdin)
	var out, complaints bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaints
	err := cmd.Run()
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		o.t.Fatalf("run %v: %v", args, err)
	}
	o.said.Write(out.Bytes())
	o.said.Write(complaints.Bytes())
	return out.String(), complaints.String(), cmd.ProcessState.ExitCode()
}

// do is run for a command that must succeed.
func (o *office) do(stdin string, args ...string) string {
	o.t.Helper()
	out, complaints, exit := o.run(stdin, args...)
	if exit != cli.ExitDone {
		o.t.Fatalf("%v: exit %d\n%s%s", args, exit, out, complaints)
	}
	return out
}

// furnish stores the keys and fills the settings.
func (o *office) furnish() {
	o.t.Helper()
	o.do(keyCanary+"\n", "key", "set", "speechsense")
	o.do(o.portal.Webhook(), "key", "set", "bitrix24")
	o.do("", "settings", "set",
		"speechsense.kind=hybrid", "speechsense.address="+o.speech.Address(), "speechsense.tls=off",
		"speechsense.connection_id="+demoConnection, "speechsense.project_id="+demoProject,
		"speechsense.metadata_keys=id,call_id", "language=ru-RU, kk-KZ", "min_duration_seconds=13", "poll_seconds=1", "unknown_grace_seconds=1")
}

// sync does one pass and returns its report.
func (o *office) sync() (engine.Report, int) {
	o.t.Helper()
	out, complaints, exit := o.run("", "sync", "--wait", "1m", "--json")
	var r engine.Report
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &r); err != nil {
		o.t.Fatalf("sync --json ended with %q: %v\n%s", out, err, complaints)
	}
	return r, exit
}

func TestCommandLineDoesTheWholeJob(t *testing.T) {
	storetest.RunWithKeyring(t, func(t *testing.T) {
		o := newOffice(t)
		o.furnish()
		if list := o.do("", "key", "list"); strings.Contains(list, keyCanary) || !strings.Contains(list, "speechsense") {
			t.Errorf("key list says %q", list)
		}
		out, _, exit := o.run("", "check", "--json")
		if exit != cli.ExitDone || !strings.Contains(out, "Успешный запрос к SpeechSense") {
			t.Errorf("check: exit %d\n%s", exit, out)
		}

		report, exit := o.sync()
		if exit != cli.ExitPerson { // one call of the demo answers a web page instead of its recording
			t.Errorf("exit %d for %+v", exit, report)
		}
		want := engine.Report{Found: 18, Skipped: 2, Waiting: 1, Uploaded: 14, Failed: 1, Done: 14}
		if report != want {
			t.Errorf("got  %+v\nwant %+v", report, want)
		}
		o.wantCalls(map[store.State]int{store.StateDone: 14, store.StateSkipped: 2, store.StateWaiting: 1, store.StateFailed: 1})
		if found := o.do("", "calls", "--query", "доставк", "--json"); found == "" {
			t.Error("no call is found by a word of its transcript")
		}

		if again, _ := o.sync(); again.Uploaded != 0 || again.Done != 0 {
			t.Errorf("a second pass did %+v", again)
		}
		o.wantOnce(14)
		o.wantExports()
		exported := filepath.Join(t.TempDir(), "settings.json")
		o.do("", "settings", "export", exported)
		o.do("", "settings", "import", exported)
		o.wantNoSecret(exported)
	})
}

// wantExports writes a call in every format, by the ending of the name and by
// --format, and asks for what cannot be written.
func (o *office) wantExports() {
	o.t.Helper()
	var line struct{ ID, Summary any }
	must(o.t, json.Unmarshal([]byte(strings.SplitN(o.do("", "calls", "--state", "done", "--limit", "1", "--json"), "\n", 2)[0]), &line))
	id := fmt.Sprint(line.ID)
	for _, f := range export.Formats() {
		path := filepath.Join(o.t.TempDir(), "call."+string(f))
		o.do("", "export", id, "--out", path)
		saved, err := os.ReadFile(path)
		must(o.t, err)
		if !f.Binary() {
			if printed := o.do("", "export", id, "--format", string(f)); printed != string(saved) || printed == "" {
				o.t.Errorf("%s: %d bytes saved, %d printed", f, len(saved), len(printed))
			}
		} else if string(saved[:2]) != "PK" {
			o.t.Errorf("%s begins with %q", f, saved[:2])
		}
		o.wantNoSecret(path)
	}
	for _, c := range []struct {
		args []string
		exit int
	}{
		{[]string{"export"}, cli.ExitUsage},
		{[]string{"export", "first"}, cli.ExitUsage},
		{[]string{"export", id, "--format", "pdf"}, cli.ExitUsage},
		{[]string{"export", "99999"}, cli.ExitPerson},
		{[]string{"export", id, "--out", filepath.Join(o.home, "sensedesk.db", "call.txt")}, cli.ExitPerson},
	} {
		if out, said, exit := o.run("", c.args...); exit != c.exit || said == "" || out != "" {
			o.t.Errorf("%v: exit %d, want %d; says %q, prints %q", c.args, exit, c.exit, said, out)
		}
	}
}

// TestChatsAndFieldsOnTheCommandLine: a chat goes from a file to the service and
// back without a portal, once however often it is given, and its metadata can be
// changed.
func TestChatsAndFieldsOnTheCommandLine(t *testing.T) {
	storetest.RunWithKeyring(t, func(t *testing.T) {
		o := newOffice(t)
		o.furnish()
		o.do("", "key", "remove", "bitrix24")
		file := filepath.Join(t.TempDir(), "chat.csv")
		must(t, os.WriteFile(file, []byte("Дата;Автор;Сообщение\n12.03.2026 14:05;Ерлан;Где заказ?\n12.03.2026 14:06;Ким Анна;Уже в пути\n"), 0o600))

		for _, want := range []string{`{"added":1,"known":0}`, `{"added":0,"known":1}`} {
			if out := o.do("", "import", file, "--operator", "Ким Анна", "--json"); strings.TrimSpace(out) != want {
				t.Errorf("import says %q, want %s", out, want)
			}
			o.do("", "sync", "--wait", "1m", "--json")
		}
		if n := len(o.speech.Uploads()); n != 1 {
			t.Fatalf("%d uploads", n)
		}
		if list := o.do("", "calls", "--state", "done", "--json"); strings.Count(list, `"source":"chats"`) != 1 {
			t.Errorf("the chats that are done: %q", list)
		}
		o.do("", "field", "1", "score_main=87.5")
		if got := o.speech.Uploads()[0].Fields; got["score_main"] != "87.5" || got["operator_name"] != "Ким Анна" || got["client_name"] != "Ерлан" {
			t.Errorf("the service has %v", got)
		}
		if _, said, exit := o.run("", "import", os.Args[0]); exit == cli.ExitDone || said == "" {
			t.Errorf("a program is taken for a chat: exit %d, %q", exit, said)
		}
		exported := filepath.Join(t.TempDir(), "settings.json")
		o.do("", "settings", "export", exported)
		o.wantNoSecret(exported)
	})
}

// wantCalls reads «calls --json» and counts the states.
func (o *office) wantCalls(want map[store.State]int) {
	o.t.Helper()
	got := map[store.State]int{}
	dec := json.NewDecoder(strings.NewReader(o.do("", "calls", "--json")))
	for dec.More() {
		var raw map[string]any
		must(o.t, dec.Decode(&raw))
		state, _ := raw["state"].(string)
		for _, key := range []string{"id", "source", "source_id", "state", "reason", "talk_id", "started_at", "duration_ms", "direction", "operator", "client", "summary"} {
			if _, ok := raw[key]; !ok {
				o.t.Errorf("calls --json leaves out %q", key)
			}
		}
		got[store.State(state)]++
		if state == string(store.StateDone) && (raw["summary"] == "" || raw["talk_id"] == "") {
			o.t.Errorf("a call that is done has no summary or talk: %v", raw)
		}
	}
	for state, n := range want {
		if got[state] != n {
			o.t.Errorf("%d calls are %s, want %d", got[state], state, n)
		}
	}
}

// wantOnce demands n uploads, each of another recording.
func (o *office) wantOnce(n int) {
	o.t.Helper()
	seen := map[string]bool{}
	for _, u := range o.speech.Uploads() {
		if seen[u.Fields["call_id"]] {
			o.t.Errorf("call %s was uploaded twice", u.Fields["call_id"])
		}
		seen[u.Fields["call_id"]] = true
	}
	if len(seen) != n {
		o.t.Errorf("%d calls were uploaded, want %d", len(seen), n)
	}
}

// wantNoSecret searches everything the program wrote and said for the key, the
// webhook's secret and the signed links.
func (o *office) wantNoSecret(more ...string) {
	o.t.Helper()
	secrets := append(o.portal.Secrets(), keyCanary)
	look := func(where string, raw []byte) {
		for _, s := range secrets {
			if bytes.Contains(raw, []byte(s)) {
				o.t.Errorf("%s holds the secret %q", where, s)
			}
		}
	}
	look("what was printed", o.said.Bytes())
	files := 0
	for _, root := range append(more, o.home) {
		must(o.t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			raw, err := os.ReadFile(path)
			look(path, raw)
			files++
			return err
		}))
	}
	if files < 5 { // a database, a log, recordings
		o.t.Errorf("only %d files were searched", files)
	}
}

// soundCalls are two of the demo's calls that need no more than a portal at its pace gives in a moment.
var soundCalls = []string{"11803", "11831"}

// Two companies on one computer: each call stays with the SpeechSense it was sent
// to, each profile has a key of its own, and none shows.
func TestProfilesOnTheCommandLine(t *testing.T) {
	storetest.RunWithKeyring(t, func(t *testing.T) {
		o := newOffice(t)
		o.furnish()
		beta, err := sandbox.Start(t.Context(), sandbox.Options{Key: keyCanary + "-beta", ConnectionID: "eagBeta"})
		must(t, err)
		t.Cleanup(func() { must(t, beta.Close()) })
		o.sync()
		sent := len(o.speech.Uploads())

		o.do("", "profile", "add", "beta", "--kind", "hybrid", "--name", "Бета")
		o.do("", "settings", "set", "profiles.beta.address="+beta.Address(), "profiles.beta.tls=off", "profiles.beta.connection_id=eagBeta", "profiles.beta.metadata_keys=id,call_id")
		o.do(keyCanary+"-beta\n", "key", "set", "speechsense/beta")
		if list := o.do("", "key", "list"); !strings.Contains(list, "speechsense/beta") {
			t.Errorf("key list says %q", list)
		}
		if _, _, exit := o.run(keyCanary, "key", "set", "speechsense/gamma"); exit != cli.ExitUsage {
			t.Errorf("a key of no profile: exit %d", exit)
		}
		o.do("", "profile", "use", "beta")
		if list := o.do("", "profile", "list"); !strings.Contains(list, "* beta\tБета\t"+beta.Address()) || !strings.Contains(list, "  main\t") {
			t.Errorf("profile list says %q", list)
		}
		if out, _, exit := o.run("", "check", "--json"); exit != cli.ExitDone || !strings.Contains(out, beta.Address()) {
			t.Errorf("check of the other profile: exit %d\n%s", exit, out)
		}
		o.sync()
		if len(o.speech.Uploads()) != sent || len(beta.Uploads()) != 0 {
			t.Errorf("what one has was sent to the other: %d and %d uploads", len(o.speech.Uploads()), len(beta.Uploads()))
		}

		if _, _, exit := o.run("", "profile", "remove", "beta", "--yes"); exit != cli.ExitUsage {
			t.Errorf("the active profile was removed: exit %d", exit)
		}
		o.do("", "profile", "use", "main")
		if _, _, exit := o.run("n\n", "profile", "remove", "beta"); exit != cli.ExitUsage {
			t.Errorf("removed without a yes: exit %d", exit)
		}
		o.do("да\n", "profile", "remove", "beta")
		if list := o.do("", "key", "list"); strings.Contains(list, "beta") {
			t.Errorf("key list says %q", list)
		}
		exported := filepath.Join(t.TempDir(), "settings.json")
		o.do("", "settings", "export", exported)
		o.wantNoSecret(exported)
	})
}

func TestBadInputIsSaidAndLosesNothing(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	nowhere := closed.Addr().String()
	must(t, closed.Close())
	storetest.RunWithKeyring(t, func(t *testing.T) {
		for _, c := range []struct {
			name  string
			lang  string
			spoil func(*office)
			code  store.Code
			says  string // part of the sentence
		}{
			{"wrong key", "ru_RU.UTF-8", func(o *office) { o.do("AQVN-wrong", "key", "set", "speechsense") }, store.CodeKeyRefused, "люч"},
			{"wrong key in Kazakh", "kk_KZ.UTF-8", func(o *office) { o.do("AQVN-wrong", "key", "set", "speechsense") }, store.CodeKeyRefused, "ілт"},
			{"wrong key in English", "en_US.UTF-8", func(o *office) { o.do("AQVN-wrong", "key", "set", "speechsense") }, store.CodeKeyRefused, "key"},
			{"wrong webhook", "ru_RU.UTF-8", func(o *office) { o.faults.Set(func(f *sandbox.PortalFaults) { f.RefuseWebhook = true }) }, store.CodeWebhookRefused, "ебхук"},
			{"missing scope", "ru_RU.UTF-8", func(o *office) { o.portal.SetScopes("user", "crm") }, store.CodeScopeMissing, "Телефони"},
			{"unknown user", "ru_RU.UTF-8", func(o *office) { o.do("", "settings", "set", "users=3,99999") }, store.CodeUsersUnknown, "99999"},
			{"no network", "ru_RU.UTF-8", func(o *office) { o.do("", "settings", "set", "speechsense.address="+nowhere) }, store.CodeNetwork, ""},
			{"no key", "ru_RU.UTF-8", func(o *office) { o.do("", "key", "remove", "speechsense") }, store.CodeKeyMissing, "люч"},
		} {
			t.Run(c.name, func(t *testing.T) {
				o := newOffice(t, soundCalls...)
				o.furnish()
				o.lang = c.lang
				c.spoil(o)

				out, complaints, exit := o.run("", "sync", "--json")

				wantExit := cli.ExitConfig
				if c.code.Class() != store.ClassConfiguration {
					wantExit = cli.ExitPerson
				} else if !strings.Contains(out, `"paused":"`+string(c.code)+`"`) {
					t.Errorf("report: %s", out)
				}
				if exit != wantExit || !strings.Contains(complaints, c.says) {
					t.Errorf("exit %d, want %d; it says:\n%s", exit, wantExit, complaints)
				}
				o.wantNothingLost()
			})
		}
	})
}

// wantNothingLost demands that no call failed and nothing was sent twice once
// the trouble is over.
func (o *office) wantNothingLost() {
	o.t.Helper()
	o.lang = "en_US.UTF-8"
	o.faults.Set(func(f *sandbox.PortalFaults) { *f = sandbox.PortalFaults{} })
	o.portal.SetScopes("telephony", "disk", "user", "crm")
	o.do("", "settings", "set", "users=")
	o.furnish()
	if report, _ := o.sync(); report.Done != len(soundCalls) || report.Unknown != 0 {
		o.t.Errorf("after the cure: %+v", report)
	}
	o.wantOnce(len(soundCalls))
}

func TestWrongUseAndWrongSettings(t *testing.T) {
	storetest.RunWithKeyring(t, func(t *testing.T) {
		o := newOffice(t)
		o.furnish()
		for _, c := range []struct {
			name string
			args []string
			exit int
			says string
		}{
			{"no such command", []string{"upload"}, cli.ExitUsage, "upload"},
			{"no such flag", []string{"sync", "--fast"}, cli.ExitUsage, "--fast"},
			{"no such state", []string{"calls", "--state", "lost"}, cli.ExitUsage, "lost"},
			{"no such key name", []string{"key", "set", "yandex"}, cli.ExitUsage, "yandex"},
			{"no such setting", []string{"settings", "set", "speechsense.adress=x"}, cli.ExitConfig, "speechsense.adress"},
			{"dates the wrong way round", []string{"settings", "set", "date_from=2026-03-10", "date_to=2026-03-01"}, cli.ExitConfig, "2026"},
			{"plaintext with a key in the cloud", []string{"settings", "set", "speechsense.kind=cloud"}, cli.ExitConfig, "шифрован"},
			{"settings file that is not there", []string{"settings", "import", "nowhere.json"}, cli.ExitPerson, "nowhere.json"},
			{"no webhook", []string{"key", "set", "bitrix24"}, cli.ExitConfig, "ебхук"},
			{"window without a display", nil, cli.ExitPerson, ""},
		} {
			t.Run(c.name, func(t *testing.T) {
				stdin := "https://romashka.bitrix24.kz/crm/\n"
				_, complaints, exit := o.run(stdin, c.args...)
				if exit != c.exit || complaints == "" || !strings.Contains(complaints, c.says) {
					t.Errorf("exit %d, want %d; it says:\n%s", exit, c.exit, complaints)
				}
			})
		}
		if got := o.do("", "settings", "show"); !strings.Contains(got, "speechsense.kind=hybrid") || strings.Contains(got, "date_from=2026") {
			t.Errorf("a refused change was kept:\n%s", got)
		}
	})
}

func TestSecondCopySaysSo(t *testing.T) {
	storetest.RunWithKeyring(t, func(t *testing.T) {
		o := newOffice(t)
		o.furnish()
		first, err := single.Acquire(o.home)
		must(t, err)
		defer func() { must(t, first.Release()) }()

		out, complaints, exit := o.run("", "sync", "--json")

		if exit != cli.ExitConfig || !strings.Contains(out, `"paused":"already_running"`) || complaints == "" {
			t.Errorf("exit %d\n%s%s", exit, out, complaints)
		}
		o.do("", "calls") // reading is possible beside it
	})
}

func TestNoKeyringService(t *testing.T) {
	o := newOffice(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(t.TempDir(), "nobody"))
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())

	_, complaints, exit := o.run(keyCanary, "key", "set", "speechsense")

	if exit != cli.ExitConfig || !strings.Contains(complaints, "gnome-keyring") {
		t.Errorf("exit %d; it says:\n%s", exit, complaints)
	}
	must(t, filepath.WalkDir(o.home, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if bytes.Contains(raw, []byte(keyCanary)) {
			t.Errorf("the key was written to %s", path)
		}
		return err
	}))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

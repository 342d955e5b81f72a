package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"sensedesk/store"
	"sensedesk/sync/drill"
	"sensedesk/ui/cli"
)

// TestDrillKillsThisProgram lets the program do the drill a person presses,
// with itself as the victim.
func TestDrillKillsThisProgram(t *testing.T) {
	const kills = "50"
	t.Setenv("TMPDIR", t.TempDir()) // where the drill makes its folder
	// No keyring answers: a drill that asked for one would stop.
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+t.TempDir()+"/nobody")
	o := &office{t: t, home: t.TempDir(), lang: "ru_RU.UTF-8"}

	out, complaints, exit := o.run("", "drill", "--kills", kills, "--json")

	var r drill.Result
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatalf("exit %d: %v\n%s%s", exit, err, out, complaints)
	}
	t.Logf("%+v", r)
	if exit != cli.ExitDone || r.Lost != 0 || r.Duplicates != 0 || r.Kills != 50 {
		t.Errorf("exit %d\n%s%s", exit, out, complaints)
	}
	if r.Calls != r.Accepted || r.States[string(store.StateDone)] != r.Calls {
		t.Errorf("%d calls, %d accepted, they stand %v", r.Calls, r.Accepted, r.States)
	}
	// A drill in which nothing was ever in doubt proves nothing.
	if r.Found == 0 || len(r.Moments) < 5 || len(r.Faults) < 4 {
		t.Errorf("found again %d; killed at %v; faults %v", r.Found, r.Moments, r.Faults)
	}
	if !strings.Contains(complaints, kills) {
		t.Errorf("no progress is told: %q", complaints)
	}
	left, err := os.ReadDir(os.Getenv("TMPDIR"))
	must(t, err)
	for _, entry := range left {
		t.Errorf("left behind: %s", entry.Name())
	}
	inHome, err := os.ReadDir(o.home)
	must(t, err)
	if len(inHome) != 0 {
		t.Errorf("the person's data folder was touched: %v", inHome)
	}
}

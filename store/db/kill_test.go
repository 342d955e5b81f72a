package db_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"sensedesk/store"
	"sensedesk/store/db"
	"sensedesk/store/storetest"
)

// killEnv names the database the test binary shall write to until it is killed.
const killEnv = "SENSEDESK_TEST_WRITE_UNTIL_KILLED"

func TestMain(m *testing.M) {
	if path := os.Getenv(killEnv); path != "" {
		err := writeUntilKilled(context.Background(), path)
		fmt.Println("stopped:", err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// writeUntilKilled is what TestKilledInTheMiddle kills: it brings call after
// call through its life and says each step once it is durable.
func writeUntilKilled(ctx context.Context, path string) error {
	d, err := db.Open(ctx, path, nil)
	if err != nil {
		return err
	}
	n, _, err := d.Count(ctx, store.CallFilter{})
	for ; err == nil; n++ {
		err = live(ctx, d, storetest.Call(func(c *store.Call) { c.SourceID = fmt.Sprint(n) }))
	}
	return err
}

// live is the life of one call.
func live(ctx context.Context, d *db.DB, c store.Call) error {
	ids, err := d.Receive(ctx, c.Source, c.Account, []store.Call{c}, c.SourceID)
	if err != nil {
		return err
	}
	fmt.Println("step", ids[0], store.StateFound)
	for _, s := range way[store.StateSent] {
		_, err := d.Move(ctx, ids[0], s, func(c *store.Call) {
			switch s {
			case store.StateReady:
				c.Recording = storetest.Recording()
			case store.StateSent:
				c.TalkID = store.TalkID(fmt.Sprint("aud", c.ID))
			}
		})
		if err != nil {
			return err
		}
		fmt.Println("step", ids[0], s)
	}
	err = d.SaveTalk(ctx, ids[0], storetest.Talk(), []byte("raw"), store.StateDone, nil)
	if err == nil {
		fmt.Println("step", ids[0], store.StateDone)
	}
	return err
}

// TestKilledInTheMiddle kills a writer again and again and looks at what it
// left: whatever was said to be stored is stored, and nothing by halves.
func TestKilledInTheMiddle(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "sensedesk.db")
	said := map[store.CallID]store.State{}
	for round := range 6 {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), killEnv+"="+path)
		out, err := cmd.StdoutPipe()
		must(t, err)
		must(t, cmd.Start())
		lines := bufio.NewScanner(out)
		for steps := 0; lines.Scan(); {
			var id store.CallID
			var state store.State
			if n, _ := fmt.Sscanf(lines.Text(), "step %d %s", &id, &state); n != 2 {
				t.Errorf("the writer says %q", lines.Text())
				continue
			}
			said[id] = state
			if steps++; steps == 11+3*round { // every time at another step
				must(t, cmd.Process.Kill()) // SIGKILL; what it still says is read to the end
			}
		}
		if err := cmd.Wait(); err == nil || err.Error() != "signal: killed" {
			t.Fatalf("the writer ended by itself: %v", err)
		}
		lookAfterKill(ctx, t, path, said)
	}
	if len(said) < 6 {
		t.Errorf("only %d calls were written", len(said))
	}
}

// lookAfterKill checks the database and every call in it.
func lookAfterKill(ctx context.Context, t *testing.T, path string, said map[store.CallID]store.State) {
	t.Helper()
	d, err := db.Open(ctx, path, nil)
	must(t, err)
	defer d.Close()
	must(t, d.Sound(ctx))
	calls, err := d.Calls(ctx, store.CallFilter{})
	must(t, err)
	if len(calls) < len(said) {
		t.Errorf("%d calls, but %d were said to be stored", len(calls), len(said))
	}
	last := ""
	for _, c := range calls {
		path := append([]store.State{store.StateFound}, way[store.StateDone]...)
		steps, err := d.History(ctx, c.ID)
		must(t, err)
		before := store.State("")
		for i, s := range steps {
			if s.From != before || s.To != path[i] {
				t.Errorf("call %d: step %d leads from %s to %s, want %s to %s", c.ID, i, s.From, s.To, before, path[i])
			}
			before = s.To
		}
		if before != c.State {
			t.Errorf("call %d is %s, its history ends with %s", c.ID, c.State, before)
		}
		if saidAt, hasAt := at(path, said[c.ID]), at(path, c.State); hasAt < saidAt || hasAt > saidAt+1 {
			t.Errorf("call %d was said to be %s and is %s", c.ID, said[c.ID], c.State)
		}
		_, talkErr := d.Talk(ctx, c.ID)
		_, rawErr := d.RawTalk(ctx, c.ID)
		if done := c.State == store.StateDone; done != (talkErr == nil) || done != (rawErr == nil) || done != (c.Summary != "") {
			t.Errorf("call %d is %s; talk: %v, raw answer: %v, summary %q", c.ID, c.State, talkErr, rawErr, c.Summary)
		}
		if (c.TalkID != "") != (at(path, c.State) >= at(path, store.StateSent)) || (c.Recording != nil) != (at(path, c.State) >= at(path, store.StateReady)) {
			t.Errorf("call %d is %s with talk %q and recording %v", c.ID, c.State, c.TalkID, c.Recording)
		}
		if len(c.SourceID) > len(last) || len(c.SourceID) == len(last) && c.SourceID > last {
			last = c.SourceID
		}
	}
	cp, err := d.Checkpoint(ctx, store.SourceBitrix24, storetest.Account)
	must(t, err)
	if cp != last {
		t.Errorf("checkpoint %s, last call %s", cp, last)
	}
}

// at returns where a state stands on a path; -1 when it does not.
func at(path []store.State, s store.State) int {
	for i, p := range path {
		if p == s {
			return i
		}
	}
	return -1
}

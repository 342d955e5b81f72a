package drill

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	stdsync "sync"
	"time"

	"sensedesk/store"
	engine "sensedesk/sync"
)

// Command is the hidden word the program's own executable is started with to
// be a child.
const Command = "drill-child"

// Child is what a child reads from its standard input, as JSON. It opens the
// data folder with these keys, which it keeps in memory only, saves the
// settings, writes Begun as a line to its standard output, makes one pass that
// waits Wait for results, and writes the engine.Report as JSON. Exit status
// ChildDone, ChildEarly when the pass gave up before its end because of passing troubles,
// ChildFailed when anything else stopped it, which it says on standard error.
type Child struct {
	Home     string         `json:"home"`
	Webhook  string         `json:"webhook"`
	Key      string         `json:"key"`
	Settings store.Settings `json:"settings"`
	Wait     time.Duration  `json:"wait"` // ns
}

// Begun is the line a child writes when its pass begins.
const Begun = "begun"

// Exit statuses of a child. A killed process ends with -1, on Windows with 1.
const (
	ChildDone   = 0
	ChildEarly  = 4
	ChildFailed = 5
)

// killedStatus tells whether a process that was told to die died of it.
func killedStatus(status int) bool { return status == -1 || status == 1 }

// childLimit is how long one pass may take; longer is a hang.
const childLimit = 2 * time.Minute

// child lets the program make one pass and kills it as planned. settled tells
// that it ended by itself and left nothing to be done.
func (d *drill) child(ctx context.Context, p plan) (killed, settled bool, err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, childLimit, errors.New("a pass did not end"))
	defer cancel()
	job, err := json.Marshal(d.scene.job(filepath.Join(d.folder, "data"), p.none()))
	if err != nil {
		return false, false, err
	}
	cmd := exec.CommandContext(ctx, d.o.Program[0], d.o.Program[1:]...)
	cmd.Stdin = bytes.NewReader(job)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return false, false, fmt.Errorf("start a child: %w", err)
	}
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	started := time.Now()
	if err := cmd.Start(); err != nil {
		return false, false, fmt.Errorf("start a child: %w", err)
	}
	v := &victim{kill: cmd.Process.Kill}
	d.scene.watch.begin(p, v.die)
	timer := time.AfterFunc(p.after, v.die)
	if p.none() {
		timer.Stop()
	}
	raw := d.listen(out, started)
	waitErr := cmd.Wait()
	timer.Stop()
	d.scene.watch.end()
	if ctx.Err() != nil {
		return false, false, context.Cause(ctx)
	}
	switch status := cmd.ProcessState.ExitCode(); {
	case v.told() && killedStatus(status):
		return true, false, nil
	case status == ChildDone:
		d.passes++
		var r engine.Report
		if err := json.Unmarshal(raw, &r); err != nil {
			return false, false, fmt.Errorf("read the report of a child: %w", err)
		}
		return false, r.Waiting+r.Unknown+r.Processing == 0 && r.Found >= d.scene.size(), nil
	case status == ChildEarly: // troubles in a row: it comes back, as a scheduled run would
		return false, false, nil
	}
	return false, false, fmt.Errorf("a child ended by itself: %w: %s", waitErr, tail(complaints.Bytes()))
}

// listen reads what a child says: the line that its pass begins, then the report.
func (d *drill) listen(out io.Reader, started time.Time) []byte {
	r := bufio.NewReader(out)
	line, err := r.ReadString('\n')
	if err != nil || line != Begun+"\n" {
		return nil
	}
	d.starts = append(d.starts, time.Since(started))
	d.scene.watch.saw(MomentListing)
	raw, _ := io.ReadAll(r) // of a killed child there is no more
	return raw
}

// tail returns the last part of what a child complained about.
func tail(text []byte) []byte {
	const most = 4 << 10
	return bytes.TrimSpace(text[max(0, len(text)-most):])
}

// victim is a process that may be killed once, from anywhere.
type victim struct {
	kill func() error

	mu   stdsync.Mutex
	done bool
}

// die kills the process without warning.
func (v *victim) die() {
	v.mu.Lock()
	defer v.mu.Unlock()
	if !v.done {
		v.done = v.kill() == nil // else it has ended by itself
	}
}

// told tells whether the process was killed.
func (v *victim) told() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.done
}

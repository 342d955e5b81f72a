package mirror_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"sensedesk/store"
	"sensedesk/store/db"
	"sensedesk/sync/mirror"
	"sensedesk/sync/sandbox"
	"sensedesk/sync/speechsense"
)

// The child process mirrors the service at an address into a database.
const (
	childAddress = "SENSEDESK_TEST_MIRROR_ADDRESS"
	childPath    = "SENSEDESK_TEST_MIRROR_DB"
)

func childRequested() bool { return os.Getenv(childAddress) != "" }

func childMain() {
	if err := childMirror(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

func childMirror() (err error) {
	ctx := context.Background()
	settings := sandboxSettings(os.Getenv(childAddress))
	d, err := db.Open(ctx, os.Getenv(childPath), nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	c, err := speechsense.Dial(speechsense.Options{Settings: settings})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	_, err = mirror.New(mirror.Options{Server: c, Store: d, Now: time.Now, Quota: smallBatches{}, Scope: settings.MirrorScope()}).Run(ctx)
	return err
}

func sandboxSettings(address string) store.SpeechSettings {
	return store.SpeechSettings{
		Kind: store.KindSandbox, Address: address, TLS: store.TLSOff, Auth: "Api-Key",
		ConnectionID: connection, ProjectID: project, Service: "yandex.cloud.speechsense.v1.TalkService",
	}
}

// The process is killed over and over while it mirrors; whatever was under way,
// nothing is missing in the end and nothing was fetched more than twice.
func TestKilledProcess(t *testing.T) {
	const n, kills = some, some / 80
	b := newBed(t, func(o *sandbox.Options) { o.Now, o.Quota = time.Now, false })
	b.close()
	b.clock.t = time.Now()
	b.load(n, 60)
	served := func() (total int) {
		for _, times := range b.service.Served() {
			total += times
		}
		return total
	}
	start := func() (*exec.Cmd, chan error) {
		cmd := exec.CommandContext(t.Context(), os.Args[0])
		cmd.Env = append(os.Environ(), childAddress+"="+b.service.Address(), childPath+"="+b.path)
		cmd.Stderr = t.Output()
		must(t, cmd.Start())
		done := make(chan error, 1)
		go func() { done <- cmd.Wait() }()
		return cmd, done
	}
	for i := range kills {
		cmd, done := start()
		target := served() + 30 + i*7%30 // never as far as the end: see MirrorDue
		var ended error
		for alive := true; alive && served() < target; {
			select {
			case ended = <-done:
				alive = false
				t.Errorf("the process ended by itself: %v", ended)
			case <-time.After(time.Millisecond):
			}
		}
		must(t, cmd.Process.Kill())
		<-done
	}
	_, done := start()
	must(t, <-done)
	b.open()
	b.wantAll(n)
	total := b.wantServed(2)
	t.Logf("%d talks, killed %d times: %d were fetched a second time", n, kills, total-n)
}

// smallBatches is a quota without a limit whose requests are as small as those
// inside the real one.
type smallBatches struct{}

func (smallBatches) Batch(context.Context) int                   { return 18 }
func (smallBatches) Forecast(context.Context, int) time.Duration { return 0 }

package mpris_test

import (
	"bufio"
	"context"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"go.uber.org/goleak"

	"sensedesk/player/mpris"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// remote is a player that remembers what it was told.
type remote struct {
	mu    sync.Mutex
	state mpris.State
	next  int
	shown int
}

func (r *remote) set(f func()) { r.mu.Lock(); defer r.mu.Unlock(); f() }

func (r *remote) State() (st mpris.State) { r.set(func() { st = r.state }); return st }
func (r *remote) Play()                   { r.set(func() { r.state.Playing = true }) }
func (r *remote) Pause()                  { r.set(func() { r.state.Playing = false }) }
func (r *remote) Next()                   { r.set(func() { r.next++ }) }
func (r *remote) SeekTo(at time.Duration) { r.set(func() { r.state.At = at }) }
func (r *remote) SetSpeed(f float64)      { r.set(func() { r.state.Speed = f }) }
func (r *remote) Raise()                  { r.set(func() { r.shown++ }) }

// bus starts a session bus of the test's own and returns its address.
func bus(t *testing.T) string {
	t.Helper()
	cmd := exec.Command("dbus-daemon", "--session", "--nofork", "--print-address=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatalf("this test needs a session bus: install the package dbus-daemon: %v", err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return line[:len(line)-1]
}

// TestDesktopControls does what media keys and the panel do.
func TestDesktopControls(t *testing.T) {
	address := bus(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
	r := &remote{state: mpris.State{Loaded: true, At: 5 * time.Second, Length: time.Minute, Speed: 1, HasNext: true, Identity: "Sensedesk"}}
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- mpris.Serve(ctx, r) }()

	conn, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	const name, face = "org.mpris.MediaPlayer2.sensedesk", "org.mpris.MediaPlayer2.Player"
	signals := make(chan *dbus.Signal, 64)
	if err := conn.AddMatchSignal(dbus.WithMatchObjectPath("/org/mpris/MediaPlayer2")); err != nil {
		t.Fatal(err)
	}
	conn.Signal(signals)
	object := conn.Object(name, "/org/mpris/MediaPlayer2")
	until(t, "the player on the bus", func() bool {
		_, err := object.GetProperty(face + ".PlaybackStatus")
		return err == nil
	})
	call := func(method string, args ...any) {
		t.Helper()
		if err := object.Call(method, 0, args...).Err; err != nil {
			t.Errorf("%s: %v", method, err)
		}
	}
	want := func(key string, value any) {
		t.Helper()
		v, err := object.GetProperty(key)
		if err != nil || v.Value() != value {
			t.Errorf("%s = %v (%v), want %v", key, v, err, value)
		}
	}

	want(face+".PlaybackStatus", "Paused")
	want(face+".Position", int64(5e6))
	want("org.mpris.MediaPlayer2.Identity", "Sensedesk")
	call(face + ".PlayPause")
	want(face+".PlaybackStatus", "Playing")
	told(t, signals, "org.freedesktop.DBus.Properties.PropertiesChanged")
	call(face+".Seek", int64(20e6))
	want(face+".Position", int64(25e6))
	told(t, signals, face+".Seeked")
	call(face+".SetPosition", dbus.ObjectPath("/app/sensedesk/call"), int64(40e6))
	want(face+".Position", int64(40e6))
	call(face+".SetPosition", dbus.ObjectPath("/another"), int64(1e6)) // of a recording that is gone
	want(face+".Position", int64(40e6))
	if err := object.SetProperty(face+".Rate", dbus.MakeVariant(1.5)); err != nil {
		t.Error(err)
	}
	want(face+".Rate", 1.5)
	call(face + ".Next")
	call(face+".Seek", int64(60e6)) // behind the end: the next as well
	call("org.mpris.MediaPlayer2.Raise")
	call(face + ".Stop")
	want(face+".PlaybackStatus", "Paused")
	want(face+".Position", int64(0))
	r.set(func() {
		if r.next != 2 || r.shown != 1 {
			t.Errorf("next %d times, raised %d times", r.next, r.shown)
		}
	})
	if err := object.SetProperty(face+".Position", dbus.MakeVariant(int64(1))); err == nil {
		t.Error("the position could be written")
	}

	cancel()
	if err := <-served; err != nil {
		t.Error(err)
	}
}

// told waits for a signal.
func told(t *testing.T, signals <-chan *dbus.Signal, name string) {
	t.Helper()
	for {
		select {
		case s := <-signals:
			if s.Name == name {
				return
			}
		case <-time.After(20 * time.Second):
			t.Fatalf("waited in vain for %s", name)
		}
	}
}

// until waits for what the bus does in its own time.
func until(t *testing.T, what string, cond func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !cond(); {
		if time.Now().After(end) {
			t.Fatalf("waited in vain for %s", what)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// TestNoBus wants no bus to be started.
func TestNoBus(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	if err := mpris.Serve(context.Background(), &remote{}); err != mpris.ErrNoBus {
		t.Errorf("err = %v", err)
	}
}

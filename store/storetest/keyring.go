//go:build linux

package storetest

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// KeyringPassword unlocks the keyring of RunWithKeyring.
const KeyringPassword = "пароль для проверки"

// insideEnv tells a test binary that it runs beside its own bus.
const insideEnv = "SENSEDESK_TEST_KEYRING"

// keyringPatience is how long daemons may take to start or a keyring to answer;
// it is only ever used up when something is broken.
const keyringPatience = 20 * time.Second

// RunWithKeyring runs body with a secret service of its own: a message bus and a
// gnome-keyring-daemon whose «login» keyring is open, with HOME and all XDG
// folders inside t.TempDir(). The test binary starts itself anew for the one
// test t, because the address of the bus belongs to a process; body runs only
// there, and processes it starts find the same keyring. Both daemons are ended
// with the test. Must be called from a top-level test.
func RunWithKeyring(t *testing.T, body func(t *testing.T)) {
	RunWithBus(t, func(t *testing.T, bus *Bus) {
		bus.StartKeyring(t, KeyringPassword)
		body(t)
	})
}

// RunWithBus is RunWithKeyring with a bus on which nobody offers a secret
// service yet.
func RunWithBus(t *testing.T, body func(t *testing.T, bus *Bus)) {
	t.Helper()
	if os.Getenv(insideEnv) == t.Name() {
		body(t, &Bus{address: os.Getenv("DBUS_SESSION_BUS_ADDRESS")})
		return
	}
	home := t.TempDir()
	env := append(os.Environ(), insideEnv+"="+t.Name(), "HOME="+home, "DISPLAY=", "WAYLAND_DISPLAY=",
		"DBUS_SESSION_BUS_ADDRESS="+startBus(t, home))
	for name, folder := range map[string]string{
		"XDG_DATA_HOME": "data", "XDG_CONFIG_HOME": "config", "XDG_CACHE_HOME": "cache", "XDG_RUNTIME_DIR": "run",
	} {
		path := filepath.Join(home, folder)
		if err := os.Mkdir(path, 0o700); err != nil {
			t.Fatal(err)
		}
		env = append(env, name+"="+path)
	}
	inner := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v", "-test.count=1")
	inner.Env = env
	out, err := inner.CombinedOutput()
	t.Logf("beside its own bus:\n%s", out)
	switch {
	case err != nil:
		t.Fatalf("the test failed beside its own bus: %v", err)
	case !strings.Contains(string(out), "--- PASS: "+t.Name()):
		t.Fatal("the test did not run beside its own bus")
	}
}

// busConfig is a bus without services that start by themselves: a test says who
// is there.
const busConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path=%s</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>`

// startBus starts a message bus that ends with the test and returns its address.
func startBus(t *testing.T, dir string) string {
	t.Helper()
	need(t, "dbus-daemon", "dbus-daemon")
	config := filepath.Join(dir, "bus.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, busConfig, filepath.Join(dir, "bus")), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("dbus-daemon", "--config-file="+config, "--nofork", "--print-address")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	start(t, cmd)
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("dbus-daemon did not say where it listens: %v", err)
	}
	return strings.TrimSpace(line)
}

// Bus is the message bus of a test.
type Bus struct{ address string }

// Connect returns a connection of one's own, closed with the test.
func (b *Bus) Connect(t *testing.T) *dbus.Conn {
	t.Helper()
	c, err := dbus.Connect(b.address)
	if err != nil {
		t.Fatalf("connect to the bus: %v", err)
	}
	t.Cleanup(func() { _ = c.Close() }) // the bus may be gone first
	return c
}

// StartKeyring starts a gnome-keyring-daemon and waits until it is on the bus.
// password opens its «login» keyring, which is made if there is none; with ""
// nothing is opened or made. The function it returns ends the daemon.
func (b *Bus) StartKeyring(t *testing.T, password string) (stop func()) {
	t.Helper()
	need(t, "gnome-keyring-daemon", "gnome-keyring")
	watch := b.Connect(t)
	if err := watch.AddMatchSignal(dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, secretService)); err != nil {
		t.Fatal(err)
	}
	owned := make(chan *dbus.Signal, 8)
	watch.Signal(owned)
	args := []string{"--foreground", "--components=secrets"}
	if password != "" {
		args = append(args, "--unlock")
	}
	cmd := exec.Command("gnome-keyring-daemon", args...)
	cmd.Stdin = strings.NewReader(password)
	stop = start(t, cmd)
	for deadline := time.After(keyringPatience); ; {
		select {
		case s := <-owned:
			if s != nil && s.Name == "org.freedesktop.DBus.NameOwnerChanged" && s.Body[0] == secretService && s.Body[2] != "" {
				return stop
			}
		case <-deadline:
			t.Fatal("gnome-keyring-daemon did not come to the bus")
		}
	}
}

// secretService is the name under which a keyring is on the bus.
const secretService = "org.freedesktop.secrets"

// need fails the test with the name of the package a missing tool is in.
func need(t *testing.T, tool, debianPackage string) {
	t.Helper()
	if _, err := exec.LookPath(tool); err != nil {
		t.Fatalf("this test needs %s: install the package %s", tool, debianPackage)
	}
}

// start starts a daemon and ends it with the test, or earlier by stop.
func start(t *testing.T, cmd *exec.Cmd) (stop func()) {
	t.Helper()
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
			t.Errorf("end %s: %v", cmd.Path, err)
		}
		_ = cmd.Wait() // says that it was killed
		if t.Failed() {
			t.Logf("%s said:\n%s", cmd.Path, &said)
		}
	}
	t.Cleanup(stop)
	return stop
}

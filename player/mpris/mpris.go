// Package mpris lets the desktop of Linux control the player: media keys,
// headset buttons, the lock screen and the panel speak MPRIS
// (specifications.freedesktop.org/mpris-spec, version 2.2) over the session bus.
//
// What is played has no name there: a lock screen is read by anybody, and who
// called whom is nobody's business.
package mpris

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/godbus/dbus/v5"
)

// State is what the desktop shows.
type State struct {
	Loaded   bool // there is a recording to play
	Playing  bool
	At       time.Duration
	Length   time.Duration
	Speed    float64 // 1 = as recorded
	HasNext  bool
	Identity string // name of the program
}

// Remote is what is controlled. Its methods come from goroutines of the bus and
// must not wait.
type Remote interface {
	State() State
	Play()
	Pause()
	Next()
	SeekTo(at time.Duration)
	SetSpeed(factor float64)
	Raise() // show the window
}

// Bounds of the speed, as the player has them.
const slowest, fastest = 0.5, 3.0

const (
	name       = "org.mpris.MediaPlayer2.sensedesk"
	path       = dbus.ObjectPath("/org/mpris/MediaPlayer2")
	rootFace   = "org.mpris.MediaPlayer2"
	playerFace = "org.mpris.MediaPlayer2.Player"
	propsFace  = "org.freedesktop.DBus.Properties"
	track      = dbus.ObjectPath("/app/sensedesk/call")
	noTrack    = dbus.ObjectPath("/org/mpris/MediaPlayer2/TrackList/NoTrack")
)

// ErrNoBus is what Serve returns where there is no session bus. None is started.
var ErrNoBus = errors.New("no session bus")

// lookEvery is how often changes are looked for and told; positions are asked
// for by whoever shows them.
const lookEvery = 300 * time.Millisecond

// Serve answers the desktop until ctx ends.
func Serve(ctx context.Context, r Remote) error {
	address := os.Getenv("DBUS_SESSION_BUS_ADDRESS")
	if address == "" {
		socket := filepath.Join(os.Getenv("XDG_RUNTIME_DIR"), "bus")
		if _, err := os.Stat(socket); err != nil || !filepath.IsAbs(socket) {
			return ErrNoBus
		}
		address = "unix:path=" + socket
	}
	conn, err := dbus.Connect(address)
	if err != nil {
		return fmt.Errorf("reach the session bus: %w", err)
	}
	defer conn.Close() // nothing is to be saved
	s := &server{remote: r, conn: conn}
	if err := s.export(); err != nil {
		return err
	}
	s.watch(ctx)
	return nil
}

// export puts the player on the bus under its name, or under one with the
// number of the process when another copy has that.
func (s *server) export() error {
	for face, object := range map[string]any{rootFace: root{s}, playerFace: controls{s}, propsFace: properties{s}} {
		if err := s.conn.ExportWithMap(object, map[string]string{"SeekBy": "Seek"}, path, face); err != nil {
			return fmt.Errorf("offer the player on the bus: %w", err)
		}
	}
	for _, n := range []string{name, name + ".instance" + strconv.Itoa(os.Getpid())} {
		reply, err := s.conn.RequestName(n, dbus.NameFlagDoNotQueue)
		if err != nil {
			return fmt.Errorf("take a name on the bus: %w", err)
		}
		if reply == dbus.RequestNameReplyPrimaryOwner {
			return nil
		}
	}
	return errors.New("take a name on the bus: it is taken")
}

// server is the player on the bus.
type server struct {
	remote Remote
	conn   *dbus.Conn
}

// watch tells the bus what has changed.
func (s *server) watch(ctx context.Context) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	last := s.remote.State()
	at := time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.conn.Context().Done(): // the bus has gone
			return
		case <-tick.C:
		}
		now, looked := s.remote.State(), time.Now()
		if now == last && !now.Playing { // most of a day
			at = looked
			continue
		}
		before, after := playerProps(last), playerProps(now)
		changed := map[string]dbus.Variant{}
		for key, v := range after {
			if key != "Position" && v.String() != before[key].String() {
				changed[key] = v
			}
		}
		if len(changed) > 0 {
			_ = s.conn.Emit(path, propsFace+".PropertiesChanged", playerFace, changed, []string{}) // whoever listens asks again
		}
		expected := last.At
		if last.Playing {
			expected += time.Duration(float64(looked.Sub(at)) * last.Speed)
		}
		if now.Loaded && (now.At-expected).Abs() > time.Second {
			_ = s.conn.Emit(path, playerFace+".Seeked", now.At.Microseconds())
		}
		last, at = now, looked
	}
}

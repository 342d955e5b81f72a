package mpris

import (
	"time"

	"github.com/godbus/dbus/v5"
)

// root is the interface org.mpris.MediaPlayer2.
type root struct{ s *server }

// Raise shows the window.
func (r root) Raise() *dbus.Error {
	r.s.remote.Raise()
	return nil
}

// Quit does nothing: closing may have something to ask, and CanQuit says so.
func (r root) Quit() *dbus.Error { return nil }

func rootProps(st State) map[string]dbus.Variant {
	return variants(map[string]any{
		"CanQuit": false, "CanRaise": true, "HasTrackList": false, "Identity": st.Identity, "DesktopEntry": "sensedesk",
		"SupportedUriSchemes": []string{}, "SupportedMimeTypes": []string{},
	})
}

// controls is the interface org.mpris.MediaPlayer2.Player.
type controls struct{ s *server }

// Play plays on.
func (c controls) Play() *dbus.Error {
	if c.s.remote.State().Loaded {
		c.s.remote.Play()
	}
	return nil
}

// Pause pauses.
func (c controls) Pause() *dbus.Error {
	c.s.remote.Pause()
	return nil
}

// PlayPause does the other of the two.
func (c controls) PlayPause() *dbus.Error {
	if c.s.remote.State().Playing {
		return c.Pause()
	}
	return c.Play()
}

// Stop pauses and goes to the beginning.
func (c controls) Stop() *dbus.Error {
	c.s.remote.Pause()
	c.s.remote.SeekTo(0)
	return nil
}

// Next opens the next call.
func (c controls) Next() *dbus.Error {
	if c.s.remote.State().HasNext {
		c.s.remote.Next()
	}
	return nil
}

// Previous goes to the beginning of the call, as players do.
func (c controls) Previous() *dbus.Error {
	c.s.remote.SeekTo(0)
	return nil
}

// SeekBy is the specification's Seek: it moves by so many microseconds; behind
// the end it means Next.
func (c controls) SeekBy(by int64) *dbus.Error {
	st := c.s.remote.State()
	to := st.At + time.Duration(by)*time.Microsecond
	if to > st.Length {
		return c.Next()
	}
	c.s.remote.SeekTo(max(0, to))
	return nil
}

// SetPosition goes to a place, microseconds, unless another recording is
// playing by now.
func (c controls) SetPosition(of dbus.ObjectPath, at int64) *dbus.Error {
	to := time.Duration(at) * time.Microsecond
	if st := c.s.remote.State(); of == track && to >= 0 && to <= st.Length {
		c.s.remote.SeekTo(to)
	}
	return nil
}

// OpenUri is for players of anything; this one plays calls.
func (c controls) OpenUri(string) *dbus.Error {
	return dbus.NewError("org.freedesktop.DBus.Error.NotSupported", nil)
}

func playerProps(st State) map[string]dbus.Variant {
	status, id := "Stopped", noTrack
	meta := map[string]dbus.Variant{}
	if st.Loaded {
		status, id = "Paused", track
		meta["mpris:length"] = dbus.MakeVariant(st.Length.Microseconds())
		meta["xesam:title"] = dbus.MakeVariant(st.Identity)
	}
	if st.Playing {
		status = "Playing"
	}
	meta["mpris:trackid"] = dbus.MakeVariant(id)
	return variants(map[string]any{
		"PlaybackStatus": status, "Rate": st.Speed, "MinimumRate": slowest, "MaximumRate": fastest, "Metadata": meta, "Volume": 1.0,
		"Position": st.At.Microseconds(), "CanGoNext": st.HasNext, "CanGoPrevious": st.Loaded, "CanPlay": st.Loaded, "CanPause": st.Loaded,
		"CanSeek": st.Loaded, "CanControl": true,
	})
}

func variants(values map[string]any) map[string]dbus.Variant {
	out := make(map[string]dbus.Variant, len(values))
	for key, v := range values {
		out[key] = dbus.MakeVariant(v)
	}
	return out
}

// properties is the interface org.freedesktop.DBus.Properties.
type properties struct{ s *server }

func (p properties) of(face string) map[string]dbus.Variant {
	switch face {
	case rootFace:
		return rootProps(p.s.remote.State())
	case playerFace:
		return playerProps(p.s.remote.State())
	}
	return nil
}

// Get returns one property.
func (p properties) Get(face, key string) (dbus.Variant, *dbus.Error) {
	if v, ok := p.of(face)[key]; ok {
		return v, nil
	}
	return dbus.Variant{}, dbus.NewError("org.freedesktop.DBus.Error.UnknownProperty", nil)
}

// GetAll returns all of them.
func (p properties) GetAll(face string) (map[string]dbus.Variant, *dbus.Error) {
	if all := p.of(face); all != nil {
		return all, nil
	}
	return nil, dbus.NewError("org.freedesktop.DBus.Error.UnknownInterface", nil)
}

// Set changes the speed; 0 means a pause, as the specification has it. Nothing
// else can be changed; a volume is ignored, the parties have their own.
func (p properties) Set(face, key string, v dbus.Variant) *dbus.Error {
	if face != playerFace || key != "Rate" && key != "Volume" {
		return dbus.NewError("org.freedesktop.DBus.Error.PropertyReadOnly", nil)
	}
	factor, ok := v.Value().(float64)
	switch {
	case !ok:
		return dbus.NewError("org.freedesktop.DBus.Error.InvalidArgs", nil)
	case key == "Volume":
	case factor == 0:
		p.s.remote.Pause()
	case factor >= slowest && factor <= fastest:
		p.s.remote.SetSpeed(factor)
	}
	return nil
}

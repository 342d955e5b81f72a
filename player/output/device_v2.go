//go:build beepv2

package output

import (
	"errors"
	"fmt"
	"sync"

	"github.com/gopxl/beep/v2"
	"github.com/gopxl/beep/v2/speaker"

	"sensedesk/player"
)

// latencyFrames is how long before it is heard a burst of pulls begins:
// measured on the real ALSA path, one buffer for gopxl/beep over oto 3.
const latencyFrames = bufferFrames

// ErrInUse is what Speaker returns while a sink of it is not closed.
var ErrInUse = errors.New("the sound device is in use")

// device is the one sound device of the process. Its context cannot be closed
// nor made a second time (ebitengine/oto #149), and a machine without a device
// is no error but a device that never takes anything (#291): the guards notice.
var device struct {
	mu            sync.Mutex
	inUse, opened bool
}

var _ beep.Streamer = (*sink)(nil)

// attach opens the device, if need be, and returns what plays a sink on it. One
// that was lost is tried again: where the system moves sound to another device
// it goes on, else the guards notice once more.
func attach() (play func(*sink), err error) {
	device.mu.Lock()
	defer device.mu.Unlock()
	if device.inUse {
		return nil, ErrInUse
	}
	if !device.opened {
		if err := speaker.Init(player.Rate, bufferFrames); err != nil {
			return nil, fmt.Errorf("open sound device: %w", err)
		}
		device.opened = true
	}
	device.inUse = true
	return func(s *sink) { speaker.Play(s) }, nil
}

// detach lets the device go.
func detach(bool) {
	device.mu.Lock()
	defer device.mu.Unlock()
	device.inUse = false
}

//go:build !beepv2

package output

import (
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/faiface/beep"
	"github.com/faiface/beep/speaker"
	"github.com/hajimehoshi/oto"

	"sensedesk/player"
)

// latencyFrames is how long before it is heard a burst of pulls begins:
// measured on the real ALSA path, three buffers for faiface/beep over oto 1.
const latencyFrames = 3 * bufferFrames

// ErrInUse is what Speaker returns while a sink of it is not closed.
var ErrInUse = errors.New("the sound device is in use")

// device is the one sound device of the process, which belongs to the libraries
// and not to us.
//
// beep's speaker is initialised once: a second time can deadlock or crash
// (faiface/beep #115, #146), and so can closing it after a loss, as oto has then
// closed the device itself and would do so twice. A device that was lost is
// therefore opened anew below beep, through oto, which by then holds none.
var device struct {
	mu     sync.Mutex
	inUse  bool
	lost   bool
	opened bool
	again  *again // the newest device opened after a loss
}

var _ beep.Streamer = (*sink)(nil)

// attach opens the device, if need be, and returns what plays a sink on it.
func attach() (play func(*sink), err error) {
	d := &device
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case d.inUse:
		return nil, ErrInUse
	case !d.opened:
		if err := speaker.Init(player.Rate, bufferFrames); err != nil {
			return nil, fmt.Errorf("open sound device: %w", err)
		}
		d.opened = true
	case d.lost:
		found, held, err := reopen()
		if err != nil {
			return nil, err
		}
		if !held {
			d.again = found
		} // else it only stood still: perhaps it goes on, and if not that is noticed again
		d.lost = false
	}
	d.inUse = true
	if d.again != nil {
		return d.again.play, nil
	}
	return func(s *sink) { speaker.Play(s) }, nil
}

// detach lets the device go.
func detach(lost bool) {
	device.mu.Lock()
	defer device.mu.Unlock()
	device.inUse, device.lost = false, device.lost || lost
}

// again is a device opened after a loss.
type again struct {
	player *oto.Player
	sink   atomic.Pointer[sink]
}

// reopen opens the device after a loss. held says that oto did not give the old
// one up.
func reopen() (a *again, held bool, err error) {
	defer func() {
		if recover() != nil { // how oto says that there is one already
			a, held, err = nil, true, nil
		}
	}()
	context, err := oto.NewContext(player.Rate, 2, 2, bufferFrames*4)
	if err != nil {
		return nil, false, fmt.Errorf("open sound device again: %w", err)
	}
	a = &again{player: context.NewPlayer()}
	go a.run() // as long as the device lives, like the speaker's own
	return a, false, nil
}

func (a *again) play(s *sink) { a.sink.Store(s) }

// run gives the device its sound until that is lost.
func (a *again) run() {
	samples := make([][2]float64, bufferFrames)
	buf := make([]byte, 4*bufferFrames)
	for {
		s := a.sink.Load()
		if s == nil {
			clear(samples)
		} else {
			s.Stream(samples)
		}
		for i, f := range samples {
			binary.LittleEndian.PutUint16(buf[4*i:], uint16(int16(f[0]*(1<<15-1))))
			binary.LittleEndian.PutUint16(buf[4*i+2:], uint16(int16(f[1]*(1<<15-1))))
		}
		if _, err := a.player.Write(buf); err != nil {
			if s := a.sink.Load(); s != nil {
				s.report(fmt.Errorf("play sound: %w", err))
			}
			return
		}
	}
}

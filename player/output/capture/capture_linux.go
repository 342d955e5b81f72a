package capture

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sort"
	"sync"
	"syscall"
	"time"
)

// Rate is the rate of what is captured, Hz; two channels of 16 bits.
const Rate = 48000

const (
	frameBytes = 4
	piece      = 5 * time.Millisecond // read at a time
	pipeBytes  = 4096                 // the default 64 kB would add a third of a second of delay
	setPipe    = 1031                 // F_SETPIPE_SZ of linux/fcntl.h
	lateBy     = 20 * time.Millisecond
)

// config sends ALSA's default device to the FIFO named by CALL_CAPTURE.
const config = `pcm.!default {
  type plug
  slave { pcm "cap" format S16_LE channels 2 rate 48000 }
}
pcm.cap {
  type file
  slave.pcm "nul"
  file { @func getenv vars [ CALL_CAPTURE ] default "/dev/null" }
  format "raw"
}
pcm.nul { type null }
ctl.!default { type null }
`

// Capture is a running capture.
type Capture struct {
	conf, fifo string
	fd         int
	stop       chan struct{}
	done       sync.WaitGroup

	mu     sync.Mutex
	frames [][2]int16
	stamps []stamp
	failed error
}

// stamp says when a frame was heard.
type stamp struct {
	frame int
	at    time.Time
	late  time.Duration // by which the piece that begins there was read too late
}

// Start makes a FIFO in dir and begins to listen. The caller ends it with Stop.
func Start(dir string) (*Capture, error) {
	c := &Capture{conf: filepath.Join(dir, "capture.conf"), fifo: filepath.Join(dir, "capture.fifo"), stop: make(chan struct{})}
	if err := os.WriteFile(c.conf, []byte(config), 0o600); err != nil {
		return nil, fmt.Errorf("start capture: %w", err)
	}
	if err := syscall.Mkfifo(c.fifo, 0o600); err != nil {
		return nil, fmt.Errorf("start capture: make fifo: %w", err)
	}
	// A reader has to be there first: the program's open waits for one.
	fd, err := syscall.Open(c.fifo, syscall.O_RDONLY|syscall.O_NONBLOCK|syscall.O_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("start capture: open fifo: %w", err)
	}
	if _, _, errno := syscall.Syscall(syscall.SYS_FCNTL, uintptr(fd), setPipe, pipeBytes); errno != 0 {
		_ = syscall.Close(fd)
		return nil, fmt.Errorf("start capture: make the pipe small: %w", errno)
	}
	c.fd = fd
	c.done.Go(c.listen)
	return c, nil
}

// Env returns what the environment of the program under test must hold besides.
func (c *Capture) Env() []string {
	return []string{"ALSA_CONFIG_PATH=" + c.conf, "CALL_CAPTURE=" + c.fifo}
}

// listen reads at the pace of a device.
func (c *Capture) listen() {
	runtime.LockOSThread() // for ever: the thread ends with this goroutine
	realTime()
	buf := make([]byte, int(piece.Seconds()*Rate)*frameBytes)
	var due time.Time // when the next piece has been heard
	have := 0
	for {
		select {
		case <-c.stop:
			return
		default:
		}
		n, err := syscall.Read(c.fd, buf[have:])
		if err != nil && err != syscall.EAGAIN && err != syscall.EINTR {
			c.fail(fmt.Errorf("read fifo: %w", err))
			return
		}
		if n <= 0 { // nobody writes yet, or the program is late, or it has ended
			sleepUntil(time.Now().Add(time.Millisecond))
			continue
		}
		if have += n; have < len(buf) {
			continue
		}
		now := time.Now()
		late := now.Sub(due)
		if due.IsZero() || now.Sub(due) > lateBy { // begin, or begin anew after a hole
			due = now
		}
		c.add(buf, due, late)
		have = 0
		due = due.Add(piece)
		sleepUntil(due)
	}
}

func (c *Capture) fail(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.failed = err
}

func (c *Capture) add(b []byte, at time.Time, late time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stamps = append(c.stamps, stamp{frame: len(c.frames), at: at, late: late})
	for ; len(b) >= frameBytes; b = b[frameBytes:] {
		c.frames = append(c.frames, [2]int16{int16(binary.LittleEndian.Uint16(b)), int16(binary.LittleEndian.Uint16(b[2:]))})
	}
}

// Len returns how many frames were heard so far.
func (c *Capture) Len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.frames)
}

// Frames returns what was heard so far, left and right.
func (c *Capture) Frames() [][2]int16 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([][2]int16(nil), c.frames...)
}

// When returns the wall time at which frame n was heard, or the zero time when
// it was not.
func (c *Capture) When(n int) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if n < 0 || n >= len(c.frames) {
		return time.Time{}
	}
	s := c.stamps[sort.Search(len(c.stamps), func(i int) bool { return c.stamps[i].frame > n })-1]
	return s.at.Add(time.Duration(n-s.frame) * time.Second / Rate)
}

// At returns the number of the frame heard at a wall time.
func (c *Capture) At(t time.Time) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := sort.Search(len(c.stamps), func(i int) bool { return c.stamps[i].at.After(t) }) - 1
	if i < 0 {
		return 0
	}
	s := c.stamps[i]
	return min(s.frame+int(t.Sub(s.at).Seconds()*Rate), len(c.frames))
}

// Punctual tells whether the capture was a device from a quarter of a second
// before t on, which is as long as a player may take to notice that it was late:
// it read every piece within 3 ms of its time. On a busy machine it waits for its
// turn, which no sound card does, or for the player, of which a sound card has
// 100 ms and more in store and the pipe 21; what is measured then says nothing
// of the player.
func (c *Capture) Punctual(t time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := sort.Search(len(c.stamps), func(i int) bool { return c.stamps[i].at.After(t.Add(piece)) }) - 1
	for ; i >= 0 && t.Sub(c.stamps[i].at) < 250*time.Millisecond; i-- {
		if c.stamps[i].late > 3*time.Millisecond {
			return false
		}
	}
	return true
}

// Stop ends listening; what was heard stays. It returns what went wrong.
func (c *Capture) Stop() error {
	close(c.stop)
	c.done.Wait()
	_ = syscall.Close(c.fd) // only read from
	return c.failed
}

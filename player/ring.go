package player

import "sync/atomic"

// ring carries frames from one writing goroutine to one reading goroutine
// without a lock.
type ring struct {
	buf  [][2]float32 // length is a power of two
	head atomic.Int64 // frames read so far
	tail atomic.Int64 // frames written so far
}

// ringFrames is the room of a ring: a third of a second at Rate.
const ringFrames = 1 << 14

func newRing() *ring { return &ring{buf: make([][2]float32, ringFrames)} }

// free returns how many frames can be written.
func (r *ring) free() int { return len(r.buf) - int(r.tail.Load()-r.head.Load()) }

// write copies as much of src as there is room for.
func (r *ring) write(src [][2]float32) int {
	n := min(len(src), r.free())
	at := int(r.tail.Load()) & (len(r.buf) - 1)
	m := copy(r.buf[at:], src[:n])
	copy(r.buf, src[m:n])
	r.tail.Add(int64(n))
	return n
}

// read copies as much as there is into dst.
func (r *ring) read(dst [][2]float32) int {
	n := min(len(dst), int(r.tail.Load()-r.head.Load()))
	at := int(r.head.Load()) & (len(r.buf) - 1)
	m := copy(dst[:n], r.buf[at:])
	copy(dst[m:n], r.buf)
	r.head.Add(int64(n))
	return n
}

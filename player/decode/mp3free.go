package decode

// Free format (ISO/IEC 11172-3 §2.4.2.3): the header names no bit rate, and every
// frame has the same length but for its padding. The length is that from a frame
// to the next one with such a header, and a third must stand where it says.

// maxFree is longer than a frame of the highest bit rate encoders make, 640 kbit/s,
// at the lowest sampling rate, bytes.
const maxFree = 6 << 10

// freeSize returns the length without padding, bytes, of the frames of free format
// of which b begins with the first, or 0 when no others follow. b should reach over
// three of them; at the end of a file two do.
func freeSize(b []byte) int {
	h := headerAt(b, 0)
	if !h.valid() || !h.free() || h.layer() != layer3 {
		return 0
	}
	for d := h.overhead() + 1; d <= maxFree && d+mp3HeaderSize <= len(b); d++ {
		if b[d] != 0xff {
			continue
		}
		second := headerAt(b, d)
		if !second.valid() || !second.sameFree(h) {
			continue
		}
		size := d - h.padding()
		third := d + size + second.padding()
		if third == len(b) {
			return size
		}
		if o := headerAt(b, third); o.valid() && o.sameFree(h) {
			return size
		}
	}
	return 0
}

// extendFree is extend for a stream of free format. No other decoder's rule is to
// be kept here; a frame is one that fits the stream and is followed by another
// that does, or stands where the one before it ended.
func (x *mp3Index) extendFree(n int) error {
	for len(x.starts) <= n && !x.whole {
		b, err := x.peek(x.next, mp3HeaderSize)
		if err != nil {
			return err
		}
		if len(b) < mp3HeaderSize {
			x.whole = true
			return nil
		}
		h := headerAt(b, 0)
		if !h.valid() || !h.sameFree(x.first) {
			x.next++
			continue
		}
		size := x.sizeOf(h)
		ok, err := x.confirmed(h, x.next)
		if err != nil {
			return err
		}
		if !ok && !(x.next == x.ended && x.next+int64(size) <= x.size) {
			x.next++
			continue
		}
		x.packets++
		x.add(h, x.next, size)
		x.next += int64(size)
		x.ended = x.next
	}
	return nil
}

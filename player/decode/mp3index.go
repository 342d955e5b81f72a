package decode

import (
	"errors"
	"fmt"
	"io"
)

// mp3Index knows where every frame of a Layer III stream begins. It is found by
// walking the headers once, forward, as far as asked.
//
// A frame is one whose header fits the stream and is followed by another that
// does, or by the end of the file; anything else is junk and is stepped over
// byte by byte, as ffmpeg does.
type mp3Index struct {
	r     io.ReaderAt
	size  int64 // bytes of the file
	first mp3Header
	tag   mp3Tag

	starts []int64 // offset of each frame found, bytes; the tag's own frame is not one
	sizes  []uint16
	next   int64 // where the walk goes on
	whole  bool  // the end was reached

	window   []byte // bytes [windowAt, windowAt+len) of the file
	windowAt int64
}

const (
	indexWindow = 128 << 10 // bytes read at a time
	indexBehind = 4 << 10   // more than the longest frame
	maxJunk     = 4 << 20   // bytes in front of the first frame; no recorder writes more
)

func newMP3Index(r io.ReaderAt, size int64) (*mp3Index, error) {
	x := &mp3Index{r: r, size: size, window: make([]byte, 0, indexWindow)}
	if err := x.skipTags(); err != nil {
		return nil, err
	}
	if err := x.findFirst(); err != nil {
		return nil, err
	}
	return x, nil
}

// peek returns n bytes at offset at, fewer at the end of the file. They are
// valid until the next call.
func (x *mp3Index) peek(at int64, n int) ([]byte, error) {
	if at >= x.size {
		return nil, nil
	}
	if at < x.windowAt || at+int64(n) > x.windowAt+int64(len(x.window)) {
		// A little is kept behind: a header that proves false is looked at again.
		x.windowAt = max(0, at-indexBehind)
		got, err := x.r.ReadAt(x.window[:min(int64(cap(x.window)), x.size-x.windowAt)], x.windowAt)
		x.window = x.window[:got]
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("read mp3: %w", err)
		}
	}
	b := x.window[min(at-x.windowAt, int64(len(x.window))):]
	return b[:min(n, len(b))], nil
}

// skipTags steps over ID3v2 tags in front; there may be several.
func (x *mp3Index) skipTags() error {
	for {
		b, err := x.peek(x.next, 10)
		if err != nil {
			return err
		}
		if len(b) < 10 || string(b[:3]) != "ID3" {
			return nil
		}
		n := int64(b[6]&0x7f)<<21 | int64(b[7]&0x7f)<<14 | int64(b[8]&0x7f)<<7 | int64(b[9]&0x7f)
		if b[5]&0x10 != 0 {
			n += 10 // footer
		}
		x.next += 10 + n
	}
}

// findFirst finds the frame the stream begins with and its tag.
func (x *mp3Index) findFirst() error {
	end := min(x.size, x.next+maxJunk)
	for at := x.next; at+mp3HeaderSize <= end; at++ {
		b, err := x.peek(at, mp3HeaderSize)
		if err != nil {
			return err
		}
		if len(b) < mp3HeaderSize {
			break
		}
		h := headerAt(b, 0)
		if !h.valid() {
			continue
		}
		ok, err := x.confirmed(h, at)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if h.layer() != layer3 {
			return &Unsupported{Format: "MPEG Layer II"}
		}
		x.first, x.next = h, at
		b, err = x.peek(at, h.size())
		if err != nil {
			return err
		}
		if x.tag = parseMP3Tag(b); x.tag.present {
			x.next = at + int64(h.size())
		}
		return nil
	}
	return ErrNotSound
}

// confirmed tells whether h at offset at is a frame: where it ends another one
// begins, or the file or its closing tags do.
func (x *mp3Index) confirmed(h mp3Header, at int64) (bool, error) {
	n := h.size()
	if n <= h.overhead() {
		return false, nil
	}
	end := at + int64(n)
	if end >= x.size {
		return end == x.size, nil // a cut last frame cannot be decoded
	}
	b, err := x.peek(end, 8)
	if err != nil {
		return false, err
	}
	if len(b) >= 3 && (string(b[:3]) == "TAG" || string(b[:3]) == "ID3") || len(b) == 8 && string(b) == "APETAGEX" {
		return true, nil
	}
	next := headerAt(b, 0)
	return next.valid() && next.same(h), nil
}

// extend walks on until frame n is known or the stream ends, and tells whether
// n is known.
func (x *mp3Index) extend(n int) (bool, error) {
	for len(x.starts) <= n && !x.whole {
		b, err := x.peek(x.next, mp3HeaderSize)
		if err != nil {
			return false, err
		}
		if len(b) < mp3HeaderSize {
			x.whole = true
			break
		}
		h := headerAt(b, 0)
		if !h.valid() || !h.same(x.first) {
			x.next++
			continue
		}
		ok, err := x.confirmed(h, x.next)
		if err != nil {
			return false, err
		}
		if !ok && !x.lastBeforeJunk(h) {
			x.next++
			continue
		}
		x.starts = append(x.starts, x.next)
		x.sizes = append(x.sizes, uint16(h.size()))
		x.next += int64(h.size())
	}
	return len(x.starts) > n, nil
}

// lastBeforeJunk accepts a frame that stands exactly where the one before it
// ended, although junk follows: its own bytes are whole.
func (x *mp3Index) lastBeforeJunk(h mp3Header) bool {
	n := len(x.starts)
	return n > 0 && x.starts[n-1]+int64(x.sizes[n-1]) == x.next && h.size() > h.overhead() && x.next+int64(h.size()) <= x.size
}

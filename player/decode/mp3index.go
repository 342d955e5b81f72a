package decode

import (
	"errors"
	"fmt"
	"io"

	"sensedesk/player/mp3"
)

// mp3Index knows where every frame of a Layer III stream begins. It is found by
// walking the headers once, forward, as far as asked.
//
// What counts as a frame is ffmpeg's rule, so that a damaged recording has the
// length there that it has here (libavcodec's mpegaudio_parser and decoder): a
// header of any kind ends what is before it and is followed by as many bytes as it
// says, whatever they are. Bytes in front of a header other than zeroes spoil the
// frame behind them: it gives no sound, and takes no time.
type mp3Index struct {
	r     io.ReaderAt
	size  int64 // bytes of the file
	first mp3Header
	free  int // bytes of a frame of free format without its padding; 0 for other streams
	tag   mp3Tag

	starts  []int64 // offset of each frame found, bytes; the tag's own frame is not one
	sizes   []uint16
	runs    []mp3Run
	packets int64 // frames found, spoilt ones too
	next    int64 // where the walk goes on
	ended   int64 // where the last frame of a free format ended
	whole   bool  // the end was reached

	rate  int   // Hz, of the last frame added
	end   int64 // of the sound so far, at the first rate
	began int64 // where the sound at the present rate began
	taken int64 // frames of it so far, at that rate

	window   []byte // bytes [windowAt, windowAt+len) of the file
	windowAt int64
}

const (
	indexWindow = 128 << 10 // bytes read at a time
	indexBehind = 8 << 10   // more than the longest frame
	maxOverhead = 38        // bytes of a header, a check sum and side information
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
		if !h.valid() || h.layer() == layer1 {
			continue
		}
		if h.free() {
			around, err := x.peek(at, 3*maxFree)
			if err != nil {
				return err
			}
			x.free = freeSize(around)
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
		x.first, x.next, x.ended = h, at, at
		b, err = x.peek(at, x.sizeOf(h))
		if err != nil {
			return err
		}
		if x.tag = parseMP3Tag(b); x.tag.present {
			x.next += int64(x.sizeOf(h))
			x.ended = x.next
		}
		return nil
	}
	return ErrNotSound
}

// sizeOf returns the bytes of a whole frame, 0 when they cannot be told.
func (x *mp3Index) sizeOf(h mp3Header) int {
	if h.free() && x.free > 0 {
		return x.free + h.padding()
	}
	return h.size()
}

// confirmed tells whether h at offset at is a frame: where it ends another one
// begins, or the file or its closing tags do.
func (x *mp3Index) confirmed(h mp3Header, at int64) (bool, error) {
	n := x.sizeOf(h)
	if n <= h.overhead() {
		return false, nil
	}
	end := at + int64(n)
	if end >= x.size {
		return end == x.size, nil
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
	if x.free > 0 {
		err := x.extendFree(n)
		return len(x.starts) > n, err
	}
	for len(x.starts) <= n && !x.whole {
		spoilt := false
		var h mp3Header
		at := x.next
		for ; ; at++ {
			b, err := x.peek(at, mp3HeaderSize)
			if err != nil {
				return false, err
			}
			if len(b) < mp3HeaderSize {
				x.whole = true
				return false, nil
			}
			if h = headerAt(b, 0); h.valid() && h.size() > 0 {
				break
			}
			spoilt = spoilt || b[0] != 0
		}
		x.next = at + int64(h.size())
		x.packets++
		if spoilt {
			continue
		}
		head, err := x.peek(at, maxOverhead)
		if err != nil {
			return false, err
		}
		if h.layer() == layer3 && mp3.Contradicts(head) {
			continue
		}
		x.add(h, at, int(min(int64(h.size()), x.size-at)))
	}
	return len(x.starts) > n, nil
}

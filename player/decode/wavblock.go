package decode

import (
	"errors"
	"fmt"
	"io"
)

// blocks is how the compressed kinds of WAV lie in the file: blocks of equal
// length, each of so many frames.
type blocks struct {
	bytes, frames int
	channels      int
	preroll       int // blocks a decoder needs to hear before the one wanted
	tail          func(n int) int
	decode        func(b []byte, out []int16) // 16-bit samples of all channels, frame by frame
	reset         func()
}

// blocksOf returns the layout of a compressed WAV, or nil for what is not one
// or cannot be.
func blocksOf(h wavHeader) *blocks {
	switch h.tag {
	case tagGSM:
		if h.channels != 1 {
			return nil
		}
		state := newGSM()
		return &blocks{
			bytes: gsmBlock, frames: 2 * gsmFrame, channels: 1,
			preroll: 25, // a second: the filters forget far sooner
			tail:    func(int) int { return 0 },
			decode:  func(b []byte, out []int16) { state.block(b, out) },
			reset:   func() { *state = *newGSM() },
		}
	case tagIMA:
		if h.channels > maxIMAChannels || h.blockAlign < 4*h.channels || h.bits != 4 && h.bits != 0 {
			return nil
		}
		return &blocks{
			bytes: h.blockAlign, frames: imaFrames(h.blockAlign, h.channels), channels: h.channels,
			tail:   func(n int) int { return imaFrames(n, h.channels) },
			decode: func(b []byte, out []int16) { imaBlock(b, h.channels, out) },
			reset:  func() {},
		}
	case tagADPCM:
		if h.channels > 2 || h.blockAlign < msHead*h.channels || h.bits != 4 && h.bits != 0 {
			return nil
		}
		return &blocks{
			bytes: h.blockAlign, frames: msFrames(h.blockAlign, h.channels), channels: h.channels,
			tail:   func(n int) int { return msFrames(n, h.channels) },
			decode: func(b []byte, out []int16) { msBlock(b, h.channels, out) },
			reset:  func() {},
		}
	}
	return nil
}

// maxIMAChannels bounds what is believed of a header; telephony has two.
const maxIMAChannels = 8

// count returns how many frames size bytes hold.
func (b *blocks) count(size int64) int64 {
	return size/int64(b.bytes)*int64(b.frames) + int64(b.tail(int(size%int64(b.bytes))))
}

// blockReader decodes block after block.
type blockReader struct {
	*blocks
	r        io.ReaderAt
	at, size int64 // of the sound in the file, bytes
	next     int64 // number of the block read next
	raw      []byte
	samples  []int16
}

func newBlockReader(r io.ReaderAt, h wavHeader, b *blocks) *blockReader {
	return &blockReader{blocks: b, r: r, at: h.dataAt, size: h.dataSize, raw: make([]byte, b.bytes), samples: make([]int16, b.frames*b.channels)}
}

// read decodes the next block; its samples are good until the next call. At
// the end, also of a file that has shrunk, it returns io.EOF.
func (b *blockReader) read() ([]int16, error) {
	from := b.next * int64(b.bytes)
	want := min(int64(b.bytes), b.size-from)
	if want <= 0 {
		return nil, io.EOF
	}
	n, err := b.r.ReadAt(b.raw[:want], b.at+from)
	frames := b.frames
	if n < b.bytes {
		frames = b.tail(n)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("read wav: %w", err)
		}
	}
	if frames == 0 {
		return nil, io.EOF
	}
	b.next++
	out := b.samples[:frames*b.channels]
	b.decode(b.raw[:n], out)
	return out, nil
}

// seek goes to the block that holds frame and returns how many frames before
// it that block begins.
func (b *blockReader) seek(frame int64) (skip int64, err error) {
	block := frame / int64(b.frames)
	b.reset()
	for b.next = max(0, block-int64(b.preroll)); b.next < block; {
		if _, err := b.read(); err != nil {
			if errors.Is(err, io.EOF) {
				break
			}
			return 0, err
		}
	}
	return frame - b.next*int64(b.frames), nil
}

// wavBlocks plays the compressed kinds of WAV.
type wavBlocks struct {
	*blockReader
	info Info
	pos  int64
	left []int16 // decoded and not given yet
}

// Info implements Decoder.
func (w *wavBlocks) Info() Info { return w.info }

// SeekTo implements Decoder.
func (w *wavBlocks) SeekTo(frame int64) (int64, error) {
	frame = max(0, min(frame, w.info.Frames))
	w.pos, w.left = frame, nil
	skip, err := w.seek(frame)
	if err != nil {
		return frame, err
	}
	for skip > 0 {
		s, err := w.read()
		if err != nil {
			if errors.Is(err, io.EOF) {
				break
			}
			return frame, err
		}
		n := min(skip, int64(len(s)/w.channels))
		w.left, skip = s[n*int64(w.channels):], skip-n
	}
	return frame, nil
}

// Read implements Decoder.
func (w *wavBlocks) Read(dst [][2]float32) (int, error) {
	done := 0
	for done < len(dst) {
		if len(w.left) == 0 {
			s, err := w.read()
			if errors.Is(err, io.EOF) {
				w.info.Frames = w.pos + int64(done)
				break
			}
			if err != nil {
				w.pos += int64(done)
				return done, err
			}
			w.left = s
		}
		n := min(len(dst)-done, len(w.left)/w.channels)
		right := min(1, w.channels-1)
		for i := range n {
			s := w.left[i*w.channels:]
			dst[done+i] = [2]float32{float32(s[0]) / (1 << 15), float32(s[right]) / (1 << 15)}
		}
		w.left = w.left[n*w.channels:]
		done += n
	}
	w.pos += int64(done)
	if done == 0 && len(dst) > 0 {
		return 0, io.EOF
	}
	return done, nil
}

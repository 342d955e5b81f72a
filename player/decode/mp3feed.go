package decode

import (
	"bytes"
	"fmt"
	"io"

	gomp3 "github.com/hajimehoshi/go-mp3"
)

// mp3Feed hands go-mp3 one frame at a time and gives back exactly the sound of
// that frame, whatever go-mp3 makes of it.
//
// go-mp3 v0.3.4 has traps that this type keeps away from it:
//   - it searches for the next frame itself and stops for good at junk: here it
//     sees whole frames only;
//   - it decodes noise when the bit reservoir is missing, as after a seek: here
//     such a frame is silent and still fills the reservoir;
//   - for MPEG-2 it computes the size of some padded frames one byte short,
//     which garbles 22.05 kHz: here those frames are laid out anew, each holding
//     its own main data;
//   - it may panic on damaged data: here that is a silent frame.
type mp3Feed struct {
	dec  *gomp3.Decoder
	in   bytes.Buffer // the frame go-mp3 reads next
	held int          // bytes of main data go-mp3 can look back on

	reservoir []byte // main data of the last frames; kept for MPEG-2 only
	frame     []byte // scratch: the frame as go-mp3 shall see it
	pcm       []byte // scratch
}

// maxReservoir is how far back main data may begin, bytes: nine bits of it.
const maxReservoir = 511

// reset forgets everything heard before, as after a seek.
func (f *mp3Feed) reset() {
	f.dec, f.held, f.reservoir = nil, 0, f.reservoir[:0]
	f.in.Reset()
}

// decode appends the sound of one whole frame to dst and tells whether it is
// the real sound and not silence in its place.
func (f *mp3Feed) decode(dst [][2]float32, frame []byte) ([][2]float32, bool) {
	h := headerAt(frame, 0)
	want := h.frames() * 4 // 16 bits, always two channels
	if cap(f.pcm) < want {
		f.pcm = make([]byte, want)
	}
	pcm := f.pcm[:want]
	whole := f.prepare(h, frame)
	if err := f.run(pcm); err != nil {
		f.dec, f.held = nil, 0
		clear(pcm)
		whole = false
	}
	for i := 0; i < len(pcm); i += 4 {
		l := int16(uint16(pcm[i]) | uint16(pcm[i+1])<<8)
		r := int16(uint16(pcm[i+2]) | uint16(pcm[i+3])<<8)
		dst = append(dst, [2]float32{float32(l) / (1 << 15), float32(r) / (1 << 15)})
	}
	return dst, whole
}

// run has go-mp3 decode what lies in f.in.
func (f *mp3Feed) run(pcm []byte) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("go-mp3: %v", p)
		}
	}()
	f.in.Reset()
	f.in.Write(f.frame)
	if f.dec == nil {
		// Only the Reader of the buffer is shown: with a Seeker go-mp3 would read
		// the whole file to count it.
		if f.dec, err = gomp3.NewDecoder(struct{ io.Reader }{&f.in}); err != nil {
			return err
		}
	}
	_, err = io.ReadFull(f.dec, pcm)
	return err
}

// prepare writes the frame as go-mp3 shall see it to f.frame and tells whether
// its main data is all there.
func (f *mp3Feed) prepare(h mp3Header, frame []byte) bool {
	f.frame = append(f.frame[:0], frame...)
	if h.low() {
		return f.relay(h, frame)
	}
	begin := mainDataBegin(h, f.frame)
	whole := begin <= f.held
	if !whole {
		begin = f.held
		silence(h, f.frame, begin)
	}
	f.held = begin + len(frame) - h.overhead()
	return whole
}

// relay lays an MPEG-2 frame out anew: its main data, gathered from the
// reservoir, stands inside the frame, which gets the bit rate that holds it and
// no padding.
func (f *mp3Feed) relay(h mp3Header, frame []byte) bool {
	side, main := frame[h.sideAt():h.overhead()], frame[h.overhead():]
	begin, need := mainDataBegin(h, frame), mainDataBytes(h, frame)
	whole := begin <= len(f.reservoir) && need <= begin+len(main)

	const plain = 0x10000 // no CRC
	h = h&^0xf200 | plain
	index := 1
	for h.withBitrate(index).size()-h.overhead() < need && index < 14 {
		index++
	}
	h = h.withBitrate(index)
	out := append(f.frame[:0], byte(h>>24), byte(h>>16), byte(h>>8), byte(h))
	out = append(out, side...)
	if whole {
		back := f.reservoir[len(f.reservoir)-begin:]
		out = append(out, back[:min(len(back), need)]...)
		out = append(out, main[:max(0, need-begin)]...)
	}
	for len(out) < h.size() {
		out = append(out, 0)
	}
	f.frame = out[:h.size()]
	if whole {
		setMainDataBegin(h, f.frame, 0)
	} else {
		silence(h, f.frame, 0)
	}
	f.reservoir = append(f.reservoir, main...)
	if extra := len(f.reservoir) - maxReservoir; extra > 0 {
		f.reservoir = append(f.reservoir[:0], f.reservoir[extra:]...)
	}
	return whole
}

func (h mp3Header) withBitrate(index int) mp3Header { return h&^0xf000 | mp3Header(index)<<12 }

// silence empties the side information, so that the frame decodes to nothing,
// and lets its main data begin where there is some.
func silence(h mp3Header, frame []byte, begin int) {
	clear(frame[h.sideAt():h.overhead()])
	setMainDataBegin(h, frame, begin)
}

// mainDataBegin returns how many bytes before the frame its main data begins.
func mainDataBegin(h mp3Header, frame []byte) int {
	side := frame[h.sideAt():]
	if h.low() {
		return int(side[0])
	}
	return int(side[0])<<1 | int(side[1])>>7
}

func setMainDataBegin(h mp3Header, frame []byte, n int) {
	side := frame[h.sideAt():]
	if h.low() {
		side[0] = byte(n)
		return
	}
	side[0], side[1] = byte(n>>1), side[1]&0x7f|byte(n<<7)
}

// mainDataBytes adds up the lengths the side information of an MPEG-2 frame
// gives: 12 bits at the start of each channel's 63, behind 9 or 10 bits.
func mainDataBytes(h mp3Header, frame []byte) int {
	side := frame[h.sideAt():h.overhead()]
	at, channels := 9, 1
	if !h.mono() {
		at, channels = 10, 2
	}
	bits := 0
	for range channels {
		for i := range 12 {
			bit := at + i
			bits += int(side[bit/8]>>(7-bit%8)&1) << (11 - i)
		}
		at += 63
	}
	return (bits + 7) / 8
}

package decode

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// pcmHeader is the length in bytes of the header AsPCM16 writes.
const pcmHeader = 44

// AsPCM16 offers a WAV recording of size bytes as a WAV of 16-bit PCM with
// exactly the same samples: every value of A-law, µ-law and 8 bits is one of 16
// bits too, and GSM 6.10, IMA and MS ADPCM decode to 16 bits. Channels and rate stay.
//
// The result is nil when there is nothing to convert or not without loss: other
// containers, 16-bit PCM itself, 24 and 32 bits, floats, other compressed kinds.
// Otherwise its length in bytes is known at once and the bytes are made while
// they are read, the same ones every time, a few KiB at once.
func AsPCM16(r io.ReaderAt, size int64) (out io.Reader, length int64, err error) {
	var head [12]byte
	in := &headReader{r: r}
	if !in.full(head[:], 0) {
		if in.err != nil {
			return nil, 0, fmt.Errorf("read the start of a recording: %w", in.err)
		}
		return nil, 0, nil
	}
	if kind, _ := sniff(head[:]); kind != kindWAV {
		return nil, 0, nil
	}
	h, err := parseWAV(r, size)
	if err != nil {
		return nil, 0, err
	}
	if b := blocksOf(h); b != nil {
		length = 2 * b.count(h.dataSize) * int64(h.channels)
		if length == 0 {
			return nil, 0, fmt.Errorf("compressed wav: %w", ErrEmpty)
		}
		return &unpacked{blockReader: newBlockReader(r, h, b), ready: pcm16Header(h, length), rest: length + pcmHeader}, length + pcmHeader, nil
	}
	expand := widen(h)
	if expand == nil {
		return nil, 0, nil
	}
	sound := h.dataSize - h.dataSize%int64(h.channels) // a partial last frame is dropped, as in playing
	c := &widened{r: io.NewSectionReader(r, h.dataAt, sound), expand: expand, ready: pcm16Header(h, 2*sound)}
	return c, pcmHeader + 2*sound, nil
}

// widen returns the 16-bit value of every stored byte, or nil when samples are
// not bytes.
func widen(h wavHeader) *[256]int16 {
	if h.sampleBytes() != 1 {
		return nil
	}
	value := expander(h.tag, 1)
	if value == nil {
		return nil
	}
	var t [256]int16
	for i := range t {
		t[i] = int16(value([]byte{byte(i)}) * (1 << 15)) // exact: the tables are 16-bit values divided by this
	}
	return &t
}

// pcm16Header is the RIFF header of length bytes of 16-bit PCM.
func pcm16Header(h wavHeader, length int64) []byte {
	le := binary.LittleEndian
	b := append(make([]byte, 0, pcmHeader), "RIFF"...)
	b = le.AppendUint32(b, uint32(length+pcmHeader-8))
	b = append(b, "WAVEfmt "...)
	b = le.AppendUint32(b, 16)
	b = le.AppendUint16(b, tagPCM)
	b = le.AppendUint16(b, uint16(h.channels))
	b = le.AppendUint32(b, uint32(h.rate))
	b = le.AppendUint32(b, uint32(h.rate*h.channels*2))
	b = le.AppendUint16(b, uint16(h.channels*2))
	b = le.AppendUint16(b, 16)
	b = append(b, "data"...)
	return le.AppendUint32(b, uint32(length))
}

// widened reads bytes and gives 16-bit samples.
type widened struct {
	r      io.Reader
	expand *[256]int16
	ready  []byte // made and not read yet
	in     [4096]byte
	out    [2 * 4096]byte
}

// Read implements io.Reader.
func (w *widened) Read(p []byte) (int, error) {
	if len(w.ready) == 0 {
		n, err := w.r.Read(w.in[:])
		for i, b := range w.in[:n] {
			binary.LittleEndian.PutUint16(w.out[2*i:], uint16(w.expand[b]))
		}
		if w.ready = w.out[:2*n]; n == 0 {
			return 0, err
		}
	}
	n := copy(p, w.ready)
	w.ready = w.ready[n:]
	return n, nil
}

// unpacked decodes blocks to 16-bit samples.
type unpacked struct {
	*blockReader
	ready []byte // made and not read yet
	made  []byte
	rest  int64 // bytes still to be given
}

// Read implements io.Reader.
func (u *unpacked) Read(p []byte) (int, error) {
	if len(u.ready) == 0 {
		samples, err := u.read()
		if errors.Is(err, io.EOF) && u.rest > 0 {
			err = io.ErrUnexpectedEOF // the file has shrunk since its length was told
		}
		if err != nil {
			return 0, err
		}
		u.made = u.made[:0]
		for _, s := range samples {
			u.made = binary.LittleEndian.AppendUint16(u.made, uint16(s))
		}
		u.ready = u.made
	}
	n := copy(p, u.ready)
	u.ready, u.rest = u.ready[n:], u.rest-int64(n)
	return n, nil
}

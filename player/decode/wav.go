package decode

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"time"
)

// wav plays the uncompressed and G.711 kinds of WAV; wavBlocks plays others.
type wav struct {
	r      io.ReaderAt
	head   wavHeader
	info   Info
	stride int // bytes of one frame
	width  int // bytes of one sample
	pos    int64
	buf    []byte
	expand func(b []byte) float32
}

func openWAV(r io.ReaderAt, size int64) (Decoder, Info, error) {
	h, err := parseWAV(r, size)
	if err != nil {
		return nil, Info{Container: "wav", Frames: -1}, err
	}
	if h.tag == tagMP3 {
		return openMP3(io.NewSectionReader(r, h.dataAt, h.dataSize), h.dataSize, "wav")
	}
	info := Info{Container: "wav", Codec: h.codec(), SampleRate: h.rate, InputRate: h.rate, Channels: h.channels, Frames: -1}
	if b := blocksOf(h); b != nil {
		info.Frames = b.count(h.dataSize)
		info.Duration, info.Exact = span(info.Frames, h.rate), true
		if info.Frames == 0 {
			return nil, info, ErrEmpty
		}
		return &wavBlocks{blockReader: newBlockReader(r, h, b), info: info}, info, nil
	}
	w := &wav{r: r, head: h, width: h.sampleBytes()}
	w.expand = expander(h.tag, w.width)
	if w.expand == nil {
		if h.byteRate > 0 {
			info.Duration = time.Duration(float64(h.dataSize) / float64(h.byteRate) * float64(time.Second))
		}
		return nil, info, &Unsupported{Format: info.Codec}
	}
	w.stride = w.width * h.channels
	info.Frames = h.dataSize / int64(w.stride) // a partial last frame is dropped
	info.Duration, info.Exact = span(info.Frames, h.rate), true
	if info.Frames == 0 {
		return nil, info, ErrEmpty
	}
	w.info = info
	w.buf = make([]byte, 4096*w.stride)
	return w, info, nil
}

// expander returns what turns one stored sample of width bytes into a value of
// -1…1, or nil when the layout is not played.
func expander(tag uint16, width int) func(b []byte) float32 {
	le := binary.LittleEndian
	switch {
	case tag == tagALaw:
		return func(b []byte) float32 { return alaw[b[0]] }
	case tag == tagMuLaw:
		return func(b []byte) float32 { return mulaw[b[0]] }
	case tag == tagPCM && width == 1:
		return func(b []byte) float32 { return (float32(b[0]) - 128) / 128 }
	case tag == tagPCM && width == 2:
		return func(b []byte) float32 { return float32(int16(le.Uint16(b))) / (1 << 15) }
	case tag == tagPCM && width == 3:
		return func(b []byte) float32 {
			return float32(int32(b[0])<<8|int32(b[1])<<16|int32(b[2])<<24) / (1 << 31)
		}
	case tag == tagPCM && width == 4:
		return func(b []byte) float32 { return float32(float64(int32(le.Uint32(b))) / (1 << 31)) }
	case tag == tagFloat && width == 4:
		return func(b []byte) float32 { return finite(math.Float32frombits(le.Uint32(b))) }
	case tag == tagFloat && width == 8:
		return func(b []byte) float32 { return finite(float32(math.Float64frombits(le.Uint64(b)))) }
	}
	return nil
}

// finite keeps a damaged float from poisoning every filter behind it.
func finite(v float32) float32 {
	const loud = 16 // +24 dBFS: nothing real is louder
	if v != v {
		return 0
	}
	return max(-loud, min(loud, v))
}

// Info implements Decoder.
func (w *wav) Info() Info { return w.info }

// SeekTo implements Decoder.
func (w *wav) SeekTo(frame int64) (int64, error) {
	w.pos = max(0, min(frame, w.info.Frames))
	return w.pos, nil
}

// Read implements Decoder.
func (w *wav) Read(dst [][2]float32) (int, error) {
	done := 0
	for done < len(dst) {
		want := min(int64(len(dst)-done), w.info.Frames-w.pos, int64(len(w.buf)/w.stride))
		if want == 0 {
			break
		}
		raw := w.buf[:want*int64(w.stride)]
		n, err := w.r.ReadAt(raw, w.head.dataAt+w.pos*int64(w.stride))
		got := n / w.stride
		w.convert(dst[done:done+got], raw)
		done += got
		w.pos += int64(got)
		if int64(got) < want {
			if err == nil || errors.Is(err, io.EOF) { // the file has shrunk since it was opened
				w.info.Frames = w.pos
				break
			}
			return done, fmt.Errorf("read wav: %w", err)
		}
	}
	if done == 0 && len(dst) > 0 {
		return 0, io.EOF
	}
	return done, nil
}

func (w *wav) convert(dst [][2]float32, raw []byte) {
	if w.head.tag == tagPCM && w.width == 2 && w.head.channels == 2 { // nearly every call: no call per sample
		for i := range dst {
			v := binary.LittleEndian.Uint32(raw[4*i:])
			dst[i] = [2]float32{float32(int16(v)) / (1 << 15), float32(int16(v>>16)) / (1 << 15)}
		}
		return
	}
	if w.head.channels == 1 {
		for i := range dst {
			v := w.expand(raw[i*w.stride:])
			dst[i] = [2]float32{v, v}
		}
		return
	}
	for i := range dst {
		b := raw[i*w.stride:]
		dst[i] = [2]float32{w.expand(b), w.expand(b[w.width:])}
	}
}

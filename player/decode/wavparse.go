package decode

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// Format tags of WAV (Microsoft's mmreg.h).
const (
	tagPCM        = 1
	tagADPCM      = 2
	tagFloat      = 3
	tagALaw       = 6
	tagMuLaw      = 7
	tagIMA        = 0x11
	tagGSM        = 0x31
	tagMPEG       = 0x50
	tagMP3        = 0x55
	tagExtensible = 0xfffe
)

// tagNames names what PBXs write besides PCM and G.711. Of these only both ADPCM
// kinds and GSM 6.10 are played.
var tagNames = map[uint16]string{
	tagADPCM: "MS ADPCM", tagIMA: "IMA ADPCM", tagGSM: "GSM 6.10", tagMPEG: "MPEG Layer II",
	0x14: "G.723 ADPCM", 0x15: "DIGISTD", 0x16: "DIGIFIX", 0x20: "YAMAHA ADPCM", 0x22: "TrueSpeech", 0x40: "G.721 ADPCM", 0x42: "G.723.1",
	0x45: "G.726", 0x64: "G.726 ADPCM", 0x65: "G.722 ADPCM", 0x83: "G.729", 0xa1: "G.722.1", 0xff: "AAC", 0x161: "WMA", 0xf1ac: "FLAC", 0x704f: "Opus in WAV",
}

// Bounds of what a header may claim. Outside of them it is taken for garbage.
const (
	minRate, maxRate = 1000, 768000 // Hz
	maxChannels      = 64
	maxChunks        = 10000 // no recorder writes so many; bounds the walk through a made-up file
)

// wavHeader is what the chunks of a WAV tell.
type wavHeader struct {
	tag        uint16
	channels   int
	rate       int   // Hz
	byteRate   int   // bytes a second, as claimed
	blockAlign int   // bytes of one frame
	bits       int   // of one sample, as claimed
	dataAt     int64 // offset of the sound, bytes
	dataSize   int64 // bytes
}

// parseWAV walks the chunks of a RIFF or RF64 file of size bytes. It reads
// headers only and allocates nothing for a chunk.
func parseWAV(r io.ReaderAt, size int64) (wavHeader, error) {
	in := &headReader{r: r}
	h, err := in.chunks(size)
	if in.err != nil { // then nothing is known of what the file holds
		return h, fmt.Errorf("read wav: %w", in.err)
	}
	return h, err
}

// headReader reads small pieces of a file and keeps the first error other than
// the end of the file.
type headReader struct {
	r   io.ReaderAt
	err error
}

// read fills buf from an offset as far as the file goes and returns how many
// bytes that are.
func (in *headReader) read(buf []byte, at int64) int {
	n, err := in.r.ReadAt(buf, at)
	if n < len(buf) && err != nil && !errors.Is(err, io.EOF) && in.err == nil {
		in.err = err
	}
	return n
}

// full tells whether all of buf could be read.
func (in *headReader) full(buf []byte, at int64) bool { return in.read(buf, at) == len(buf) }

func (in *headReader) chunks(size int64) (wavHeader, error) {
	var (
		h               wavHeader
		haveFmt, haveDS bool
		longData        int64
		buf             [40]byte
	)
	at := int64(12)
	for range maxChunks {
		if !in.full(buf[:8], at) {
			break
		}
		id, n := string(buf[:4]), int64(binary.LittleEndian.Uint32(buf[4:]))
		body := at + 8
		switch id {
		case "ds64":
			if in.full(buf[:16], body) {
				longData = int64(binary.LittleEndian.Uint64(buf[8:]))
				haveDS = longData > 0
			}
		case "fmt ":
			if err := h.parseFmt(in, buf[:], body, n); err != nil {
				return h, err
			}
			haveFmt = true
		case "data":
			if h.dataAt == 0 {
				if n == 0xffffffff && haveDS {
					n = longData
				}
				// 0 and 0xFFFFFFFF are written by recorders that stream or died.
				if n == 0 || n >= 0xffffffff && !haveDS || n > size-body {
					n = size - body
				}
				h.dataAt, h.dataSize = body, n
			}
		}
		if haveFmt && h.dataAt > 0 {
			break
		}
		if n > size-body {
			break
		}
		at = in.nextChunk(body + n)
	}
	switch {
	case !haveFmt:
		return h, fmt.Errorf("wav without a format chunk: %w", ErrNotSound)
	case h.dataAt == 0 || h.dataSize <= 0:
		return h, fmt.Errorf("wav without a data chunk: %w", ErrEmpty)
	}
	return h, nil
}

// nextChunk returns where the chunk after one that ends at end begins: chunks
// are padded to even offsets, but some writers forget to.
func (in *headReader) nextChunk(end int64) int64 {
	if end%2 == 0 {
		return end
	}
	var padded, plain [4]byte
	if !in.full(padded[:], end+1) || !in.full(plain[:], end) {
		return end + 1
	}
	if needed(plain) || printable(plain) && !printable(padded) {
		return end
	}
	return end + 1
}

// needed tells whether a chunk is one that is looked for.
func needed(id [4]byte) bool { return string(id[:]) == "data" || string(id[:]) == "fmt " }

func printable(id [4]byte) bool {
	for _, c := range id {
		if c < ' ' || c > '~' {
			return false
		}
	}
	return true
}

func (h *wavHeader) parseFmt(in *headReader, buf []byte, at, n int64) error {
	want := min(max(n, 16), 40)
	got := in.read(buf[:want], at)
	if got < 14 {
		return fmt.Errorf("wav format chunk is cut: %w", ErrNotSound)
	}
	clear(buf[got:])
	le := binary.LittleEndian
	h.tag, h.channels = le.Uint16(buf), int(le.Uint16(buf[2:]))
	h.rate, h.byteRate = int(le.Uint32(buf[4:])), int(le.Uint32(buf[8:]))
	h.blockAlign, h.bits = int(le.Uint16(buf[12:])), int(le.Uint16(buf[14:]))
	if h.tag == tagExtensible && got >= 26 {
		h.tag = le.Uint16(buf[24:]) // the sub-format begins with the plain tag
	}
	if h.channels < 1 || h.channels > maxChannels || h.rate < minRate || h.rate > maxRate {
		return fmt.Errorf("wav claims %d channels at %d Hz: %w", h.channels, h.rate, ErrNotSound)
	}
	return nil
}

// sampleBytes returns the bytes of one stored sample, or 0 when the header
// does not add up to a layout this package plays.
func (h *wavHeader) sampleBytes() int {
	n := (h.bits + 7) / 8
	switch h.tag {
	case tagALaw, tagMuLaw:
		n = 1
	case tagPCM:
		if per := h.blockAlign / h.channels; h.blockAlign%h.channels == 0 && per > n && per <= 4 {
			n = per // 24 bits in 32, 12 in 16: left-justified
		}
		if n > 4 {
			n = 0
		}
	case tagFloat:
		if n != 4 && n != 8 {
			n = 0
		}
	}
	return n
}

// codec returns the name of the codec for people.
func (h *wavHeader) codec() string {
	switch h.tag {
	case tagPCM:
		return "PCM " + strconv.Itoa(h.bits)
	case tagFloat:
		return "PCM float " + strconv.Itoa(h.bits)
	case tagALaw:
		return "A-law"
	case tagMuLaw:
		return "µ-law"
	}
	if name, ok := tagNames[h.tag]; ok {
		return name
	}
	return fmt.Sprintf("WAV codec 0x%04x", h.tag)
}

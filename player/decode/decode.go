// Package decode opens recorded calls: WAV, MP3 and Ogg/Opus, told apart by
// their content and never by a file name, as frames of two float32 channels
// with sample-exact seeks.
//
// Every decoder takes what broken recorders write: wrong sizes, cut files, junk
// between the sound. A file it cannot play is refused with *Unsupported, which
// names the format, or with ErrNotSound or ErrEmpty; it never panics, never
// hangs and never succeeds with no sound in it.
package decode

import (
	"errors"
	"fmt"
	"io"
	"time"
)

// Info says what a recording is.
type Info struct {
	Container  string        // "wav", "mp3" or "ogg"; empty when it is none of these
	Codec      string        // as a person names it: "PCM 16", "A-law", "MP3", "Opus"
	SampleRate int           // Hz; the frames Read gives are at this rate
	InputRate  int           // Hz; the rate before encoding. Differs from SampleRate for Opus only, which has no rate of its own
	Channels   int           // as stored. One is heard on both sides; of more than two the first two are
	Frames     int64         // length at SampleRate; -1 when not known
	Duration   time.Duration // length; estimated when Exact is false
	Exact      bool          // Frames is counted, not guessed from a bit rate
}

// Decoder gives the sound of one recording. It belongs to one goroutine.
type Decoder interface {
	// Info says what the recording is. A length not known at the start may be
	// known later.
	Info() Info
	// Read fills dst from its start and returns how many frames it wrote; at the
	// end it returns 0 and io.EOF. One channel is given on both sides. Damaged
	// parts are silence of their length wherever their length can be known.
	Read(dst [][2]float32) (int, error)
	// SeekTo makes the next Read begin at frame and returns where it will begin:
	// frame itself, or the end when frame lies behind it.
	SeekTo(frame int64) (int64, error)
}

// Unsupported says that the content is a known kind of sound file this package
// does not play. Such a file may still be uploaded.
type Unsupported struct {
	Format string // as a person names it: "FLAC", "MPEG Layer II", "Ogg Vorbis"
	Info   Info   // what the headers tell; zero where they tell nothing
}

// Error names the format.
func (u *Unsupported) Error() string { return "sound format not supported: " + u.Format }

// Errors of Open and Probe besides *Unsupported.
var (
	ErrNotSound = errors.New("not a sound file of a known kind")
	ErrEmpty    = errors.New("no sound in the file")
)

// quality is what the frames are wanted for.
type quality int

const (
	forListening quality = iota
	forMeasuring         // the lowest rate that still tells speech from silence
)

// Open returns the decoder of a recording of size bytes. It reads what it needs
// through r, now and later, and does not close it.
func Open(r io.ReaderAt, size int64) (Decoder, error) {
	d, _, err := open(r, size, forListening)
	return d, err
}

// OpenCoarse opens a recording to be measured, not heard: Opus comes at 16 kHz,
// which takes half the time.
func OpenCoarse(r io.ReaderAt, size int64) (Decoder, error) {
	d, _, err := open(r, size, forMeasuring)
	return d, err
}

// Probe says what a recording is without decoding it. With *Unsupported the
// Info still holds what the headers tell.
func Probe(r io.ReaderAt, size int64) (Info, error) {
	_, info, err := open(r, size, forListening)
	return info, err
}

func open(r io.ReaderAt, size int64, q quality) (Decoder, Info, error) {
	d, info, err := choose(r, size, q)
	var u *Unsupported
	if errors.As(err, &u) {
		u.Info = info
	}
	return d, info, err
}

func choose(r io.ReaderAt, size int64, q quality) (Decoder, Info, error) {
	if size <= 0 {
		return nil, Info{}, ErrEmpty
	}
	head := make([]byte, min(size, sniffBytes))
	n, err := r.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, Info{}, fmt.Errorf("read the start of a recording: %w", err)
	}
	switch kind, format := sniff(head[:n]); kind {
	case kindWAV:
		return openWAV(r, size)
	case kindOgg:
		return openOgg(r, size, q)
	case kindMP3:
		return openMP3(r, size, "mp3")
	default:
		if format != "" {
			return nil, Info{Codec: format, Frames: -1}, &Unsupported{Format: format}
		}
		return nil, Info{Frames: -1}, ErrNotSound
	}
}

// span returns how long frames last at rate Hz.
func span(frames int64, rate int) time.Duration {
	if rate <= 0 || frames <= 0 {
		return 0
	}
	whole, rest := frames/int64(rate), frames%int64(rate)
	return time.Duration(whole)*time.Second + time.Duration(rest)*time.Second/time.Duration(rate)
}

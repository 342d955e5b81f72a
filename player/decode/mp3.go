package decode

import (
	"fmt"
	"io"
	"time"
)

// mp3File plays Layer III in the coordinates of the original
// recording: the encoder's and the decoder's delay are taken off the start and
// the encoder's padding off the end, as ffmpeg does. Without that a transcript
// made from another decoder would be up to 105 ms off.
type mp3File struct {
	index *mp3Index
	feed  mp3Feed
	info  Info
	skip  int64 // frames of sound before the recording begins
	next  int   // MPEG frame decoded next

	conv  mp3Convert   // of a run of another rate than the recording's
	out   [][2]float32 // decoded, not yet read
	start int          // of what is unread in out
	pos   int64        // recording frame of out[start]
	raw   []byte
}

// scanWhole is up to what size a file is walked through when it is opened, so
// that its length is exact: four hours at 64 kbit/s, some 50 ms of reading.
const scanWhole = 128 << 20 // bytes

func openMP3(r io.ReaderAt, size int64, container string) (Decoder, Info, error) {
	x, err := newMP3Index(r, size)
	if err != nil {
		return nil, Info{Container: container, Codec: "MP3", Frames: -1}, err
	}
	h := x.first
	m := &mp3File{index: x, info: Info{
		Container: container, Codec: "MP3", SampleRate: h.rate(), InputRate: h.rate(), Channels: 2, Frames: -1,
	}}
	if h.mono() {
		m.info.Channels, m.feed.mono = 1, true
	}
	m.conv.to = h.rate()
	if x.tag.gapless {
		m.skip = int64(x.tag.delay + decoderDelay)
	}
	if size <= scanWhole {
		if _, err := x.extend(int(size)); err != nil { // no frame is shorter than a byte
			return nil, m.info, err
		}
	} else if _, err := x.extend(0); err != nil {
		return nil, m.info, err
	}
	m.measure()
	if len(x.starts) == 0 || m.info.Exact && m.info.Frames == 0 {
		return nil, m.info, ErrEmpty
	}
	return m, m.info, nil
}

// measure sets the length as far as it is known.
func (m *mp3File) measure() {
	x, per := m.index, int64(m.index.first.frames())
	if x.whole {
		m.info.Frames, m.info.Exact = max(0, x.length()-m.skip), true
		m.info.Duration = span(m.info.Frames, m.info.SampleRate)
		return
	}
	if x.tag.count > 0 {
		m.info.Duration = span(x.tag.count*per-m.skip, m.info.SampleRate)
		return
	}
	br := x.first.bitrate()
	if x.free > 0 {
		br = x.free * 8 * x.first.rate() / x.first.frames()
	}
	if br > 0 {
		m.info.Duration = time.Duration(float64(x.size-x.next) * 8 / float64(br) * float64(time.Second))
	}
}

// Info implements Decoder.
func (m *mp3File) Info() Info { return m.info }

// Read implements Decoder.
func (m *mp3File) Read(dst [][2]float32) (int, error) {
	done := 0
	for done < len(dst) {
		if m.start == len(m.out) {
			ok, err := m.decodeNext()
			if err != nil {
				return done, err
			}
			if !ok {
				break
			}
			continue
		}
		n := copy(dst[done:], m.out[m.start:])
		if m.info.Exact {
			n = int(min(int64(n), m.info.Frames-m.pos))
			if n <= 0 {
				break
			}
		}
		m.start += n
		m.pos += int64(n)
		done += n
	}
	if done == 0 && len(dst) > 0 {
		return 0, io.EOF
	}
	return done, nil
}

// decodeNext replaces out with the sound of the next MPEG frame. What lies
// before the recording's start is dropped.
func (m *mp3File) decodeNext() (bool, error) {
	x := m.index
	// The frame behind it tells whether its run ends here.
	if _, err := x.extend(m.next + 1); err != nil {
		return false, err
	}
	if x.whole && !m.info.Exact {
		m.measure()
	}
	if m.next >= len(x.starts) {
		return false, nil
	}
	if err := m.decodeFrame(m.next); err != nil {
		return false, err
	}
	i := x.runOf(m.next)
	run := x.runs[i]
	behind, end := x.runEnd(i)
	last := m.next+1 == behind
	at := run.at + int64(m.next-run.from)*int64(run.per)
	if run.rate != m.conv.to {
		at, m.out = m.conv.next(i, run, m.out, last)
		for last && at+int64(len(m.out)) < end { // what rounding left
			m.out = append(m.out, [2]float32{})
		}
	}
	if last {
		m.out = m.out[:max(0, min(int64(len(m.out)), end-at))]
	}
	m.next++
	m.start, m.pos = 0, at-m.skip
	if drop := min(max(0, -m.pos), int64(len(m.out))); drop > 0 {
		m.start, m.pos = int(drop), m.pos+drop
	}
	return true, nil
}

// decodeFrame sets out to the sound of MPEG frame n, which follows the one
// decoded before.
func (m *mp3File) decodeFrame(n int) error {
	size := int(m.index.sizes[n])
	if cap(m.raw) < size {
		m.raw = make([]byte, size, 2*size)
	}
	m.raw = m.raw[:size]
	if got, err := m.index.r.ReadAt(m.raw, m.index.starts[n]); got < size {
		return fmt.Errorf("read mp3: %w", err)
	}
	m.out = m.feed.decode(m.out[:0], m.raw)
	if m.index.runs[m.index.runOf(n)].silent {
		clear(m.out)
	}
	return nil
}

// SeekTo implements Decoder.
func (m *mp3File) SeekTo(frame int64) (int64, error) {
	x := m.index
	frame = max(0, frame)
	at := frame + m.skip
	for x.end <= at && !x.whole {
		// No MPEG frame holds more than 1152 frames of sound.
		if _, err := x.extend(len(x.starts) + int((at-x.end)/1152)); err != nil {
			return 0, err
		}
	}
	if x.whole && !m.info.Exact {
		m.measure()
	}
	if m.info.Exact && frame >= m.info.Frames {
		m.next, m.start, m.out = len(x.starts), 0, m.out[:0]
		m.pos = m.info.Frames
		return m.info.Frames, nil
	}
	i := x.runAt(at)
	run := x.runs[i]
	target := run.from + int((at-run.at)/int64(run.per))
	m.conv.run = 0
	if run.rate != m.conv.to {
		target = m.conv.seek(i, run, at)
	}
	m.feed.reset()
	for m.next = m.preRoll(target); m.next < target; m.next++ {
		if err := m.decodeFrame(m.next); err != nil {
			return 0, err
		}
	}
	m.out, m.start = m.out[:0], 0
	for more := true; more && (m.start == len(m.out) || m.pos+int64(len(m.out)-m.start) <= frame); {
		var err error
		if more, err = m.decodeNext(); err != nil {
			return 0, err
		}
	}
	if ahead := min(frame-m.pos, int64(len(m.out)-m.start)); ahead > 0 {
		m.start += int(ahead)
		m.pos += ahead
	}
	return frame, nil
}

// preRoll returns from which frame to decode so that target comes out right:
// the two frames before it, which live on in the filter bank, and as many
// before those as their main data can reach back.
func (m *mp3File) preRoll(target int) int {
	n := max(0, target-2)
	for reach := 0; n > 0 && reach < maxReservoir; {
		n--
		reach += max(0, int(m.index.sizes[n])-m.index.first.overhead())
	}
	return n
}

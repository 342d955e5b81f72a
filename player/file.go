package player

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
)

// File is a sink that writes what would be heard to a WAV file (16 bits, two
// channels, Rate), as fast as it comes. Pauses and late decoders leave no
// silence in it. A frame counts as heard once it is written.
type File struct {
	file   *os.File
	buf    *bufio.Writer
	after  func(frames int64)
	heard  atomic.Int64
	frames int64
	err    error
	stop   chan struct{}
	once   sync.Once
	done   sync.WaitGroup
}

// wavHead is the bytes before the sound.
const wavHead = 44

// NewFile creates path. after, unless nil, is called in the sink's goroutine
// with the number of frames written so far, whenever it has changed and once
// more when there is nothing to write for now.
func NewFile(path string, after func(frames int64)) (*File, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, fmt.Errorf("write sound: %w", err)
	}
	if _, err := f.Write(make([]byte, wavHead)); err != nil {
		return nil, errors.Join(fmt.Errorf("write sound: %w", err), f.Close())
	}
	if after == nil {
		after = func(int64) {}
	}
	return &File{file: f, buf: bufio.NewWriter(f), after: after, stop: make(chan struct{})}, nil
}

// Start implements Sink.
func (s *File) Start(f Feed) { s.done.Go(func() { s.run(f) }) }

func (s *File) run(f Feed) {
	block := make([][2]float32, Rate/100)
	for {
		select {
		case <-s.stop:
			return
		default:
		}
		n := f.Pull(block)
		if s.err == nil {
			s.err = s.write(block[:n])
		}
		s.frames += int64(n)
		s.heard.Add(int64(len(block)))
		s.after(s.frames)
		if n == 0 {
			select {
			case <-s.stop:
				return
			case <-f.More():
			}
		}
	}
}

func (s *File) write(frames [][2]float32) error {
	var b [4]byte
	for _, f := range frames {
		binary.LittleEndian.PutUint16(b[:], uint16(Sample16(f[0])))
		binary.LittleEndian.PutUint16(b[2:], uint16(Sample16(f[1])))
		if _, err := s.buf.Write(b[:]); err != nil {
			return fmt.Errorf("write sound: %w", err)
		}
	}
	return nil
}

// Sample16 returns the 16-bit sample nearest to v, which runs from −1 to 1. What
// was read from 16 bits comes out as it was.
func Sample16(v float32) int16 {
	v *= 1 << 15
	switch {
	case v >= 1<<15-1:
		return 1<<15 - 1
	case v <= -(1 << 15):
		return -(1 << 15)
	case v >= 0:
		return int16(v + 0.5)
	}
	return int16(v - 0.5)
}

// Heard implements Sink.
func (s *File) Heard() int64 { return s.heard.Load() }

// Lost implements Sink: errors of the file are told by Close.
func (s *File) Lost() <-chan error { return nil }

// Close implements Sink: it completes the file.
func (s *File) Close() error {
	s.once.Do(func() {
		close(s.stop)
		s.done.Wait()
		s.err = errors.Join(s.err, s.buf.Flush(), s.finish(), s.file.Close())
	})
	return s.err
}

// finish writes the header, now that the length is known.
func (s *File) finish() error {
	size := uint32(s.frames * 4)
	h := make([]byte, 0, wavHead)
	le := binary.LittleEndian
	h = append(h, "RIFF"...)
	h = le.AppendUint32(h, size+wavHead-8)
	h = append(h, "WAVEfmt "...)
	h = le.AppendUint32(h, 16)
	h = le.AppendUint16(h, 1) // PCM
	h = le.AppendUint16(h, 2)
	h = le.AppendUint32(h, Rate)
	h = le.AppendUint32(h, Rate*4)
	h = le.AppendUint16(h, 4)
	h = le.AppendUint16(h, 16)
	h = append(h, "data"...)
	h = le.AppendUint32(h, size)
	if _, err := s.file.WriteAt(h, 0); err != nil {
		return fmt.Errorf("write sound: %w", err)
	}
	return nil
}

package peaks

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// magic begins every kept blob.
const magic = "peaks"

// ErrVersion is what Unmarshal returns for a blob of another version.
var ErrVersion = errors.New("peaks of another version")

// maxBins bounds what Unmarshal believes: a day of sound.
const maxBins = 24 * 3600 * binsPerSecond

// Marshal returns the peaks as a blob to be kept: at most 3.6 MB for an hour of
// two channels.
func (p *Peaks) Marshal() ([]byte, error) {
	var out bytes.Buffer
	head := append([]byte(magic), Version)
	head = binary.AppendUvarint(head, uint64(p.Rate))
	head = binary.AppendUvarint(head, uint64(p.Frames))
	head = binary.AppendUvarint(head, uint64(len(p.Channels)))
	head = binary.AppendUvarint(head, uint64(p.Bins()))
	out.Write(head)
	z, err := flate.NewWriter(&out, flate.BestSpeed)
	if err != nil {
		return nil, fmt.Errorf("write peaks: %w", err)
	}
	for _, plane := range p.planes() {
		if _, err := z.Write(plane); err != nil {
			return nil, fmt.Errorf("write peaks: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("write peaks: %w", err)
	}
	return out.Bytes(), nil
}

// planes lays each channel out as the high and low bytes of Max and of Min, and
// Level: like stands by like and packs better.
func (p *Peaks) planes() [][]byte {
	var planes [][]byte
	for _, c := range p.Channels {
		for _, v := range [][]int16{c.Max, c.Min} {
			high, low := make([]byte, len(v)), make([]byte, len(v))
			for i, s := range v {
				high[i], low[i] = byte(uint16(s)>>8), byte(s)
			}
			planes = append(planes, high, low)
		}
		planes = append(planes, c.Level)
	}
	return planes
}

// Unmarshal reads what Marshal wrote. A blob of another version is ErrVersion.
func Unmarshal(b []byte) (*Peaks, error) {
	if len(b) <= len(magic) || string(b[:len(magic)]) != magic {
		return nil, errors.New("read peaks: not peaks")
	}
	if b[len(magic)] != Version {
		return nil, ErrVersion
	}
	r := bytes.NewReader(b[len(magic)+1:])
	var head [4]uint64
	for i := range head {
		v, err := binary.ReadUvarint(r)
		if err != nil {
			return nil, fmt.Errorf("read peaks: %w", err)
		}
		head[i] = v
	}
	rate, frames, channels, bins := head[0], head[1], head[2], head[3]
	if rate == 0 || rate > 1<<20 || frames > 1<<40 || channels > 2 || bins > uint64(maxBins) {
		return nil, errors.New("read peaks: sizes out of bounds")
	}
	p := &Peaks{Rate: int(rate), Frames: int64(frames), Channels: make([]Channel, channels)}
	z := flate.NewReader(r)
	for i := range p.Channels {
		if err := p.Channels[i].read(z, int(bins)); err != nil {
			return nil, fmt.Errorf("read peaks: %w", err)
		}
	}
	return p, nil
}

func (c *Channel) read(r io.Reader, bins int) error {
	// Read to the end of each plane before anything is made of it, so that a
	// damaged size takes no memory the blob does not fill.
	var planes [5][]byte
	for i := range planes {
		b, err := io.ReadAll(io.LimitReader(r, int64(bins)))
		if err != nil {
			return err
		}
		if len(b) < bins {
			return io.ErrUnexpectedEOF
		}
		planes[i] = b
	}
	join := func(high, low []byte) []int16 {
		v := make([]int16, len(high))
		for i := range v {
			v[i] = int16(uint16(high[i])<<8 | uint16(low[i]))
		}
		return v
	}
	c.Max, c.Min, c.Level = join(planes[0], planes[1]), join(planes[2], planes[3]), planes[4]
	return nil
}

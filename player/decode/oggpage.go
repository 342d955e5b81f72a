package decode

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Flags of an Ogg page (RFC 3533 §6).
const (
	oggContinued = 1 // its first packet began on an earlier page
	oggFirst     = 2 // first page of a stream
	oggLast      = 4 // last page of a stream
)

const (
	oggHeaderSize = 27
	oggMaxPage    = oggHeaderSize + 255 + 255*255 // bytes
)

// oggPage is one page whose check sum is right. Its slices live until the next
// page is read.
type oggPage struct {
	at      int64 // offset in the file, bytes
	next    int64 // offset behind it
	flags   byte
	granule int64 // -1 when no packet ends on it
	serial  uint32
	seq     uint32
	lacing  []byte
	body    []byte
}

// oggPages finds the pages of a file. Whatever is no whole page is stepped over.
type oggPages struct {
	r        io.ReaderAt
	size     int64
	window   []byte
	windowAt int64
}

func newOggPages(r io.ReaderAt, size int64) *oggPages {
	return &oggPages{r: r, size: size, window: make([]byte, 0, 4*oggMaxPage)}
}

// slide makes the window begin at offset at, unless n bytes from there are in
// it, and returns what is there.
func (o *oggPages) slide(at int64, n int) ([]byte, error) {
	if at < o.windowAt || at+int64(n) > o.windowAt+int64(len(o.window)) {
		want := max(0, min(int64(cap(o.window)), o.size-at))
		got, err := o.r.ReadAt(o.window[:want], at)
		o.window, o.windowAt = o.window[:got], at
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("read ogg: %w", err)
		}
	}
	return o.window[at-o.windowAt:], nil
}

// after returns the first whole page at offset at or behind it, or io.EOF.
func (o *oggPages) after(at int64) (oggPage, error) {
	for at+oggHeaderSize <= o.size {
		b, err := o.slide(at, oggMaxPage)
		if err != nil {
			return oggPage{}, err
		}
		i := bytes.Index(b, []byte("OggS"))
		if i < 0 {
			if len(b) < 4 || at+int64(len(b)) >= o.size {
				break
			}
			at += int64(len(b)) - 3
			continue
		}
		at += int64(i)
		if b, err = o.slide(at, oggMaxPage); err != nil {
			return oggPage{}, err
		}
		if p, ok := parseOggPage(b, at); ok {
			return p, nil
		}
		at++
	}
	return oggPage{}, io.EOF
}

// parseOggPage reads the page b begins with.
func parseOggPage(b []byte, at int64) (oggPage, bool) {
	if len(b) < oggHeaderSize || b[4] != 0 {
		return oggPage{}, false
	}
	head := oggHeaderSize + int(b[26])
	if len(b) < head {
		return oggPage{}, false
	}
	lacing, body := b[oggHeaderSize:head], 0
	for _, n := range lacing {
		body += int(n)
	}
	end := head + body
	if len(b) < end || oggSum(b[:end]) != binary.LittleEndian.Uint32(b[22:]) {
		return oggPage{}, false
	}
	return oggPage{
		at: at, next: at + int64(end), flags: b[5],
		granule: int64(binary.LittleEndian.Uint64(b[6:])),
		serial:  binary.LittleEndian.Uint32(b[14:]),
		seq:     binary.LittleEndian.Uint32(b[18:]),
		lacing:  lacing, body: b[head:end],
	}, true
}

// oggTables are the tables of Ogg's check sum (polynomial 0x04c11db7, not
// reflected), sliced by eight.
var oggTables = func() (t [8][256]uint32) {
	for i := range t[0] {
		c := uint32(i) << 24
		for range 8 {
			c = c<<1 ^ 0x04c11db7*(c>>31)
		}
		t[0][i] = c
	}
	for k := 1; k < 8; k++ {
		for i := range t[k] {
			t[k][i] = t[k-1][i]<<8 ^ t[0][t[k-1][i]>>24]
		}
	}
	return t
}()

// oggSum returns the check sum of a page; the four bytes that hold it count as
// zero.
func oggSum(page []byte) uint32 {
	c := oggSumMore(0, page[:22])
	c = oggSumMore(c, []byte{0, 0, 0, 0})
	return oggSumMore(c, page[26:])
}

func oggSumMore(c uint32, b []byte) uint32 {
	t := &oggTables
	for ; len(b) >= 8; b = b[8:] {
		c ^= binary.BigEndian.Uint32(b)
		c = t[7][c>>24] ^ t[6][c>>16&255] ^ t[5][c>>8&255] ^ t[4][c&255] ^ t[3][b[4]] ^ t[2][b[5]] ^ t[1][b[6]] ^ t[0][b[7]]
	}
	for _, v := range b {
		c = c<<8 ^ t[0][byte(c>>24)^v]
	}
	return c
}

// oggPackets joins the segments of pages to packets (RFC 3533 §5).
type oggPackets struct {
	carry []byte // beginning of a packet that goes on on the next page
	open  bool   // there is such a beginning
	seq   uint32 // of the last page
	list  [][]byte
}

const maxPacket = 1 << 20 // bytes; an Opus packet has 61 kB at most, comments may carry a picture

// reset forgets what was carried, as after a seek.
func (a *oggPackets) reset() { a.carry, a.open = a.carry[:0], false }

// on returns the packets that end on p. They live until the next call.
func (a *oggPackets) on(p *oggPage) [][]byte {
	if a.open && p.seq != a.seq+1 || p.flags&oggContinued == 0 {
		a.reset() // a page is missing, or the packet was given up
	}
	a.seq = p.seq
	orphan := p.flags&oggContinued != 0 && !a.open // its beginning was lost
	a.list = a.list[:0]
	from, to := 0, 0
	for _, n := range p.lacing {
		to += int(n)
		if n == 255 {
			continue
		}
		switch {
		case orphan:
			orphan = false
		case a.open:
			a.carry = append(a.carry, p.body[from:to]...)
			a.list = append(a.list, a.carry)
			a.open = false
		default:
			a.list = append(a.list, p.body[from:to])
		}
		from = to
	}
	if len(p.lacing) > 0 && p.lacing[len(p.lacing)-1] == 255 && !orphan {
		if !a.open {
			a.carry = append([]byte(nil), p.body[from:to]...) // the old one may be in list
		} else if len(a.carry) < maxPacket {
			a.carry = append(a.carry, p.body[from:to]...)
		}
		a.open = true
	}
	return a.list
}

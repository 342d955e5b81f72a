package mp3

import (
	"encoding/binary"
	"math/bits"
)

// bitReader reads a byte string from its most significant bit. The bytes are
// followed by at least eight more, so that peek needs no test.
type bitReader struct {
	b   []byte
	pos int // bits
}

// peek returns the next bits, 57 or more of them, left-aligned.
func (r *bitReader) peek() uint64 {
	return binary.BigEndian.Uint64(r.b[r.pos>>3:]) << (r.pos & 7)
}

// take reads n bits, at most 32.
func (r *bitReader) take(n int) int {
	v := int(r.peek() >> 32 >> (32 - n))
	r.pos += n
	return v
}

// codeTable decodes a Huffman code by looking up its first rootBits at once and
// the rest, if any, in a second table. An entry is length<<8 | values; negative,
// it is -(offset<<4 | bits) of the second table.
type codeTable []int32

const rootBits = 8

// codeTables goes by table number; nil has only zeroes.
var (
	codeTables = func() (t [32]codeTable) {
		for n := range t {
			from := n
			switch {
			case n >= 24:
				from = 24
			case n >= 16:
				from = 16
			}
			if s, ok := codeTrees[from]; ok {
				t[n] = newCodeTable(s)
			}
		}
		return t
	}()
	quadTable = newCodeTable(quadTree)
)

type code struct {
	bits, length uint
	value        int32
}

// newCodeTable builds the lookup of a tree written as codeTrees are.
func newCodeTable(tree string) codeTable {
	var codes []code
	at := 0
	var walk func(bits, length uint)
	walk = func(bits, length uint) {
		if tree[at] == '.' {
			at++
			walk(bits<<1, length+1)
			walk(bits<<1|1, length+1)
			return
		}
		codes = append(codes, code{bits, length, int32(hexDigit(tree[at])<<4 | hexDigit(tree[at+1]))})
		at += 2
	}
	walk(0, 0)
	t := make(codeTable, 1<<rootBits)
	deepest := map[uint]uint{} // bits behind a root, by root
	for _, c := range codes {
		if c.length > rootBits {
			root := c.bits >> (c.length - rootBits)
			deepest[root] = max(deepest[root], c.length-rootBits)
		}
	}
	for _, c := range codes {
		if c.length <= rootBits {
			first := c.bits << (rootBits - c.length)
			for i := range uint(1) << (rootBits - c.length) {
				t[first+i] = int32(c.length)<<8 | c.value
			}
			continue
		}
		rest := c.length - rootBits
		root := c.bits >> rest
		n := deepest[root]
		if t[root] == 0 {
			t[root] = -int32(uint(len(t))<<4 | n)
			t = append(t, make(codeTable, 1<<n)...)
		}
		base := uint(-t[root]) >> 4
		first := base + c.bits&(1<<rest-1)<<(n-rest)
		for i := range uint(1) << (n - rest) {
			t[first+i] = int32(c.length)<<8 | c.value
		}
	}
	return t
}

func hexDigit(c byte) int {
	if c >= 'a' {
		return int(c-'a') + 10
	}
	return int(c - '0')
}

// find returns the entry of the code at the front of w.
func (t codeTable) find(w uint64) int32 {
	e := t[w>>(64-rootBits)]
	if e < 0 {
		n := uint(-e) & 15
		e = t[uint(-e)>>4+uint(w<<rootBits>>(64-n))]
	}
	return e
}

// readSpectrum decodes the lines of one granule of a channel up to bit end into
// xr, as signed n^(4/3), and returns how many lines may be other than zero. What
// the side information promises beyond end is zero.
func (g *granule) readSpectrum(r *bitReader, end int, xr *[lines]float32) int {
	at := 0
	for region := range 3 {
		to := min(g.regions[region], g.bigValues*2)
		if to <= at {
			continue
		}
		table, linbits := codeTables[g.tables[region]], uint(linbitsOf[g.tables[region]])
		if table == nil {
			clear(xr[at:to])
			at = to
			continue
		}
		for ; at < to; at += 2 {
			if r.pos >= end {
				clear(xr[at:])
				return at
			}
			w := r.peek()
			e := table.find(w)
			n := uint(e >> 8)
			w <<= n
			x, y := int(e>>4)&15, int(e)&15
			if linbits > 0 && x == 15 {
				x += int(w >> (64 - linbits))
				w <<= linbits
				n += linbits
			}
			var vx, vy float32
			if x != 0 {
				vx = signed(x, w)
				w <<= 1
				n++
			}
			if linbits > 0 && y == 15 {
				y += int(w >> (64 - linbits))
				w <<= linbits
				n += linbits
			}
			if y != 0 {
				vy = signed(y, w)
				n++
			}
			xr[at], xr[at+1] = vx, vy
			r.pos += int(n)
		}
	}
	return g.readQuads(r, end, xr, at)
}

// readQuads decodes the lines behind the big values: groups of four of -1 to 1.
func (g *granule) readQuads(r *bitReader, end int, xr *[lines]float32, at int) int {
	last := at
	for at+4 <= lines && r.pos < end {
		w := r.peek()
		var q uint8
		n := 4
		if g.quadB {
			q = uint8(^w >> 60)
		} else {
			e := quadTable.find(w)
			q, n = uint8(e)&15, int(e>>8)
		}
		if r.pos+n+bits.OnesCount8(q) > end {
			break // the encoder's stuffing, or damage
		}
		w <<= uint(n)
		for i := range 4 {
			if q&(8>>i) == 0 {
				xr[at+i] = 0
				continue
			}
			xr[at+i] = 1 - 2*float32(w>>63)
			w <<= 1
			n++
		}
		r.pos += n
		at += 4
		if q != 0 {
			last = at
		}
	}
	clear(xr[at:])
	return last
}

// signed returns n^(4/3) with the sign in the first bit of w.
func signed(n int, w uint64) float32 {
	if w>>63 != 0 {
		return -powers[n]
	}
	return powers[n]
}

package celt

import "math/bits"

// entropy reads symbols of a frame: those of the range coder from its front and
// raw bits from its back (RFC 6716 §4.1). Behind the end there are zeroes.
type entropy struct {
	data  []byte
	front int    // bytes taken from the front
	back  int    // bytes taken from the back
	last  uint32 // byte taken last from the front; its lowest bit is still to be used
	pool  uint64 // raw bits taken and not yet used
	ready uint   // how many of them
	used  int    // bits used, as the RFC counts them: nbits_total
	size  uint32 // of the range
	value uint32 // distance of the code from the top of the range
	unit  uint32 // size ÷ total, between within and narrow
}

const leastRange = 1 << 23

func (e *entropy) begin(data []byte) {
	*e = entropy{data: data, used: 9, size: 128}
	e.last = e.next()
	e.value = 127 - e.last>>1
	e.refill()
}

func (e *entropy) next() uint32 {
	if e.front >= len(e.data) {
		return 0
	}
	e.front++
	return uint32(e.data[e.front-1])
}

func (e *entropy) refill() {
	for e.size <= leastRange {
		e.used += 8
		e.size <<= 8
		b := e.next()
		e.value = (e.value<<8 + 255&^((e.last<<8|b)>>1)) & (1<<31 - 1)
		e.last = b
	}
}

// within returns where in [0,total) the next symbol lies. The caller finds the
// symbol and calls narrow.
func (e *entropy) within(total uint32) uint32 {
	e.unit = e.size / total
	return total - min(e.value/e.unit+1, total)
}

// narrow takes the symbol that covers [low,high) of total.
func (e *entropy) narrow(low, high, total uint32) {
	s := e.unit * (total - high)
	e.value -= s
	if low > 0 {
		e.size = e.unit * (high - low)
	} else {
		e.size -= s
	}
	e.refill()
}

// flag returns a bit that is 1 once in 2^logp.
func (e *entropy) flag(logp uint) bool {
	s := e.size >> logp
	set := e.value < s
	if set {
		e.size = s
	} else {
		e.value -= s
		e.size -= s
	}
	e.refill()
	return set
}

// symbol returns a symbol of a table that holds, for each, the share of those
// behind it, of 2^total.
func (e *entropy) symbol(table []uint8, total uint) int {
	unit, high := e.size>>total, e.size
	for i, share := range table {
		low := unit * uint32(share)
		if e.value >= low {
			e.value -= low
			e.size = high - low
			e.refill()
			return i
		}
		high = low
	}
	return len(table) - 1 // not reached: every table ends with 0
}

// uniform returns a number in [0,n), each as likely as the others.
func (e *entropy) uniform(n uint32) uint32 {
	if n <= 1 {
		return 0
	}
	n--
	low := bits.Len32(n) - 8
	if low <= 0 {
		s := e.within(n + 1)
		e.narrow(s, s+1, n+1)
		return s
	}
	total := n>>low + 1
	s := e.within(total)
	e.narrow(s, s+1, total)
	return min(s<<low|e.raw(uint(low)), n)
}

// raw returns n bits from the back, at most 25.
func (e *entropy) raw(n uint) uint32 {
	for e.ready < n {
		if e.back < len(e.data) {
			e.back++
			e.pool |= uint64(e.data[len(e.data)-e.back]) << e.ready
		}
		e.ready += 8
	}
	v := uint32(e.pool) & (1<<n - 1)
	e.pool >>= n
	e.ready -= n
	e.used += int(n)
	return v
}

// laplace returns a number around 0 (RFC 6716 §4.3.2.1). zero is the share of 0
// and decay the falling off of the others, both of 2^15 and 2^14.
func (e *entropy) laplace(zero, decay uint32) int {
	const total, least, sure = 1 << 15, 1, 16
	at := e.within(total)
	low, share, v := uint32(0), zero, 0
	if at >= zero {
		v = 1
		low = zero
		share = (total-2*least*sure-zero)*(1<<14-decay)>>15 + least
		for share > least && at >= low+2*share {
			share *= 2
			low += share
			share = (share-2*least)*decay>>15 + least
			v++
		}
		if share <= least {
			more := (at - low) >> 1
			v += int(more)
			low += 2 * more * least
		}
		if at < low+share {
			v = -v
		} else {
			low += share
		}
	}
	e.narrow(low, min(low+share, total), total)
	return v
}

// tell returns how many bits were used, rounded up.
func (e *entropy) tell() int { return e.used - bits.Len32(e.size) }

// eighths returns how many eighths of a bit were used, rounded up (RFC 6716
// §4.1.6.2).
func (e *entropy) eighths() int {
	n := bits.Len32(e.size)
	r := e.size >> (n - 16)
	b := r>>12 - 8
	if r > eighthSteps[b] {
		b++
	}
	return e.used*8 - (n*8 + int(b))
}

// eighthSteps are 2^(15 + (i+1)/8), rounded as three squarings round it.
var eighthSteps = [8]uint32{35733, 38967, 42495, 46340, 50535, 55109, 60097, 65535}

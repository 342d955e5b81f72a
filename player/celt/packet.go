package celt

// mostParts is the most frames a packet has: 120 ms of 2.5.
const mostParts = 48

// mostBytes is the most a frame has.
const mostBytes = 1275

// Is tells whether a packet is coded in the CELT layer alone.
func Is(packet []byte) bool { return len(packet) > 0 && packet[0]>>3 >= 16 }

// split finds the frames of a packet (RFC 6716 §3.2) and returns how many there
// are.
func split(packet []byte, parts *[mostParts][]byte) (n int, ok bool) {
	body := packet[1:]
	switch packet[0] & 3 {
	case 0:
		parts[0] = body
		return 1, len(body) <= mostBytes
	case 1:
		half := len(body) / 2
		parts[0], parts[1] = body[:half], body[half:]
		return 2, len(body)%2 == 0 && half <= mostBytes
	case 2:
		first, rest, ok := length(body)
		if !ok || first > len(rest) || len(rest)-first > mostBytes {
			return 0, false
		}
		parts[0], parts[1] = rest[:first], rest[first:]
		return 2, true
	}
	if len(body) == 0 {
		return 0, false
	}
	head := body[0]
	n, body = int(head&63), body[1:]
	if n == 0 || n > mostParts {
		return 0, false
	}
	if head&64 != 0 {
		if body, ok = unpad(body); !ok {
			return 0, false
		}
	}
	if head&128 == 0 {
		each := len(body) / n
		for i := range n {
			parts[i] = body[i*each : (i+1)*each]
		}
		return n, len(body)%n == 0 && each <= mostBytes
	}
	var sizes [mostParts]int
	for i := range n - 1 {
		if sizes[i], body, ok = length(body); !ok {
			return 0, false
		}
	}
	for i := range n - 1 {
		if sizes[i] > len(body) {
			return 0, false
		}
		parts[i], body = body[:sizes[i]], body[sizes[i]:]
	}
	parts[n-1] = body
	return n, len(body) <= mostBytes
}

// length reads the length of a frame and returns it with what follows.
func length(b []byte) (n int, rest []byte, ok bool) {
	switch {
	case len(b) > 0 && b[0] < 252:
		return int(b[0]), b[1:], true
	case len(b) > 1:
		return int(b[0]) + 4*int(b[1]), b[2:], true
	}
	return 0, nil, false
}

// unpad drops the padding of a packet, whose length b begins with.
func unpad(b []byte) ([]byte, bool) {
	pad := 0
	for {
		if len(b) == 0 {
			return nil, false
		}
		v := int(b[0])
		b = b[1:]
		if v < 255 {
			pad += v
			break
		}
		pad += 254
	}
	if pad > len(b) {
		return nil, false
	}
	return b[:len(b)-pad], true
}

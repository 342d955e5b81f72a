package decode

import (
	"errors"
	"fmt"
	"io"
	"slices"
)

// oggLink is one Opus stream of the file. A file has one, or several in a chain
// when recordings were joined.
type oggLink struct {
	serial  uint32
	head    opusHead
	entries []oggEntry // where decoding can begin, in order
	end     int64      // clock of the link behind its last frame, end trim done
	next    int64      // file offset behind its last page
	base    int64      // recording frame its sound begins with
}

// oggEntry is a page on which a packet begins.
type oggEntry struct {
	offset int64 // of the page, bytes
	placer oggPlacer
}

// entryEvery is how far apart entries lie, frames at 48 kHz.
const entryEvery = opusClock / 5

// oggPlacer counts the clock of a link: frames at 48 kHz since its first
// packet, pre-skip included.
//
// The granule position of a page is the clock at its end, plus a constant for
// recorders that began in the middle of a stream. A page that lies ahead of
// what was counted leaves a gap that was sent as nothing or got lost; a page
// that lies behind it, or absurdly far ahead, proves the constant wrong.
type oggPlacer struct {
	clock int64 // behind the last packet placed
	zero  int64 // granule position of clock 0
	begun bool
}

const maxGap = opusClock * 3600 // frames; a call on hold sends nothing for that long

// place returns the clock at the start of the first packet that ends on a page
// and the clock where the sound of the page ends. sum is how long those packets
// last, frames at 48 kHz.
func (c *oggPlacer) place(p *oggPage, sum int64) (start, end int64) {
	begin := p.granule - sum
	switch {
	case !c.begun && p.flags&oggLast != 0 && begin < 0:
		c.zero, c.begun = 0, true // a single page with its end trimmed (RFC 7845 §4.4)
		begin = 0
	case !c.begun:
		c.zero, c.begun = begin, true
	}
	start = begin - c.zero
	last := p.flags&oggLast != 0
	if trim := c.clock - start; start > c.clock+maxGap || start < c.clock && !(last && trim <= sum) {
		c.zero = begin - c.clock
		start = c.clock
	}
	start = max(start, c.clock)
	end = start + sum
	if last {
		end = min(end, max(start, p.granule-c.zero))
	}
	c.clock = start + sum
	return start, end
}

// scanOgg walks the whole file once and returns its Opus streams.
func scanOgg(pages *oggPages) ([]oggLink, error) {
	var (
		links   []oggLink
		packets oggPackets
		placer  oggPlacer
		headers int // header packets of the link still to come
		foreign string
		sound   bool // a stream of ours was there, whatever it holds
		at      int64
	)
	for {
		p, err := pages.after(at)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		at = p.next
		if p.flags&oggFirst != 0 {
			packets.reset()
			h, format, ok := parseOpusHead(p.body)
			if ok && (len(links) == 0 || placer.begun) {
				sound = true
				links = append(links, oggLink{serial: p.serial, head: h})
				placer, headers = oggPlacer{}, 1
				packets.seq = p.seq
			} else if foreign == "" {
				foreign = format
			}
			continue
		}
		if len(links) == 0 || p.serial != links[len(links)-1].serial {
			continue
		}
		link := &links[len(links)-1]
		before := placer
		sum := opusSum(packets.on(&p), &headers)
		if sum == 0 && !placer.begun {
			continue
		}
		if headers == 0 && (p.flags&oggContinued == 0 || len(link.entries) == 0) {
			link.enter(p.at, before, &p, sum)
		}
		if p.granule >= 0 && sum > 0 {
			_, link.end = placer.place(&p, sum)
		}
		link.next = p.next
	}
	links = slices.DeleteFunc(links, func(l oggLink) bool { return len(l.entries) == 0 })
	if len(links) == 0 && sound {
		return nil, ErrEmpty
	}
	if len(links) == 0 {
		if foreign != "" {
			return nil, &Unsupported{Format: foreign}
		}
		return nil, fmt.Errorf("ogg without a stream this player knows: %w", ErrNotSound)
	}
	return links, nil
}

// opusSum returns how long the sound packets last and counts header packets off.
func opusSum(packets [][]byte, headers *int) int64 {
	var sum int64
	for _, b := range packets {
		if *headers > 0 {
			*headers--
			if len(b) >= 8 && string(b[:8]) == "OpusTags" {
				continue
			}
		}
		sum += opusFrames(b)
	}
	return sum
}

// enter remembers a page as a place where decoding can begin, unless the last
// such place is near.
func (l *oggLink) enter(offset int64, before oggPlacer, p *oggPage, sum int64) {
	if n := len(l.entries); n > 0 {
		probe := before
		if p.granule < 0 || sum == 0 {
			return
		}
		if start, _ := probe.place(p, sum); start < l.entries[n-1].placer.clock+entryEvery {
			return
		}
	}
	l.entries = append(l.entries, oggEntry{offset: offset, placer: before})
}

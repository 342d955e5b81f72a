package decode

import (
	"errors"
	"fmt"
	"io"
	"sort"

	"sensedesk/player/celt"
)

// oggOpus plays Ogg/Opus (RFC 7845).
type oggOpus struct {
	pages *oggPages
	links []oggLink
	info  Info
	div   int64 // 48 kHz ÷ the rate of the frames given

	dec     opusLayer
	link    int // being decoded
	at      int64
	packets oggPackets
	headers int
	placer  oggPlacer
	clock   int64 // of the link, at the rate given, behind what was decoded
	from    int64 // clock before which nothing is given: pre-skip or the target of a seek
	roll    int64 // clock before which nothing is even decoded, after a seek

	gap   int64    // frames of silence to give before what is queued
	queue [][]byte // packets of the page that are still to be decoded
	out   [][2]float32
	start int // of what is unread in out
	pos   int64
}

// opusPreRoll is decoded and dropped before the target of a seek, frames at
// 48 kHz: RFC 7845 §4.6 asks for 80 ms; SILK is nearer its true state after 160.
const opusPreRoll = opusClock * 160 / 1000

func openOgg(r io.ReaderAt, size int64, q quality) (Decoder, Info, error) {
	info := Info{Container: "ogg", Codec: "Opus", Frames: -1}
	pages := newOggPages(r, size)
	links, err := scanOgg(pages)
	if err != nil {
		var u *Unsupported
		if errors.As(err, &u) {
			info.Codec = u.Format
		}
		return nil, info, err
	}
	head := links[0].head
	rate := opusClock
	if q == forMeasuring || head.inputRate > 0 && head.inputRate <= celt.Rate {
		rate = celt.Rate // nothing above was in the sound; decoding takes half the time
	}
	o := &oggOpus{pages: pages, links: links, div: int64(opusClock / rate), dec: &wholeOpus{rate: rate}}
	if q == forMeasuring {
		o.dec = &coarseOpus{}
	}
	o.out = make([][2]float32, 0, longestOpus/o.div)
	info.Frames = 0
	for i := range links {
		links[i].base = info.Frames
		info.Frames += max(0, links[i].end/o.div-o.skip(i))
	}
	info.SampleRate, info.InputRate, info.Channels = rate, head.inputRate, head.channels
	if info.InputRate == 0 {
		info.InputRate = opusClock
	}
	info.Duration, info.Exact = span(info.Frames, rate), true
	if info.Frames <= 0 {
		return nil, info, ErrEmpty
	}
	o.info = info
	if err := o.begin(0, links[0].entries[0], o.skip(0)); err != nil {
		return nil, info, err
	}
	return o, info, nil
}

// skip returns the pre-skip of a link, frames at the rate given.
func (o *oggOpus) skip(link int) int64 { return o.links[link].head.preSkip / o.div }

// begin makes decoding go on at an entry of a link; nothing before the clock
// from is given out.
func (o *oggOpus) begin(link int, e oggEntry, from int64) error {
	if err := o.dec.start(o.links[link].head.channels); err != nil {
		return fmt.Errorf("start opus: %w", err)
	}
	o.link, o.at, o.placer = link, e.offset, e.placer
	o.clock, o.from, o.roll = e.placer.clock/o.div, from, 0
	o.headers = 0
	if !e.placer.begun {
		o.headers = 1
	}
	o.packets.reset()
	o.queue, o.out, o.start, o.gap = nil, o.out[:0], 0, 0
	return nil
}

// Info implements Decoder.
func (o *oggOpus) Info() Info { return o.info }

// SeekTo implements Decoder.
func (o *oggOpus) SeekTo(frame int64) (int64, error) {
	frame = max(0, min(frame, o.info.Frames))
	link := sort.Search(len(o.links), func(i int) bool { return o.links[i].base > frame }) - 1
	l := &o.links[link]
	target := frame - l.base + o.skip(link)
	n := sort.Search(len(l.entries), func(i int) bool { return l.entries[i].placer.clock > target*o.div-opusPreRoll })
	if err := o.begin(link, l.entries[max(0, n-1)], target); err != nil {
		return 0, err
	}
	o.roll = target - opusPreRoll/o.div
	o.pos = frame
	return frame, nil
}

// Read implements Decoder.
func (o *oggOpus) Read(dst [][2]float32) (int, error) {
	done := 0
	for done < len(dst) && o.pos < o.info.Frames {
		if o.gap > 0 {
			n := int(min(o.gap, int64(len(dst)-done), o.info.Frames-o.pos))
			clear(dst[done : done+n])
			o.gap -= int64(n)
			o.pos += int64(n)
			done += n
			continue
		}
		if o.start == len(o.out) {
			err := o.decodeMore()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return done, err
			}
			continue
		}
		n := copy(dst[done:], o.out[o.start:])
		n = int(min(int64(n), o.info.Frames-o.pos))
		o.start += n
		o.pos += int64(n)
		done += n
	}
	if done == 0 && len(dst) > 0 {
		return 0, io.EOF
	}
	return done, nil
}

// decodeMore replaces out with the sound of the next packet. A page may hold a
// second of packets: who has just sought waits for one of them.
func (o *oggOpus) decodeMore() error {
	o.out, o.start = o.out[:0], 0
	if len(o.queue) == 0 {
		return o.nextPage()
	}
	l := &o.links[o.link]
	b := o.queue[0]
	o.queue = o.queue[1:]
	if n := opusFrames(b) / o.div; o.clock+n <= o.roll {
		o.pass(n)
		return nil
	}
	o.decodePacket(b, l.head)
	o.cut(l)
	return nil
}

// nextPage queues the packets of the next page of the link, or goes on to the
// next link.
func (o *oggOpus) nextPage() error {
	l := &o.links[o.link]
	if o.at >= l.next {
		return o.nextLink()
	}
	p, err := o.pages.after(o.at)
	if errors.Is(err, io.EOF) {
		return o.nextLink()
	}
	if err != nil {
		return err
	}
	o.at = p.next
	if p.flags&oggFirst != 0 { // of another stream, or damaged: no sound, as scanOgg has it
		o.packets.reset()
		return nil
	}
	if p.serial != l.serial {
		return nil
	}
	list := o.packets.on(&p)
	if o.headers > 0 && len(list) > 0 {
		o.headers--
		if len(list[0]) >= 8 && string(list[0][:8]) == "OpusTags" {
			list = list[1:]
		}
	}
	var sum int64
	for _, b := range list {
		sum += opusFrames(b)
	}
	if p.granule < 0 || sum == 0 {
		return nil
	}
	start, _ := o.placer.place(&p, sum)
	o.gap = o.pass(start/o.div - o.clock)
	o.queue = list
	return nil
}

// nextLink goes on with the following stream of a chain.
func (o *oggOpus) nextLink() error {
	if o.link+1 >= len(o.links) || len(o.links[o.link+1].entries) == 0 {
		return io.EOF
	}
	next := o.link + 1
	return o.begin(next, o.links[next].entries[0], o.skip(next))
}

// pass moves the clock on by n frames and returns how many of them are to be
// given out: those not before from.
func (o *oggOpus) pass(n int64) int64 {
	n = max(0, n)
	drop := min(max(0, o.from-o.clock), n)
	o.clock += n
	return n - drop
}

// decodePacket sets out to the sound of a packet; a damaged one is silence of its
// length.
func (o *oggOpus) decodePacket(b []byte, head opusHead) {
	want := opusFrames(b) / o.div
	if want == 0 {
		return
	}
	o.out, o.start = o.out[:want], int(want-o.pass(want))
	got, err := o.decode(b)
	if err != nil || int64(got) != want {
		clear(o.out)
		return
	}
	if head.gain != 1 {
		for i, f := range o.out {
			o.out[i] = [2]float32{f[0] * head.gain, f[1] * head.gain}
		}
	}
}

// decode runs one packet through the codec. A panic in it is an error.
func (o *oggOpus) decode(b []byte) (n int, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("opus: %v", p)
		}
	}()
	return o.dec.decode(o.out[:cap(o.out)], b)
}

// cut drops what was decoded behind the end of the link.
func (o *oggOpus) cut(l *oggLink) {
	if over := o.clock - l.end/o.div; over > 0 {
		o.out = o.out[:max(o.start, len(o.out)-int(over))]
	}
}

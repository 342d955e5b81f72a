package celt

// postFilter is the pitch filter of a frame (RFC 6716 §4.3.7.1).
type postFilter struct {
	period int // samples at 48 kHz; 0 when there is none
	gain   float32
	taps   int // which of combTaps
}

// frame is what stands in a frame before its spectrum. Budgets are in eighths of
// a bit.
type frame struct {
	long      int // log2 of how many times 2.5 ms it lasts, 0 to 3
	channels  int // coded in it
	end       int // bands
	bits      int // length
	silence   bool
	filter    postFilter
	transient bool
	intra     bool
	tf        [bands]int // changes of resolution
	spread    int
	trim      int
	boost     [bands]int
	reserve   int // for the flag of what collapsed

	allocation
}

// Symbols of the header (RFC 6716, table 56), as entropy.symbol has them.
var (
	tapsTable   = []uint8{2, 1, 0}
	energyTable = []uint8{2, 1, 0}
	spreadTable = []uint8{25, 23, 2, 0}
	trimTable   = []uint8{126, 124, 119, 109, 87, 41, 19, 9, 4, 2, 0}
)

const eighth = 3 // log2 of the parts a bit has in budgets

// header reads f and the energies up to where the spectrum begins.
func (d *Decoder) header(f *frame) {
	e := &d.in
	f.spread, f.trim = 2, 5
	switch used := e.tell(); {
	case used >= f.bits:
		f.silence = true
	case used == 1:
		f.silence = e.flag(15)
	}
	if f.silence {
		return
	}
	if e.tell()+16 <= f.bits && e.flag(1) {
		octave := e.uniform(6)
		f.filter.period = 16<<octave + int(e.raw(4+uint(octave))) - 1
		f.filter.gain = 0.09375 * float32(e.raw(3)+1)
		if e.tell()+2 <= f.bits {
			f.filter.taps = e.symbol(tapsTable, 2)
		}
	}
	if f.long > 0 && e.tell()+3 <= f.bits {
		f.transient = e.flag(3)
	}
	if e.tell()+3 <= f.bits {
		f.intra = e.flag(3)
	}
	d.coarseEnergy(f)
	f.resolution(e)
	if e.tell()+4 <= f.bits {
		f.spread = e.symbol(spreadTable, 5)
	}
	f.boosts(e)
	left := f.bits<<eighth - e.eighths() - 1
	if f.transient && f.long >= 2 && left >= (f.long+2)<<eighth {
		f.reserve = 1 << eighth
	}
	f.allocate(e, left-f.reserve)
	d.fineEnergy(f)
}

// resolution reads which bands give up resolution in time for such in frequency,
// or the reverse (RFC 6716 §4.3.1).
func (f *frame) resolution(e *entropy) {
	first, next, row := uint(4), uint(5), tfSelect[f.long][:4]
	if f.transient {
		first, next, row = 2, 4, tfSelect[f.long][4:]
	}
	budget := f.bits
	selects := f.long > 0 && e.tell()+int(first)+1 <= budget
	if selects {
		budget--
	}
	current, changed := 0, 0
	for b, logp := 0, first; b < f.end; b, logp = b+1, next {
		if e.tell()+int(logp) <= budget {
			if e.flag(logp) {
				current ^= 1
			}
			changed |= current
		}
		f.tf[b] = current
	}
	if selects && row[changed] != row[2+changed] && e.flag(1) {
		row = row[2:]
	}
	for b := range f.end {
		f.tf[b] = int(row[f.tf[b]])
	}
}

// boosts reads what single bands get beyond their share, and the tilt of all of
// them (RFC 6716 §4.3.3).
func (f *frame) boosts(e *entropy) {
	budget := f.bits << eighth
	logp := 6
	used := e.eighths()
	for b := range f.end {
		width := f.channels * f.width(b)
		step := min(width<<eighth, max(6<<eighth, width))
		most := f.limit(b)
		for cost := logp; used+cost<<eighth < budget && f.boost[b] < most; cost = 1 {
			set := e.flag(uint(cost))
			used = e.eighths()
			if !set {
				break
			}
			f.boost[b] += step
			budget = max(0, budget-step)
		}
		if f.boost[b] > 0 {
			logp = max(2, logp-1)
		}
	}
	if used+6<<eighth <= budget {
		f.trim = e.symbol(trimTable, 7)
	}
}

// width returns how many bins a band of the frame has, in each channel.
func (f *frame) width(b int) int { return int(edges[b+1]-edges[b]) << f.long }

// limit returns the most a band can use, eighths of a bit.
func (f *frame) limit(b int) int {
	row := limits[2*f.long+f.channels-1]
	return (int(row[b]) + 64) * f.channels * f.width(b) >> 2
}

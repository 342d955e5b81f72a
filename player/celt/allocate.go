package celt

// allocation is how the bits of a frame are shared out (RFC 6716 §4.3.3).
type allocation struct {
	shape     [bands]int  // budget of the band's shape, eighths of a bit
	fine      [bands]int  // raw bits of its energy, for each channel
	later     [bands]bool // its energy comes second when bits are left over
	coded     int         // bands that have a budget
	intensity int         // first band of which both channels have the same shape
	dual      bool        // below it each channel has its own
	balance   int         // left by the last band, eighths of a bit
}

const mostFine = 8 // raw bits

// share is the allocation while it is found.
type share struct {
	base, more  [bands]int // budget at the lower of two rows of the table, and what the upper adds
	least, most [bands]int // below the one a band gets nothing but its floor, above the other it has no use for it
	floor       int
	skip        int // bands up to this one are coded whatever they get
}

// allocate shares out total eighths of a bit.
func (f *frame) allocate(e *entropy, total int) {
	total = max(0, total)
	skipping := 0 // kept for the flags of the bands left out
	if total >= 1<<eighth {
		skipping = 1 << eighth
	}
	total -= skipping
	sides, dual := 0, 0 // kept for where intensity begins, and for the flag beside it
	if f.channels == 2 {
		if sides = log2Eighths[f.end]; sides > total {
			sides = 0
		} else {
			total -= sides
			if total >= 1<<eighth {
				dual = 1 << eighth
			}
			total -= dual
		}
	}
	var s share
	f.rows(&s, total)
	sum := f.interpolate(&s, total)

	// From the top, bands that would get little may be left out.
	f.coded = f.end
	for ; ; f.coded-- {
		b := f.coded - 1
		if b <= s.skip {
			total += skipping
			break
		}
		width := int(edges[f.coded])
		each := (total - sum) / width
		rest := max(0, total-sum-width*each-int(edges[b]))
		got := f.shape[b] + each*int(edges[b+1]-edges[b]) + rest
		if got >= max(s.least[b], s.floor+1<<eighth) {
			if e.flag(1) {
				break
			}
			sum += 1 << eighth
			got -= 1 << eighth
		}
		sum -= f.shape[b] + sides
		if sides > 0 {
			sides = log2Eighths[b]
		}
		sum += sides
		f.shape[b] = 0
		if got >= s.floor {
			f.shape[b] = s.floor
			sum += s.floor
		}
	}
	if sides > 0 {
		f.intensity = int(e.uniform(uint32(f.coded + 1)))
	}
	if f.intensity <= 0 {
		total += dual
		dual = 0
	}
	f.dual = dual > 0 && e.flag(1)
	f.spend(&s, total-sum)
}

// rows sets s to the two rows of the table between which total lies.
func (f *frame) rows(s *share, total int) {
	s.floor = f.channels << eighth
	var tilt [bands]int
	for b := range f.end {
		width, n := int(edges[b+1]-edges[b]), f.width(b)
		s.least[b] = max(s.floor, 3*n<<eighth>>4)
		s.most[b] = f.limit(b)
		tilt[b] = f.channels * width * (f.trim - 5 - f.long) * (f.end - b - 1) << (f.long + eighth) >> 6
		if n == 1 {
			tilt[b] -= s.floor
		}
	}
	at := func(row, b int) int {
		v := f.channels * int(edges[b+1]-edges[b]) * int(budgets[row][b]) << f.long >> 2
		if v > 0 {
			v = max(0, v+tilt[b])
		}
		return v
	}
	low, high := 1, len(budgets)-1
	for low <= high {
		mid := (low + high) / 2
		sum := s.sum(f.end, func(b int) int { return at(mid, b) + f.boost[b] })
		if sum > total {
			high = mid - 1
		} else {
			low = mid + 1
		}
	}
	for b := range f.end {
		upper := s.most[b]
		if low < len(budgets) {
			upper = at(low, b)
		} else if upper > 0 {
			upper = max(0, upper+tilt[b])
		}
		s.base[b] = at(low-1, b)
		if low-1 > 0 {
			s.base[b] += f.boost[b]
		}
		s.more[b] = max(0, upper+f.boost[b]-s.base[b])
		if f.boost[b] > 0 {
			s.skip = b
		}
	}
}

// sum returns what the bands take when each wants what wanted says.
func (s *share) sum(end int, wanted func(b int) int) int {
	sum, done := 0, false
	for b := end - 1; b >= 0; b-- {
		switch v := wanted(b); {
		case v >= s.least[b] || done:
			done = true
			sum += min(v, s.most[b])
		case v >= s.floor:
			sum += s.floor
		}
	}
	return sum
}

// interpolate sets the shapes to what lies between the two rows and still in
// total, and returns their sum.
func (f *frame) interpolate(s *share, total int) int {
	const steps = 6
	low, high := 0, 1<<steps
	for range steps {
		mid := (low + high) / 2
		if s.sum(f.end, func(b int) int { return s.base[b] + mid*s.more[b]>>steps }) > total {
			high = mid
		} else {
			low = mid
		}
	}
	sum, done := 0, false
	for b := f.end - 1; b >= 0; b-- {
		v := s.base[b] + low*s.more[b]>>steps
		switch {
		case v >= s.least[b] || done:
			done = true
		case v >= s.floor:
			v = s.floor
		default:
			v = 0
		}
		f.shape[b] = min(v, s.most[b])
		sum += f.shape[b]
	}
	return sum
}

// spend shares out what is left, and each band's budget between its energy and
// its shape.
func (f *frame) spend(s *share, left int) {
	each := left / int(edges[f.coded])
	left -= each * int(edges[f.coded])
	for b := range f.coded {
		width := int(edges[b+1] - edges[b])
		more := min(left, width)
		left -= more
		f.shape[b] += each*width + more
	}
	carried := 0
	for b := range f.coded {
		n := f.width(b)
		v := f.shape[b] + carried
		var over int
		if n == 1 {
			over = max(0, v-f.channels<<eighth)
			f.shape[b], f.fine[b], f.later[b] = v-over, 0, true
		} else {
			over = max(0, v-s.most[b])
			f.refine(b, v-over)
		}
		if over > 0 {
			more := min(over>>(eighth+f.channels-1), mostFine-f.fine[b])
			f.fine[b] += more
			more = more * f.channels << eighth
			f.later[b] = more >= over-carried
			over -= more
		}
		carried = over
	}
	f.balance = carried
	for b := f.coded; b < f.end; b++ {
		f.fine[b] = f.shape[b] >> (f.channels - 1) >> eighth
		f.shape[b] = 0
		f.later[b] = f.fine[b] < 1
	}
}

// refine takes from a band's budget what its energy gets.
func (f *frame) refine(b, budget int) {
	n := f.width(b)
	parts := f.channels * n
	if f.channels == 2 && n > 2 && !f.dual && b < f.intensity {
		parts++
	}
	size := parts * (log2Widths[b] + f.long<<eighth)
	offset := size>>1 - parts*21
	if n == 2 {
		offset += parts << eighth >> 2
	}
	if v := budget + offset; v < parts*2<<eighth {
		offset += size >> 2
	} else if v < parts*3<<eighth {
		offset += size >> 3
	}
	fine := max(0, (budget+offset+parts<<(eighth-1))/(parts<<eighth))
	if f.channels*fine > budget>>eighth {
		fine = budget >> (f.channels - 1) >> eighth
	}
	fine = min(fine, mostFine)
	f.fine[b] = fine
	f.later[b] = fine*(parts<<eighth) >= budget+offset
	f.shape[b] = budget - f.channels*fine<<eighth
}

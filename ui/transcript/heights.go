package transcript

import "sort"

// heights keeps the heights of all rows and where each row begins.
type heights struct {
	of   []float32
	top  []float32 // top[i] is where row i begins, without lead; one more than rows
	good int       // top[:good+1] are valid
	lead float32   // empty space above the first row
	tail float32   // and below the last
}

// reset takes new heights.
func (h *heights) reset(of []float32) {
	h.of = of
	h.top = make([]float32, len(of)+1)
	h.good = 0
}

// set changes the height of one row and returns by how much it grew.
func (h *heights) set(row int, height float32) float32 {
	d := height - h.of[row]
	if d != 0 {
		h.of[row] = height
		h.good = min(h.good, row)
	}
	return d
}

// settle makes all tops valid.
func (h *heights) settle() {
	for i := h.good; i < len(h.of); i++ {
		h.top[i+1] = h.top[i] + h.of[i]
	}
	h.good = len(h.of)
}

// total is the height of all rows and the space around them.
func (h *heights) total() float32 {
	if len(h.top) == 0 {
		return 0
	}
	h.settle()
	return h.lead + h.top[len(h.of)] + h.tail
}

// at returns where a row begins.
func (h *heights) at(row int) float32 {
	h.settle()
	return h.lead + h.top[row]
}

// rowAt returns the row that covers y, clamped to the rows there are; -1 when
// there are none.
func (h *heights) rowAt(y float32) int {
	if len(h.of) == 0 {
		return -1
	}
	h.settle()
	y -= h.lead
	i := sort.Search(len(h.of), func(i int) bool { return h.top[i+1] > y })
	return min(i, len(h.of)-1)
}

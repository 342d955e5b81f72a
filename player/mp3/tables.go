package mp3

import "math"

// bandEdges are where the scale factor bands begin and end, in spectral lines
// (ISO/IEC 11172-3 table B.8, 13818-3 table B.2); the last three sampling rates
// are those of MPEG-2.5, which has no standard but one common use.
type bandEdges struct {
	long  [23]int
	short [14]int // lines of one of the three windows
}

// edgesOf goes by rate index: 44.1, 48, 32, 22.05, 24, 16, 11.025, 12 and 8 kHz.
var edgesOf = func() [9]bandEdges {
	mid := bandEdges{
		[23]int{0, 6, 12, 18, 24, 30, 36, 44, 54, 66, 80, 96, 116, 140, 168, 200, 238, 284, 336, 396, 464, 522, 576},
		[14]int{0, 4, 8, 12, 18, 26, 36, 48, 62, 80, 104, 134, 174, 192},
	}
	at22 := mid
	at22.short = [14]int{0, 4, 8, 12, 18, 24, 32, 42, 56, 74, 100, 132, 174, 192}
	return [9]bandEdges{
		{
			[23]int{0, 4, 8, 12, 16, 20, 24, 30, 36, 44, 52, 62, 74, 90, 110, 134, 162, 196, 238, 288, 342, 418, 576},
			[14]int{0, 4, 8, 12, 16, 22, 30, 40, 52, 66, 84, 106, 136, 192},
		},
		{
			[23]int{0, 4, 8, 12, 16, 20, 24, 30, 36, 42, 50, 60, 72, 88, 106, 128, 156, 190, 230, 276, 330, 384, 576},
			[14]int{0, 4, 8, 12, 16, 22, 28, 38, 50, 64, 80, 100, 126, 192},
		},
		{
			[23]int{0, 4, 8, 12, 16, 20, 24, 30, 36, 44, 54, 66, 82, 102, 126, 156, 194, 240, 296, 364, 448, 550, 576},
			[14]int{0, 4, 8, 12, 16, 22, 30, 42, 58, 78, 104, 138, 180, 192},
		},
		at22,
		{
			[23]int{0, 6, 12, 18, 24, 30, 36, 44, 54, 66, 80, 96, 114, 136, 162, 194, 232, 278, 332, 394, 464, 540, 576},
			[14]int{0, 4, 8, 12, 18, 26, 36, 48, 62, 80, 104, 136, 180, 192},
		},
		mid, mid, mid,
		{
			[23]int{0, 12, 24, 36, 48, 60, 72, 88, 108, 132, 160, 192, 232, 280, 336, 400, 476, 566, 568, 570, 572, 574, 576},
			[14]int{0, 8, 16, 24, 36, 52, 72, 96, 124, 160, 162, 164, 166, 192},
		},
	}
}()

// pretab is added to the scale factors of long blocks when preflag is set.
var pretab = [22]uint8{11: 1, 1, 1, 1, 2, 2, 3, 3, 3, 2}

// slenOf gives the bits of the two groups of scale factors of MPEG-1.
var slenOf = [16][2]uint8{
	{0, 0},
	{0, 1},
	{0, 2},
	{0, 3},
	{3, 0},
	{1, 1},
	{1, 2},
	{1, 3},
	{2, 1},
	{2, 2},
	{2, 3},
	{3, 1},
	{3, 2},
	{3, 3},
	{4, 2},
	{4, 3},
}

// lowParts gives how many scale factors of MPEG-2 each of the four groups has, by
// the range scalefac_compress lies in and long, short or mixed blocks.
var lowParts = [6][3][4]int{
	{{6, 5, 5, 5}, {9, 9, 9, 9}, {6, 9, 9, 9}},
	{{6, 5, 7, 3}, {9, 9, 12, 6}, {6, 9, 12, 6}},
	{{11, 10, 0, 0}, {18, 18, 0, 0}, {15, 18, 0, 0}},
	{{7, 7, 7, 0}, {12, 12, 12, 0}, {6, 15, 12, 0}},
	{{6, 6, 6, 3}, {12, 9, 9, 6}, {6, 12, 9, 6}},
	{{8, 8, 5, 0}, {15, 12, 9, 0}, {6, 18, 9, 0}},
}

// linbitsOf gives how many bits follow a value of 15.
var linbitsOf = [32]uint8{16: 1, 2, 3, 4, 6, 8, 10, 13, 4, 5, 6, 7, 8, 9, 11, 13}

const (
	maxValue = 15 + 1<<13 // largest quantised value
	gainZero = 400        // index of 2^0 in gains
)

var (
	// powers holds n^(4/3).
	powers = func() (t [maxValue]float32) {
		for i := range t {
			t[i] = float32(math.Pow(float64(i), 4.0/3))
		}
		return t
	}()
	// gains holds 2^(n/4), n from -gainZero.
	gains = func() (t [480]float32) {
		for i := range t {
			t[i] = float32(math.Exp2(float64(i-gainZero) / 4))
		}
		return t
	}()
	// aliasCS and aliasCA are the butterflies of table B.9.
	aliasCS, aliasCA = func() (cs, ca [8]float32) {
		for i, c := range [8]float64{-0.6, -0.535, -0.33, -0.185, -0.095, -0.041, -0.0142, -0.0037} {
			cs[i] = float32(1 / math.Sqrt(1+c*c))
			ca[i] = float32(c / math.Sqrt(1+c*c))
		}
		return cs, ca
	}()
)

package decode

// imaSteps and imaMoves are the tables of the IMA Digital Audio Focus Group's
// «Recommended Practices for Enhancing Digital Audio Compatibility», 1992.
var imaSteps = [89]int32{
	7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73, 80, 88, 97, 107, 118,
	130, 143, 157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449, 494, 544, 598, 658, 724, 796, 876, 963,
	1060, 1166, 1282, 1411, 1552, 1707, 1878, 2066, 2272, 2499, 2749, 3024, 3327, 3660, 4026, 4428, 4871, 5358, 5894,
	6484, 7132, 7845, 8630, 9493, 10442, 11487, 12635, 13899, 15289, 16818, 18500, 20350, 22385, 24623, 27086, 29794, 32767,
}

var imaMoves = [8]int{-1, -1, -1, -1, 2, 4, 6, 8}

// imaFrames returns how many frames a block of n bytes holds.
func imaFrames(n, channels int) int {
	if n < 4*channels {
		return 0
	}
	return 1 + (n-4*channels)/(4*channels)*8
}

// imaBlock decodes one block of WAV's IMA ADPCM, which stands alone: for each
// channel a first sample and a step, then four bytes of one channel, four of
// the next. out gets the samples of all channels, frame by frame.
func imaBlock(b []byte, channels int, out []int16) {
	frames := imaFrames(len(b), channels)
	for c := range channels {
		head := b[4*c:]
		value := int32(int16(uint16(head[0]) | uint16(head[1])<<8))
		step := min(int(head[2]), len(imaSteps)-1)
		out[c] = int16(value)
		for i := range frames - 1 {
			at := 4*channels*(1+i/8) + 4*c + i%8/2
			nibble := b[at] >> (i % 2 * 4) & 15
			size := imaSteps[step]
			diff := size >> 3
			if nibble&4 != 0 {
				diff += size
			}
			if nibble&2 != 0 {
				diff += size >> 1
			}
			if nibble&1 != 0 {
				diff += size >> 2
			}
			if nibble&8 != 0 {
				diff = -diff
			}
			value = int32(clip16(value + diff))
			step = max(0, min(len(imaSteps)-1, step+imaMoves[nibble&7]))
			out[(i+1)*channels+c] = int16(value)
		}
	}
}

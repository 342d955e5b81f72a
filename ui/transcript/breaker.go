package transcript

// Line is one line of a phrase: the words [From, To) and the width they take.
type Line struct {
	From, To int
	Width    float32
}

// Break puts words of the given widths, with a space between neighbours, into
// lines no wider than width. Every word is placed once, in order; a word wider
// than width has a line of its own. No words make no lines.
func Break(words []float32, space, width float32) []Line {
	return appendLines(nil, words, space, width)
}

// appendLines is Break into a reused slice.
func appendLines(lines []Line, words []float32, space, width float32) []Line {
	from, used := 0, float32(0)
	for i, w := range words {
		if i == from {
			used = w
			continue
		}
		if used+space+w > width {
			lines = append(lines, Line{From: from, To: i, Width: used})
			from, used = i, w
			continue
		}
		used += space + w
	}
	if len(words) > 0 {
		lines = append(lines, Line{From: from, To: len(words), Width: used})
	}
	return lines
}

// countLines is len(Break(…)) without making the lines.
func countLines(words []float32, space, width float32) int {
	n, used := 0, float32(0)
	for i, w := range words {
		if i == 0 || used+space+w > width {
			n++
			used = w
			continue
		}
		used += space + w
	}
	return n
}

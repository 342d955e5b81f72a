package stretch

// Point ties output to input: output frame Out is the sound of the recording's
// frame In. Between two points both run evenly; behind the last one they run
// side by side, frame by frame.
type Point struct{ Out, In int64 }

// mark is a point of one channel.
type mark struct {
	Point
	music bool // stepped through as music
}

// Points appends to dst the points made since the last call. They may lie ahead
// of the frames returned so far. Of two channels they are the left one's, or the
// right one's while only the left one plays music: the clock is with who speaks.
// The other channel is seldom more than 30 ms from it.
func (s *Stretcher) Points(dst []Point) []Point {
	both := s.voices[0].made // up to here all marks are known
	for _, v := range s.voices {
		both = min(both, v.made)
	}
	var next [2]int
	for {
		first := -1
		for i, v := range s.voices {
			if next[i] < len(v.marks) && v.marks[next[i]].Out <= both &&
				(first < 0 || v.marks[next[i]].Out < s.voices[first].marks[next[first]].Out) {
				first = i
			}
		}
		if first < 0 {
			break
		}
		m := s.voices[first].marks[next[first]]
		next[first]++
		s.music[first] = m.music
		if leads := len(s.voices) == 2 && s.music[0] && !s.music[1]; leads == (first == 1) {
			dst = s.append(dst, m.Point)
		}
	}
	for i, v := range s.voices {
		v.marks = append(v.marks[:0], v.marks[next[i]:]...)
	}
	return dst
}

// append appends p. Where the clock has just gone over to the other channel it
// may be behind the last point; the clock does not run back.
func (s *Stretcher) append(dst []Point, p Point) []Point {
	if back := s.latest.Out + 1 - p.Out; back > 0 {
		p.Out, p.In = p.Out+back, p.In+back
	}
	if p.In < s.latest.In {
		return dst
	}
	s.latest = p
	return append(dst, p)
}

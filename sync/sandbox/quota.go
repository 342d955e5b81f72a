package sandbox

import (
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// readLimits are the talks one may read in a time (SpeechSense documentation,
// limits: 20 a second, 200 a minute, 2 000 an hour, 20 000 a day, per project).
// Whether the service counts requests or talks its documentation does not agree
// on; here it is talks, the stricter reading.
var readLimits = []struct {
	talks int
	in    time.Duration
}{
	{20, time.Second}, {200, time.Minute}, {2000, time.Hour}, {20000, 24 * time.Hour},
}

// reading is one Get that was let through.
type reading struct {
	at      time.Time
	project string
	talks   int
}

// spend takes n talks out of the read quota of a project, or refuses all of
// them. A single request for more than a second's worth is let through when
// nothing else was read in that second: a batch of 100 is what the documentation
// recommends.
func (s *Server) spend(project string, n int) error {
	if !s.options.Quota {
		return nil
	}
	now := s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	longest := readLimits[len(readLimits)-1].in
	for len(s.readings) > 0 && now.Sub(s.readings[0].at) >= longest {
		s.readings = s.readings[1:]
	}
	for _, l := range readLimits {
		used := 0
		for i := len(s.readings) - 1; i >= 0 && now.Sub(s.readings[i].at) < l.in; i-- {
			if s.readings[i].project == project {
				used += s.readings[i].talks
			}
		}
		if used > 0 && used+n > l.talks || n > max(l.talks, maxGet) {
			s.refusedReads++
			return status.Errorf(codes.ResourceExhausted, "quota exceeded: %d talks in %s may be read in a project", l.talks, l.in)
		}
	}
	s.readings = append(s.readings, reading{now, project, n})
	return nil
}

// RefusedReads is how many Gets the quota has refused.
func (s *Server) RefusedReads() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.refusedReads
}

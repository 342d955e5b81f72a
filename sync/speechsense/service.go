package speechsense

import (
	"strings"
	"sync"
)

// The short names of the services.
const (
	talkService        = "TalkService"
	classifiersService = "ClassifiersService"
	assistantsService  = "AssistantsService"
)

// The two spellings of the package. The protos and the Java stub say the first;
// several documentation pages, the Hybrid one among them, print the second.
const (
	plainPackage = "yandex.cloud.speechsense.v1."
	apiPackage   = "yandex.cloud.api.speechsense.v1."
)

// services knows under which package the server answered.
type services struct {
	found func(string)

	mu        sync.Mutex
	preferred string            // package with trailing dot
	told      string            // the full talk service name last told or set
	proven    map[string]string // short name → package that answered
}

func newServices(set string, found func(string)) *services {
	s := &services{found: found, told: set, preferred: plainPackage, proven: map[string]string{}}
	if i := strings.LastIndexByte(set, '.'); i > 0 {
		s.preferred = set[:i+1]
	}
	return s
}

// candidates lists the full names to try, the likeliest first, two at most.
func (s *services) candidates(short string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	first := s.preferred
	if p, ok := s.proven[short]; ok {
		first = p
	}
	second := plainPackage
	if first == plainPackage {
		second = apiPackage
	}
	return []string{first + short, second + short}
}

// answered remembers the name that worked and tells the owner once.
func (s *services) answered(short, name string) {
	s.mu.Lock()
	s.proven[short] = strings.TrimSuffix(name, short)
	tell := short == talkService && name != s.told
	if tell {
		s.told = name
		s.preferred = s.proven[short]
	}
	s.mu.Unlock()
	if tell && s.found != nil {
		s.found(name)
	}
}

package sandbox

import (
	"maps"
	"time"

	"sensedesk/store"
)

// Loaded is a talk put into the sandbox as if somebody else had uploaded it some
// time ago: nothing of it is checked, metered or listened to.
type Loaded struct {
	ID           string // must be new
	ConnectionID string
	Fields       map[string]string // may lack what a connection demands, as talks of old connections do
	Content      store.Talk        // phrases, statements, classifiers, duration
	Accepted     time.Time
}

// Load puts talks into the sandbox.
func (s *Server) Load(talks ...Loaded) {
	loaded := make([]*talk, len(talks))
	for i, l := range talks {
		loaded[i] = &talk{
			id: l.ID, connection: l.ConnectionID, project: s.options.ProjectID, fields: maps.Clone(l.Fields),
			accepted: l.Accepted, modified: l.Accepted, loaded: true, heard: true, content: l.Content, figures: measure(l.Content),
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range loaded {
		s.talks = append(s.talks, t)
		s.byID[t.id] = t
	}
}

// Touch changes a metadata value of a talk, as a person does in the service's
// own window; false when there is no such talk.
func (s *Server) Touch(id, key, value string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.byID[id]
	if t == nil {
		return false
	}
	t.fields = maps.Clone(t.fields)
	t.fields[key] = value
	t.modified = s.now()
	return true
}

// Served returns how many times Get has handed over each talk.
func (s *Server) Served() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.served)
}

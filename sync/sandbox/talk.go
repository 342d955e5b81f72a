package sandbox

import (
	"crypto/rand"
	"encoding/base32"
	"maps"
	"slices"
	"strings"
	"time"

	ss "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"sensedesk/store"
)

// talk is one accepted upload.
type talk struct {
	id         string
	connection string
	project    string
	fields     map[string]string
	accepted   time.Time
	modified   time.Time // of the metadata
	hash       string    // hex SHA-256 of the sound; empty for a chat
	size       int64
	streamed   bool
	text       bool // a chat
	loaded     bool // put here by Load: nobody uploaded it

	heard   bool       // content is final
	content store.Talk // phrases, statements, classifiers, duration
	figures figures    // computed from content
	failure string     // why it could not be recognised
}

// UploadSeen is one accepted upload, as a test or a meter wants it.
type UploadSeen struct {
	TalkID       string
	ConnectionID string
	Hash         string // hex SHA-256 of the sound; empty for a chat
	Size         int64  // bytes
	Fields       map[string]string
	Streamed     bool
	At           time.Time
	DurationMS   int64 // 0 until it is known
}

// Uploads lists every accepted upload in the order of acceptance. Changes of
// metadata are not among them.
func (s *Server) Uploads() []UploadSeen {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]UploadSeen, 0, len(s.talks))
	for _, t := range s.talks {
		if t.loaded {
			continue
		}
		out = append(out, UploadSeen{
			TalkID: t.id, ConnectionID: t.connection, Hash: t.hash, Size: t.size, Fields: maps.Clone(t.fields),
			Streamed: t.streamed, At: t.accepted, DurationMS: t.content.Conversation.DurationMS,
		})
	}
	return out
}

// Metered returns what would have been billed: accepted uploads and their whole
// seconds, each started one counting.
func (s *Server) Metered() (uploads int, seconds int64) {
	for _, u := range s.Uploads() {
		uploads++
		seconds += (u.DurationMS + 999) / 1000
	}
	return uploads, seconds
}

// keep stores an accepted talk under a new id.
func (s *Server) keep(t *talk) {
	t.id = newTalkID()
	t.accepted = s.now()
	t.modified = t.accepted
	t.project = s.options.ProjectID
	s.mu.Lock()
	defer s.mu.Unlock()
	s.talks = append(s.talks, t)
	s.byID[t.id] = t
}

// settle fills in what was heard in a talk.
func (s *Server) settle(t *talk, content store.Talk, failure string) {
	f := measure(content)
	s.mu.Lock()
	defer s.mu.Unlock()
	t.content, t.figures, t.failure, t.heard = content, f, failure, true
}

// newTalkID makes an id of the shape seen in the wild, "aud" and letters. It is
// random, so that ids of an earlier run never mean a talk of this one.
func newTalkID() string {
	var b [10]byte
	_, _ = rand.Read(b[:]) // documented never to fail
	return "aud" + strings.ToLower(base32.StdEncoding.EncodeToString(b[:]))
}

// visible tells whether Get and Search know a talk yet.
func (s *Server) visible(t *talk) bool {
	return !s.now().Before(t.accepted.Add(s.options.VisibleAfter))
}

// requiredKeys are the metadata keys every audio connection demands.
func requiredKeys() []string {
	return []string{"operator_name", "operator_id", "client_name", "client_id", "date", "direction_outgoing", "language"}
}

// maxValue is the longest metadata value, bytes.
const maxValue = 1024

// checkMetadata applies the rules of the connection.
func (s *Server) checkMetadata(m *ss.TalkMetadata) error {
	refuse := func(text string) error { return status.Error(codes.InvalidArgument, text) }
	switch want := s.options.ConnectionID; {
	case m == nil:
		return refuse("metadata is required")
	case m.GetConnectionId() == "":
		return refuse("metadata.connection_id is required")
	case want != "" && m.GetConnectionId() != want:
		return status.Errorf(codes.NotFound, "connection %s not found", m.GetConnectionId())
	}
	fields := m.GetFields()
	for _, key := range requiredKeys() {
		if fields[key] == "" {
			return refuse("required metadata key is missing: " + key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		if len(fields[key]) > maxValue {
			return refuse("metadata value is longer than 1024 bytes: " + key)
		}
		if !s.declared(key) {
			return refuse("metadata key is not declared in the connection: " + key)
		}
	}
	if _, ok := parseDate(fields["date"]); !ok {
		return refuse("metadata key date is not a date: " + fields["date"])
	}
	if v := fields["direction_outgoing"]; v != "true" && v != "false" {
		return refuse("metadata key direction_outgoing is not a boolean: " + v)
	}
	return nil
}

// declared tells whether the connection has a metadata key.
func (s *Server) declared(key string) bool {
	return s.options.Keys == nil || slices.Contains(s.options.Keys, key) ||
		slices.Contains(requiredKeys(), key) || slices.Contains([]string{"bot_name", "bot_id", "ticket_id"}, key)
}

// parseDate reads a metadata date. One without a zone is UTC, as in the service.
func parseDate(v string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02"} {
		if t, err := time.Parse(layout, v); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

package sync

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"sensedesk/store"
	"sensedesk/sync/speechsense"
)

// getBatch is the most ids one Get may ask for (SpeechSense documentation).
// Outside of the sandbox the read quota lets fewer through at once, and what has
// come is stored before the next wait for room.
const getBatch, quotaBatch = 100, 20

// session is one pass's view of the world: the settings it began with and the
// clients made from them.
type session struct {
	*Engine
	settings store.Settings
	src      Source
	speech   Speech
	filters  filters
	people   map[string]string // operator id → name
	patience int               // troubles in a row before a pass gives up; 0 = for ever
}

// openSpeech reads the settings, makes the client of SpeechSense and checks what
// must be right before anything is sent.
func (e *Engine) openSpeech(ctx context.Context, patience int) (*session, error) {
	s, err := e.o.Store.Settings(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.Validate(); err != nil {
		return nil, err
	}
	if s.SpeechSense.ConnectionID == "" && s.SpeechSense.ChatConnection == "" {
		return nil, store.E(store.CodeConnectionMissing, "start", nil)
	}
	if err := e.recover(ctx); err != nil {
		return nil, err
	}
	ses := &session{Engine: e, settings: s, patience: patience}
	ses.speech, err = e.o.OpenSpeech(ctx, s)
	return ses, err
}

// open makes the session for the calls of the source in the settings.
func (e *Engine) open(ctx context.Context, patience int) (*session, error) {
	ses, err := e.openSpeech(ctx, patience)
	if err != nil {
		return nil, err
	}
	s := ses.settings
	if s.SpeechSense.ConnectionID == "" {
		ses.close()
		return nil, store.E(store.CodeConnectionMissing, "start", nil)
	}
	if ses.src, err = e.o.OpenSource(ctx, s); err == nil {
		e.kind, e.account, e.profile = ses.src.Kind(), ses.src.Account(), s.Profile
		err = ses.prepare(ctx)
	}
	if err != nil {
		ses.close()
		return nil, err
	}
	return ses, nil
}

// batch is how many results are asked for, and stored, at a time.
func (s *session) batch() int {
	if s.settings.SpeechSense.Kind == store.KindSandbox {
		return getBatch
	}
	return quotaBatch
}

func (s *session) close() {
	if err := s.speech.Close(); err != nil {
		s.o.Log.Debug("close the connection to SpeechSense", "error", err)
	}
}

// prepare asks the source for its zone and checks the chosen users against its
// employees.
func (s *session) prepare(ctx context.Context) error {
	var zone *time.Location
	err := s.try(ctx, &s.atSource, s.patience, func() (err error) {
		zone, err = s.src.Zone(ctx)
		return err
	})
	if err != nil {
		return err
	}
	if zone, err = s.settings.Zone(zone); err != nil {
		return store.E(store.CodeSettingsInvalid, "read the zone", err, "key", "source.utc_offset", "value", s.settings.Source.UTCOffset)
	}
	s.filters = newFilters(s.settings, zone)
	return s.loadPeople(ctx)
}

// loadPeople names the operators. Without the right to read employees the ids
// must do; a chosen user who does not exist stops the run, since filtering by
// a mistyped id would silently upload nothing.
func (s *session) loadPeople(ctx context.Context) error {
	s.people = map[string]string{}
	known, err := s.o.Store.People(ctx, s.src.Kind(), s.src.Account())
	if err != nil {
		return err
	}
	for _, p := range known {
		s.people[p.ID] = p.Name
	}
	if len(s.settings.Users) == 0 {
		return nil
	}
	missing, err := s.name(ctx, s.settings.Users)
	if err != nil || len(missing) == 0 {
		return err
	}
	return store.E(store.CodeUsersUnknown, "check the list of users", nil, "ids", strings.Join(missing, ", "))
}

// name learns the names of operators not known yet and returns the ids the
// source does not have.
func (s *session) name(ctx context.Context, ids []string) (missing []string, err error) {
	var ask []string
	for _, id := range ids {
		if _, ok := s.people[id]; !ok && id != "" && id != "0" {
			ask = append(ask, id)
		}
	}
	if len(ask) == 0 {
		return nil, nil
	}
	var people []store.Person
	err = s.try(ctx, &s.atSource, s.patience, func() (err error) {
		people, err = s.src.People(ctx, ask)
		return err
	})
	if store.CodeOf(err) == store.CodeScopeMissing || store.CodeOf(err) == store.CodePortalRight {
		s.o.Log.Info("operators stay without names", "error", err)
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for _, p := range people {
		s.people[p.ID] = p.Name
	}
	if err := s.o.Store.SavePeople(ctx, s.src.Kind(), s.src.Account(), people); err != nil {
		return nil, err
	}
	for _, id := range ask {
		if _, ok := s.people[id]; !ok {
			missing = append(missing, id)
		}
	}
	return missing, nil
}

// upload describes a stored recording to the client.
func (s *session) upload(c store.Call, progress func(int64)) (speechsense.Upload, error) {
	u := speechsense.Upload{
		ConnectionID: s.settings.SpeechSense.ConnectionID,
		Fields:       metadata(c, s.settings),
		Container:    c.Recording.Container,
		Size:         c.Recording.Size,
		Open:         func() (io.ReadCloser, error) { f, _, err := s.sound(*c.Recording); return f, err },
		Progress:     progress,
	}
	if s.o.Convert == nil || u.Container == store.ContainerChat {
		return u, nil
	}
	f, size, err := s.sound(*c.Recording) // only the headers are read
	if err != nil {
		return u, err
	}
	u.Size = size
	return u, f.Close()
}

// sound opens a stored recording as it is sent; size is the length of that in
// bytes. It is called again when an upload is begun again.
func (s *session) sound(rec store.Recording) (f io.ReadCloser, size int64, err error) {
	file, err := s.o.Recordings.Open(rec.Hash)
	if err != nil || s.o.Convert == nil {
		return file, rec.Size, err
	}
	converted, size, err := s.o.Convert(file, rec.Size)
	switch {
	case err != nil:
		return nil, 0, errors.Join(fmt.Errorf("convert the recording: %w", err), file.Close())
	case converted == nil:
		return file, rec.Size, nil
	}
	return struct {
		io.Reader
		io.Closer
	}{converted, file}, size, nil
}

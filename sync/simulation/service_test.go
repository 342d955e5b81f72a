package simulation

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	stdsync "sync"
	"time"

	"sensedesk/store"
	"sensedesk/sync/speechsense"
)

// service is SpeechSense: it takes uploads or not, answers or not, and shows
// what it took only later. It does not notice that it has a call already.
type service struct {
	w        *world
	mu       stdsync.Mutex
	talks    []taken
	inFlight map[int64]int
	takenFor map[int64]int // uploads taken, by call

	// For a history that is told, not rolled: how far the index lags, and that
	// the first answer is lost.
	lag       time.Duration
	loseFirst bool
}

// taken is an accepted upload.
type taken struct {
	id      store.TalkID
	call    int64
	profile store.ProfileID   // whose service took it
	fields  map[string]string // its metadata
	conn    string
	at      time.Time
	indexed time.Time // found by Search from then on
	visible time.Time // answered by Get from then on
	done    time.Time
	outcome store.State
}

// take accepts an upload; late is how long it was on its way.
func (s *service) take(profile store.ProfileID, call int64, u speechsense.Upload, late time.Duration) store.TalkID {
	w := s.w
	s.mu.Lock()
	defer s.mu.Unlock()
	s.takenFor[call]++
	n := int64(s.takenFor[call])
	t := taken{id: store.TalkID(fmt.Sprintf("aud-%d-%d", call, n)), call: call, profile: profile, fields: maps.Clone(u.Fields), conn: u.ConnectionID, at: time.Now().Add(late)}
	lag := w.span(0, 3*time.Second, "lag", call, n)
	if w.is(500, "slow index", 0, 0) {
		lag = w.span(0, longestLag, "lag", call, n)
	}
	if s.lag > 0 {
		lag = s.lag
	}
	t.indexed = t.at.Add(lag)
	t.visible = t.at.Add(w.span(time.Second, 90*time.Minute, "visible", call, n))
	t.done = t.visible.Add(w.span(0, 2*time.Hour, "done", call, n))
	t.outcome = []store.State{store.StateDone, store.StateDone, store.StatePartlyDone, store.StateRecognitionFailed}[w.upTo(4, "outcome", call, n)]
	s.talks = append(s.talks, t)
	w.say("call %d: SpeechSense takes %s, findable after %s", call, t.id, t.indexed.Sub(w.start))
	if chosen := s.chosen(call); n > int64(1+chosen) {
		w.violated("call %d is paid for %d times, %d of them by choice", call, n, chosen)
	}
	return t.id
}

// chosen is how many times a person sent a call again.
func (s *service) chosen(call int64) int {
	s.w.store.mu.Lock()
	defer s.w.store.mu.Unlock()
	return s.w.again[fmt.Sprint(call)]
}

// speech is SpeechSense as a process reaches it.
type speech struct {
	p   *process
	set store.Settings // with which it was reached
}

func (s speech) Close() error                            { return nil }
func (s speech) Check(context.Context) []store.CheckLine { return nil }

// refused is what is wrong with key, rights or balance.
func (s speech) refused(what string) error {
	switch code := s.p.w.broken(); code {
	case store.CodeKeyRefused, store.CodeRightMissing, store.CodeBalance:
		return store.E(code, what, nil)
	}
	return nil
}

// Upload goes through every way an upload can end.
func (s speech) Upload(ctx context.Context, u speechsense.Upload) (store.TalkID, error) {
	const op = "upload"
	w, srv := s.p.w, s.p.w.speech
	c := w.marked(u.Fields[s.set.SpeechSense.MarkerKey])
	n := w.nth(op, c.id)
	if s.p.fate("before upload", c.id, n) {
		return "", errDead
	}
	s.witness(c, u)
	srv.fly(c.id, +1)
	defer srv.fly(c.id, -1)
	w.say("call %d: upload %d begins", c.id, n)

	if err := s.p.wait(ctx, w.span(time.Millisecond, time.Second, "connect", c.id, n)); err != nil {
		return "", store.E(store.CodeNetwork, op, err) // nothing has left
	}
	if err := s.refused(op); err != nil {
		return "", err
	}
	deadline := store.UploadTimeout(u.Size) // SpeechSense's client cuts it then
	length := w.span(100*time.Millisecond, deadline-10*time.Second, "upload takes", c.id, n)
	how := upWell
	if w.mishap(w.trouble.upload, "upload", c.id, n) {
		how = w.upTo(upWell, "upload how", c.id, n)
	}
	if srv.loseFirst && n == 1 {
		how = upLostAfter
	}
	switch how {
	case upNetwork:
		return "", store.E(store.CodeNetwork, op, nil)
	case upBusy:
		return "", store.E(store.CodeBusy, op, nil)
	case upRefused:
		return "", store.E(store.CodeRefused, op, nil, "text", "bad metadata")
	case upHalf:
		length /= 2
	}
	if err := s.p.wait(ctx, length); err != nil {
		if w.is(500, "taken all the same", c.id, n) { // the last bytes were on their way
			srv.take(s.set.Profile, c.id, u, w.span(0, longestTap, "late", c.id, n))
		}
		return "", store.E(store.CodeOutcomeUnknown, op, err)
	}
	u.Progress(u.Size)
	switch how {
	case upHalf, upLostBefore:
		w.say("call %d: upload %d is lost", c.id, n)
		return "", store.E(store.CodeOutcomeUnknown, op, nil)
	}
	id := srv.take(s.set.Profile, c.id, u, 0)
	if s.p.fate("after accept", c.id, n) {
		return "", errDead
	}
	if how == upLostAfter {
		_ = s.p.wait(ctx, deadline-length)
		w.say("call %d: the answer to upload %d is lost", c.id, n)
		return "", store.E(store.CodeOutcomeUnknown, op, nil)
	}
	if err := s.p.wait(ctx, w.span(time.Millisecond, time.Second, "answer", c.id, n)); err != nil {
		return "", store.E(store.CodeOutcomeUnknown, op, err)
	}
	return id, nil
}

// How an upload ends.
const (
	upNetwork = iota
	upBusy
	upRefused
	upHalf
	upLostBefore
	upLostAfter
	upWell
)

// marked returns the call a marker is of, whichever key it stands under.
func (w *world) marked(value string) *portalCall {
	return w.portal.byMark[value[strings.LastIndexByte(value, ':')+1:]]
}

// witness demands that the intent is durable before the first byte leaves.
func (s speech) witness(c *portalCall, u speechsense.Upload) {
	m := s.p.w.store
	m.mu.Lock()
	defer m.mu.Unlock()
	stored := m.calls[m.byKey[callKey{store.SourceBitrix24, account, c.row.SourceID}]-1]
	if stored.State != store.StateSending || stored.ConnectionID != u.ConnectionID || stored.SendBegun.IsZero() || stored.TalkID != "" {
		s.p.w.violated("call %d is sent while it stands as %s, connection %q, talk %q", c.id, stored.State, stored.ConnectionID, stored.TalkID)
	}
	if ss := s.set.SpeechSense; stored.Profile != s.set.Profile || stored.Server != ss.Address || stored.MarkerKey != ss.MarkerKey || u.Fields[stored.MarkerKey] == "" {
		s.p.w.violated("call %d is sent to %q, marked under %q, and noted as sent to %q under %q", c.id, s.set.Profile, ss.MarkerKey, stored.Profile, stored.MarkerKey)
	}
}

// fly counts uploads on their way; two of one call are one too many.
func (s *service) fly(call int64, by int) {
	s.mu.Lock()
	s.inFlight[call] += by
	n := s.inFlight[call]
	s.mu.Unlock()
	if n > 1 {
		s.w.violated("call %d is sent twice at once", call)
	}
}

// ask is the edge of a read.
func (s speech) ask(ctx context.Context, what string, id int64) error {
	w := s.p.w
	n := w.nth(what, id)
	if s.p.fate("at "+what, id, n) {
		return errDead
	}
	if err := s.p.wait(ctx, w.span(5*time.Millisecond, time.Second, what, id, n)); err != nil {
		return store.E(store.CodeNetwork, what, err)
	}
	if err := s.refused(what); err != nil {
		return err
	}
	if w.mishap(w.net, "net "+what, id, n) {
		return store.E([]store.Code{store.CodeBusy, store.CodeNetwork}[n%2], what, nil)
	}
	return nil
}

func (s speech) FindByMarkerIn(ctx context.Context, connection, key, value string) (ids []store.TalkID, err error) {
	w := s.p.w
	if err := s.ask(ctx, "search", w.marked(value).id); err != nil {
		return nil, err
	}
	w.speech.mu.Lock()
	defer w.speech.mu.Unlock()
	for _, t := range w.speech.talks {
		if t.profile == s.set.Profile && t.fields[key] == value && t.conn == connection && !time.Now().Before(t.indexed) {
			ids = append(ids, t.id)
		}
	}
	w.say("search for %s: %v", value, ids)
	return ids, nil
}

func (s speech) GetIn(ctx context.Context, connection string, ids []store.TalkID) (results []speechsense.Result, err error) {
	w := s.p.w
	if err := s.ask(ctx, "get", int64(len(ids))); err != nil {
		return nil, err
	}
	w.speech.mu.Lock()
	defer w.speech.mu.Unlock()
	now := time.Now()
	for _, id := range ids {
		for _, t := range w.speech.talks {
			if t.id == id && (t.profile != s.set.Profile || t.conn != connection) {
				w.violated("%s is asked of %q in %q", id, s.set.Profile, connection)
			}
			if t.id == id && t.profile == s.set.Profile && t.conn == connection && !now.Before(t.visible) {
				results = append(results, speechsense.Result{Talk: t.talk(now), Raw: []byte(id)})
			}
		}
	}
	return results, nil
}

// talk is what Get says about an upload at a time.
func (t taken) talk(now time.Time) store.Talk {
	talk := store.Talk{ID: t.id, State: store.ProcessingRunning, Algorithms: []store.AlgorithmState{{Algorithm: "SPEECHKIT", State: store.ProcessingRunning}}}
	if now.Before(t.done) {
		return talk
	}
	talk.State, talk.Algorithms[0].State = store.ProcessingSuccess, store.ProcessingSuccess
	switch t.outcome {
	case store.StatePartlyDone:
		talk.Algorithms = append(talk.Algorithms, store.AlgorithmState{Algorithm: "SUMMARIZATION", State: store.ProcessingFailed})
	case store.StateRecognitionFailed:
		talk.Algorithms[0].State = store.ProcessingFailed
	}
	return talk
}

// UpdateFields is never asked for: a history edits no metadata.
func (speech) UpdateFields(context.Context, string, store.TalkID, bool, []store.FieldEdit) ([]store.Field, []store.FieldOutcome, error) {
	return nil, nil, errors.New("no history edits metadata")
}

// UploadText is never asked for either: a history has no chats.
func (speech) UploadText(context.Context, speechsense.UploadText) (store.TalkID, error) {
	return "", errors.New("no history has chats")
}

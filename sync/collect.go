package sync

import (
	"context"
	"slices"
	"strings"
	"time"

	"sensedesk/store"
	"sensedesk/sync/speechsense"
)

// overdue is after how long a missing result is called late. Published
// measurements go from under a minute to over an hour.
const overdue = 24 * time.Hour

// lookAgain is the pause before a talk that has no complete result is asked
// for the (checks+1)-th time: shares and multiples of the poll interval, so
// that a short call is ready soon and a late one costs few requests.
func (s *session) lookAgain(checks int) time.Duration {
	poll := time.Duration(s.settings.PollSeconds) * time.Second
	steps := []time.Duration{poll / 12, poll / 4, poll / 2, poll, 2 * poll, 5 * poll, 15 * poll}
	return steps[min(checks, len(steps)-1)]
}

// resolve decides about uploads whose answer was lost, once their grace period
// is over: Search by the marker finds the talk or proves that there is none.
func (s *session) resolve(ctx context.Context) error {
	due, err := s.o.Store.Due(ctx, s.owner(), []store.State{store.StateUnknown}, s.o.Now(), 0)
	if err != nil {
		return err
	}
	for _, c := range due {
		if err := s.resolveOne(ctx, c); err != nil {
			return err
		}
	}
	return s.recount(ctx)
}

func (s *session) resolveOne(ctx context.Context, c store.Call) error {
	key := c.MarkerKey                                                             // the settings may name another one by now, which this upload does not carry
	if key == "" || c.Server != "" && c.Server != s.settings.SpeechSense.Address { // what another server says proves nothing
		return s.leaveToPerson(ctx, c, key)
	}
	var found []store.TalkID
	var asked time.Time // an answer proves what it says of the moment of its question
	err := s.try(ctx, &s.atSpeech, s.patience, func() (err error) {
		asked = s.o.Now()
		found, err = s.speech.FindByMarkerIn(ctx, c.ConnectionID, key, marker(c, key))
		return err
	})
	switch store.CodeOf(err) {
	case store.CodeSettingsInvalid, store.CodeRefused: // the service does not search by this key: as without one
		return s.leaveToPerson(ctx, c, key)
	}
	if err != nil {
		return err
	}
	_, err = s.unchanged(ctx, c, func() error { return s.decide(ctx, c, found, asked) })
	return err
}

// decide writes down what Search, asked at a moment, says about an unknown call.
func (s *session) decide(ctx context.Context, c store.Call, found []store.TalkID, asked time.Time) (err error) {
	now := s.o.Now()
	graceEnds := s.graceEnds(c, now)
	switch {
	case len(found) > 0:
		if len(found) > 1 {
			s.o.Log.Warn("several talks carry the marker of one call; the first is taken", "call", c.SourceID, "talks", found)
		}
		_, err = s.o.Store.Move(ctx, c.ID, store.StateSent, func(c *store.Call) {
			c.TalkID, c.NextCheck = found[0], now
			if len(found) > 1 { // stays in the call's history
				c.Reason, c.ReasonArg = store.CodeSeveralTalks, map[string]string{"talks": joinIDs(found)}
			}
		})
	case !asked.Before(graceEnds):
		_, err = s.o.Store.Move(ctx, c.ID, store.StateReady, func(c *store.Call) { c.Reason, c.ReasonArg = "", nil })
	default: // asked for early by a person: not finding it proves nothing yet
		_, err = s.o.Store.Update(ctx, c.ID, func(c *store.Call) { c.NextCheck = graceEnds })
	}
	return err
}

// leaveToPerson keeps a call unknown that cannot be searched for: whether to
// send it again is a person's to decide, and it is never sent meanwhile. The
// reason names the key the service does not search by, if there is one.
func (s *session) leaveToPerson(ctx context.Context, c store.Call, key string) error {
	_, err := s.o.Store.Update(ctx, c.ID, func(c *store.Call) {
		c.NextCheck = s.o.Now().Add(overdue)
		c.ReasonArg = map[string]string{"marker": key}
	})
	return err
}

func joinIDs(ids []store.TalkID) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return strings.Join(out, ", ")
}

// A stored result is asked for again once a day as long as the service may
// still change it: tags are recalculated nightly for the current month, and
// metadata can be edited. Afterwards it is ours; that the service forgets a
// talk after three months changes nothing here.
const (
	refreshEvery = 24 * time.Hour
	refreshFor   = 35 * 24 * time.Hour
)

// refresh asks again for stored results that are due for it.
func (s *session) refresh(ctx context.Context) error {
	due, err := s.o.Store.Due(ctx, s.owner(), []store.State{store.StateDone, store.StatePartlyDone}, s.o.Now(), getBatch)
	if err != nil {
		return err
	}
	for batch := range slices.Chunk(due, s.batch()) {
		if _, err := s.collectBatch(ctx, batch); err != nil {
			return err
		}
	}
	return nil
}

// graceEnds is when the grace period of an unknown call ends. Once the clock was
// set it counts from when that was noticed: what was written before tells no
// longer how long ago the upload was.
func (s *session) graceEnds(c store.Call, now time.Time) time.Time {
	ends := c.GraceEnds(c.ChangedAt, s.grace())
	if calm, ok := s.clock.calm(); ok && ends.Before(now.Add(s.grace()-calm)) {
		ends = now.Add(s.grace() - calm)
	}
	return ends
}

// grace is how long Search may take to know an accepted upload.
func (s *session) grace() time.Duration { return time.Duration(s.settings.UnknownGrace) * time.Second }

// collect brings home the results that are due and returns how many talks came
// complete.
func (s *session) collect(ctx context.Context) (done int, err error) {
	due, err := s.o.Store.Due(ctx, s.owner(), []store.State{store.StateSent, store.StateProcessing}, s.o.Now(), 0)
	if err != nil {
		return 0, err
	}
	for batch := range slices.Chunk(due, s.batch()) {
		n, err := s.collectBatch(ctx, batch)
		done += n
		if err != nil {
			return done, err
		}
	}
	return done, s.recount(ctx)
}

func (s *session) collectBatch(ctx context.Context, batch []store.Call) (done int, err error) {
	for _, in := range byConnection(batch) {
		n, err := s.collectIn(ctx, in[0].ConnectionID, in)
		done += n
		if err != nil {
			return done, err
		}
	}
	return done, nil
}

// byConnection parts calls by the connection they were sent to: it may be
// another one than the settings name by now.
func byConnection(calls []store.Call) [][]store.Call {
	var parts [][]store.Call
	at := map[string]int{}
	for _, c := range calls {
		i, ok := at[c.ConnectionID]
		if !ok {
			i = len(parts)
			at[c.ConnectionID], parts = i, append(parts, nil)
		}
		parts[i] = append(parts[i], c)
	}
	return parts
}

func (s *session) collectIn(ctx context.Context, connection string, batch []store.Call) (done int, err error) {
	ids := make([]store.TalkID, len(batch))
	for i, c := range batch {
		ids[i] = c.TalkID
	}
	var results []speechsense.Result
	err = s.try(ctx, &s.atSpeech, s.patience, func() (err error) {
		results, err = s.speech.GetIn(ctx, connection, ids)
		return err
	})
	if err != nil {
		return 0, err
	}
	answers := map[store.TalkID]int{}
	for i, r := range results {
		answers[r.Talk.ID] = i
	}
	for _, c := range batch {
		i, ok := answers[c.TalkID]
		if !ok { // not visible yet
			if _, err := s.unchanged(ctx, c, func() error { return s.notYet(ctx, c) }); err != nil {
				return done, err
			}
			continue
		}
		to := results[i].Talk.Outcome()
		saved, err := s.unchanged(ctx, c, func() error {
			return s.o.Store.SaveTalk(ctx, c.ID, results[i].Talk, results[i].Raw, to, func(c *store.Call) { s.after(c, results[i].Talk, to) })
		})
		if err != nil {
			return done, err
		}
		if saved && to != store.StateProcessing {
			done++
		}
	}
	return done, nil
}

// after sets what a stored answer means for the call's next steps.
func (s *session) after(c *store.Call, t store.Talk, to store.State) {
	c.Reason, c.ReasonArg = "", nil
	s.refreshLater(c)
	switch to {
	case store.StateProcessing:
		s.later(c)
	case store.StateRecognitionFailed:
		c.Reason = store.CodeRecognitionFailed
		for _, f := range t.Failures {
			c.ReasonArg = map[string]string{"text": f.Message}
			break
		}
	}
}

// notYet is for a talk that was not among the answers: not visible yet, or
// forgotten by the service after its time, when what is stored here stays.
func (s *session) notYet(ctx context.Context, c store.Call) error {
	plan := s.later
	if c.State == store.StateDone || c.State == store.StatePartlyDone {
		plan = s.refreshLater
	}
	_, err := s.o.Store.Update(ctx, c.ID, plan)
	return err
}

// refreshLater plans the next look at a stored result: in a day, or never.
func (s *session) refreshLater(c *store.Call) {
	now := s.o.Now()
	c.NextCheck = now.Add(refreshEvery)
	if now.Sub(c.SendBegun) > refreshFor {
		c.NextCheck = now.AddDate(100, 0, 0)
	}
}

// later plans the next look at a call's talk, and says so when it is overdue.
func (s *session) later(c *store.Call) {
	now := s.o.Now()
	c.CheckCount++
	c.NextCheck = now.Add(s.lookAgain(c.CheckCount))
	if !c.SendBegun.IsZero() && now.Sub(c.SendBegun) > overdue {
		c.Reason = store.CodeResultOverdue
	}
}

package sync

import (
	"context"
	"errors"
	"io"
	"maps"
	stdsync "sync"
	"time"

	"sensedesk/store"
	"sensedesk/sync/speechsense"
)

// cutDownloads is how often a download that ended early is begun: a line that
// broke will hold the next time, a file that is shorter than announced never.
const cutDownloads = 3

// maxLength is the longest recording SpeechSense takes (documentation, limits).
const maxLength = 4 * time.Hour

// uploadAll brings every queued and ready call to SpeechSense with several workers.
// soft ends the taking of new calls, hard what is under way.
func (s *session) uploadAll(soft, hard context.Context) error {
	s.progress.phase(PhaseWorking)
	for {
		due, planned, err := s.queue(soft)
		if err != nil {
			return err
		}
		if len(due) == 0 {
			return soft.Err()
		}
		s.progress.change(func(st *Status) { st.Planned = st.Uploaded + st.Failed + planned })
		if err := s.workers(soft, hard, due); err != nil {
			return err
		}
	}
}

// queueBatch is how many calls are read at once to be uploaded; a first run may
// have a hundred thousand.
const queueBatch = 500

// queue reads the next calls to be uploaded and counts how many there are in all.
func (s *session) queue(ctx context.Context) (due []store.Call, all int, err error) {
	states := []store.State{store.StateQueued, store.StateReady}
	if due, err = s.o.Store.Due(ctx, s.owner(), states, s.o.Now(), queueBatch); err != nil {
		return nil, 0, err
	}
	counts, err := s.o.Store.CountStates(ctx, s.src.Kind(), s.src.Account())
	return due, max(len(due), counts[store.StateQueued]+counts[store.StateReady]), err
}

// workers handles calls, as many at once as the settings say, until all are
// handled, one meets a problem that stops the run, or soft ends. The first such
// problem is returned after every one begun has come to rest.
func (s *session) workers(soft, hard context.Context, calls []store.Call) error {
	take, stop := context.WithCancelCause(soft)
	defer stop(nil)
	slots := make(chan struct{}, s.settings.ParallelUploads)
	var wg stdsync.WaitGroup
feed:
	for _, c := range calls {
		select {
		case slots <- struct{}{}:
		case <-take.Done():
			break feed
		}
		free := stdsync.OnceFunc(func() { <-slots })
		wg.Go(func() {
			defer free()
			if err := s.carry(take, hard, c, free); err != nil {
				stop(err)
			}
		})
	}
	wg.Wait()
	if take.Err() != nil {
		return context.Cause(take)
	}
	return nil
}

// carry takes one call from the queue to the service. Problems of this call
// end in its state; only what stops the run is returned. free lets the next call
// begin, as soon as the service has this one: the disk need not have noted that.
func (s *session) carry(take, hard context.Context, c store.Call, free func()) (err error) {
	if err := s.switched(take); err != nil {
		return err
	}
	if c.State == store.StateQueued {
		if c, err = s.fetch(take, hard, c); err != nil || c.State != store.StateReady {
			return err
		}
	}
	if take.Err() != nil {
		return nil
	}
	return s.send(take, hard, c, free)
}

// fetch stores the recording of a call.
func (s *session) fetch(take, hard context.Context, c store.Call) (store.Call, error) {
	keep := context.WithoutCancel(hard)
	c, err := s.o.Store.Move(keep, c.ID, store.StateFetching, nil)
	if err != nil {
		return c, err
	}
	done := s.progress.work(c, store.StateFetching, -1)
	defer done()
	var rec store.Recording
	var client string
	err = s.try(take, &s.atSource, s.patience, func() (err error) {
		for range cutDownloads {
			if rec, client, err = s.download(hard, c); store.CodeOf(err) != store.CodeFileCut || take.Err() != nil {
				break
			}
		}
		return err
	})
	if err != nil {
		return s.stopped(keep, take, c, err, store.StateQueued, nil)
	}
	v, err := s.weigh(&rec, hard)
	if err != nil {
		return s.stopped(keep, take, c, err, store.StateQueued, nil)
	}
	c, err = s.o.Store.Move(keep, c.ID, v.state, func(c *store.Call) {
		c.Recording, c.Reason, c.ReasonArg = &rec, v.reason, v.args
		if client != "" {
			c.ClientName = client
		}
	})
	if err == nil && v.state == store.StateFailed {
		s.progress.change(func(st *Status) { st.Failed++ })
	}
	if err == nil && v.state == store.StateSkipped {
		s.progress.change(func(st *Status) { st.Planned-- })
	}
	return c, errors.Join(err, s.recountSoon(keep))
}

// download gets the sound and the client's name.
func (s *session) download(ctx context.Context, c store.Call) (rec store.Recording, client string, err error) {
	row := rowOf(c)
	r, size, err := s.src.Open(ctx, row)
	if err != nil {
		return rec, "", err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	if rec, err = s.o.Recordings.Put(ctx, &counting{r: r, tell: func(n int64) { s.progress.bytes(c.ID, n, false) }}, size); err != nil {
		return rec, "", err
	}
	client, nameErr := s.src.ClientName(ctx, row)
	if nameErr != nil { // the number names the client as well
		s.o.Log.Info("client stays without a name", "call", c.SourceID, "error", nameErr)
	}
	return rec, client, nil
}

// weigh reads the recording's headers and judges it by what it really is.
func (s *session) weigh(rec *store.Recording, ctx context.Context) (verdict, error) {
	f, err := s.o.Recordings.Open(rec.Hash)
	if err != nil {
		return verdict{}, err
	}
	defer func() { _ = f.Close() }() // read only: nothing can be lost
	sound, err := s.o.Inspect(ctx, f, rec.Size)
	if err != nil {
		return verdict{}, err
	}
	rec.Codec, rec.SampleRate, rec.Channels, rec.Duration = sound.Codec, sound.SampleRate, sound.Channels, sound.Duration
	fail := func(code store.Code, args map[string]string) (verdict, error) {
		return verdict{state: store.StateFailed, reason: code, args: args}, nil
	}
	switch {
	case !sound.Uploadable:
		return fail(store.CodeFormatUnsupported, map[string]string{"format": sound.Unsupported})
	case rec.Duration > maxLength:
		return fail(store.CodeTooLong, nil)
	case rec.Duration > 0 && rec.Duration < s.filters.minLength:
		return s.filters.short(rec.Duration), nil
	}
	return verdict{state: store.StateReady}, nil
}

// send uploads one call: the intent is durable before the first byte leaves,
// the talk id at once after the answer.
func (s *session) send(take, hard context.Context, c store.Call, free func()) error {
	keep := context.WithoutCancel(hard)
	for {
		if err := s.atSpeech.wait(take); err != nil {
			return nil // stopped while waiting: the call stays ready
		}
		var err error
		unsend := c.Unsend() // whatever comes of this attempt, unless the service has it
		c, err = s.o.Store.Move(keep, c.ID, store.StateSending, func(c *store.Call) {
			ss := s.settings.SpeechSense
			c.SendBegun, c.Profile, c.Server = s.o.Now(), s.settings.Profile, ss.Address
			c.ConnectionID, c.MarkerKey = connectionOf(*c, ss), ss.MarkerKey
			c.Reason, c.ReasonArg = "", nil
		})
		if err != nil {
			return err
		}
		again, err := s.sendOnce(take, hard, c, free, unsend)
		if err != nil || !again {
			return errors.Join(err, s.recountSoon(keep))
		}
	}
}

// sendOnce makes one attempt with a call that stands in sending. again tells
// that nothing has left and the gate says when to come back; unsend takes the
// intent back where the service has nothing of it.
func (s *session) sendOnce(take, hard context.Context, c store.Call, free func(), unsend func(*store.Call)) (again bool, err error) {
	keep := context.WithoutCancel(hard)
	u, err := s.upload(c, func(n int64) { s.progress.bytes(c.ID, n, true) })
	done := s.progress.work(c, store.StateSending, u.Size)
	defer done()
	var id store.TalkID
	if err == nil {
		id, err = s.give(hard, c, u)
	}
	if err == nil {
		free()
		_, err = s.o.Store.Move(keep, c.ID, store.StateSent, func(c *store.Call) {
			c.TalkID, c.NextCheck = id, s.o.Now().Add(s.lookAgain(0))
		})
		s.atSpeech.fine()
		s.progress.calm()
		s.progress.accepted(lengthOf(c))
		return false, err
	}
	switch code := store.CodeOf(err); code.Class() {
	case store.ClassUnknown:
		s.o.Log.Warn("the outcome of an upload is not known", "call", c.SourceID, "error", err)
		_, moveErr := s.o.Store.Move(keep, c.ID, store.StateUnknown, func(c *store.Call) {
			c.Reason, c.ReasonArg = store.CodeOutcomeUnknown, nil
			now := s.o.Now()
			if now.After(c.SendBegun.Add(store.UploadTimeout(c.Recording.Size))) {
				c.SendBegun = now // no upload lasts that long: the clock was set meanwhile
			}
			c.NextCheck = c.GraceEnds(now, s.grace())
		})
		return false, moveErr
	case store.ClassPassing:
		if _, moveErr := s.o.Store.Move(keep, c.ID, store.StateReady, unsend); moveErr != nil {
			return false, moveErr
		}
		at := s.atSpeech.trouble()
		if take.Err() != nil {
			return false, nil
		}
		if s.patience > 0 && s.atSpeech.troubles() >= s.patience {
			return false, err
		}
		s.progress.trouble(Retry{Code: code, At: at})
		return true, nil
	}
	_, err = s.stopped(keep, take, c, err, store.StateReady, unsend)
	return false, err
}

// give hands what a call holds to the service, sound or text.
func (s *session) give(ctx context.Context, c store.Call, u speechsense.Upload) (store.TalkID, error) {
	if u.Container == store.ContainerChat {
		return s.sendChat(ctx, c)
	}
	return s.speech.Upload(ctx, u)
}

// lengthOf is the length a call is billed by.
func lengthOf(c store.Call) time.Duration {
	if c.Recording != nil && c.Recording.Duration > 0 {
		return c.Recording.Duration
	}
	return c.Duration
}

// stopped writes down why a call did not get on. What is the call's own fault
// fails it; anything else puts it back and is returned. undo, if not nil, takes
// back what was noted about the attempt.
func (s *session) stopped(keep, take context.Context, c store.Call, cause error, back store.State, undo func(*store.Call)) (store.Call, error) {
	code := store.CodeOf(cause)
	interrupted := errors.Is(cause, context.Canceled) || take.Err() != nil
	if !interrupted && code.Class() == store.ClassPermanent && code != store.CodeNoRecording {
		s.o.Log.Warn("call stopped", "call", c.SourceID, "state", c.State, "error", cause)
		c, err := s.o.Store.Move(keep, c.ID, store.StateFailed, func(c *store.Call) {
			if undo != nil {
				undo(c)
			}
			c.Reason, c.ReasonArg = code, maps.Clone(store.ArgsOf(cause))
		})
		s.progress.change(func(st *Status) { st.Failed++ })
		return c, errors.Join(err, s.recountSoon(keep))
	}
	if !interrupted && code == store.CodeNoRecording {
		return s.awaitRecording(keep, c)
	}
	c, err := s.o.Store.Move(keep, c.ID, back, undo)
	if interrupted {
		return c, err
	}
	return c, errors.Join(err, cause)
}

// awaitRecording puts a call whose recording is not there after all among those
// that wait for theirs.
func (s *session) awaitRecording(keep context.Context, c store.Call) (store.Call, error) {
	v := s.filters.waiting(c.FoundAt, s.o.Now())
	c, err := s.o.Store.Move(keep, c.ID, v.state, func(c *store.Call) {
		c.Reason, c.ReasonArg, c.NextCheck, c.RecordRef = v.reason, v.args, v.next, ""
	})
	s.progress.change(func(st *Status) { st.Planned-- })
	return c, errors.Join(err, s.recountSoon(keep))
}

// counting tells how many bytes have been read.
type counting struct {
	r    io.Reader
	n    int64
	tell func(int64)
}

func (c *counting) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	c.tell(c.n)
	return n, err
}

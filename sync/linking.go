package sync

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"sensedesk/store"
)

// lengthSlack is by how much the length of a recording may differ from what the
// service measured before a person is told: cut-off rests of a second and the
// padding of MP3 are less.
const lengthSlack = 2 * time.Second

// Linked is a recording that was given to a call.
type Linked struct {
	Sound   time.Duration // its length; 0 when it could not be read
	Talk    time.Duration // the call's, as the service measured it; 0 = unknown
	Differs bool          // by so much that it may be another call's
}

// LinkFile gives a call that was sent, here or elsewhere, a recording from a
// file of this computer. The file is copied; what is in it is judged by its
// bytes.
//
// Errors: not_found (no such call or file); not_sound, empty, file_cut,
// file_too_large, disk_full; not_linked for a call that is still to be sent from
// its own recording.
func (e *Engine) LinkFile(ctx context.Context, id store.CallID, path string) (Linked, error) {
	const op = "link a file"
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return Linked{}, store.E(store.CodeNotFound, op, err, "what", "file")
	}
	if err != nil {
		return Linked{}, fmt.Errorf("%s: %w", op, err)
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return Linked{}, fmt.Errorf("%s: %w", op, err)
	}
	return e.link(ctx, id, func(store.Call) (io.Reader, int64, error) { return f, st.Size(), nil })
}

// FetchRecording gives a call the recording its source has: the source's own
// call, or for a talk of the server the call its metadata name.
//
// Errors: those of LinkFile and of the source; not_found when the source does
// not know the call, no_recording when it has none.
func (e *Engine) FetchRecording(ctx context.Context, id store.CallID) (l Linked, err error) {
	src, err := e.source(ctx)
	if err != nil {
		return Linked{}, err
	}
	var open io.Closer
	defer func() {
		if open != nil {
			err = errors.Join(err, open.Close())
		}
	}()
	return e.link(ctx, id, func(c store.Call) (io.Reader, int64, error) {
		row, err := e.rowOfTalk(ctx, src, c)
		if err != nil {
			return nil, 0, err
		}
		var r io.ReadCloser
		var size int64
		err = e.tryTelling(ctx, &e.atSource, passPatience, func() (err error) {
			r, size, err = src.Open(ctx, row)
			return err
		}, func(Retry) {})
		open = r
		return r, size, err
	})
}

// rowOfTalk finds the call of the source a stored call is of.
func (e *Engine) rowOfTalk(ctx context.Context, src Source, c store.Call) (store.Row, error) {
	const op = "find the recording in the source"
	listed := c.SourceID
	if c.Source == store.SourceSpeechSense {
		listed = c.Meta["id"]
	}
	foreign := c.Source != store.SourceSpeechSense && (c.Source != src.Kind() || c.Account != src.Account())
	if listed == "" || foreign {
		return store.Row{}, store.E(store.CodeNotFound, op, errors.New("the talk names no call of this source"), "what", "call")
	}
	var rows map[string]store.Row
	err := e.tryTelling(ctx, &e.atSource, passPatience, func() (err error) {
		rows, err = src.Rows(ctx, []string{listed})
		return err
	}, func(Retry) {})
	if err != nil {
		return store.Row{}, err
	}
	row, ok := rows[listed]
	switch {
	case !ok, c.Source == store.SourceSpeechSense && !sameCall(c, row): // another portal counts its calls from one too
		return store.Row{}, store.E(store.CodeNotFound, op, nil, "what", "call")
	case row.RecordRef == "":
		return row, store.E(store.CodeNoRecording, op, nil)
	}
	return row, nil
}

// sameCall tells whether a call of the source is the one a talk was made of: by
// the source's unique id, or without one by the start.
func sameCall(c store.Call, row store.Row) bool {
	if id := c.Meta["call_id"]; id != "" && row.UniqueID != "" {
		return id == row.UniqueID
	}
	return row.StartedAt.Sub(c.StartedAt).Abs() <= time.Minute
}

// link stores a recording and gives it to a call.
func (e *Engine) link(ctx context.Context, id store.CallID, open func(store.Call) (io.Reader, int64, error)) (Linked, error) {
	const op = "link a recording"
	c, err := e.o.Store.Call(ctx, id)
	if err != nil {
		return Linked{}, err
	}
	if c.TalkID == "" {
		return Linked{}, store.E(store.CodeNotLinked, op, nil)
	}
	r, size, err := open(c)
	if err != nil {
		return Linked{}, err
	}
	rec, err := e.o.Recordings.Put(ctx, r, size)
	if err != nil {
		return Linked{}, err
	}
	f, err := e.o.Recordings.Open(rec.Hash)
	if err != nil {
		return Linked{}, err
	}
	sound, err := e.o.Inspect(ctx, f, rec.Size)
	if err = errors.Join(err, f.Close()); err != nil {
		return Linked{}, err
	}
	rec.Codec, rec.SampleRate, rec.Channels, rec.Duration = sound.Codec, sound.SampleRate, sound.Channels, sound.Duration
	if _, err := e.o.Store.Update(ctx, id, func(c *store.Call) { c.Recording = &rec }); err != nil {
		return Linked{}, err
	}
	l := Linked{Sound: rec.Duration, Talk: c.Duration}
	l.Differs = l.Sound > 0 && l.Talk > 0 && (l.Sound-l.Talk).Abs() > lengthSlack
	return l, nil
}

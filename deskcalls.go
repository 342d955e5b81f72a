package main

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"os"

	"sensedesk/player/peaks"
	"sensedesk/store"
	"sensedesk/store/longcall"
	"sensedesk/ui"
)

// deskCalls puts calls into the world that the demo's portal does not have, for
// pictures of the review desk and for measuring it: one of four hours, one
// without a recording, a chat, one whose analysis failed in part.
func (w *world) deskCalls(ctx context.Context) ([]ui.DeskCall, error) {
	long, err := w.fourHours(ctx)
	if err != nil {
		return nil, err
	}
	calls := []ui.DeskCall{{Name: "4h", ID: long}}
	done, err := w.db.Calls(ctx, store.CallFilter{States: []store.State{store.StateDone}})
	if err != nil {
		return nil, err
	}
	var short store.Call // the longest of the portal's
	for _, c := range done {
		if c.ID != long && c.Duration > short.Duration {
			short = c
		}
	}
	for _, c := range []struct {
		name   string
		change func(*store.Call, *store.Talk)
	}{
		{"unrecorded", func(c *store.Call, _ *store.Talk) { c.Recording = nil }},
		{"chat", asWritten},
		{"partly", func(c *store.Call, t *store.Talk) {
			c.Recording = nil
			t.Statements, t.Classifiers = nil, nil
			t.Algorithms = []store.AlgorithmState{{Algorithm: "SPEECHKIT", State: store.ProcessingSuccess}, {Algorithm: "SUMMARIZATION", State: store.ProcessingFailed}}
			t.Failures = []store.AlgorithmFailure{{Algorithm: "SUMMARIZATION", Code: "INTERNAL", Message: "summarization is not available"}}
		}},
	} {
		talk, err := w.db.Talk(ctx, short.ID)
		if err != nil {
			return nil, err
		}
		call := short
		call.SourceID, call.UniqueID, talk.ID = "desk-"+c.name, "desk-"+c.name, store.TalkID("desk-"+c.name)
		c.change(&call, &talk)
		id, err := w.keep(ctx, call, talk)
		if err != nil {
			return nil, err
		}
		calls = append(calls, ui.DeskCall{Name: c.name, ID: id})
	}
	return calls, nil
}

// asWritten makes a chat of a call: a message has a moment, and no words are heard.
func asWritten(c *store.Call, t *store.Talk) {
	c.Recording = nil
	for i := range t.Phrases {
		p := &t.Phrases[i]
		p.StartMS *= 20
		p.EndMS, p.Words, p.Text = p.StartMS, nil, p.Normalized
		for j := range p.Classifiers {
			p.Classifiers[j].Highlights = nil
		}
	}
	t.Conversation = store.ConversationStats{}
	t.Speakers = nil
}

// fourHours puts the longest call into the world, with a recording that is
// silent but drawn: a WAV that takes no room on the disk, and its outline.
func (w *world) fourHours(ctx context.Context) (store.CallID, error) {
	call, talk := longcall.Call(longcall.FourHours())
	sum := sha256.Sum256([]byte(call.UniqueID))
	r := call.Recording
	r.Hash = hex.EncodeToString(sum[:])
	frames := int64(r.Duration.Seconds()) * int64(r.SampleRate)
	if err := writeSilence(w.recordings.Path(r.Hash), r.SampleRate, frames); err != nil {
		return 0, err
	}
	p := &peaks.Peaks{Rate: r.SampleRate, Frames: frames, Joined: 1, Channels: make([]peaks.Channel, 2)}
	bins := int(r.Duration / peaks.Bin)
	for i := range p.Channels {
		p.Channels[i] = peaks.Channel{Min: make([]int16, bins), Max: make([]int16, bins), Level: make([]uint8, bins)}
	}
	for i := range talk.Phrases {
		ph := &talk.Phrases[i]
		for b := ph.StartMS / 10; b < ph.EndMS/10 && int(b) < bins; b++ {
			loud := b * 2654435761 % 4001 // some noise, the same every time
			c := &p.Channels[ph.Channel]
			c.Min[b], c.Max[b], c.Level[b] = int16(-2000-loud), int16(2000+loud), uint8(190+loud%30)
		}
	}
	drawn, err := p.Marshal()
	if err != nil {
		return 0, err
	}
	if err := w.db.SavePeaks(ctx, r.Hash, peaks.Version, drawn); err != nil {
		return 0, err
	}
	return w.keep(ctx, call, talk)
}

// keep stores a call as if it had gone the whole way.
func (w *world) keep(ctx context.Context, call store.Call, talk store.Talk) (store.CallID, error) {
	rec := call.Recording
	call.State, call.TalkID, call.Recording = store.StateFound, "", nil
	ids, err := w.db.Receive(ctx, call.Source, call.Account, []store.Call{call}, "")
	if err != nil {
		return 0, err
	}
	for _, s := range []store.State{store.StateQueued, store.StateFetching, store.StateReady, store.StateSending, store.StateSent} {
		if _, err := w.db.Move(ctx, ids[0], s, func(c *store.Call) {
			if c.Recording = rec; s == store.StateSent {
				c.TalkID = talk.ID
			}
		}); err != nil {
			return 0, err
		}
	}
	return ids[0], w.db.SaveTalk(ctx, ids[0], talk, nil, talk.Outcome(), func(c *store.Call) {
		c.NextCheck = c.StartedAt.AddDate(100, 0, 0) // the service does not know it
	})
}

// writeSilence writes a WAV of two channels of 16 bits in which nobody speaks.
func writeSilence(path string, rate int, frames int64) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	le := binary.LittleEndian
	h := append([]byte("RIFF"), 0, 0, 0, 0)
	le.PutUint32(h[4:], uint32(36+4*frames))
	h = append(h, "WAVEfmt "...)
	h = le.AppendUint32(h, 16)
	h = le.AppendUint32(h, 2<<16|1)
	h = le.AppendUint32(h, uint32(rate))
	h = le.AppendUint32(h, uint32(4*rate))
	h = le.AppendUint32(h, 16<<16|4)
	h = append(h, "data"...)
	h = le.AppendUint32(h, uint32(4*frames))
	_, err = f.Write(h)
	return errors.Join(err, f.Truncate(int64(len(h))+4*frames), f.Close()) // the rest takes no room on the disk
}

package simulation

import (
	"slices"
	"time"

	"sensedesk/store"
)

// sentAgain notes that a person chose to pay for a call once more.
func (w *world) sentAgain(c store.Call) {
	w.again[c.SourceID]++
	w.anew = true
	w.say("call %s: sent again by choice", c.SourceID)
}

// watch sees every durable write of a call: moves must be legal and a talk's id
// is never lost.
func (w *world) watch(old, c store.Call) {
	if old.Account == otherAccount && old.State != c.State && !w.anew {
		w.violated("call %s of another portal is touched", c.SourceID)
	}
	anew := w.anew
	w.anew = false
	switch {
	case old.ID == 0:
		w.say("call %s: found, %s %s", c.SourceID, c.State, c.Reason)
		return
	case old.State != c.State:
		w.say("call %s: %s → %s %s", c.SourceID, old.State, c.State, c.Reason)
		if !store.CanMove(old.State, c.State) && !anew {
			w.violated("call %s moved from %s to %s", c.SourceID, old.State, c.State)
		}
	}
	if old.TalkID != "" && c.TalkID != old.TalkID && !anew {
		w.violated("call %s loses its talk %s for %q", c.SourceID, old.TalkID, c.TalkID)
	}
	if old.UniqueID != c.UniqueID {
		w.violated("call %s changes its marker", c.SourceID)
	}
}

// judge looks at how a history ended.
func (w *world) judge() {
	rows := map[string]int{}
	for _, c := range w.store.calls {
		if c.Account != account {
			continue
		}
		rows[c.SourceID]++
		if rows[c.SourceID] > 1 {
			w.violated("call %s is stored twice", c.SourceID)
		}
	}
	checkpoint := w.store.checkpoints[callKey{store.SourceBitrix24, account, ""}]
	for _, c := range w.portal.calls {
		id, ok := w.store.byKey[callKey{store.SourceBitrix24, account, c.row.SourceID}]
		if !ok {
			w.violated("call %d is lost; the checkpoint is %s", c.id, checkpoint)
			continue
		}
		w.verdict(c, w.store.calls[id-1])
	}
}

// verdict compares a stored call with what is true of it.
func (w *world) verdict(c *portalCall, got store.Call) {
	paid := w.speech.takenFor[c.id] - w.again[c.row.SourceID] // unless a person chose to
	bad := func(why string) {
		w.violated("call %d ends as %s %q, taken %d times: %s", c.id, got.State, got.Reason, paid, why)
	}
	switch got.State {
	case store.StateDone, store.StatePartlyDone, store.StateRecognitionFailed:
		i := slices.IndexFunc(w.speech.talks, func(t taken) bool { return t.id == got.TalkID })
		switch {
		case i < 0 || w.speech.talks[i].call != c.id:
			bad("its talk is not its own")
		case w.speech.talks[i].outcome != got.State:
			bad("the service says " + string(w.speech.talks[i].outcome))
		}
		if _, ok := w.store.talks[got.ID]; !ok {
			bad("its result is not stored")
		}
	case store.StateFailed:
		if paid > 0 {
			bad("it was paid for")
		}
		if !c.mayFail(got.Reason, w.portal.sounds) {
			bad("nothing justifies that")
		}
	case store.StateSkipped:
		if paid > 0 {
			bad("it was paid for")
		}
		if !c.maySkip(got, w) {
			bad("nothing justifies that")
		}
	default:
		bad("it is on its way for ever")
	}
}

// kinds are the kinds of content the call's recording has had.
func (c *portalCall) kinds(sounds []sound) []soundKind {
	k := []soundKind{sounds[c.contents[0]-firstSound].kind}
	if !c.replaced.IsZero() {
		k = append(k, sounds[c.contents[1]-firstSound].kind)
	}
	return k
}

// mayFail tells whether a call may have failed for a reason. Reasons of passing
// faults are gone after the last retry.
func (c *portalCall) mayFail(reason store.Code, sounds []sound) bool {
	why := map[soundKind]store.Code{
		soundForeign: store.CodeFormatUnsupported, soundHTML: store.CodeNotSound, soundEmpty: store.CodeEmpty, soundLong: store.CodeTooLong,
	}
	for _, k := range c.kinds(sounds) {
		if code, ok := why[k]; ok && code == reason {
			return true
		}
	}
	return false
}

func (c *portalCall) maySkip(got store.Call, w *world) bool {
	switch got.Reason {
	case store.CodeDirection:
		return c.row.Direction == store.DirectionCallback
	case store.CodeShort:
		return c.row.Duration < 10*time.Second || slices.Contains(c.kinds(w.portal.sounds), soundShort)
	case store.CodeNoTalk:
		return c.row.Failed
	case store.CodeNoRecording: // none within the re-check times, or the clock ran ahead of it
		return c.recorded.IsZero() || c.recorded.Sub(c.appears) > 2*time.Hour || len(w.jumps) > 0
	}
	return false
}

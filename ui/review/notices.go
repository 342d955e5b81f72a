package review

import "sensedesk/store"

// Remark is what the strip above the time line says about the sound.
type Remark struct {
	Err   error  // coded: its sentence is said …
	Key   string // … followed by this one; "" for none
	Fetch bool   // offer to fetch the recording again
	Link  bool   // offer to take a file of this computer for it
	Again bool   // offer to look for the sound device again
}

// RemarkOn says what a reader should know about the sound; ok is false when all
// is well. Whatever happens to the sound, the text stays readable, and the
// strip says so.
func RemarkOn(s State, canFetch bool) (Remark, bool) {
	const op = "review call"
	switch {
	case !s.Loaded:
		return Remark{}, false
	case s.Sound == SoundMissing:
		key := "review.sound.text_is_here"
		switch {
		case s.Text != TextReady:
			key = ""
		case s.Call.Source == store.SourceSpeechSense:
			key = "review.sound.elsewhere"
		}
		return Remark{Err: store.E(store.CodeRecordingMissing, op, nil), Key: key, Fetch: canFetch && hasSource(s.Call), Link: s.Call.TalkID != ""}, true
	case s.Sound == SoundUnsupported:
		return Remark{Err: s.SoundErr, Key: "review.sound.text_is_here"}, true
	case s.Sound == SoundFailed:
		err := s.SoundErr
		if store.CodeOf(err) == store.CodeInternal { // its sentence says nothing of a recording
			err = nil
		}
		return Remark{Err: err, Key: "review.sound.failed", Fetch: canFetch && s.Call.RecordRef != ""}, true
	case s.Damaged:
		return Remark{Key: "review.sound.damaged"}, true
	case s.Still && (s.Lost || s.Silent):
		return Remark{Key: "review.sound.still", Again: true}, true
	case s.Lost:
		return Remark{Key: "review.sound.lost", Again: true}, true
	case s.Silent:
		return Remark{Err: store.E(store.CodeNoSound, op, nil), Key: "review.sound.silent", Again: true}, true
	}
	return Remark{}, false
}

// hasSource tells whether the source may have the recording of a call: it said
// so, or the talk of the server names the source's call.
func hasSource(c store.Call) bool {
	return c.RecordRef != "" || c.Source == store.SourceSpeechSense && c.Meta["id"] != ""
}

package store

import "time"

// QueueScope says which calls a queue or a report is about. Zero fields do not
// narrow.
type QueueScope struct {
	From, To  time.Time // of the call's start: From inclusive, To exclusive
	Operators []string  // as Listened.Operator names them
}

// Listenable is a call with a transcript and a recording, and how it stands.
type Listenable struct {
	Call      CallID
	Operator  string // the operator's id, or the name of one without
	Started   time.Time
	SpeechMS  int64  // when silence is cut by the word times
	SilenceMS int64  // the longest stretch without a word
	Negative  int    // negative marks: classifiers that fired and sentiments
	HeardMS   int64  // of the speech
	Score     string // what stands under the score key; empty = none
}

// Listened is what was heard of one operator's calls.
type Listened struct {
	Operator string
	Name     string
	Calls    int // those that can be listened to

	Unrecorded int // further ones: they have a transcript and no recording on this computer

	Heard   int           // at least HeardShare of the speech was played
	Length  time.Duration // of all of Calls
	OfHeard time.Duration // the length of those heard
	Played  time.Duration // of the recordings, each moment once
	Wall    time.Duration // what the listening took by the clock
}

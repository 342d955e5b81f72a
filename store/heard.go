package store

import "time"

// HeardSpan is a stretch of a recording that a person had played, without a
// jump and at one speed.
type HeardSpan struct {
	Call   CallID
	FromMS int64 // in the recording
	ToMS   int64
	Speed  float64
	Wall   time.Duration // how long that took by the clock
	At     time.Time     // when it began
}

// HeardShare is how much of a call's speech has to have been played for the
// call to count as heard.
const HeardShare = 0.5

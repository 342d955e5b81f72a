package upload

import (
	"time"

	"sensedesk/store"
)

// Warning is a reason to ask before the first upload.
type Warning string

// The warnings of Start.
const (
	WarnNone    Warning = ""
	WarnAllTime Warning = "all_time" // no first day: every call of the portal
	WarnOld     Warning = "old"      // some calls are too old for any project
)

// projectDays is how far back a SpeechSense project takes calls
// (SpeechSense docs, resources-hierarchy: at most 60 days).
const projectDays = 60

// StartWarning tells whether these settings need a question before Start.
// Today is the present day in the zone the dates are meant in.
func StartWarning(s store.Settings, now time.Time) Warning {
	if s.DateFrom == "" {
		return WarnAllTime
	}
	from, err := store.ParseDay(s.DateFrom)
	if err != nil {
		return WarnNone
	}
	today, _ := store.ParseDay(store.FormatDay(now))
	if from.Before(today.AddDate(0, 0, -projectDays)) {
		return WarnOld
	}
	return WarnNone
}

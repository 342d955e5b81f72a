package store

import "time"

// Read is one request for talks of SpeechSense, as the read quota counts it.
type Read struct {
	ID    int64     // grows with every read ever noted
	At    time.Time // by this computer's clock, whole ms
	Talks int
	Open  bool // its answer was not there yet when it was noted
}

// ReadChange is what a decision about a read leaves behind.
type ReadChange struct {
	Add     Read    // noted under a new id; Talks 0 = nothing is noted
	Rewrite []Read  // get another time and Open
	Forget  []int64 // go
}

// QuotaScope names whose read quota these settings use up: SpeechSense limits
// the reading of talks per project. Without a project it is the connection's.
func (s SpeechSettings) QuotaScope() string {
	if s.ProjectID != "" {
		return s.Address + " project " + s.ProjectID
	}
	return s.Address + " connection " + s.ConnectionID
}

package sync

import (
	"time"

	"sensedesk/store"
)

// Phase is what the run is doing.
type Phase string

// The phases of a run.
const (
	PhaseIdle     Phase = "idle"     // not started
	PhaseStarting Phase = "starting" // reading settings, keys and the users list
	PhaseListing  Phase = "listing"  // asking the source for calls
	PhaseWorking  Phase = "working"  // fetching and uploading
	PhaseWaiting  Phase = "waiting"  // nothing to do until NextLook: new calls, late recordings, results
	PhasePaused   Phase = "paused"   // a person must act: Problem says on what
	PhaseStopping Phase = "stopping" // finishing what is under way
)

// Status is one snapshot of the run, for the Upload screen and the side bar.
type Status struct {
	Phase    Phase
	Running  bool  // a run was started and not stopped; also while paused
	Problem  error // why it is paused; coded
	Retry    Retry // a passing trouble and when it is tried again; zero when none
	NextLook time.Time
	Counts   map[store.State]int // all calls of the current source

	Listed   int // rows listed in this pass
	Planned  int // calls this run has to upload, known so far
	Uploaded int // of these, accepted by SpeechSense
	Failed   int // of these, stopped for good
	Active   []Active

	BytesPerSecond float64       // of uploads, averaged over the last seconds; 0 when unknown
	Remaining      time.Duration // estimate for the planned calls; 0 when unknown
	SecondsSent    int64         // seconds of sound accepted in this run, what the bill counts
	Cost           string        // price of SecondsSent as a decimal; empty when no price is set
	Currency       string
}

// Retry tells about a trouble that passes by itself.
type Retry struct {
	Code store.Code
	At   time.Time
}

// Active is a call being worked on right now.
type Active struct {
	ID       store.CallID
	Operator string
	Client   string
	Duration time.Duration
	State    store.State // fetching or sending
	Done     int64       // bytes
	Size     int64       // bytes; -1 when not known yet
}

// Estimate is what an upload with given settings would take and cost.
type Estimate struct {
	Calls    int
	Sound    time.Duration
	Cost     string // decimal in Currency; empty when no price is set
	Currency string
	Short    int           // calls left out for the minimum length
	ShortFor time.Duration // their length
	Old      int           // calls older than 60 days, which no project will show
	OldFor   time.Duration // their length
	OldCost  string        // their part of Cost
	Oldest   time.Time
	Complete bool // false while the listing still goes on
}

// Report is what one pass did and how things stand after it; the fields are
// those of «sync --json».
type Report struct {
	Found      int    `json:"found"`      // calls known
	Skipped    int    `json:"skipped"`    // filtered out
	Waiting    int    `json:"waiting"`    // without a recording yet
	Uploaded   int    `json:"uploaded"`   // uploads accepted in this pass
	Unknown    int    `json:"unknown"`    // outcome of the upload not known yet
	Failed     int    `json:"failed"`     // stopped, a person must act
	Processing int    `json:"processing"` // accepted, results not complete yet
	Done       int    `json:"done"`       // talks whose results were stored in this pass
	Paused     string `json:"paused"`     // code of the configuration problem, or empty
}

package store

import "time"

// MirrorScope names what is mirrored as one: a project or a connection of one
// service.
func (s SpeechSettings) MirrorScope() string {
	return s.Address + " project " + s.ProjectID + " connection " + s.ConnectionID
}

// MirrorState is how far the mirror of a scope is.
type MirrorState struct {
	Listing     MirrorListing // under way; empty = none
	Begun       time.Time     // when that listing began
	Fresh       int           // talks this listing found that were not known before
	Total       int           // talks the service had at the last complete listing
	Since       time.Time     // when the last complete listing began; zero = never
	Whole       time.Time     // when the last complete listing of everything began
	Unreachable int           // talks that are there and that no search can list
	Ended       time.Time     // when the last run ended
	Problem     Code          // why it ended early; empty = it did not
	ProblemArgs map[string]string
}

// MirrorListing is a kind of listing.
type MirrorListing string

// The kinds of listings.
const (
	MirrorEverything MirrorListing = "everything"
	MirrorNewDays    MirrorListing = "new_days"
)

// MirrorPart is a kind of window: the service lists at most 10 000 talks of one
// search, so a listing is made of searches that are small enough.
type MirrorPart string

// The kinds of windows.
const (
	MirrorAll     MirrorPart = "all"     // no filter
	MirrorDates   MirrorPart = "dates"   // talks with a date from From up to and without To
	MirrorUndated MirrorPart = "undated" // talks with no date, or one outside of the calendar we list
)

// MirrorWindow is one search of a listing.
type MirrorWindow struct {
	ID       int64
	Part     MirrorPart
	From, To time.Time // of MirrorDates
	Open     bool      // still to be listed
	Leaf     bool      // stays, and is compared in the next listing of everything
	Known    int       // how many talks it had when it was last listed whole; -1 = never
	Token    string    // of the page to be read next
	Total    int       // talks it has, as the last page said; -1 = not asked yet
	Got      int       // different talks read of it in this listing
}

// MirrorTalk is a talk of the service as the mirror keeps book of it.
type MirrorTalk struct {
	ID       TalkID
	State    MirrorTalkState
	Asked    int           // times Get was asked for it since it was brought last
	Tries    int           // of these in a row without an answer
	Next     time.Time     // not asked for before
	Modified time.Time     // modified_at of what is stored
	Pause    time.Duration // before it is asked for again, once brought
}

// MirrorTalkState is where a talk stands.
type MirrorTalkState int

// The states of a talk in the mirror.
const (
	MirrorWanted  MirrorTalkState = 0 // listed, to be brought
	MirrorBrought MirrorTalkState = 1 // stored here; asked for again at Next
	MirrorRefused MirrorTalkState = 2 // the service does not hand it over
	MirrorAbsent  MirrorTalkState = 3 // listed once, answered never; wanted again when it is listed again
)

// MirrorCounts is how many talks stand where.
type MirrorCounts struct {
	Found   int // all that were ever listed
	Brought int
	Due     int // to be asked for now, new ones and those due again
	New     int // of these, never brought
	Later   int // wanted, but the service did not answer for them yet
	Refused int
	Absent  int
}

// MirroredTalk is a talk to be stored as SaveMirrored does.
type MirroredTalk struct {
	Call Call
	Talk Talk
	Raw  []byte
}

package sandbox

import (
	"slices"
	"sync"
)

// Faults are switches of what goes wrong in a Portal; they may be turned at any
// time. The zero value is a portal without faults.
type Faults struct {
	mu sync.Mutex
	is PortalFaults
}

// PortalFaults is what may go wrong. Counters count down with every request
// they spoil; everything else stays until it is turned off.
type PortalFaults struct {
	// Of the whole interface.
	RateLimited     int            // next answers are 503 QUERY_LIMIT_EXCEEDED
	BadGateway      int            // next answers are 502 with a web page
	Cut             int            // next connections break without an answer
	WebPage         int            // next answers are 200 with a web page
	Overload        bool           // 503 OVERLOAD_LIMIT
	RefuseWebhook   bool           // 401 NO_AUTH_FOUND
	ExpiredWebhook  bool           // 401 expired_token
	FreePlan        bool           // 403: the interface is for paid plans only
	Deleted         bool           // 500 PORTAL_DELETED
	Moved           string         // answers redirect to this root
	Stall           bool           // no answer until the client gives up
	OperatingLimit  map[string]int // by method: next answers are 429 OPERATION_TIME_LIMIT
	NumericError    int            // next answers have a number as their error
	EchoSecret      bool           // refusals repeat the address in their description
	StatisticsRight bool           // 403 ACCESS_DENIED on the statistics
	EmptyShape      string         // how an empty list is spelled: "", "null", "{}", "missing"

	// Of the listing.
	IgnoreSort   bool // rows come in no order
	IgnoreFilter bool // every filter is dropped

	// Of recordings.
	FileRight      bool   // 400 ACCESS_DENIED on disk.file.get
	BornExpired    int    // next links have expired when they are given out
	DownloadPage   int    // next downloads are 200 with a login page
	DownloadJSON   int    // next downloads are 200 with an error in JSON
	DownloadCut    int    // next downloads break in the middle
	DownloadBusy   int    // next downloads are 503
	DownloadShort  int    // next downloads have half of the bytes and announce just these
	DownloadHold   bool   // downloads stop in the middle until the client gives up
	RedirectTo     string // downloads redirect to this address
	RelativeLinks  bool   // links without scheme and host
	SizesAreAbsent bool   // disk.file.get without SIZE
}

// Set changes the switches.
func (f *Faults) Set(change func(*PortalFaults)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change(&f.is)
}

// now returns the switches as they are.
func (f *Faults) now() PortalFaults {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.is
}

// take counts one down and tells whether it was above zero.
func (f *Faults) take(counter func(*PortalFaults) *int) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := counter(&f.is)
	if *n <= 0 {
		return false
	}
	*n--
	return true
}

// takeMethod is take for OperatingLimit.
func (f *Faults) takeMethod(method string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.is.OperatingLimit[method] <= 0 {
		return false
	}
	f.is.OperatingLimit[method]--
	return true
}

// SetScopes changes what the webhook may do.
func (p *Portal) SetScopes(scopes ...string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.o.Scopes = slices.Clone(scopes)
}

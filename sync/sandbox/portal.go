package sandbox

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

// PortalOptions say what a portal holds and how it behaves. The zero value is
// an empty portal on a free loopback port.
type PortalOptions struct {
	Listen string   // "" = "127.0.0.1:0"; anything but loopback is refused
	Secret string   // of the webhook; "" = a random one
	Owner  int64    // employee the webhook acts for; 0 = the first of People, or 1
	Scopes []string // nil = telephony, disk, user, crm

	Calls   []PortalCall
	People  []PortalPerson
	Clients []PortalClient

	TimeZone string         // name in the owner's profile; "" as most portals leave it
	Zone     *time.Location // offset of the dates in rows; nil = UTC+3
	LinkLife time.Duration  // how long a download link works; 0 = 5 min
	Faults   *Faults        // nil = none
	Bucket   PortalBucket   // zero = requests are not counted
	Now      func() time.Time
}

// PortalBucket is the leaky bucket a portal counts the requests of one address
// in. Bitrix24 drains 2 a second and blocks above 50, on its largest plan 5 and
// 250 (docs: limits.md).
type PortalBucket struct {
	Drain float64 // requests a second
	Block float64 // how many the bucket holds; what would be more is answered 503
}

// PortalCall is a row of the portal's statistics with its recording.
type PortalCall struct {
	ID         int64  // 0 = the next free one
	CallID     string // "" = made from ID
	UserID     int64  // operator; 0 = nobody
	Line       string // PORTAL_NUMBER
	Phone      string // the client's number
	Type       int    // CALL_TYPE: 1 outgoing, 2 incoming, 3 redirected, 4 callback, 5 robot
	StartedAt  time.Time
	Duration   time.Duration
	FailedCode string // "" = "200"
	EntityType string // "CONTACT", "COMPANY", "LEAD" or ""
	EntityID   int64
	RecordURL  string         // CALL_RECORD_URL, the provider's own link
	Extra      map[string]any // overrides columns as they go over the wire; nil removes one

	// The recording: Sound, or Open when it is better read at the moment it is
	// asked for. Neither = no recording.
	Sound []byte
	Open  func() ([]byte, error)
	Name  string // of the file; "" = made from ID
	// AppearAfter is how long after the start of the portal, or after Add, the
	// recording is attached. The row is there at once, as in a real portal.
	AppearAfter time.Duration
}

// PortalPerson is an employee.
type PortalPerson struct {
	ID                         int64
	LastName, Name, Post, Mail string
	Dismissed                  bool
	Type                       string // USER_TYPE; "" = "employee"
}

// PortalClient is a card of the CRM.
type PortalClient struct {
	Type  string // "CONTACT", "COMPANY", "LEAD", "DEAL"
	ID    int64
	Name  string
	Phone string // found by telephony.externalCall.searchCrmEntities
}

// PortalRequest is what the portal was asked.
type PortalRequest struct {
	Method string         // "voximplant.statistic.get" …; "download" for the sound of a recording
	Params map[string]any // of the JSON body
	Header http.Header
	Status int // what it answered
}

// Portal is a small Bitrix24 on loopback. It behaves like the documented one
// where that is awkward: it drops filters it does not understand, ignores
// lower-case orders, answers every number as a string, signs download links
// that expire, and shows a web page to clients that do not introduce themselves.
type Portal struct {
	o      PortalOptions
	canary string
	server *http.Server
	listen net.Listener
	served chan struct{}
	failed error          // of serving; read after served is closed
	busy   sync.WaitGroup // requests being answered

	mu       sync.Mutex
	calls    []*portalRow // in order of insertion
	nextFile int64
	files    map[int64]*portalFile
	links    map[string]portalLink
	requests []PortalRequest
	used     map[string]time.Duration // "operating" by method
	level    float64                  // requests in the bucket at poured
	poured   time.Time
	nextLink int
}

// portalLink is a download link that was given out.
type portalLink struct {
	file    int64
	expires time.Time
}

// StartPortal serves a portal until Close, or until ctx ends.
func StartPortal(ctx context.Context, o PortalOptions) (*Portal, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	var lc net.ListenConfig
	listen, err := lc.Listen(ctx, "tcp", o.Listen)
	if err != nil {
		return nil, fmt.Errorf("start portal: %w", err)
	}
	if a, ok := listen.Addr().(*net.TCPAddr); !ok || !a.IP.IsLoopback() {
		return nil, errors.Join(errors.New("start portal: the address is not loopback"), listen.Close())
	}
	p := &Portal{
		o: o, canary: "signed-" + randomHex(12), listen: listen, served: make(chan struct{}),
		nextFile: 9001, files: map[int64]*portalFile{}, links: map[string]portalLink{}, used: map[string]time.Duration{},
	}
	for _, c := range o.Calls {
		p.Add(c)
	}
	base, cancel := context.WithCancel(context.WithoutCancel(ctx))
	p.server = &http.Server{
		Handler:           p,
		ReadHeaderTimeout: 10 * time.Second,
		BaseContext:       func(net.Listener) context.Context { return base },
		ErrorLog:          log.New(io.Discard, "", 0),
	}
	stop := context.AfterFunc(ctx, func() { _ = p.server.Close() })
	go func() {
		defer close(p.served)
		defer cancel()
		defer stop()
		if err := p.server.Serve(listen); !errors.Is(err, http.ErrServerClosed) {
			p.failed = err
		}
	}()
	return p, nil
}

func (o PortalOptions) withDefaults() (PortalOptions, error) {
	if o.Listen == "" {
		o.Listen = "127.0.0.1:0"
	}
	host, _, err := net.SplitHostPort(o.Listen)
	if err != nil {
		return o, fmt.Errorf("start portal: %w", err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return o, errors.New("start portal: only loopback addresses are served")
	}
	if o.Secret == "" {
		o.Secret = randomHex(8)
	}
	if o.Owner == 0 {
		o.Owner = 1
		if len(o.People) > 0 {
			o.Owner = o.People[0].ID
		}
	}
	if o.Scopes == nil {
		o.Scopes = []string{"telephony", "disk", "user", "crm"}
	}
	if o.Zone == nil {
		o.Zone = time.FixedZone("", 3*3600)
	}
	if o.LinkLife == 0 {
		o.LinkLife = 5 * time.Minute
	}
	if o.Faults == nil {
		o.Faults = &Faults{}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o, nil
}

// Webhook returns the address to give to an exporter; a secret like a real one.
func (p *Portal) Webhook() string {
	return fmt.Sprintf("http://%s/rest/%d/%s/", p.listen.Addr(), p.o.Owner, p.o.Secret)
}

// Address returns host:port.
func (p *Portal) Address() string { return p.listen.Addr().String() }

// Secrets returns the texts that must turn up nowhere: the webhook's secret and
// what every signed link holds.
func (p *Portal) Secrets() []string { return []string{p.o.Secret, p.canary} }

// Faults returns the switches of what goes wrong.
func (p *Portal) Faults() *Faults { return p.o.Faults }

// Close ends the portal and waits for it.
func (p *Portal) Close() error {
	err := p.server.Close()
	<-p.served
	p.busy.Wait()
	return errors.Join(err, p.failed)
}

// Requests returns what the portal was asked since the start or Forget, in order.
func (p *Portal) Requests() []PortalRequest {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.requests)
}

// Forget empties the list of requests.
func (p *Portal) Forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.requests = nil
}

// randomHex returns n random bytes in hex.
func randomHex(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}

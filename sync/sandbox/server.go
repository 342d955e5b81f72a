package sandbox

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"

	"sensedesk/store"
)

// maxMessage is the cap for one message, bytes (Hybrid quickstart: 134217728).
const maxMessage = 128 << 20

// maxCalls is how many calls run at once on one connection; more wait inside the
// client (Hybrid quickstart: lobby, talkSearch).
const maxCalls = 10

// Options say what the sandbox knows and how strict it is.
type Options struct {
	Listen       string              // "127.0.0.1:0" when empty
	Key          string              // the key or token it wants; "" = any or none
	Talks        map[string]Prepared // what it answers, by hex SHA-256 of the sound
	Analyze      AnalyzeFunc         // listens to other recordings; nil = they get an empty transcript
	VisibleAfter time.Duration       // how long an accepted talk stays invisible to Get and Search
	Processing   time.Duration       // how long a visible talk is still being processed
	Now          func() time.Time    // nil = time.Now

	OrganizationID string       // the only organization there is; "" = any
	SpaceID        string       // the only space there is; "" = any
	ConnectionID   string       // the only connection there is; "" = any
	ProjectID      string       // the only project there is; "" = any
	Keys           []string     // metadata keys the connection declares beyond the required ones; nil = any
	Classifiers    []Classifier // the dictionary of the project
	// Notice is shown with recordings the sandbox has no transcript for. The
	// words come from the caller's catalogue.
	Notice Notice

	Quota      bool        // reading is limited as published, in talks per project
	ReadOnly   bool        // the key holds the viewer role only: uploads are PERMISSION_DENIED
	Lenient    bool        // filters by unknown keys are ignored, not refused
	HideNames  bool        // classifiers and assistants may not be listed
	Service    string      // serve only the package of this full service name; "" = both spellings
	TLS        *tls.Config // nil = plaintext
	MaxMessage int         // cap for one message in either direction, bytes; 0 = 128 MiB
	Hook       Hook        // plays what goes wrong; nil = nothing
	Log        *slog.Logger
}

// Prepared is what the sandbox answers for a recording it knows. Ids, times of
// creation, fields and processing states of the talk are the sandbox's; figures
// are computed from the phrases.
type Prepared struct{ Talk store.Talk }

// Classifier is an entry of the project's dictionary.
type Classifier struct{ ID, Name, Description string }

// Notice is the summarization statement "sandbox_notice".
type Notice struct{ Name, Text string }

// NoticeField is the id of the statement that says what the sandbox cannot do.
const NoticeField = "sandbox_notice"

// Analysis is what can be heard in a recording without recognising speech.
type Analysis struct {
	DurationMS int64
	Channels   int
	Speech     [][]store.Range // stretches of voice, per channel
}

// AnalyzeFunc listens to a whole recording. An error means that it is no sound
// the service could recognise.
type AnalyzeFunc func(ctx context.Context, sound []byte) (Analysis, error)

// Server is a running sandbox.
type Server struct {
	options  Options
	now      func() time.Time
	log      *slog.Logger
	listener *listener
	grpc     *grpc.Server
	ctx      context.Context // of the sandbox itself: analyses end with it
	cancel   context.CancelFunc
	work     sync.WaitGroup // serving and analysing
	hearing  chan struct{}  // one analysis at a time

	mu    sync.Mutex
	talks []*talk // in the order accepted
	byID  map[string]*talk

	served       map[string]int // how many times Get has handed over a talk
	readings     []reading      // of the last day, oldest first
	refusedReads int
}

// Start opens the sandbox; it serves until Close. The error carries the code
// address when the address cannot be listened on.
func Start(ctx context.Context, o Options) (*Server, error) {
	if o.Listen == "" {
		o.Listen = "127.0.0.1:0"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.MaxMessage == 0 {
		o.MaxMessage = maxMessage
	}
	raw, err := new(net.ListenConfig).Listen(ctx, "tcp", o.Listen)
	if err != nil {
		return nil, store.E(store.CodeAddress, "start sandbox", err, "address", o.Listen)
	}
	s := &Server{
		options: o, now: o.Now, log: o.Log,
		listener: &listener{Listener: raw, conns: map[string]net.Conn{}},
		hearing:  make(chan struct{}, 1),
		byID:     map[string]*talk{}, served: map[string]int{},
	}
	s.ctx, s.cancel = context.WithCancel(context.WithoutCancel(ctx))
	options := []grpc.ServerOption{
		grpc.MaxRecvMsgSize(o.MaxMessage), grpc.MaxSendMsgSize(o.MaxMessage),
		grpc.UnaryInterceptor(s.guardUnary), grpc.StreamInterceptor(s.guardStream),
		grpc.MaxConcurrentStreams(maxCalls), grpc.WaitForHandlers(true),
	}
	if o.TLS != nil {
		options = append(options, grpc.Creds(credentials.NewTLS(o.TLS)))
	}
	s.grpc = grpc.NewServer(options...)
	s.register()
	if err := registerReflection(s.grpc); err != nil {
		return nil, errors.Join(fmt.Errorf("start sandbox: %w", err), raw.Close())
	}

	s.work.Go(func() {
		if err := s.grpc.Serve(s.listener); err != nil && !errors.Is(err, grpc.ErrServerStopped) {
			s.log.Error("sandbox stopped serving", "error", err)
		}
	})
	return s, nil
}

// Address is where the sandbox listens, "127.0.0.1:40123".
func (s *Server) Address() string { return s.listener.Addr().String() }

// Close ends all calls and forgets everything. It returns when nothing runs
// any more.
func (s *Server) Close() error {
	s.cancel()
	s.grpc.Stop()
	s.work.Wait()
	return nil
}

// listener remembers its connections, so that one can be cut.
type listener struct {
	net.Listener
	mu    sync.Mutex
	conns map[string]net.Conn
}

// Accept waits for a connection and remembers it.
func (l *listener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.conns[conn.RemoteAddr().String()] = conn
	return &tracked{Conn: conn, forget: l.forget}, nil
}

func (l *listener) forget(remote string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.conns, remote)
}

// cut closes the connection from remote.
func (l *listener) cut(remote string) error {
	l.mu.Lock()
	conn, ok := l.conns[remote]
	l.mu.Unlock()
	if !ok {
		return fmt.Errorf("no connection from %s", remote)
	}
	return conn.Close()
}

// tracked is a connection that is forgotten when it is closed.
type tracked struct {
	net.Conn
	forget func(remote string)
}

// Close closes and forgets the connection.
func (t *tracked) Close() error {
	t.forget(t.RemoteAddr().String())
	return t.Conn.Close()
}

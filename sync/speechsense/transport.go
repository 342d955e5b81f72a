package speechsense

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/connectivity"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/stats"

	"sensedesk/store"
)

const (
	// maxMessage is the largest message in either direction, bytes: the cap of a
	// Hybrid server for a whole message (Hybrid quickstart: 134217728).
	maxMessage = 128 << 20
	// connectTimeout ends one attempt to connect, so that being offline is known
	// in seconds.
	connectTimeout = 10 * time.Second
	// maxReconnectPause is the longest pause between attempts to connect.
	maxReconnectPause = 15 * time.Second
	// reviveTimeout is how long a call waits for a broken connection to come
	// back before it fails with what broke it.
	reviveTimeout = 2 * time.Second
	// keepaliveTime is above five minutes because a gRPC server by default hangs
	// up on clients that ping more often, and a hang-up in the middle of an
	// upload costs its answer.
	keepaliveTime = 5*time.Minute + 10*time.Second
	// keepaliveTimeout is also what Linux uses as TCP_USER_TIMEOUT: a peer that
	// acknowledges nothing for so long is gone.
	keepaliveTimeout = 20 * time.Second
	// idleTimeout closes an unused connection, so that the first upload after a
	// suspended night does not go into a dead one.
	idleTimeout = time.Minute
)

func (c *Client) dialOptions(creds credentials.TransportCredentials) []grpc.DialOption {
	agent := "sensedesk"
	if c.version != "" {
		agent += "/" + c.version
	}
	return []grpc.DialOption{
		grpc.WithTransportCredentials(creds),
		grpc.WithUserAgent(agent),
		grpc.WithDisableRetry(), // whether to send again is never the library's decision
		grpc.WithDisableServiceConfig(),
		grpc.WithIdleTimeout(idleTimeout),
		grpc.WithConnectParams(grpc.ConnectParams{
			Backoff:           backoff.Config{BaseDelay: 500 * time.Millisecond, Multiplier: 2, Jitter: 0.2, MaxDelay: maxReconnectPause},
			MinConnectTimeout: connectTimeout,
		}),
		grpc.WithKeepaliveParams(keepalive.ClientParameters{Time: keepaliveTime, Timeout: keepaliveTimeout}),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxMessage), grpc.MaxCallSendMsgSize(maxMessage)),
		grpc.WithStatsHandler(departures{}),
	}
}

// credentials builds the transport security the settings ask for.
func (c *Client) credentials(s store.SpeechSettings) (credentials.TransportCredentials, error) {
	cfg := &tls.Config{MinVersion: tls.VersionTLS12}
	switch s.TLS {
	case store.TLSOff:
		return insecure.NewCredentials(), nil
	case store.TLSCA:
		pem, err := os.ReadFile(s.CAFile)
		if err != nil {
			return nil, store.E(store.CodeTLS, "read CA file", err, "file", s.CAFile, "why", "file")
		}
		cfg.RootCAs = x509.NewCertPool()
		if !cfg.RootCAs.AppendCertsFromPEM(pem) {
			return nil, store.E(store.CodeTLS, "read CA file", errors.New("no certificate in PEM form inside"), "file", s.CAFile, "why", "file")
		}
	case store.TLSSystem, "":
	default:
		return nil, store.E(store.CodeSettingsInvalid, "connect to SpeechSense", nil, "key", "speechsense.tls", "value", s.TLS)
	}
	c.handshake = &watchedCredentials{TransportCredentials: credentials.NewTLS(cfg), last: &lastError{}}
	return c.handshake, nil
}

// lastError keeps the newest handshake error.
type lastError struct {
	mu  sync.Mutex
	err error
}

func (l *lastError) set(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.err = err
}

func (l *lastError) get() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.err
}

// watchedCredentials remembers why the last handshake failed: gRPC reports it
// as text inside UNAVAILABLE, the same code as «no network».
type watchedCredentials struct {
	credentials.TransportCredentials
	last *lastError
}

// ClientHandshake does the handshake and remembers its error.
func (w *watchedCredentials) ClientHandshake(ctx context.Context, authority string, conn net.Conn) (net.Conn, credentials.AuthInfo, error) {
	secured, info, err := w.TransportCredentials.ClientHandshake(ctx, authority, conn)
	w.last.set(err)
	return secured, info, err
}

// Clone keeps sharing the memory of the last error.
func (w *watchedCredentials) Clone() credentials.TransportCredentials {
	return &watchedCredentials{TransportCredentials: w.TransportCredentials.Clone(), last: w.last}
}

// refusal returns the last handshake error when it is about trust or protocol,
// nil when it is a broken line.
func (w *watchedCredentials) refusal() error {
	if w == nil {
		return nil
	}
	err := w.last.get()
	var (
		cert   *tls.CertificateVerificationError
		record tls.RecordHeaderError // the other side does not speak TLS
	)
	if errors.As(err, &cert) || errors.As(err, &record) || remoteAlert(err) {
		return err
	}
	return nil
}

// revive gives a broken connection a short chance to come back before a call
// is tried on it; the pause between attempts is skipped.
func (c *Client) revive(ctx context.Context) {
	if c.conn.GetState() != connectivity.TransientFailure {
		return
	}
	c.conn.ResetConnectBackoff()
	ctx, cancel := context.WithTimeout(ctx, reviveTimeout)
	defer cancel()
	for c.conn.GetState() == connectivity.TransientFailure || c.conn.GetState() == connectivity.Connecting {
		if !c.conn.WaitForStateChange(ctx, c.conn.GetState()) {
			return
		}
	}
}

// departure tells whether a message of one call was handed to the network.
type departure struct{ left atomic.Bool }

type departureKey struct{}

// departures marks the departure of the call it is told about.
type departures struct{}

// TagRPC leaves the context as it is.
func (departures) TagRPC(ctx context.Context, _ *stats.RPCTagInfo) context.Context { return ctx }

// HandleRPC notes when a message leaves. A new attempt inside gRPC starts only
// when the server said that the former was not processed, so it starts clean.
func (departures) HandleRPC(ctx context.Context, s stats.RPCStats) {
	d, ok := ctx.Value(departureKey{}).(*departure)
	if !ok {
		return
	}
	switch s.(type) {
	case *stats.Begin:
		d.left.Store(false)
	case *stats.OutPayload:
		d.left.Store(true)
	}
}

// TagConn leaves the context as it is.
func (departures) TagConn(ctx context.Context, _ *stats.ConnTagInfo) context.Context { return ctx }

// HandleConn has nothing to note.
func (departures) HandleConn(context.Context, stats.ConnStats) {}

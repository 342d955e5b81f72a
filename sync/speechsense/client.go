package speechsense

import (
	"fmt"
	"log/slog"
	"net"
	"strings"
	"time"

	"google.golang.org/grpc"

	"sensedesk/store"
)

// Options say where SpeechSense is and as whom to speak to it.
type Options struct {
	Settings store.SpeechSettings
	// Key is the secret of the authorization header. It may be empty where the
	// server asks for none (sandbox, some Hybrid installations).
	Key string
	// ServiceFound, when set, hears the full gRPC service name that answered
	// where it differs from Settings.Service, so that it can be remembered. It
	// is called from the goroutine of the call, at most once per name.
	ServiceFound func(name string)
	Reads        Reads            // every request for talks takes from it; nil = none
	Log          *slog.Logger     // nil = silent
	Version      string           // of the app, for the user agent
	Now          func() time.Time // nil = time.Now; ages the cache of names only
}

// Client is one connection to SpeechSense. It is safe for concurrent use and
// connects when it is first used.
type Client struct {
	settings  store.SpeechSettings
	key       string
	version   string
	log       *slog.Logger
	conn      *grpc.ClientConn
	handshake *watchedCredentials // nil without TLS
	services  *services
	slots     slots
	names     *names
	reads     Reads
}

// Dial prepares a connection; nothing is sent yet. Errors: address, tls (the CA
// file), tls_off, key_missing (cloud without a key), key_refused (the key cannot
// stand in a header), settings_invalid.
func Dial(o Options) (*Client, error) {
	const op = "connect to SpeechSense"
	s := o.Settings
	s.Address = strings.TrimSpace(s.Address)
	host, port, err := net.SplitHostPort(s.Address)
	if err != nil || host == "" || port == "" {
		return nil, store.E(store.CodeAddress, op, nil, "address", s.Address)
	}
	if s.Auth == "" {
		s.Auth = "Api-Key"
	}
	if s.Auth != "Api-Key" && s.Auth != "Bearer" {
		return nil, store.E(store.CodeSettingsInvalid, op, nil, "key", "speechsense.auth", "value", s.Auth)
	}
	key := strings.TrimSpace(o.Key)
	switch {
	case key == "" && s.Kind == store.KindCloud:
		return nil, store.E(store.CodeKeyMissing, op, nil)
	case !headerSafe(key):
		return nil, store.E(store.CodeKeyRefused, op, nil)
	}
	if s.TLS == store.TLSOff && (s.Kind == store.KindCloud || cloudHost(host)) {
		return nil, store.E(store.CodeTLSOff, op, nil)
	}

	c := &Client{
		settings: s, key: key, version: o.Version, log: o.Log,
		services: newServices(s.Service, o.ServiceFound),
		slots:    newSlots(),
		names:    newNames(o.Now),
		reads:    o.Reads,
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	creds, err := c.credentials(s)
	if err != nil {
		return nil, err
	}
	// The passthrough scheme leaves name resolution to the dialler, so that every
	// attempt asks anew; the dns scheme would sit out up to two minutes after a
	// start without network. Proxies from the environment keep working.
	c.conn, err = grpc.NewClient("passthrough:///"+s.Address, c.dialOptions(creds)...)
	if err != nil {
		return nil, store.E(store.CodeAddress, op, fmt.Errorf("prepare connection: %w", err), "address", s.Address)
	}
	return c, nil
}

// Close ends the connection; calls under way fail.
func (c *Client) Close() error { return c.conn.Close() }

// headerSafe tells whether v can stand in a gRPC header: printable ASCII.
func headerSafe(v string) bool {
	for i := range len(v) {
		if v[i] < 0x20 || v[i] > 0x7e {
			return false
		}
	}
	return true
}

// cloudHost tells whether host belongs to Yandex Cloud, whatever kind the
// settings call it: a key must never go there in the clear.
func cloudHost(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	for _, domain := range []string{"yandexcloud.net", "cloud.yandex.net", "yandex.net", "yandex.ru", "yandex.com", "yandexcloud.kz", "yandex.cloud"} {
		if host == domain || strings.HasSuffix(host, "."+domain) {
			return true
		}
	}
	return false
}

package speechsense

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"strings"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"sensedesk/store"
)

// probeTimeout ends the question whether a server speaks TLS.
const probeTimeout = 3 * time.Second

// Why a connection could not be secured; the catalogue has sentences for each.
const (
	whyAuthority = "authority" // signed by nobody this computer knows
	whyExpired   = "expired"   // or not begun yet
	whyHost      = "host"      // made out to another name
	whyPlain     = "plain"     // the server does not use TLS here
	whyWanted    = "wanted"    // the server wants TLS and the settings say none
	whyAlert     = "alert"     // the server refused ours
)

// strangePeer tells what is at the address when it is not a SpeechSense as the
// settings describe it: gRPC reports all of it as UNAVAILABLE, the same code as
// «no network». code is empty when the line itself is the trouble.
func (c *Client) strangePeer(ctx context.Context, st *status.Status, left bool) (code store.Code, why, text string) {
	if left || st.Code() != codes.Unavailable {
		return "", "", ""
	}
	if refused := c.handshake.refusal(); refused != nil {
		if strings.Contains(refused.Error(), "no application protocol") { // TLS, but no HTTP/2 behind it
			return store.CodeServiceMissing, "", refused.Error()
		}
		return store.CodeTLS, reason(refused), refused.Error()
	}
	if c.handshake != nil || !strings.Contains(st.Message(), prefaceText) {
		return "", "", ""
	}
	if strings.Contains(st.Message(), httpOneText) {
		return store.CodeServiceMissing, "", st.Message()
	}
	if c.speaksTLS(ctx) {
		return store.CodeTLS, whyWanted, st.Message()
	}
	return "", "", ""
}

// reason sorts a failed handshake.
func reason(err error) string {
	var (
		unknown x509.UnknownAuthorityError
		invalid x509.CertificateInvalidError
		host    x509.HostnameError
		record  tls.RecordHeaderError
	)
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return whyExpired
	case errors.As(err, &host):
		return whyHost
	case errors.As(err, &record):
		return whyPlain
	case errors.As(err, &unknown), errors.As(err, &invalid):
		return whyAuthority
	case remoteAlert(err):
		return whyAlert
	}
	return ""
}

// remoteAlert tells whether the server ended the handshake with a TLS alert.
// crypto/tls has no type of its own for that.
func remoteAlert(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "remote error"
}

// speaksTLS asks a server that did not understand plaintext whether it understands
// TLS. Nothing but a greeting is sent, whose certificate is not looked at: it is
// only to say what is wrong with the settings.
func (c *Client) speaksTLS(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), probeTimeout)
	defer cancel()
	greeted := false
	d := tls.Dialer{Config: &tls.Config{
		InsecureSkipVerify: true, //nolint:gosec // no secret and no data follow
		NextProtos:         []string{"h2"},
		VerifyConnection:   func(tls.ConnectionState) error { greeted = true; return nil },
	}}
	conn, err := d.DialContext(ctx, "tcp", c.settings.Address)
	if err == nil {
		_ = conn.Close() // it was only asked
	}
	return greeted
}

// namedID tells which id of the settings a server's words name, as the settings
// file calls it; "" when none.
func (c *Client) namedID(words string) string {
	s := c.settings
	for _, id := range []struct{ name, value string }{
		{"connection", s.ConnectionID}, {"project", s.ProjectID}, {"space", s.SpaceID}, {"organization", s.OrganizationID},
	} {
		if id.value != "" && strings.Contains(words, id.value) {
			return id.name
		}
	}
	return ""
}

package profiles

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"os"
	"time"

	"sensedesk/store"
)

// authoritySize is more than any bundle of authorities has, bytes.
const authoritySize = 8 << 20

// Authority is what a certificate file holds.
type Authority struct {
	Name  string // of the first certificate
	Until time.Time
	Count int
}

// readAuthority reads a certificate file the moment it is chosen, so that a wrong
// one is known before it is needed. Error: tls, with the file.
func readAuthority(path string, now time.Time) (Authority, error) {
	bad := func(err error) (Authority, error) {
		return Authority{}, store.E(store.CodeTLS, "read CA file", err, "file", path, "why", "file")
	}
	f, err := os.Open(path)
	if err != nil {
		return bad(err)
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, authoritySize))
	if err != nil {
		return bad(err)
	}
	var a Authority
	for {
		var block *pem.Block
		if block, raw = pem.Decode(raw); block == nil {
			break
		}
		if block.Type != "CERTIFICATE" {
			continue
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return bad(err)
		}
		if a.Count++; a.Count == 1 {
			a.Name, a.Until = c.Subject.CommonName, c.NotAfter
			if a.Name == "" {
				a.Name = c.Subject.String()
			}
		}
	}
	switch {
	case a.Count == 0:
		return bad(errors.New("no certificate in PEM form inside"))
	case a.Until.Before(now):
		return a, store.E(store.CodeTLS, "read CA file", errors.New("the certificate has expired"), "file", path, "why", "file_expired")
	}
	return a, nil
}

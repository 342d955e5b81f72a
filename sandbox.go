package main

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"os"
	"strconv"
	"time"

	"sensedesk/assets"
	"sensedesk/store"
	"sensedesk/sync/sandbox"
	"sensedesk/ui/cli"
)

// sandboxConnection is where the talks of a filled sandbox lie unless told
// otherwise.
const sandboxConnection = "eag-sandbox"

// sandbox serves the embedded SpeechSense for integrators.
func (p *program) sandbox(ctx context.Context, o cli.SandboxOptions) (address string, stop func() error, err error) {
	made, err := sandbox.LoadDemo(assets.Demo(), time.Now())
	if err != nil {
		return "", nil, err
	}
	secured, err := sandboxTLS(o)
	if err != nil {
		return "", nil, err
	}
	so := sandbox.Options{
		Listen: o.Listen, Key: o.Key, Talks: made.Talks, Classifiers: made.Classifiers, Analyze: analyze, Notice: p.notice(),
		TLS: secured, Quota: o.Quota, VisibleAfter: o.Delay, ConnectionID: o.ConnectionID, ProjectID: o.ProjectID,
		Service: o.OnlyService, MaxMessage: o.MaxMessage, ReadOnly: o.ReadOnly,
	}
	if o.Strict {
		so.Keys = sandboxKeys()
	}
	s, err := sandbox.Start(ctx, so)
	if err != nil {
		return "", nil, err
	}
	if o.Filled {
		err = fillSandbox(ctx, s, made, o.ConnectionID)
	}
	if err != nil {
		return "", nil, errors.Join(err, s.Close())
	}
	return s.Address(), s.Close, nil
}

// sandboxKeys are the metadata keys of a strict sandbox's connection beyond the
// required ones.
func sandboxKeys() []string { return []string{"id", "call_id", "portal_user_id", "score_main"} }

// sandboxTLS reads or makes the sandbox's certificate; nil is plaintext.
func sandboxTLS(o cli.SandboxOptions) (*tls.Config, error) {
	const op = "prepare the sandbox's certificate"
	switch {
	case o.CertFile != "":
		cert, err := tls.LoadX509KeyPair(o.CertFile, o.KeyFile)
		if err != nil {
			return nil, store.E(store.CodeTLS, op, err, "file", o.CertFile)
		}
		return &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}, nil
	case o.AuthorityFile != "":
		hosts := []string{"localhost", "127.0.0.1", "::1"}
		if host, _, err := net.SplitHostPort(o.Listen); err == nil && host != "" && host != hosts[1] {
			hosts = append(hosts, host)
		}
		cert, authority, err := sandbox.MakeCertificate(time.Now(), hosts...)
		if err != nil {
			return nil, err
		}
		if err := os.WriteFile(o.AuthorityFile, authority, 0o644); err != nil { // a certificate is public
			return nil, store.E(store.CodeTLS, op, err, "file", o.AuthorityFile)
		}
		return &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}, nil
	}
	return nil, nil
}

// fillSandbox uploads the demo's recordings.
func fillSandbox(ctx context.Context, s *sandbox.Server, made sandbox.Demo, connection string) error {
	if connection == "" {
		connection = sandboxConnection
	}
	people := map[int64]string{}
	for _, p := range made.People {
		people[p.ID] = p.Name + " " + p.LastName
	}
	for _, c := range made.Calls {
		sound := c.Sound
		if c.Open != nil {
			var err error
			if sound, err = c.Open(); err != nil {
				return err
			}
		}
		if len(sound) == 0 || c.Duration < time.Second {
			continue
		}
		_, err := s.Put(ctx, connection, map[string]string{
			"operator_name": people[c.UserID], "operator_id": strconv.FormatInt(c.UserID, 10), "client_name": c.Phone, "client_id": c.Phone,
			"date": c.StartedAt.Format(time.RFC3339), "direction_outgoing": strconv.FormatBool(c.Type == 1), "language": "ru-RU",
			"id": strconv.FormatInt(c.ID, 10), "call_id": c.CallID,
		}, sound)
		if err != nil {
			return err
		}
	}
	return nil
}

package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"sensedesk/assets"
	"sensedesk/player/decode"
	"sensedesk/player/peaks"
	"sensedesk/store"
	"sensedesk/store/secrets"
	"sensedesk/sync/sandbox"
)

// demo is the portal and the SpeechSense inside the program, on loopback.
type demo struct {
	portal  *sandbox.Portal
	speech  *sandbox.Server
	account string
}

// The demo's SpeechSense knows one connection and one project.
const (
	demoConnection = "eagDemoConnection"
	demoProject    = "eagDemoProject"
)

// In the demo a talk can be seen after a moment and is complete a little
// later, so that the life of a call can be watched.
const (
	demoVisible    = 1500 * time.Millisecond
	demoProcessing = 2 * time.Second
	demoUpload     = 900 * time.Millisecond
)

// startDemo begins both services.
func (p *program) startDemo(ctx context.Context) (d *demo, err error) {
	now := time.Now()
	made, err := sandbox.LoadDemo(assets.Demo(), now)
	if err != nil {
		return nil, err
	}
	d = &demo{account: made.Account}
	defer func() {
		if err != nil {
			err = errors.Join(err, d.close())
		}
	}()
	d.portal, err = sandbox.StartPortal(ctx, sandbox.PortalOptions{
		Calls: made.Calls, People: made.People, Clients: made.Clients, Zone: now.Location(),
	})
	if err != nil {
		return d, err
	}
	d.speech, err = sandbox.Start(ctx, sandbox.Options{
		Talks: made.Talks, Classifiers: made.Classifiers, ConnectionID: demoConnection, ProjectID: demoProject,
		Analyze: analyze, Notice: p.notice(), VisibleAfter: demoVisible, Processing: demoProcessing,
		Hook: unhurried,
	})
	return d, err
}

// unhurried makes an upload of the demo take as long as on a small office's
// line, so that a person sees calls go.
func unhurried(ctx context.Context, m sandbox.Moment) error {
	if m.Stage != sandbox.StageReceived {
		return nil
	}
	t := time.NewTimer(demoUpload)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
	return nil
}

// notice is what the sandbox says about recordings it has no transcript for.
func (p *program) notice() sandbox.Notice {
	t := p.catalogue.In(p.lang)
	return sandbox.Notice{Name: t.S("demo.notice.name"), Text: t.S("demo.notice.text")}
}

func (d *demo) close() error {
	var errs []error
	if d.portal != nil {
		errs = append(errs, d.portal.Close())
	}
	if d.speech != nil {
		errs = append(errs, d.speech.Close())
	}
	return errors.Join(errs...)
}

// openDemo makes the demo's world. It begins anew every time: the services
// forget everything when the program ends, so what an earlier demo stored
// would wait for them for ever.
func (p *program) openDemo(ctx context.Context, home string) (*world, error) {
	home = filepath.Join(home, "demo")
	lock, err := lockNew(home)
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"sensedesk.db", "sensedesk.db-wal", "sensedesk.db-shm", "recordings", "log"} {
		if err := os.RemoveAll(filepath.Join(home, name)); err != nil {
			return nil, errors.Join(err, lock.Release())
		}
	}
	d, err := p.startDemo(ctx)
	if err != nil {
		return nil, errors.Join(err, lock.Release())
	}
	w, err := p.open(ctx, home, secrets.Memory())
	if err != nil {
		return nil, errors.Join(err, lock.Release(), d.close())
	}
	w.lock, w.demo, w.clients.account, w.clients.unpaced = lock, d, d.account, true
	if err := w.settle(ctx); err != nil {
		return nil, errors.Join(err, w.close(ctx))
	}
	return w, nil
}

// settle fills the form of the demo.
func (w *world) settle(ctx context.Context) error {
	s := store.DefaultSettings()
	s.Language = "ru-RU, kk-KZ"
	s.SpeechSense.Kind, s.SpeechSense.Address, s.SpeechSense.TLS = store.KindSandbox, w.demo.speech.Address(), store.TLSOff
	s.SpeechSense.ConnectionID, s.SpeechSense.ProjectID = demoConnection, demoProject
	s.SpeechSense.MetadataKeys = []string{"id", "call_id", "portal_user_id", "crm_entity_type", "crm_entity_id"}
	s.DateFrom = store.FormatDay(time.Now().AddDate(0, 0, -30))
	s.MinDuration = 13                           // every call of the demo but the one of twelve seconds
	s.PollSeconds, s.PricePerMinute = 12, "1.98" // the price of the published list; only an example here
	return errors.Join(
		w.secrets.Set(ctx, store.SecretBitrix24, w.demo.portal.Webhook()),
		w.secrets.Set(ctx, store.SecretSpeechSense, "demo"),
		w.db.SaveSettings(ctx, s),
	)
}

// analyze hears where in a recording somebody speaks.
func analyze(ctx context.Context, sound []byte) (sandbox.Analysis, error) {
	dec, err := decode.OpenCoarse(bytes.NewReader(sound), int64(len(sound)))
	if err != nil {
		return sandbox.Analysis{}, err
	}
	found, err := peaks.Compute(ctx, dec, nil)
	if err != nil {
		return sandbox.Analysis{}, err
	}
	a := sandbox.Analysis{DurationMS: dec.Info().Duration.Milliseconds(), Channels: dec.Info().Channels}
	for _, ranges := range found.Speech() {
		var out []store.Range
		for _, r := range ranges {
			out = append(out, store.Range{StartMS: r.StartMS, EndMS: r.EndMS})
		}
		a.Speech = append(a.Speech, out)
	}
	return a, nil
}

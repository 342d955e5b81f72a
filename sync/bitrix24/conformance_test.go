package bitrix24_test

import (
	"bytes"
	"context"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"sensedesk/store"
	"sensedesk/sync/bitrix24"
	"sensedesk/sync/sandbox"
	"sensedesk/sync/sourcetest"
)

var _ sourcetest.Source = (*bitrix24.Source)(nil)

func TestConformance(t *testing.T) { sourcetest.Run(t, world) }

// world puts what is given into a portal.
func world(t *testing.T, given sourcetest.Given) sourcetest.World {
	o := sandbox.PortalOptions{Zone: time.FixedZone("", 5*3600)}
	types := map[store.Direction]int{
		store.DirectionOutgoing: 1, store.DirectionIncoming: 2, store.DirectionIncomingRedirected: 3, store.DirectionCallback: 4,
	}
	var ids []string
	for i, c := range given.Calls {
		user, err := strconv.ParseInt(c.Operator, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		pc := sandbox.PortalCall{
			ID: int64(i)*3 + 7, CallID: c.UniqueID, UserID: user, Phone: c.Phone, Type: types[c.Direction],
			StartedAt: c.StartedAt, Duration: c.Duration, Sound: c.Sound,
		}
		if c.Failed {
			pc.FailedCode = "304"
		}
		ids = append(ids, strconv.FormatInt(pc.ID, 10))
		o.Calls = append(o.Calls, pc)
	}
	for _, p := range given.People {
		id, err := strconv.ParseInt(p.ID, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		last, first, _ := strings.Cut(p.Name, " ")
		o.People = append(o.People, sandbox.PortalPerson{ID: id, LastName: last, Name: first, Post: p.Post, Dismissed: !p.Active})
	}
	log := &safeBuffer{}
	b := start(t, o, func(o *bitrix24.Options) {
		o.Pace = rate.NewLimiter(rate.Inf, 1)
		o.Log = slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		o.Sleep = func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
		o.Waiting = nil
	})
	id := func(n int) int64 { v, _ := strconv.ParseInt(ids[n], 10, 64); return v }
	return sourcetest.World{
		Source: b.Source, IDs: ids, Secrets: b.portal.Secrets(), Log: log.String,
		Attach: func(n int, sound []byte) { b.portal.Attach(id(n), sound) },
		Drop:   func(n int) { b.portal.DeleteFile(id(n)) },
		Remove: func(n int) { b.portal.Remove(id(n)) },
		Fault: func(f sourcetest.Fault) {
			b.portal.Faults().Set(func(p *sandbox.PortalFaults) { play(p, f) })
		},
	}
}

// play turns a fault of the suite into the portal's own.
func play(p *sandbox.PortalFaults, f sourcetest.Fault) {
	const always = 1 << 20
	p.EchoSecret = true
	switch f {
	case sourcetest.Stalled:
		p.Stall = true
	case sourcetest.Refused:
		p.RefuseWebhook = true
	case sourcetest.Busy:
		p.RateLimited = 2
	case sourcetest.PageOnce:
		p.DownloadPage = 1
	case sourcetest.PageAlways:
		p.DownloadPage = always
	case sourcetest.CutOff:
		p.DownloadCut = always
	case sourcetest.Held:
		p.DownloadHold = true
	case sourcetest.Forbidden:
		p.FileRight = true
	}
}

// safeBuffer is a log that many goroutines write.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

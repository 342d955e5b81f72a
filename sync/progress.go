package sync

import (
	"maps"
	"slices"
	stdsync "sync"
	"time"

	"github.com/govalues/decimal"

	"sensedesk/store"
)

// announceEvery is the fastest pace at which the window is told of progress.
const announceEvery = 100 * time.Millisecond

// rateSpan is over how much time the upload speed is averaged: long enough not
// to jump with every recording, short enough to follow a change of network.
const rateSpan = 10 * time.Second

// progress collects the numbers of the run from all workers and announces them
// at a bounded pace. Safe for use by several goroutines.
type progress struct {
	now      func() time.Time
	announce func()

	mu      stdsync.Mutex
	st      Status
	active  map[store.CallID]*Active
	price   string
	sent    []sample // bytes handed to SpeechSense, oldest first
	started time.Time
	counted time.Time // when the calls were last counted
	timer   *time.Timer
	closed  bool
}

type sample struct {
	at    time.Time
	bytes int64
}

func (p *progress) init(now func() time.Time, announce func()) {
	p.now, p.announce = now, announce
	p.active = map[store.CallID]*Active{}
	p.st.Phase = PhaseIdle
}

// change applies fn and schedules one announcement.
func (p *progress) change(fn func(s *Status)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	fn(&p.st)
	p.scheduleLocked()
}

func (p *progress) scheduleLocked() {
	if p.timer != nil || p.closed {
		return
	}
	p.timer = time.AfterFunc(announceEvery, func() {
		p.mu.Lock()
		p.timer = nil
		closed := p.closed
		p.mu.Unlock()
		if !closed {
			p.announce()
		}
	})
}

// close ends announcements.
func (p *progress) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	if p.timer != nil {
		p.timer.Stop()
		p.timer = nil
	}
}

// begin starts the numbers of a run anew.
func (p *progress) begin(price, currency string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.st = Status{Phase: PhaseStarting, Running: true, Counts: p.st.Counts, Currency: currency}
	p.price, p.sent, p.started = price, nil, p.now()
	clear(p.active)
	p.scheduleLocked()
}

// countDue tells whether the calls may be counted again, and takes that as done.
func (p *progress) countDue() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	if since := now.Sub(p.counted); since >= 0 && since < announceEvery {
		return false
	}
	p.counted = now
	return true
}

func (p *progress) phase(ph Phase) { p.change(func(s *Status) { s.Phase = ph }) }

func (p *progress) trouble(r Retry) { p.change(func(s *Status) { s.Retry = r }) }

// calm forgets the last passing trouble.
func (p *progress) calm() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.st.Retry != (Retry{}) {
		p.st.Retry = Retry{}
		p.scheduleLocked()
	}
}

// work shows a call as being worked on; the returned function ends that.
func (p *progress) work(c store.Call, state store.State, size int64) (done func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	a := &Active{ID: c.ID, Operator: c.OperatorName, Client: c.ClientName, Duration: c.Duration, State: state, Size: size}
	if a.Client == "" {
		a.Client = c.ClientPhone
	}
	p.active[c.ID] = a
	p.scheduleLocked()
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.active[c.ID] == a {
			delete(p.active, c.ID)
		}
		p.scheduleLocked()
	}
}

// bytes tells how many bytes of a call have gone; counted is what is new to
// the upload speed.
func (p *progress) bytes(id store.CallID, done int64, upload bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	a := p.active[id]
	if a == nil {
		return
	}
	if upload && done > a.Done {
		p.sent = append(p.sent, sample{p.now(), done - a.Done})
	}
	a.Done = done
	p.scheduleLocked()
}

// accepted counts an upload the service took, and what it costs.
func (p *progress) accepted(length time.Duration) {
	p.change(func(s *Status) {
		s.Uploaded++
		s.SecondsSent += int64(length.Round(time.Second) / time.Second)
	})
}

// snapshot returns the status as it stands now.
func (p *progress) snapshot() Status {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.st
	s.Counts = maps.Clone(p.st.Counts)
	for _, id := range slices.Sorted(maps.Keys(p.active)) {
		s.Active = append(s.Active, *p.active[id])
	}
	now := p.now()
	for len(p.sent) > 0 && now.Sub(p.sent[0].at) > rateSpan {
		p.sent = p.sent[1:]
	}
	if len(p.sent) > 0 {
		var sum int64
		for _, x := range p.sent {
			sum += x.bytes
		}
		span := max(now.Sub(p.sent[0].at), time.Second)
		s.BytesPerSecond = float64(sum) / span.Seconds()
	}
	if left := s.Planned - s.Uploaded - s.Failed; s.Uploaded > 0 && left > 0 && s.Phase == PhaseWorking {
		s.Remaining = now.Sub(p.started) / time.Duration(s.Uploaded) * time.Duration(left)
	}
	s.Cost = Cost(time.Duration(s.SecondsSent)*time.Second, p.price)
	return s
}

// Cost is the price of a length of two-channel sound at a decimal price per
// minute, rounded to hundredths; empty when no price is set. SpeechSense bills
// by the second (documentation, pricing).
func Cost(length time.Duration, perMinute string) string {
	price, err := decimal.Parse(perMinute)
	if perMinute == "" || err != nil {
		return ""
	}
	seconds, err := decimal.New(int64(length.Round(time.Second)/time.Second), 0)
	if err != nil {
		return ""
	}
	total, err := price.Mul(seconds)
	if err != nil {
		return ""
	}
	total, err = total.Quo(decimal.MustNew(60, 0))
	if err != nil {
		return ""
	}
	return total.Rescale(2).String()
}

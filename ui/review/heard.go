package review

import (
	"context"
	"sync"
	"time"

	"sensedesk/player"
	"sensedesk/store"
)

// Heard keeps what of recordings was played. *db.DB is one.
type Heard interface {
	AddHeard(ctx context.Context, spans []store.HeardSpan) error
}

const (
	// heardEvery is how often what was heard is written while it plays: so much
	// is lost when the computer dies.
	heardEvery = 5 * time.Second
	// heardSlack is how much further than the clock allows the position may go
	// between two looks without having jumped: the device works in blocks.
	heardSlack = 400 * time.Millisecond
	// heardPatience bounds a write, also the last one.
	heardPatience = 10 * time.Second
)

// meter notes what of the recording is heard: where the position went as fast
// as the clock and the speed let it. It belongs to the UI goroutine but for its
// writer.
type meter struct {
	now     func() time.Time
	writer  *heardWriter
	on      bool // something is being heard
	span    store.HeardSpan
	at      time.Duration // where it was at the last look
	seen    time.Time     // when that was
	pending []store.HeardSpan
	written time.Time
}

// sounding is what the meter is told at a look.
type sounding struct {
	call  store.CallID
	at    time.Duration
	speed float64
	skips []player.Span // left out
	loud  bool          // it plays, and can be heard
}

// look takes where the sound is now.
func (m *meter) look(s sounding) {
	now := m.now()
	if m.on {
		m.advance(s, now)
	}
	if m.on && (!s.loud || s.call != m.span.Call || s.speed != m.span.Speed) {
		m.end()
	}
	if !m.on && s.loud {
		m.begin(s, now)
	}
	m.at, m.seen = s.at, now
	if len(m.pending) > 0 && !m.on || m.on && now.Sub(m.written) >= heardEvery {
		m.flush(now)
	}
}

// advance counts what was played since the last look.
func (m *meter) advance(s sounding, now time.Time) {
	if s.at <= m.at || s.call != m.span.Call {
		if s.at < m.at {
			m.end()
		}
		return
	}
	wall := now.Sub(m.seen)
	parts := store.Without([]store.Range{{StartMS: m.at.Milliseconds(), EndMS: s.at.Milliseconds()}}, rangesOf(s.skips))
	if time.Duration(store.LengthOf(parts))*time.Millisecond > time.Duration(float64(wall)*m.span.Speed)+heardSlack {
		m.end() // a jump nobody told of
		return
	}
	for _, p := range parts {
		if !m.on || p.StartMS != m.span.ToMS {
			began := m.span.At.Add(m.span.Wall)
			m.end()
			m.on, m.span = true, store.HeardSpan{Call: s.call, FromMS: p.StartMS, ToMS: p.StartMS, Speed: m.span.Speed, At: began}
		}
		m.span.Wall += time.Duration(float64(p.EndMS-p.StartMS) / m.span.Speed * float64(time.Millisecond))
		m.span.ToMS = p.EndMS
	}
}

func (m *meter) begin(s sounding, now time.Time) {
	ms := s.at.Milliseconds()
	m.on, m.span = true, store.HeardSpan{Call: s.call, FromMS: ms, ToMS: ms, Speed: s.speed, At: now}
	m.at, m.seen, m.written = s.at, now, now
}

// end closes the stretch under way.
func (m *meter) end() {
	if m.on && m.span.ToMS > m.span.FromMS {
		m.pending = append(m.pending, m.span)
	}
	m.on = false
}

// flush hands what is known to the writer; the stretch under way goes on behind
// what was written of it.
func (m *meter) flush(now time.Time) {
	if m.on && m.span.ToMS > m.span.FromMS {
		m.pending = append(m.pending, m.span)
		m.span.FromMS, m.span.At, m.span.Wall = m.span.ToMS, m.span.At.Add(m.span.Wall), 0
	}
	m.written = now
	if len(m.pending) > 0 {
		m.writer.add(m.pending)
		m.pending = nil
	}
}

func rangesOf(spans []player.Span) []store.Range {
	out := make([]store.Range, len(spans))
	for i, s := range spans {
		out[i] = store.Range{StartMS: s.From.Milliseconds(), EndMS: s.To.Milliseconds()}
	}
	return out
}

// heardWriter writes in the background, one after the other. What could not be
// written waits for the next time.
type heardWriter struct {
	heard Heard
	fail  func(error)

	mu      sync.Mutex
	waiting []store.HeardSpan
	busy    bool
	running sync.WaitGroup
}

func (w *heardWriter) add(spans []store.HeardSpan) {
	if w.heard == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.waiting = append(w.waiting, spans...)
	if !w.busy && len(w.waiting) > 0 {
		w.busy = true
		w.running.Go(w.write)
	}
}

func (w *heardWriter) write() {
	for {
		w.mu.Lock()
		spans := w.waiting
		w.waiting = nil
		w.busy = len(spans) > 0
		w.mu.Unlock()
		if len(spans) == 0 {
			return
		}
		ctx, cancel := context.WithTimeout(context.Background(), heardPatience) // outlives the window: what was heard is not lost at its end
		err := w.heard.AddHeard(ctx, spans)
		cancel()
		if err != nil {
			w.mu.Lock()
			w.waiting, w.busy = append(spans, w.waiting...), false
			w.mu.Unlock()
			w.fail(err)
			return
		}
	}
}

// close tries once more what could not be written, and waits.
func (w *heardWriter) close() {
	w.running.Wait()
	w.add(nil)
	w.running.Wait()
}

// newMeter returns the meter of a desk.
func newMeter(s *Screen) *meter {
	return &meter{now: s.Now, writer: &heardWriter{heard: s.Heard, fail: func(err error) {
		s.Post(func() {
			if s.OnTrouble != nil {
				s.OnTrouble(err)
			}
		})
	}}}
}

// hear tells the meter where the sound is. Nothing is heard without a device,
// or of voices that are all turned down.
func (s *Screen) hear(playing bool) {
	gains := s.state.Gains
	can := s.state.Sound == SoundReady && !s.state.Silent && !s.state.Lost && (gains[0].Heard() > 0 || gains[1].Heard() > 0 && !s.mono())
	at := s.at
	if s.state.Sound == SoundReady {
		at = s.Player.Position()
	}
	look := sounding{call: s.state.ID, at: at, speed: s.state.Speed, loud: playing && can}
	if s.state.Brisk {
		look.skips = s.state.Silences()
	}
	s.meter.look(look)
}

// playing tells whether sound runs.
func (s *Screen) playing() bool { return s.state.Sound == SoundReady && s.Player.Playing() }

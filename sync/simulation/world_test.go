package simulation

import (
	"fmt"
	stdsync "sync"
	"time"

	"sensedesk/store"
)

// grace is the grace time of every history's settings. SpeechSense's index may
// lag an hour; what a history lets it lag stays below, see
// TestAnIndexSlowerThanTheGrace for what happens above.
const (
	grace      = time.Hour
	longestLag = 50 * time.Minute
	longestTap = 5 * time.Minute // how long after a death the service may still take what is on its way
)

// world is one history: what is true, what is durable and what went wrong.
type world struct {
	chance
	tell   bool
	start  time.Time
	faults time.Time // until then things go wrong
	trouble
	jumps []jump

	store  *modelStore
	disk   *disk
	portal *portal
	speech *service

	mu     stdsync.Mutex
	counts map[string]map[int64]int64
	ops    int
	wrong  []string
	told   []string
	kills  int
	locked bool
	again  map[string]int // how many times a person chose to send a call again, by listing id
	anew   bool           // the write under way is such a choice
	calm   time.Time      // until then no process ends
}

// trouble is how much goes wrong in a history, in permille of the occasions.
type trouble struct {
	kill, disk, net, upload, cut, person int
	brokenFrom, brokenTo                 time.Duration // the configuration is wrong meanwhile
	brokenCode                           store.Code
}

// jump is a change of the computer's clock at a moment of true time.
type jump struct {
	at time.Time
	by time.Duration
}

// newWorld makes everything a history consists of from its number.
func newWorld(seed uint64, tell bool) *world {
	w := &world{chance: chance(seed), tell: tell, start: time.Now(), counts: map[string]map[int64]int64{}}
	w.faults = w.start.Add(w.span(2*time.Hour, 8*time.Hour, "faults last", 0, 0))
	level := func(what string, levels ...int) int { return levels[w.upTo(len(levels), what, 0, 0)] }
	w.trouble = trouble{
		kill: level("kills", 0, 5, 30, 80), disk: level("disk", 0, 0, 10, 60), net: level("net", 0, 30, 200),
		upload: level("uploads", 100, 300, 600), cut: level("cuts", 0, 50, 300), person: level("person", 0, 200, 500),
	}
	if w.is(400, "broken", 0, 0) {
		codes := []store.Code{
			store.CodeKeyRefused, store.CodeRightMissing, store.CodeBalance, store.CodeKeyMissing, store.CodeKeyringLocked,
			store.CodeWebhookRefused, store.CodeScopeMissing, store.CodePortalBlocked,
		}
		w.brokenCode = codes[w.upTo(len(codes), "broken by", 0, 0)]
		w.brokenFrom = w.span(0, 2*time.Hour, "broken from", 0, 0)
		w.brokenTo = w.brokenFrom + w.span(time.Minute, 3*time.Hour, "broken for", 0, 0)
	}
	if w.is(300, "clock", 0, 0) { // small steps at any time, as time servers make them
		for i := range int64(1 + w.upTo(3, "jumps", 0, 0)) {
			by := w.span(time.Second, time.Minute, "jump by", i, 0)
			if w.is(500, "jump back", i, 0) {
				by = -by
			}
			w.jumps = append(w.jumps, jump{w.start.Add(w.span(0, 8*time.Hour, "jump at", i, 0)), by})
		}
	}
	w.store = newModelStore(w.now)
	w.store.moved, w.store.repeated = w.watch, w.sentAgain
	w.again = map[string]int{}
	w.disk = &disk{w: w, files: map[string]bool{}}
	w.portal = newPortal(w)
	w.speech = &service{w: w, inFlight: map[int64]int{}, takenFor: map[int64]int{}}
	w.store.settings = w.settings()
	if w.is(250, "other portal", 0, 0) {
		w.otherPortal()
	}
	return w
}

// otherAccount is a portal worked with before; its calls are still stored.
const otherAccount = "vasilek.bitrix24.ru"

// otherPortal leaves calls of another portal that are overdue: the engine must
// neither touch them nor be kept awake by them.
func (w *world) otherPortal() {
	past := w.start.Add(-time.Hour)
	call := func(id string, state store.State) store.Call {
		return store.Call{SourceID: id, UniqueID: "other-" + id, State: state, NextCheck: past, StartedAt: past}
	}
	w.store.receive(store.SourceBitrix24, otherAccount, []store.Call{
		call("900001", store.StateWaiting), call("900002", store.StateSent), call("900003", store.StateUnknown), call("900004", store.StateQueued),
	}, "900004")
}

// settings are those of a cloud project.
func (w *world) settings() store.Settings {
	s := store.DefaultSettings()
	s.SpeechSense.ConnectionID = "eagConnection"
	s.SpeechSense.MetadataKeys = []string{"call_id"}
	s.Directions = []store.Direction{store.DirectionIncoming, store.DirectionOutgoing}
	s.MinDuration = 10
	s.UnknownGrace = int(grace / time.Second)
	s.RecheckSeconds = []int{120, 600, 1800, 2 * 3600}
	s.PollSeconds = []int{300, 900, 1800}[w.upTo(3, "poll", 0, 0)]
	s.ParallelUploads = 1 + w.upTo(4, "parallel", 0, 0)
	if w.is(300, "two companies", 0, 0) {
		ss := s.SpeechSense
		ss.Address, ss.ConnectionID = "beta:443", "eagBeta"
		s = s.SetProfile("beta", ss)
	}
	return s
}

// now is what the computer's clock shows; time.Now is the truth.
func (w *world) now() time.Time {
	t := time.Now()
	shown := t
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, j := range w.jumps {
		if !t.Before(j.at) {
			shown = shown.Add(j.by)
		}
	}
	return shown.Round(0) // a clock on the wall is not monotonic
}

// quiet tells that nothing goes wrong any more.
func (w *world) quiet() bool { return !time.Now().Before(w.faults) }

// mishap decides about one occasion of something going wrong.
func (w *world) mishap(permille int, what string, id, n int64) bool {
	return !w.quiet() && w.is(permille, what, id, n)
}

// broken tells what is wrong with the configuration now; "" when nothing.
func (w *world) broken() store.Code {
	if since := time.Since(w.start); w.quiet() || since < w.brokenFrom || since >= w.brokenTo {
		return ""
	}
	return w.brokenCode
}

// setClock sets the computer's clock under a running program. That it then runs
// on for a while is a condition: what happened before a start of the program it
// can only know by the clock.
func (w *world) setClock(by time.Duration) {
	w.say("the clock is set by %s", by)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.jumps = append(w.jumps, jump{time.Now(), by})
	w.calm = time.Now().Add(grace + 70*time.Minute)
}

// calmed tells that no process may end now.
func (w *world) calmed() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return time.Now().Before(w.calm)
}

// nth counts occasions by name.
func (w *world) nth(what string, id int64) int64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ops++
	m := w.counts[what]
	if m == nil {
		m = map[int64]int64{}
		w.counts[what] = m
	}
	m[id]++
	return m[id]
}

// restless tells that far more was asked than any history needs.
func (w *world) restless() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.ops > 100_000
}

// violated notes a broken promise.
func (w *world) violated(format string, args ...any) {
	w.mu.Lock()
	text := fmt.Sprintf(format, args...)
	if len(w.wrong) < 20 {
		w.wrong = append(w.wrong, fmt.Sprintf("%s %s", time.Since(w.start), text))
	}
	w.mu.Unlock()
	w.say("VIOLATED: %s", text)
}

// say tells a step of the history, when somebody listens.
func (w *world) say(format string, args ...any) {
	if !w.tell {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.told = append(w.told, fmt.Sprintf("%14s %s", time.Since(w.start), fmt.Sprintf(format, args...)))
}

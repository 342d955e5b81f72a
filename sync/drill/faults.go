package drill

import (
	"context"
	"maps"
	"math/rand/v2"
	"strings"
	stdsync "sync"
	"time"

	"sensedesk/sync/sandbox"
)

// The kinds of faults, as the result names them.
const (
	faultBusy      = "busy"       // refused at the door: try later
	faultDoor      = "line_cut"   // the line was cut before anything was asked
	faultCut       = "stream_cut" // in the middle of a streamed recording
	faultBefore    = "answer_lost_before_acceptance"
	faultAfter     = "answer_lost_after_acceptance"
	faultSlow      = "accepted_late"        // perhaps after the sender has died
	faultHeld      = "accepted_after_grace" // the upload took longer than the grace period; its sender is killed
	faultPortal    = "portal"               // the portal refused, cut or gave a stale link
	slowest        = 150 * time.Millisecond
	portalPerMille = 200 // of the children meet a portal in trouble
)

// chances are how many of a thousand events of a stage meet a fault.
var chances = map[sandbox.Stage][]struct {
	perMille int
	kind     string
}{
	sandbox.StageArrived:  {{15, faultBusy}, {15, faultDoor}},
	sandbox.StageChunk:    {{40, faultCut}},
	sandbox.StageReceived: {{30, faultBefore}, {100, faultSlow}},
	sandbox.StageAccepted: {{40, faultAfter}},
}

// faults plays what goes wrong besides the kills.
type faults struct {
	watch *watch

	mu     stdsync.Mutex
	random *rand.Rand
	calm   bool
	seen   map[string]int
}

func newFaults(seed uint64, w *watch) *faults {
	return &faults{watch: w, random: rand.New(rand.NewPCG(seed, 2)), seen: map[string]int{}}
}

// draw decides about one event; "" is no fault. slow is how long a late
// acceptance takes.
func (f *faults) draw(stage sandbox.Stage) (kind string, slow time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.calm {
		return "", 0
	}
	n := f.random.IntN(1000)
	for _, c := range chances[stage] {
		if n -= c.perMille; n < 0 {
			f.seen[c.kind]++
			return c.kind, time.Duration(f.random.Int64N(int64(slowest)))
		}
	}
	return "", 0
}

// hook is asked by the service at every step of every request.
func (f *faults) hook(ctx context.Context, m sandbox.Moment) error {
	upload := strings.HasPrefix(m.Method, "Upload")
	switch {
	case !upload && m.Stage == sandbox.StageArrived:
		f.watch.saw(MomentCollecting)
	case m.Stage == sandbox.StageAccepted:
		f.watch.saw(MomentAccepted)
	case upload:
		f.watch.saw(MomentSending)
	}
	if upload && m.Stage == sandbox.StageReceived && f.watch.hold() {
		if err := rest(ctx, held); err != nil {
			return sandbox.ErrDrop // the sender has died meanwhile
		}
		f.note(faultHeld)
		f.watch.letGo()
		return nil
	}
	kind, slow := f.draw(m.Stage)
	switch kind {
	case faultBusy:
		return sandbox.ErrBusy
	case faultSlow:
		time.Sleep(slow) // not cut short by the end of the sender: that is the point
	case faultDoor, faultCut, faultBefore, faultAfter:
		return sandbox.ErrDrop
	}
	if m.Stage == sandbox.StageAccepted {
		f.watch.saw(MomentCommitting)
	}
	return nil
}

// spoil turns one of the portal's faults on for some of the children.
func (w *scene) spoil(random *rand.Rand) {
	if random.IntN(1000) >= portalPerMille {
		return
	}
	w.faults.note(faultPortal)
	kind := random.IntN(6)
	w.portal.Faults().Set(func(p *sandbox.PortalFaults) {
		*[]*int{&p.RateLimited, &p.BadGateway, &p.Cut, &p.BornExpired, &p.DownloadCut, &p.DownloadBusy}[kind] = 1
	})
}

// calm ends all faults.
func (w *scene) calm() {
	w.faults.mu.Lock()
	w.faults.calm = true
	w.faults.mu.Unlock()
	w.portal.Faults().Set(func(p *sandbox.PortalFaults) { *p = sandbox.PortalFaults{} })
}

func (f *faults) note(kind string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.seen[kind]++
}

// counts returns how often which fault was played.
func (f *faults) counts() map[string]int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return maps.Clone(f.seen)
}

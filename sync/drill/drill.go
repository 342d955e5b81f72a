package drill

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"time"
)

// DefaultKills is how often the program is killed unless somebody asks for more.
const DefaultKills = 50

// Options say how a drill is run. Program is required.
type Options struct {
	// Program is the command that starts a child: the executable and its
	// arguments. The child must do what Child describes.
	Program []string
	Kills   int              // how often a child is killed; 0 = DefaultKills
	Seed    uint64           // of every choice of moment and fault; 0 = a random one
	Dir     string           // where the drill's folder is made; "" = the system's temporary folder
	Tell    func(Progress)   // hears how far it is, from one goroutine; may be nil
	Now     func() time.Time // nil = time.Now
}

// Progress is how far a drill is.
type Progress struct {
	Kills, Planned int  // made so far, and asked for
	Settling       bool // all kills are made; the rest is done undisturbed
}

// Moment is what a child was last seen doing before it was killed.
type Moment string

// The moments, in the order of a pass.
const (
	MomentStarting   Moment = "starting"   // the process had begun, the pass had not
	MomentListing    Moment = "listing"    // asking the portal
	MomentFetching   Moment = "fetching"   // downloading recordings
	MomentSending    Moment = "sending"    // an upload was on its way, not accepted
	MomentAccepted   Moment = "accepted"   // an upload was accepted, its answer had not left
	MomentCommitting Moment = "committing" // the answer had just left
	MomentCollecting Moment = "collecting" // asking for results or searching
)

// Moments lists them all in the order of a pass.
func Moments() []Moment {
	return []Moment{MomentStarting, MomentListing, MomentFetching, MomentSending, MomentAccepted, MomentCommitting, MomentCollecting}
}

// Result is the page a drill ends with.
type Result struct {
	Calls      int `json:"calls"`      // on the portal
	Accepted   int `json:"accepted"`   // uploads the service took, what would be billed
	Lost       int `json:"lost"`       // calls without an upload, or whose results did not come home
	Duplicates int `json:"duplicates"` // uploads beyond the first of a call
	Kills      int `json:"kills"`      // of child processes, made
	Passes     int `json:"passes"`     // children that reached the end of their pass

	Moments map[Moment]int `json:"moments"` // what was going on at the kills
	Faults  map[string]int `json:"faults"`  // what else went wrong, by kind
	States  map[string]int `json:"states"`  // of the calls, in the end
	Found   int            `json:"found"`   // accepted uploads whose answer was lost, recognised by Search
	Resent  int            `json:"resent"`  // uploads Search proved not to have arrived, sent again

	StartMS int64   `json:"start_ms"` // median from the start of a process to the begin of its pass
	Seconds float64 `json:"seconds"`  // the whole drill
	Seed    uint64  `json:"seed"`
	Folder  string  `json:"folder,omitempty"` // kept for study when the drill failed
}

// Passed tells whether nothing was lost and nothing sent twice.
func (r Result) Passed() bool { return r.Lost == 0 && r.Duplicates == 0 && r.Calls > 0 }

// settleLimit is how long the undisturbed end may take.
const settleLimit = 2 * time.Minute

// Run does a drill. The error is about the drill itself: it could not be
// started, was cancelled, or a child ended as no pass may end; what a completed
// drill found is in the Result alone.
func Run(ctx context.Context, o Options) (result Result, err error) {
	if o.Kills == 0 {
		o.Kills = DefaultKills
	}
	if o.Seed == 0 {
		o.Seed = rand.Uint64()>>12 | 1 // short enough for every reader of JSON
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Tell == nil {
		o.Tell = func(Progress) {}
	}
	folder, err := os.MkdirTemp(o.Dir, "sensedesk-drill-*")
	if err != nil {
		return result, fmt.Errorf("make the folder of the drill: %w", err)
	}
	begun := o.Now()
	defer func() {
		if err == nil && !result.Passed() {
			result.Folder = folder
			return
		}
		err = errors.Join(err, os.RemoveAll(folder))
	}()
	w, err := openScene(ctx, o.Seed, o.Now)
	if err != nil {
		return result, err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	d := &drill{o: o, scene: w, folder: folder, random: rand.New(rand.NewPCG(o.Seed, 1)), moments: map[Moment]int{}}
	if err := d.kill(ctx); err != nil {
		return result, err
	}
	if err := d.settle(ctx); err != nil {
		return result, err
	}
	if result, err = w.count(ctx, folder); err != nil {
		return result, err
	}
	result.Kills, result.Passes, result.Moments, result.Seed = d.kills, d.passes, d.moments, o.Seed
	result.StartMS = median(d.starts).Milliseconds()
	result.Seconds = o.Now().Sub(begun).Round(100 * time.Millisecond).Seconds()
	return result, nil
}

// drill is one under way.
type drill struct {
	o      Options
	scene  *scene
	folder string
	random *rand.Rand

	kills, passes int
	starts        []time.Duration // from the start of a process to the begin of its pass
	moments       map[Moment]int
}

// kill starts child after child until enough were killed.
func (d *drill) kill(ctx context.Context) error {
	for d.kills < d.o.Kills {
		d.o.Tell(Progress{Kills: d.kills, Planned: d.o.Kills})
		d.scene.supply()
		d.scene.spoil(d.random)
		killed, _, err := d.child(ctx, d.plan())
		if err != nil {
			return err
		}
		if killed {
			d.kills++
			d.moments[d.scene.watch.last()]++
		}
	}
	return nil
}

// settle lets the program work undisturbed until it says that nothing is left
// to do. What is not settled in time counts as lost.
func (d *drill) settle(ctx context.Context) error {
	d.scene.calm()
	d.o.Tell(Progress{Kills: d.kills, Planned: d.o.Kills, Settling: true})
	for until := d.o.Now().Add(settleLimit); d.o.Now().Before(until); {
		_, settled, err := d.child(ctx, plan{})
		if err != nil || settled {
			return err
		}
		if err := rest(ctx, 200*time.Millisecond); err != nil {
			return err
		}
	}
	return nil
}

// rest waits for d or until ctx ends.
func rest(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// median returns the middle one; 0 of none.
func median(all []time.Duration) time.Duration {
	if len(all) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(all))
	return sorted[len(sorted)/2]
}

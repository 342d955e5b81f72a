package review

import (
	"sync"
	"sync/atomic"
	"time"

	"sensedesk/ui/post"
)

// pace is how often the player is asked where it is: every change repaints the
// window, so it is as seldom as a playhead may move without jerks. Words do not
// wait for it: see pulse.
const pace = 50 * time.Millisecond

// pulse asks for a step of the clock while something plays and is seen, and
// sleeps otherwise: at an even pace, and besides at the moment at which the step
// before said that the next word begins. At most one step is under way.
type pulse struct {
	post  post.Post
	ticks func(time.Duration) (<-chan time.Time, func())
	step  func() (next time.Duration) // how soon something changes; 0 = not known
	even  bool                        // only at the pace of ticks, which somebody else's clock gives

	quit    chan struct{} // of the running goroutine; nil when none runs. UI goroutine
	running sync.WaitGroup
	asked   atomic.Bool
}

func newPulse(post post.Post, ticks func(time.Duration) (<-chan time.Time, func()), step func() time.Duration) *pulse {
	even := ticks != nil
	if !even {
		ticks = func(every time.Duration) (<-chan time.Time, func()) {
			t := time.NewTicker(every)
			return t.C, t.Stop
		}
	}
	return &pulse{post: post, ticks: ticks, step: step, even: even}
}

// start begins; it does nothing when the pulse beats already.
func (p *pulse) start() {
	if p.quit != nil {
		return
	}
	quit, soon := make(chan struct{}), make(chan time.Duration, 1)
	p.quit = quit
	ticks, stop := p.ticks(pace)
	p.running.Add(1)
	go func() {
		defer p.running.Done()
		defer stop()
		word := time.NewTimer(pace)
		defer word.Stop()
		word.Stop()
		for {
			select {
			case <-quit:
				return
			case d := <-soon:
				word.Reset(d)
				continue
			case <-ticks:
			case <-word.C:
			}
			p.ask(quit, soon)
		}
	}()
}

// ask posts a step unless one is under way.
func (p *pulse) ask(quit chan struct{}, soon chan<- time.Duration) {
	if !p.asked.CompareAndSwap(false, true) {
		return
	}
	p.post(func() {
		p.asked.Store(false)
		if p.quit != quit {
			return
		}
		if next := p.step(); next > 0 && next < pace && !p.even {
			select {
			case soon <- next:
			default: // the goroutine has not taken the one before, which is as near
			}
		}
	})
}

// stop ends; a step already asked for is dropped.
func (p *pulse) stop() {
	if p.quit != nil {
		close(p.quit)
		p.quit = nil
	}
}

// close stops and waits.
func (p *pulse) close() {
	p.stop()
	p.running.Wait()
}

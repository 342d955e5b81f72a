package review

import (
	"sync"
	"sync/atomic"
	"time"

	"sensedesk/ui/post"
)

// pace is how often the player is asked where it is: 20 times a second is as
// fine as a word is short, and every change repaints the window.
const pace = 50 * time.Millisecond

// pulse asks for a step of the clock while something plays and is seen, and
// sleeps otherwise. At most one step is under way.
type pulse struct {
	post  post.Post
	ticks func(time.Duration) (<-chan time.Time, func())
	step  func()

	quit    chan struct{} // of the running goroutine; nil when none runs. UI goroutine
	running sync.WaitGroup
	asked   atomic.Bool
}

func newPulse(post post.Post, ticks func(time.Duration) (<-chan time.Time, func()), step func()) *pulse {
	if ticks == nil {
		ticks = func(every time.Duration) (<-chan time.Time, func()) {
			t := time.NewTicker(every)
			return t.C, t.Stop
		}
	}
	return &pulse{post: post, ticks: ticks, step: step}
}

// start begins; it does nothing when the pulse beats already.
func (p *pulse) start() {
	if p.quit != nil {
		return
	}
	quit := make(chan struct{})
	p.quit = quit
	ticks, stop := p.ticks(pace)
	p.running.Add(1)
	go func() {
		defer p.running.Done()
		defer stop()
		for {
			select {
			case <-quit:
				return
			case <-ticks:
				if p.asked.CompareAndSwap(false, true) {
					p.post(func() {
						p.asked.Store(false)
						if p.quit == quit {
							p.step()
						}
					})
				}
			}
		}
	}()
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

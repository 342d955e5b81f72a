package sync

import (
	stdsync "sync"
	"time"
)

// clockSlack is how far the computer's clock may run away from the time that
// really passes without being taken for one that was set.
const clockSlack = time.Minute

// clock notices that the computer's clock was set, or that the computer slept:
// times written before then tell no longer how long ago something was.
type clock struct {
	now func() time.Time

	mu      stdsync.Mutex
	wall    time.Time // what the clock showed when last looked at
	steady  time.Time // the same moment on the clock nobody can set
	noticed time.Time // when it was last found set, steady; zero = never
}

// calm is how long the clock has run undisturbed, as far as this process knows;
// ok is false when it was never disturbed.
func (c *clock) calm() (d time.Duration, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	wall, steady := c.now().Round(0), time.Now()
	if !c.wall.IsZero() && (wall.Sub(c.wall)-steady.Sub(c.steady)).Abs() > clockSlack {
		c.noticed = steady
	}
	c.wall, c.steady = wall, steady
	return steady.Sub(c.noticed), !c.noticed.IsZero()
}

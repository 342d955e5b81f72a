package quota

import "time"

// Limit is how many talks may be read in any window of a length.
type Limit struct {
	Window time.Duration
	Talks  int
}

// Published are the limits for reading talks of a project by API and window
// together (SpeechSense documentation, limits).
func Published() []Limit {
	return []Limit{{time.Second, 20}, {time.Minute, 200}, {time.Hour, 2000}, {24 * time.Hour, 20000}}
}

// most is what of a limit may be used: work in the background leaves a tenth to
// the results of uploads and to the person at the window.
func (l Limit) most(background bool) int {
	if background {
		return l.Talks - l.Talks/10
	}
	return l.Talks
}

// grain is the precision of remembered times; a read leaves a window one grain
// late rather than early.
const grain = time.Millisecond

// read is one remembered read. Times are those of the quota's own clock, which
// never goes back.
type read struct {
	id    int64
	at    time.Duration
	talks int
	open  bool // no answer yet: it counts as made now
	dirty bool // its line in the ledger is out of date
}

// when is the moment a read counts from, seen at now.
func (r read) when(now time.Duration) time.Duration {
	if r.open {
		return now
	}
	return r.at
}

// room tells how long it takes until n more talks fit into every window; zero is
// now. Reads under way are taken to end now, so it may take longer.
func room(reads []read, limits []Limit, now time.Duration, n int, background bool) time.Duration {
	var wait time.Duration
	for _, l := range limits {
		sum := n
		for i := len(reads) - 1; i >= 0; i-- {
			leaves := reads[i].when(now) + l.Window + grain
			if leaves <= now {
				continue
			}
			if sum += reads[i].talks; sum > l.most(background) {
				wait = max(wait, leaves-now)
				break
			}
		}
	}
	return wait
}

// used is how many talks are in a window that ends now.
func used(reads []read, window, now time.Duration) (n int) {
	for _, r := range reads {
		if r.when(now)+window+grain > now {
			n += r.talks
		}
	}
	return n
}

// forecast tells how long reading n talks takes, batch by batch.
func forecast(reads []read, limits []Limit, now time.Duration, n, batch int, background bool) time.Duration {
	type window struct{ first, sum int } // reads[first:] are in it
	all := make([]read, len(reads), len(reads)+n/batch+1)
	copy(all, reads)
	at := make([]window, len(limits))
	for i := range limits {
		for _, r := range all {
			at[i].sum += r.talks
		}
	}
	t := now
	for left := n; left > 0; left -= batch {
		take := min(left, batch)
		for i, l := range limits {
			w := &at[i]
			for w.first < len(all) {
				leaves := all[w.first].when(now) + l.Window + grain
				if leaves > t && w.sum+take <= l.most(background) {
					break
				}
				t = max(t, leaves)
				w.sum -= all[w.first].talks
				w.first++
			}
		}
		all = append(all, read{at: t, talks: take})
		for i := range at {
			at[i].sum += take
		}
	}
	return t - now
}

// Package face says in words how the mirror of the server stands, for the panel
// and for the command line.
package face

import (
	"strings"
	"time"

	engine "sensedesk/sync"
	"sensedesk/sync/quota"
	"sensedesk/ui/i18n"
)

// Face is what the panel says in one glance.
type Face struct {
	Heading  string // key
	Line     string // how far it is, and for how long
	Fault    string // what is wrong, and the cure
	Notes    []string
	Share    float64 // of the bar
	ShowBar  bool
	Running  bool
	Stopping bool
	Stats    [4]Stat
	Gauges   []Gauge
}

// Stat is a number over its name.
type Stat struct{ Number, Name string }

// Gauge is one limit of the read quota.
type Gauge struct {
	Name  string
	Value string // "180 of 200"
	Next  string // when there is room again; empty = now
	Share float64
	Full  bool
}

// Of says how the mirror stands. Now and its zone are those of the person.
func Of(p *i18n.Printer, st engine.MirrorStatus, now time.Time) Face {
	pr := st.Progress
	f := Face{Heading: heading(st), Running: st.Running, Stopping: st.Stopping}
	f.Stats = [4]Stat{
		{p.Int(pr.Brought), p.S("mirror.count.here")},
		{p.Int(max(pr.Total, pr.Found)), p.S("mirror.count.there")},
		{p.Int(pr.New), p.S("mirror.count.left")},
		{p.Int(pr.Later + pr.Absent + pr.Refused), p.S("mirror.count.later")},
	}
	switch {
	case !st.Running:
	case pr.Phase == "listing":
		f.Line = p.N("mirror.line.listing", pr.Found)
	case pr.Remaining > 0:
		f.Line = p.S("mirror.line.fetching", i18n.Args{"done": p.Int(pr.Brought), "all": p.Int(pr.Found)})
		if pr.New == 0 {
			f.Line = p.N("mirror.line.again", pr.Remaining)
		}
		if pr.Left > time.Minute {
			f.Line += ". " + p.S("mirror.line.left", i18n.Args{"span": p.Span(pr.Left.Round(time.Minute))})
		}
	case !st.NextLook.IsZero():
		f.Line = p.S("mirror.line.next", i18n.Args{"time": p.Time(st.NextLook.In(now.Location()))})
	}
	if st.Running && pr.Found > 0 && pr.Phase != "listing" {
		f.ShowBar, f.Share = true, float64(pr.Brought)/float64(pr.Found)
	}
	switch {
	case st.Problem != nil:
		f.Fault = Sentence(p.Error(st.Problem))
	case st.Retry.Code != "":
		what, _ := p.Code(st.Retry.Code, nil)
		f.Notes = append(f.Notes, p.S("mirror.note.retry", i18n.Args{"what": what, "time": p.Time(st.Retry.At.In(now.Location()))}))
	case st.State.Problem != "" && !st.Running:
		f.Fault = Sentence(p.Code(st.State.Problem, st.State.ProblemArgs))
	}
	f.Notes = append(f.Notes, notes(p, st, now)...)
	f.Gauges = gauges(p, st.Usage)
	return f
}

func heading(st engine.MirrorStatus) string {
	switch {
	case st.Stopping:
		return "mirror.heading.stopping"
	case st.Running && st.Problem != nil:
		return "mirror.heading.paused"
	case st.Running && !st.NextLook.IsZero():
		return "mirror.heading.done"
	case st.Running && st.Progress.Phase == "listing":
		return "mirror.heading.listing"
	case st.Running:
		return "mirror.heading.fetching"
	case st.Progress.New > 0:
		return "mirror.heading.stopped"
	case st.Progress.Brought > 0:
		return "mirror.heading.here"
	}
	return "mirror.heading.never"
}

// Sentence joins what happened and what to do.
func Sentence(what, cure string) string {
	if cure == "" {
		return what
	}
	return strings.TrimSuffix(what, ".") + ". " + cure
}

// notes are what a person should know besides.
func notes(p *i18n.Printer, st engine.MirrorStatus, now time.Time) (out []string) {
	pr := st.Progress
	if pr.Later > 0 {
		out = append(out, p.N("mirror.note.later", pr.Later))
	}
	if pr.Absent > 0 {
		out = append(out, p.N("mirror.note.absent", pr.Absent))
	}
	if pr.Refused > 0 {
		out = append(out, p.N("mirror.note.refused", pr.Refused))
	}
	if pr.Unreachable > 0 {
		out = append(out, p.N("mirror.note.unreachable", pr.Unreachable))
	}
	if !st.Running && !st.State.Ended.IsZero() {
		out = append(out, p.S("mirror.note.ended", i18n.Args{"when": p.StampIn(st.State.Ended.In(now.Location()), now)}))
	}
	return out
}

func gauges(p *i18n.Printer, u quota.Usage) (out []Gauge) {
	names := map[time.Duration]string{time.Second: "second", time.Minute: "minute", time.Hour: "hour", 24 * time.Hour: "day"}
	for _, w := range u.Windows {
		g := Gauge{
			Name:  p.S("mirror.quota." + names[w.Length]),
			Value: p.S("mirror.quota.used", i18n.Args{"used": p.Int(w.Used), "limit": p.Int(w.Limit)}),
			Share: min(1, float64(w.Used)/float64(max(1, w.Limit))),
			Full:  w.Next > 0,
		}
		if w.Next >= time.Second {
			next := w.Next.Round(time.Second)
			if next > time.Minute {
				next = next.Round(time.Minute)
			}
			g.Next = p.S("mirror.quota.next", i18n.Args{"span": p.Span(next)})
		}
		out = append(out, g)
	}
	return out
}

package ui

import (
	"strings"
	"time"

	"sensedesk/store"
	engine "sensedesk/sync"
	"sensedesk/ui/again"
	"sensedesk/ui/i18n"
	"sensedesk/ui/upload"
)

// foot is what the bottom of the side bar says, so that nobody has to open a
// screen to know that something needs them.
type foot struct {
	Run   string // what the run does
	Cost  string // how long and how much
	Need  string // how many calls need a person; "" when none
	Net   string // where calls go, or what is in the way
	Alarm bool   // the run stands still until a person acts
	Off   bool   // there is no network
	Live  bool   // the run is on
}

// footOf puts a status into words.
func footOf(p *i18n.Printer, st engine.Status, s store.SpeechSettings, now time.Time) foot {
	var f foot
	f.Live = st.Running
	switch {
	case st.Problem != nil, st.Phase == engine.PhasePaused:
		f.Run, f.Alarm = p.S("shell.run.paused"), true
	case st.Phase == engine.PhaseStarting:
		f.Run = p.S("shell.run.starting")
	case st.Phase == engine.PhaseListing && st.Planned == 0:
		f.Run = p.S("shell.run.listing")
	case st.Phase == engine.PhaseWorking, st.Phase == engine.PhaseListing:
		f.Run = p.S("shell.run.working", i18n.Args{"done": st.Uploaded + st.Failed, "all": st.Planned})
	case st.Phase == engine.PhaseWaiting:
		f.Run = p.S("shell.run.idle", i18n.Args{"time": p.Time(now)})
	case st.Phase == engine.PhaseStopping:
		f.Run = p.S("shell.run.stopping")
	default:
		f.Run = p.S("shell.run.stopped")
	}
	var parts []string
	if st.Phase == engine.PhaseWorking && st.Remaining > 0 {
		parts = append(parts, p.S("shell.run.left", i18n.Args{"span": p.Span(upload.RoundUp(st.Remaining))}))
	}
	if st.Cost != "" && st.SecondsSent > 0 {
		parts = append(parts, p.Money(st.Cost, st.Currency))
	}
	f.Cost = strings.Join(parts, " · ")
	n := st.Counts[store.StateFailed]
	if s.Kind != "" && again.Blind(store.Settings{SpeechSense: s}, st.Problem) { // only a person can decide about lost calls
		n += st.Counts[store.StateUnknown]
	}
	if n > 0 {
		f.Need = p.N("shell.run.need_you", n)
	}
	switch {
	case st.Problem != nil:
		f.Net, _ = p.Error(st.Problem)
	case st.Retry.Code == store.CodeNetwork:
		f.Net, f.Off = p.S("shell.net.off"), true
	case st.Retry.Code != "":
		f.Net = p.S("shell.net.busy")
	case s.Kind == store.KindHybrid && s.ConnectionID != "":
		host, _, _ := strings.Cut(s.Address, ":")
		f.Net = p.S("shell.net.hybrid", i18n.Args{"host": host})
	case s.Kind == store.KindSandbox:
		f.Net = p.S("shell.net.sandbox")
	case s.ConnectionID == "":
		f.Net = p.S("shell.net.none")
	default:
		f.Net = p.S("shell.net.cloud")
	}
	return f
}

package calls

import (
	"strings"
	"time"

	"sensedesk/store"
	"sensedesk/ui/callface"
	"sensedesk/ui/i18n"
)

// summaryText is the summary of a call, or why there is none. Muted tells that
// it is not the client's story.
func summaryText(p *i18n.Printer, c store.Call) (text string, muted bool) {
	if c.Summary != "" {
		return callface.Short(c.Summary), false
	}
	if c.Reason != "" {
		what, _ := p.Code(c.Reason, c.ReasonArg)
		return callface.Short(what), true
	}
	return "", true
}

// bare tells whether a call is a talk of the server without a recording here.
func bare(c store.Call) bool { return c.Source == store.SourceSpeechSense && c.Recording == nil }

// stateText names the state of a call.
func stateText(p *i18n.Printer, c store.Call) string {
	state := p.S("state." + string(c.State))
	if bare(c) && (c.State == store.StateDone || c.State == store.StatePartlyDone) {
		return p.S("calls.state.bare", i18n.Args{"state": state})
	}
	return state
}

// stateTip explains the state of a call: the reason and what to do.
func stateTip(p *i18n.Printer, c store.Call) string {
	if c.Reason == "" && bare(c) {
		return p.S("calls.tip.bare")
	}
	if c.Reason == "" {
		return ""
	}
	what, cure := p.Code(c.Reason, c.ReasonArg)
	return strings.TrimSpace(what + " " + cure)
}

// totalsText is the left part of the footer.
func totalsText(p *i18n.Printer, m *Model) string {
	if !m.Loaded || m.Err != nil {
		return ""
	}
	all := m.CountOf(GroupAll)
	if m.Filter.Group == GroupSkipped {
		all = m.Everything()
	}
	parts := []string{p.N("calls.total", all)}
	if m.Total != all {
		parts[0] = p.N("calls.total.of", all, i18n.Args{"found": m.Total})
	}
	if m.Sound > 0 {
		parts = append(parts, p.Span(m.Sound))
	}
	if strings.TrimSpace(m.Filter.Text) != "" {
		parts = append(parts, p.S("calls.took", i18n.Args{"ms": max(1, int(m.Took/time.Millisecond))}))
	}
	return strings.Join(parts, "     ")
}

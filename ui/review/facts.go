package review

import (
	"strings"

	"sensedesk/store"
	"sensedesk/ui/i18n"
)

// Fact is one line of what is known about the call.
type Fact struct {
	Name, Value string
	ID          bool // a value somebody may want to copy
}

// FactsOf lists what is known about the call, its recording and its talk. What
// is not known is left out.
func FactsOf(p *i18n.Printer, s State) []Fact {
	var out []Fact
	add := func(key, value string, id bool) {
		if value != "" {
			out = append(out, Fact{p.S("review.fact." + key), value, id})
		}
	}
	c, t := s.Call, s.Talk
	add("state", p.S("state."+string(c.State)), false)
	if key := "review.direction." + string(c.Direction); c.Direction != "" && p.Has(key) {
		add("direction", p.S(key), false)
	}
	add("line", Phone(c.Meta["portal_number"]), true) // Bitrix24 docs: PORTAL_NUMBER, the number of the company
	add("operator", c.OperatorName, false)
	add("client", c.ClientName, false)
	add("phone", Phone(c.ClientPhone), true)
	if !c.StartedAt.IsZero() {
		add("started", p.DateTime(c.StartedAt), false)
	}
	if c.Duration > 0 {
		add("duration", p.Clock(c.Duration), false)
	}
	if s.Cost != "" {
		add("cost", p.Money(s.Cost, s.Currency), false)
	}
	add("recording", recordingLine(p, c.Recording), false)
	add("portal", c.Account, false)
	add("source_id", c.SourceID, true)
	add("unique_id", c.UniqueID, true)
	add("talk_id", string(c.TalkID), true)
	if c.Profile != "" {
		add("profile", c.Profile.String(), true)
	}
	add("connection_id", firstOf(t.ConnectionID, c.ConnectionID), true)
	add("project_ids", strings.Join(t.ProjectIDs, ", "), true)
	if !t.CreatedAt.IsZero() {
		add("received", p.DateTime(t.CreatedAt.In(zoneOf(c))), false)
	}
	if !t.ModifiedAt.IsZero() && !t.ModifiedAt.Equal(t.CreatedAt) {
		add("modified", p.DateTime(t.ModifiedAt.In(zoneOf(c))), false)
	}
	for _, a := range t.Algorithms {
		if a.State == store.ProcessingFailed {
			add("algorithm_failed", algorithmName(p, a.Algorithm), false)
		}
	}
	for _, f := range t.Failures {
		add("failure", strings.TrimSpace(f.Code+" "+f.Message), true)
	}
	return out
}

// recordingLine describes a recording: format, rate, channels, size.
func recordingLine(p *i18n.Printer, r *store.Recording) string {
	if r == nil {
		return ""
	}
	if r.Container == store.ContainerChat {
		return p.S("review.fact.chat") + " · " + p.Size(r.Size)
	}
	var parts []string
	if container := strings.ToUpper(string(r.Container)); container != "" && !strings.EqualFold(container, r.Codec) {
		parts = append(parts, container)
	}
	if r.Codec != "" {
		parts = append(parts, r.Codec)
	}
	if r.SampleRate > 0 {
		parts = append(parts, p.S("review.fact.rate", i18n.Args{"khz": kilohertz(p, r.SampleRate)}))
	}
	switch r.Channels {
	case 0:
	case 1:
		parts = append(parts, p.S("review.fact.mono"))
	case 2:
		parts = append(parts, p.S("review.fact.stereo"))
	default:
		parts = append(parts, p.N("review.fact.channels", r.Channels))
	}
	if r.Size > 0 {
		parts = append(parts, p.Size(r.Size))
	}
	return strings.Join(parts, " · ")
}

// kilohertz writes a rate: 8, 16, 44,1.
func kilohertz(p *i18n.Printer, hz int) string {
	if hz%1000 == 0 {
		return p.Int(hz / 1000)
	}
	return p.Decimal(float64(hz)/1000, 1)
}

// algorithmName is what a person calls an algorithm of the service; one we do
// not know keeps its own name.
func algorithmName(p *i18n.Printer, name string) string {
	if key := "review.algorithm." + strings.ToLower(name); p.Has(key) {
		return p.S(key)
	}
	return name
}

// firstOf returns the first value that is not empty.
func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

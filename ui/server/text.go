package server

import (
	"strings"
	"time"

	"sensedesk/store"
	engine "sensedesk/sync"
	"sensedesk/ui/callface"
	"sensedesk/ui/i18n"
)

// keyText is what a key is called.
func keyText(p *i18n.Printer, k store.TalkKey) string {
	if k.Name != "" && p.Has("server.key."+k.Name) {
		return p.S("server.key." + k.Name)
	}
	return k.Given
}

// keyNote says what family a key is of, behind its name.
func keyNote(p *i18n.Printer, k store.TalkKey) string {
	_, isMeta := store.MetaName(k.Key)
	switch {
	case isMeta && k.Name == "":
		return p.S("server.family.meta")
	case k.Name == "":
		return p.S("server.family.classifier")
	case k.Chat && !k.Audio:
		return p.S("server.family.chat")
	}
	return ""
}

// typedKey is the key somebody means who typed one that is not in the list: a
// key of the server as it is spelt there, or the bare name of a metadata key.
func typedKey(text string) (key string, ok bool) {
	text = strings.TrimSpace(text)
	if text == "" || strings.Trim(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-") != "" {
		return "", false
	}
	if _, isMeta := store.MetaName(text); isMeta || strings.HasPrefix(text, "talk.") {
		return text, true
	}
	return store.MetaKey(text), true
}

// summaryText is what the talk was about; muted tells that it is not a summary.
func summaryText(p *i18n.Printer, h engine.ServerHit) (text string, muted bool) {
	switch {
	case h.Missing:
		return p.S("server.missing"), true
	case h.Call.Summary != "":
		return callface.Short(h.Call.Summary), false
	case h.Words != "":
		return callface.Short(h.Words), true
	case h.Call.State == store.StateProcessing:
		return p.S("server.processing"), true
	}
	return "", true
}

// totalText is how much was found and is shown.
func totalText(p *i18n.Printer, m *Model) string {
	switch {
	case !m.Asked || m.Err != nil || m.Loading && len(m.Hits) == 0:
		return ""
	case len(m.Hits) < m.Total:
		return p.N("server.total.part", m.Total, i18n.Args{"shown": len(m.Hits)})
	}
	return p.N("server.total", m.Total)
}

// worthTelling is how long a wait for the read quota must be to be spoken of: the
// shortest window passes by itself.
const worthTelling = 2 * time.Second

// workText is what is being waited for.
func workText(p *i18n.Printer, m *Model) string {
	pr := m.Progress
	switch {
	case m.Opening != "":
		return p.S("server.opening")
	case !m.Loading && !m.More:
		return ""
	case pr.Wait >= worthTelling && pr.Window.Limit > 0:
		return p.S("server.quota", i18n.Args{
			"used": pr.Window.Used, "limit": pr.Window.Limit, "span": p.Span(pr.Window.Length), "wait": p.Span(pr.Wait),
		})
	case pr.Of > 0:
		return p.S("server.reading", i18n.Args{"read": pr.Read, "of": pr.Of})
	}
	return p.S("server.searching")
}

// noteText is what must be known about the results as a whole.
func noteText(p *i18n.Printer, m *Model) string {
	var notes []string
	if m.Capped() {
		notes = append(notes, p.N("server.capped", m.Total, i18n.Args{"reach": engine.ServerReach}))
	}
	if m.Unsorted {
		notes = append(notes, p.S("server.unsorted"))
	}
	if m.Cut {
		notes = append(notes, p.S("server.cut"))
	}
	return strings.Join(notes, " ")
}

// errorText is an error in two sentences; a full quota says when there is room.
func errorText(p *i18n.Printer, err error) (what, cure string) {
	if minutes := store.ArgsOf(err)["minutes"]; minutes != "" && store.CodeOf(err) == store.CodeBusy {
		return p.S("server.full"), p.S("server.full.cure", i18n.Args{"minutes": minutes})
	}
	return p.Error(err)
}

// faultText says below a condition what is wrong with it; the condition itself
// is in sight and need not be named.
func faultText(p *i18n.Printer, err error) string {
	if key := "server.fault." + store.ArgsOf(err)["what"]; p.Has(key) {
		return p.S(key)
	}
	what, _ := p.Error(err)
	return what
}

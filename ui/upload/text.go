package upload

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"sensedesk/store"
	engine "sensedesk/sync"
	"sensedesk/ui/i18n"
)

// ItemText returns the two lines of an item: what it is, and what to do or
// what the app does about it. Now and its zone are those of the person.
func ItemText(p *i18n.Printer, it Item, now time.Time) (what, cure string) {
	left := it.At.Sub(now)
	coming := !it.At.IsZero() && left > 0
	switch {
	case it.Count == 0: // the run itself
		what, cure = p.Code(it.Code, it.Args)
		if it.Tone == ToneStop {
			return what, cure
		}
		if coming {
			return what, p.S("upload.attention.again", i18n.Args{"span": p.Span(RoundUp(left))})
		}
		return what, p.S("upload.attention.again.now")
	case it.Whose != nil:
		name := it.Whose.Name
		if name == "" {
			name = p.S("upload.profile." + it.Whose.Kind)
		}
		return p.N("profiles.attention", it.Count, i18n.Args{"name": name}), p.S("profiles.attention.cure")
	case it.Code == store.CodeOutcomeUnknown && it.Tone == ToneWait:
		what = p.S("upload.attention.unknown", i18n.Args{"id": p.Digits(it.Source)})
		if it.Source == "" {
			what = p.N("upload.attention.unknowns", it.Count)
		}
		switch {
		case it.Idle:
			return what, p.S("upload.attention.unknown.idle")
		case coming:
			return what, p.S("upload.attention.unknown.cure", i18n.Args{"span": p.Span(RoundUp(left))})
		}
		return what, p.S("upload.attention.unknown.now")
	case it.Code == store.CodeNoRecording && it.Tone == ToneRest:
		what = p.N("upload.attention.waiting", it.Count)
		if coming {
			return what, p.S("upload.attention.waiting.cure", i18n.Args{"time": p.Time(it.At.In(now.Location()))})
		}
		return what, p.S("upload.attention.waiting.now")
	case it.Code == store.CodeOutcomeUnknown && it.Source != "":
		return p.S("upload.attention.unknown", i18n.Args{"id": p.Digits(it.Source)}), p.S("upload.attention.blind.cure")
	case it.Code == store.CodeOutcomeUnknown:
		return p.N("upload.attention.unknowns", it.Count), p.S("upload.attention.blinds.cure")
	case it.Tone == ToneRest && it.Source != "":
		return p.S("upload.attention.unrecognised.one", i18n.Args{"id": p.Digits(it.Source)}), p.S("upload.attention.unrecognised.one.cure")
	case it.Tone == ToneRest:
		return p.N("upload.attention.unrecognised", it.Count), p.S("upload.attention.unrecognised.cure")
	}
	reason, cure := p.Code(it.Code, it.Args)
	if it.Source != "" {
		return p.S("upload.attention.call", i18n.Args{"id": p.Digits(it.Source), "reason": inner(reason)}), cure
	}
	return p.N("upload.attention.calls", it.Count, i18n.Args{"reason": inner(reason)}), cure
}

// sentences joins what happened and what to do into one text.
func sentences(what, cure string) string {
	if what != "" && cure != "" && !strings.ContainsAny(what[len(what)-1:], ".!?…") {
		what += "."
	}
	return strings.TrimSpace(what + " " + cure)
}

// RoundUp keeps seconds below a minute and whole minutes above, upwards: «in 0
// minutes» says nothing.
func RoundUp(d time.Duration) time.Duration {
	step := time.Second
	if d > time.Minute {
		step = time.Minute
	}
	return (d + step - 1).Truncate(step)
}

// inner makes a sentence fit after a colon: without its full stop, and with a
// small first letter unless the first word is a name or an abbreviation.
func inner(sentence string) string {
	sentence = strings.TrimSuffix(sentence, ".")
	first, n := utf8.DecodeRuneInString(sentence)
	second, _ := utf8.DecodeRuneInString(sentence[n:])
	word, _, _ := strings.Cut(sentence, " ")
	if unicode.IsUpper(second) || strings.ContainsAny(word, "-0123456789") || names[word] {
		return sentence
	}
	return string(unicode.ToLower(first)) + sentence[n:]
}

// names are first words that keep their capital letter.
var names = map[string]bool{"SpeechSense": true, "Bitrix24": true, "Битрикс24": true}

// EstimateText is the line under the form. Busy tells that it still grows.
func EstimateText(p *i18n.Printer, e EstimateState, minimum int) (text string, busy bool) {
	v := e.Value
	switch {
	case e.Running && v.Calls == 0:
		return p.S("upload.estimate.begin"), true
	case e.Running:
		return p.N("upload.estimate.running", v.Calls, i18n.Args{"span": p.Span(v.Sound.Round(time.Minute))}), true
	case e.Err != nil:
		what, cure := p.Error(e.Err)
		return sentences(what, cure), false
	case !e.Made:
		return "", false
	}
	var parts []string
	calls := p.N("upload.estimate.calls", v.Calls)
	switch {
	case v.Calls == 0:
		parts = append(parts, p.S("upload.estimate.none"))
	case v.Cost != "":
		parts = append(parts, p.S("upload.estimate.line.cost", i18n.Args{
			"calls": calls, "span": p.Span(v.Sound), "cost": p.Money(v.Cost, v.Currency),
		}))
	default:
		parts = append(parts, p.S("upload.estimate.line", i18n.Args{"calls": calls, "span": p.Span(v.Sound)}))
	}
	if v.Short > 0 {
		parts = append(parts, p.N("upload.estimate.short", v.Short, i18n.Args{"seconds": minimum, "span": p.Span(v.ShortFor)}))
	}
	switch {
	case v.Old > 0 && v.OldCost != "":
		parts = append(parts, p.N("upload.estimate.old.cost", v.Old, i18n.Args{"span": p.Span(v.OldFor), "cost": p.Money(v.OldCost, v.Currency)}))
	case v.Old > 0:
		parts = append(parts, p.N("upload.estimate.old", v.Old, i18n.Args{"span": p.Span(v.OldFor)}))
	}
	if v.Calls > 0 && v.Cost == "" {
		parts = append(parts, p.S("upload.estimate.noprice"))
	}
	return strings.Join(parts, " "), false
}

// NowText names the call that is worked on: «Ким Анна · +7 701 … · 9:42».
func NowText(p *i18n.Printer, v RunView) string {
	if v.Now == nil {
		return ""
	}
	parts := nonEmpty(v.Now.Operator, i18n.Phone(v.Now.Client))
	if v.Now.Duration > 0 {
		parts = append(parts, p.Clock(v.Now.Duration))
	}
	if v.Others > 0 {
		parts = append(parts, p.N("upload.run.others", v.Others))
	}
	return strings.Join(parts, " · ")
}

// ProgressText is the line under the bar: «84 из 135 · 2,1 МБ/с · осталось ≈ 6 мин».
func ProgressText(p *i18n.Printer, st engine.Status, now time.Time) string {
	var parts []string
	if st.Planned > 0 {
		parts = append(parts, p.S("upload.run.progress", i18n.Args{"done": st.Uploaded + st.Failed, "all": st.Planned}))
	} else if st.Phase == engine.PhaseListing && st.Listed > 0 {
		parts = append(parts, p.N("upload.run.listed", st.Listed))
	}
	if st.Phase == engine.PhaseWorking && st.BytesPerSecond > 0 {
		parts = append(parts, p.Rate(st.BytesPerSecond))
	}
	if st.Phase == engine.PhaseWorking && st.Remaining > 0 {
		parts = append(parts, p.S("upload.run.left", i18n.Args{"span": p.Span(RoundUp(st.Remaining))}))
	}
	if st.Phase == engine.PhaseWaiting && !st.NextLook.IsZero() {
		parts = append(parts, p.S("upload.run.next", i18n.Args{"time": p.Time(st.NextLook.In(now.Location()))}))
	}
	if st.Cost != "" && st.SecondsSent > 0 {
		parts = append(parts, p.S("upload.run.cost", i18n.Args{"cost": p.Money(st.Cost, st.Currency)}))
	}
	return strings.Join(parts, " · ")
}

// CheckText returns the lines of one checked point: a statement when it holds,
// reason and cure when it does not, a note when nobody can tell yet.
func CheckText(p *i18n.Printer, l store.CheckLine) (what, cure string) {
	arg := l.Arg
	if spoken := "error.scope_missing.scope." + l.Arg; l.Name == "scope" && p.Has(spoken) {
		arg = p.S(spoken) // a right is called as the portal calls it
	}
	point := p.S("check."+l.Name, i18n.Args{"arg": arg})
	switch {
	case l.OK:
		return point, ""
	case l.Unsure:
		return point, p.S("check." + l.Name + ".unsure")
	}
	what, cure = p.Error(l.Err)
	if store.CodeOf(l.Err).Class() == store.ClassPassing { // a check is tried once: nothing goes on by itself
		cure = p.S("upload.check.network")
		if l.Arg != "" {
			what += " · " + l.Arg
		}
	}
	return what, cure
}

func nonEmpty(in ...string) []string {
	var out []string
	for _, v := range in {
		if v != "" {
			out = append(out, v)
		}
	}
	return out
}

// FaultText is the sentence under a field; "" for a fault the field tells itself.
func FaultText(p *i18n.Printer, f Fault) string {
	if f.Key == "" {
		return ""
	}
	if code, ok := strings.CutPrefix(f.Key, "error."); ok {
		args := map[string]string{}
		for k, v := range f.Args {
			if s, ok := v.(string); ok {
				args[k] = s
			}
		}
		what, cure := p.Code(store.Code(code), args)
		return sentences(what, cure)
	}
	return p.S(f.Key, i18n.Args(f.Args))
}

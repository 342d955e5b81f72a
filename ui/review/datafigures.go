package review

import (
	"math"
	"strconv"
	"strings"
	"time"

	"sensedesk/store"
	"sensedesk/ui/i18n"
)

// classifiers is how often each classifier fired, in each channel and in the
// whole talk. The service counts the channels in there: nothing is added up.
func (l *data) classifiers(list []store.ClassifierChannel) {
	index, last := -1, ""
	in := 0
	for i, c := range list {
		if i == 0 || c.ClassifierID != last {
			index, in, last = index+1, 0, c.ClassifierID
			l.part(SectionClassifiers, firstOf(c.Name, c.ClassifierID))
			l.add("classifier_id", path("text_classifiers.classification_result", index)+".classifier", c.ClassifierID)
		}
		at := path(path("text_classifiers.classification_result", index)+".classifier_statistics", in)
		in++
		where := l.p.S("data.whole")
		if c.Channel != nil {
			where = l.channel(*c.Channel)
		}
		l.named(l.p.S("data.hits", i18n.Args{"where": where}), at+".total_count", l.p.Int(int(c.Count)))
		for j, h := range c.Histograms {
			counts := make([]string, len(h))
			for k, n := range h {
				counts[k] = strconv.FormatInt(n, 10)
			}
			l.named(l.p.S("data.histogram", i18n.Args{"where": where}), path(at+".histograms", j), firstOf(strings.Join(counts, " "), l.p.S("data.empty")))
		}
	}
}

// together is what the talk has as a whole: its length, silence and speech of
// both at once, and who interrupted whom.
func (l *data) together(f store.Figures) {
	l.part(SectionTogether, "")
	l.bounds("conversation_boundaries", "conversation_statistics.conversation_boundaries", f.Bounds)
	both := func(name, at, total, each string, s *store.Together) {
		if s == nil {
			return
		}
		l.part(SectionTogether, l.p.S("data.name."+name))
		l.add("total", at+"."+total+"_duration_ms", l.ms(s.MS))
		l.add("seconds", at+"."+total+"_duration_seconds", l.seconds(s.Seconds))
		l.ratio("ratio", at+"."+total+"_ratio", s.Ratio, s.MS)
		l.spread("stretch", at+"."+each, s.Each)
		if l.s.Document != nil && l.s.Document.Mono {
			l.add("remark", "", l.p.S("data.mono"))
		}
	}
	both("simultaneous_speech", "speech_statistics", "total_simultaneous_speech", "simultaneous_speech_duration_estimation", f.Speech)
	both("simultaneous_silence", "silence_statistics", "total_simultaneous_silence", "simultaneous_silence_duration_estimation", f.Silence)
	for i, by := range f.Interrupts {
		at := path("interrupts_statistics.speaker_interrupts", i)
		l.part(SectionTogether, l.p.S("data.interrupts", i18n.Args{"who": l.speakerName(by.Speaker)}))
		l.add("interrupts_count", at+".interrupts_count", l.p.Int(int(by.Count)))
		l.add("total", at+".interrupts_duration_ms", l.ms(by.MS))
		l.add("seconds", at+".interrupts_duration_seconds", l.seconds(by.Seconds))
		for j, r := range by.Ranges {
			l.bounds("interrupt", path(at+".interrupts", j), &r)
		}
	}
}

// speaker is the figures of one speaker, or the averages of the talk.
func (l *data) speaker(at string, f store.SpeakerFigures) {
	l.part(SectionSpeakers, l.speakerName(f.Speaker))
	if f.Speaker != "" {
		l.add("speaker_tag", at+".speaker_tag", f.Speaker)
	}
	l.add("utterance_count", at+".utterance_count", l.p.Int(int(f.Utterances)))
	l.utterance(at+".complete_statistics", f.Whole)
	l.spread("words_per_utterance", at+".words_per_utterance", f.WordsPerUtterance)
	l.spread("letters_per_utterance", at+".letters_per_utterance", f.LettersPerUtterance)
	l.spread("utterance_length", at+".utterance_duration_estimation", f.UtteranceLength)
}

// utterance is what is measured of a phrase or of all a speaker said.
func (l *data) utterance(at string, u *store.Utterance) {
	if u == nil {
		return
	}
	if u.Speaker != "" {
		l.add("speaker_tag", at+".speaker_tag", u.Speaker)
	}
	l.bounds("speech_boundaries", at+".speech_boundaries", u.Bounds)
	l.add("total_speech", at+".total_speech_ms", l.ms(u.SpeechMS))
	l.ratio("speech_ratio", at+".speech_ratio", u.SpeechRatio, u.SpeechMS)
	l.add("total_silence", at+".total_silence_ms", l.ms(u.SilenceMS))
	l.ratio("silence_ratio", at+".silence_ratio", u.SilenceRatio, u.SilenceMS)
	l.add("words_count", at+".words_count", l.p.Int(int(u.Words)))
	l.add("letters_count", at+".letters_count", l.p.Int(int(u.Letters)))
	l.spread("words_per_second", at+".words_per_second", u.WordsPerSecond)
	l.spread("letters_per_second", at+".letters_per_second", u.LettersPerSecond)
}

// spread is a set of measured values in one line, its quantiles in another.
func (l *data) spread(name, at string, s *store.Spread) {
	if s == nil {
		return
	}
	l.add(name, at, l.p.S("data.spread", i18n.Args{"min": l.number(s.Min), "mean": l.number(s.Mean), "max": l.number(s.Max), "std": l.number(s.Std)}))
	parts := make([]string, len(s.Quantiles))
	for i, q := range s.Quantiles {
		parts[i] = l.p.S("data.quantile", i18n.Args{"level": l.number(q.Level * 100), "value": l.number(q.Value)})
	}
	l.named(l.p.S("data.quantiles", i18n.Args{"name": l.p.S("data.name." + name)}), at+".quantiles", strings.Join(parts, " · "))
}

// bounds is a stretch of the recording.
func (l *data) bounds(name, at string, b *store.Bounds) {
	if b != nil {
		l.add(name, at, l.p.S("data.bounds", i18n.Args{"from": l.place(b.StartMS), "to": l.place(b.EndMS), "seconds": b.Seconds}))
	}
}

// ratio is a share. One that the service left out of its answer although it
// sent the milliseconds is worked out from those.
func (l *data) ratio(name, at string, share float64, ms int64) {
	if whole := l.s.Talk.Conversation.DurationMS; share == 0 && ms > 0 && whole > 0 {
		l.add(name, at, l.p.S("data.computed", i18n.Args{"value": l.percent(math.Round(1000*float64(ms)/float64(whole)) / 1000)}))
		return
	}
	l.add(name, at, l.percent(share))
}

func (l *data) percent(share float64) string {
	return l.p.S("data.percent", i18n.Args{"n": l.number(share * 100)})
}

// number is a figure with up to three places.
func (l *data) number(f float64) string {
	for digits := range 3 {
		scale := math.Pow10(digits)
		if math.Abs(math.Round(f*scale)/scale-f) < 0.0005 {
			return l.p.Decimal(f, digits)
		}
	}
	return l.p.Decimal(f, 3)
}

// ms is a length of time as it was sent, and readable.
func (l *data) ms(ms int64) string {
	if ms < 1000 {
		return l.p.S("data.ms", i18n.Args{"n": ms})
	}
	return l.p.S("data.ms.span", i18n.Args{"n": ms, "span": l.p.Span(time.Duration(ms) * time.Millisecond)})
}

func (l *data) seconds(n int64) string { return l.p.S("data.seconds", i18n.Args{"n": n}) }

// place is a moment of the recording, to the millisecond.
func (l *data) place(ms int64) string {
	text := strconv.FormatInt(1000+max(ms, 0)%1000, 10)
	return l.p.S("data.place", i18n.Args{"clock": l.p.Mark(time.Duration(ms) * time.Millisecond), "ms": text[1:]})
}

// channel is a channel of the recording, or a party of a chat.
func (l *data) channel(n int) string {
	who := ""
	switch {
	case l.s.Document != nil && l.s.Document.Mono && n == 0:
		who = l.p.S("review.both")
	case n == l.s.Operator:
		who = l.p.S("review.operator")
	case n == 1-l.s.Operator:
		who = l.p.S("review.client")
	case n == 2:
		who = l.p.S("data.bot")
	default:
		return l.p.S("data.channel.other", i18n.Args{"n": n})
	}
	return l.p.S("data.channel", i18n.Args{"who": who, "n": n})
}

// speakerName is whom figures belong to: a channel by its number, or all.
func (l *data) speakerName(tag string) string {
	if tag == "" {
		return l.p.S("data.whole")
	}
	if n, err := strconv.Atoi(tag); err == nil {
		return l.channel(n)
	}
	return tag
}

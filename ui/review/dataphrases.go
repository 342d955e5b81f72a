package review

import (
	"strings"
	"time"

	"sensedesk/store"
	"sensedesk/ui/i18n"
)

// phrase is everything about one phrase.
func (l *data) phrase(i int, p *store.Phrase, figures *store.Utterance) {
	at := path("transcription.phrases", i)
	l.part(SectionPhrases, l.p.S("data.phrase", i18n.Args{
		"n": i + 1, "at": l.p.Mark(time.Duration(p.StartMS) * time.Millisecond), "who": l.channel(p.Channel),
	}))
	l.add("time", at+".start_time_ms", l.p.S("data.range", i18n.Args{"from": l.place(p.StartMS), "to": l.place(p.EndMS)}))
	l.add("normalized_text", at+".phrase.normalized_text", p.Normalized)
	l.add("text", at+".phrase.text", p.Text)
	l.add("language", at+".phrase.language", p.Language)
	words := make([]string, len(p.Words))
	for j, w := range p.Words {
		words[j] = l.p.S("data.word", i18n.Args{"word": w.Text, "from": l.place(w.StartMS), "to": l.place(w.EndMS)})
	}
	l.add("words", at+".phrase.words", strings.Join(words, " · "))
	for j := range p.Classifiers {
		c := &p.Classifiers[j]
		l.named(l.p.S("data.fired", i18n.Args{"name": firstOf(c.Name, c.ClassifierID)}), path(at+".classifiers", j), l.fired(c))
	}
	l.utterance(at+".statistics.statistics", figures)
}

// fired is where a classifier fired in a phrase, on which words, and how sure
// it was.
func (l *data) fired(c *store.PhraseClassifier) string {
	parts := []string{c.ClassifierID}
	if c.StartMS != 0 || c.EndMS != 0 {
		parts = append(parts, l.p.S("data.range", i18n.Args{"from": l.place(c.StartMS), "to": l.place(c.EndMS)}))
	}
	for _, h := range c.Highlights {
		parts = append(parts, l.p.S("data.highlight", i18n.Args{"text": h.Text, "offset": h.Offset, "count": h.Count}))
	}
	for _, label := range c.Labels {
		parts = append(parts, l.p.S("data.label", i18n.Args{"name": label.Name, "confidence": l.percent(label.Confidence)}))
	}
	return strings.Join(parts, " · ")
}

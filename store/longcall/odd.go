package longcall

import (
	"fmt"
	"math"
	"strings"
	"time"

	"sensedesk/store"
)

// Odd is a call whose data are not as they should be.
type Odd struct {
	Name string
	Call store.Call
	Talk store.Talk
}

// Odds are calls that services, portals and files have sent or might: every one
// must be shown sensibly. Each is a call of a minute unless its name says
// otherwise.
func Odds() []Odd {
	hello := func(ch int, from, to int64) store.Phrase {
		return spell(store.Phrase{Channel: ch, StartMS: from, EndMS: to, Text: "добрый день чем могу помочь", Normalized: "Добрый день! Чем могу помочь?"})
	}
	plain := []store.Phrase{hello(0, 1000, 4000), hello(1, 5000, 9000), hello(0, 20_000, 24_000)}
	change := func(f func(p *store.Phrase)) []store.Phrase {
		out := []store.Phrase{hello(0, 1000, 4000), hello(1, 5000, 9000), hello(0, 20_000, 24_000)}
		for i := range out {
			f(&out[i])
		}
		return out
	}
	texts := func(texts ...string) []store.Phrase {
		var out []store.Phrase
		for i, text := range texts {
			at := int64(1000 + 4000*i)
			out = append(out, spell(store.Phrase{Channel: i % 2, StartMS: at, EndMS: at + 3000, Text: text, Normalized: text}))
		}
		return out
	}
	many := make([]store.Phrase, 100_000)
	for i := range many {
		many[i] = store.Phrase{Channel: i % 2, StartMS: int64(i) * 100, EndMS: int64(i)*100 + 99, Text: "да нет", Normalized: "Да. Нет."}
	}
	out := []Odd{
		odd("highlights beyond the text", time.Minute, change(func(p *store.Phrase) {
			for _, h := range []store.Highlight{
				{Offset: 1 << 30, Count: 1 << 30}, {Offset: math.MaxInt, Count: math.MaxInt}, {Offset: -5, Count: 3}, {Offset: 2, Count: -7}, {Offset: math.MinInt, Count: math.MinInt}, {Text: "чего здесь нет", Offset: 3, Count: 900}, {},
			} {
				p.Classifiers = append(p.Classifiers, store.PhraseClassifier{ClassifierID: "c", Name: "Негатив", Highlights: []store.Highlight{h}})
			}
		})),
		odd("classifiers beyond the phrase", time.Minute, change(func(p *store.Phrase) {
			p.Classifiers = []store.PhraseClassifier{{StartMS: math.MaxInt64, EndMS: math.MinInt64}, {ClassifierID: "c", StartMS: -9000, EndMS: 1 << 50, Labels: []store.Label{{Confidence: math.NaN()}, {Confidence: 90}}}}
		})),
		odd("equal times", time.Minute, change(func(p *store.Phrase) { p.StartMS, p.EndMS = 7000, 7000; p.Words = nil })),
		odd("all at nothing", time.Minute, change(func(p *store.Phrase) { p.StartMS, p.EndMS = 0, 0 })),
		odd("reversed times", time.Minute, change(func(p *store.Phrase) {
			p.StartMS, p.EndMS = p.EndMS, p.StartMS
			for i := range p.Words {
				w := &p.Words[i]
				w.StartMS, w.EndMS = w.EndMS, w.StartMS
			}
		})),
		odd("times before the beginning", time.Minute, change(func(p *store.Phrase) { p.StartMS -= 90_000; p.EndMS -= 90_000 })),
		odd("times beyond all clocks", time.Minute, change(func(p *store.Phrase) { p.StartMS = 1 << 60; p.EndMS = math.MaxInt64 })),
		odd("a phrase as long as no call", 0, change(func(p *store.Phrase) { p.EndMS = 1 << 45 })),
		odd("a phrase of thirty years", 0, change(func(p *store.Phrase) { p.EndMS = 1 << 40 })),
		odd("words out of order", time.Minute, change(func(p *store.Phrase) { p.Words[0], p.Words[3] = p.Words[3], p.Words[0] })),
		odd("words missing", time.Minute, change(func(p *store.Phrase) { p.Words = nil })),
		odd("words of another text", time.Minute, change(func(p *store.Phrase) { p.Words = p.Words[:1]; p.Words[0].Text = "совсем" })),
		odd("no texts", time.Minute, change(func(p *store.Phrase) { p.Text, p.Normalized, p.Words = "", "", nil })),
		odd("channels that are not there", time.Minute, change(func(p *store.Phrase) { p.Channel = 7 - 9*p.Channel })),
		odd("right to left", time.Minute, texts("שלום, איך אפשר לעזור?", "مرحبا كيف يمكنني مساعدتك", "номер заказа ٤٢١٥ שלום")),
		odd("emoji", time.Minute, texts("👍👍 👩‍👩‍👧 спасибо ❤️", "🇰🇿 🙂", "e\u0301 \u200d \ufeff")),
		odd("broken letters", time.Minute, texts("раз \xff\xfe два \x00 три", strings.Repeat("щ", 9000), "\t\n\r")),
		odd("no phrases", time.Minute, nil),
		odd("100 000 phrases", 10_000*time.Second, many),
		odd("a recording shorter than the transcript", 6*time.Second, plain),
		odd("a recording longer than the transcript", 3*time.Hour, plain),
		odd("a recording of no length", 0, plain),
	}
	for i := range out {
		out[i].Talk.ID = store.TalkID(fmt.Sprintf("odd-%d", i))
	}
	return out
}

// odd makes a call of phrases and a length of its recording; none without one.
func odd(name string, length time.Duration, phrases []store.Phrase) Odd {
	o := Odd{Name: name, Call: store.Call{Source: store.SourceBitrix24, SourceID: "1", State: store.StateDone, OperatorName: "Ким Анна", StartedAt: time.Date(2026, time.March, 12, 9, 0, 0, 0, time.UTC)}}
	if length > 0 {
		o.Call.Recording = &store.Recording{Hash: "0dd", Container: store.ContainerWAV, SampleRate: rate, Channels: 2, Duration: length}
	}
	o.Talk = store.Talk{State: store.ProcessingSuccess, Phrases: phrases}
	return o
}

// spell gives a phrase its words, with even times.
func spell(p store.Phrase) store.Phrase {
	words := strings.Fields(p.Text)
	for i, w := range words {
		at := func(i int) int64 { return p.StartMS + (p.EndMS-p.StartMS)*int64(i)/int64(len(words)) }
		p.Words = append(p.Words, store.Word{Text: w, StartMS: at(i), EndMS: at(i + 1)})
	}
	return p
}

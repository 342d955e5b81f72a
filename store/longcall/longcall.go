// Package longcall makes up calls as long as calls get, for measuring and for
// pictures: always the same one for the same size. Its words are made of
// syllables and mean nothing; their number, lengths and times are those of
// telephone speech.
package longcall

import (
	"math/rand/v2"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"sensedesk/store"
)

// Size says how much is said.
type Size struct {
	Phrases int
	Words   int           // in all phrases; at least as many as phrases
	Length  time.Duration // of the recording
}

// FourHours is the longest call the app is measured with.
func FourHours() Size { return Size{Phrases: 5000, Words: 36_000, Length: 4 * time.Hour} }

const (
	distinct  = 2700 // different words of a call of four hours
	wordMS    = 312
	pauseLong = 4500                 // ms, now and then nobody speaks
	rate      = 8000                 // Hz, of the recording
	talkID    = "aud4hrc1kd0q3hv7b5" // as the service writes ids
)

// kind is a classifier of the call: every so many phrases it fires on one word,
// or on the whole phrase.
type kind struct {
	id, name string
	every    int
	whole    bool
}

// kinds are the classifiers that fire in a call.
func kinds() []kind {
	return []kind{
		{"cls-greeting", "Приветствие", 401, false},
		{"cls-negative", "Негатив", 53, false},
		{"cls-thanks", "Благодарность", 97, false},
		{"cls-price", "Стоимость", 31, false},
		{"cls-farewell", "Прощание", 601, true},
	}
}

// Call returns a call of the size, done, with its recording's facts but no
// file, and the talk the service made of it. Channel 0 is the operator's.
func Call(size Size) (store.Call, store.Talk) {
	rng := rand.New(rand.NewPCG(4, 36_000))
	began := time.Date(2026, time.March, 12, 9, 0, 0, 0, time.FixedZone("UTC+5", 5*3600))
	call := store.Call{
		Source: store.SourceBitrix24, Account: "romashka.bitrix24.kz", SourceID: "36000", UniqueID: "externalCall.long.36000",
		State: store.StateDone, StartedAt: began, Duration: size.Length, Direction: store.DirectionIncoming,
		OperatorID: "3", OperatorName: "Ким Анна", ClientPhone: "+77015554512", ClientID: "CONTACT:275",
		TalkID: talkID, ConnectionID: "eagk7s2p9d4h6f8j1l3z",
		Recording: &store.Recording{Hash: "4h", Size: int64(size.Length.Seconds()) * rate * 4, Container: store.ContainerWAV, Codec: "PCM 16", SampleRate: rate, Channels: 2, Duration: size.Length},
	}
	talk := store.Talk{
		ID: talkID, ConnectionID: call.ConnectionID, State: store.ProcessingSuccess, CreatedAt: began, Phrases: phrases(rng, size),
		Statements: []store.Statement{
			{FieldID: "summary", Name: "Кратко", Values: []string{"Долгий разговор о поставке: стороны сверили все позиции заказа, договорились о цене и о сроках. Клиент несколько раз возвращался к задержке; оператор извинилась и обещала перезвонить завтра."}},
			{FieldID: "call_reasons", Name: "Причины", Values: []string{"Сверка заказа"}},
			{FieldID: "call_results", Name: "Результаты", Values: []string{"Сроки согласованы"}},
		},
	}
	count(&talk, size)
	return call, talk
}

// phrases makes what was said: the parties take turns, speak over each other
// by a little, and are silent together now and then.
func phrases(rng *rand.Rand, size Size) []store.Phrase {
	known := vocabulary(rng)
	lengths := share(rng, size.Words, size.Phrases)
	spoken := int64(size.Words) * wordMS
	pauses := int64(size.Phrases/40) * pauseLong
	gap := max(0, (size.Length.Milliseconds()-spoken-pauses)/int64(max(1, size.Phrases)))
	out := make([]store.Phrase, size.Phrases)
	at := int64(0)
	for i := range out {
		words := make([]string, lengths[i])
		for j := range words {
			words[j] = known[rng.IntN(len(known))]
		}
		out[i] = phrase(i, at, words)
		at = out[i].EndMS + gap + rng.Int64N(1600) - 800
		if i > 0 { // the one who speaks next has finished before
			at = max(at, out[i-1].EndMS)
		}
		if i%40 == 39 {
			at += pauseLong
		}
	}
	return out
}

// phrase is one phrase, spelled and as it is read.
func phrase(i int, at int64, words []string) store.Phrase {
	p := store.Phrase{Channel: i % 2, StartMS: max(0, at), Text: strings.Join(words, " "), Language: "ru-RU"}
	now := p.StartMS
	for _, w := range words {
		long := int64(110 + 25*utf8.RuneCountInString(w))
		p.Words = append(p.Words, store.Word{Text: w, StartMS: now, EndMS: now + long - 20})
		now += long
	}
	p.EndMS = now
	read := slices.Clone(words)
	first, n := utf8.DecodeRuneInString(read[0])
	read[0] = strings.ToUpper(string(first)) + read[0][n:]
	if len(read) > 5 {
		read[len(read)/2] += ","
	}
	p.Normalized = strings.Join(read, " ") + "."
	for _, k := range kinds() {
		if i%k.every == k.every/2 {
			p.Classifiers = append(p.Classifiers, fired(k, p, i))
		}
	}
	return p
}

// fired is a classifier that found something in the phrase.
func fired(k kind, p store.Phrase, i int) store.PhraseClassifier {
	c := store.PhraseClassifier{ClassifierID: k.id, Name: k.name, StartMS: p.StartMS, EndMS: p.EndMS, Labels: []store.Label{{Name: "yes", Confidence: 0.6 + float64(i%40)/100}}}
	if k.whole {
		return c
	}
	w := i % len(p.Words)
	from := 0
	for _, before := range p.Words[:w] {
		from += utf8.RuneCountInString(before.Text) + 1
	}
	c.Highlights = []store.Highlight{{Text: p.Words[w].Text, Offset: from, Count: utf8.RuneCountInString(p.Words[w].Text)}}
	return c
}

// vocabulary makes different words of one to four syllables.
func vocabulary(rng *rand.Rand) []string {
	syllables := strings.Fields("ка ло ми ну ре сто ва при об ско ды же лень зак тра щик бо ты фе на про ший ём")
	out, have := make([]string, 0, distinct), map[string]bool{}
	for len(out) < distinct {
		w := ""
		for range 1 + rng.IntN(4) {
			w += syllables[rng.IntN(len(syllables))]
		}
		if !have[w] {
			have[w] = true
			out = append(out, w)
		}
	}
	return out
}

// share deals words to phrases, one each at least, some far more than others.
func share(rng *rand.Rand, words, phrases int) []int {
	out := make([]int, phrases)
	for i := range out {
		out[i] = 1
	}
	for left := words - phrases; left > 0; {
		n := min(left, 1+rng.IntN(12))
		out[rng.IntN(phrases)] += n
		left -= n
	}
	return out
}

// count fills in what the service counts.
func count(t *store.Talk, size Size) {
	t.Speakers = []store.SpeakerStats{{Channel: 0}, {Channel: 1}}
	for _, k := range kinds() {
		t.Classifiers = append(t.Classifiers, store.ClassifierCount{ClassifierID: k.id, Name: k.name, Count: (size.Phrases + k.every/2) / k.every})
	}
	for i := range t.Phrases {
		p := &t.Phrases[i]
		s := &t.Speakers[p.Channel]
		s.SpeechMS += p.EndMS - p.StartMS
		s.Words += len(p.Words)
		s.Utterances++
		s.LongestUtterance = max(s.LongestUtterance, time.Duration(p.EndMS-p.StartMS)*time.Millisecond)
	}
	spoken := int64(0)
	for i := range t.Speakers {
		s := &t.Speakers[i]
		spoken += s.SpeechMS
		s.WordsPerSecond = float64(s.Words) / (float64(max(1, s.SpeechMS)) / 1000)
	}
	t.Conversation = store.ConversationStats{DurationMS: size.Length.Milliseconds(), SimultaneousSilenceMS: max(0, size.Length.Milliseconds()-spoken)}
}

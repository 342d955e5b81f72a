package speechsense_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"sensedesk/store"
	"sensedesk/sync/sandbox"
	"sensedesk/sync/speechsense"
)

// cell is the grain of the times in this test: an eighth of a second is exact
// in binary, so that equal figures are equal to the last bit.
const cell = 125

// plain is a talk as this test knows it; its figures are counted by looking at
// every eighth of a second, not by reckoning with stretches.
type plain struct {
	id      store.TalkID
	meta    map[string]string
	phrases []store.Phrase
	speaks  [2][]bool
}

func newPlain(r *rand.Rand, i int) *plain {
	p := &plain{meta: fields(fmt.Sprintf("call-%d", i))}
	p.meta["operator_name"] = pick(r, "Анна Ким", "Ержан Қасымов", "Пётр Ли")
	p.meta["direction_outgoing"] = pick(r, "true", "false")
	p.meta["date"] = time.Date(2026, 3, 10, r.IntN(72), 15*r.IntN(4), 0, 0, time.FixedZone("", 5*3600)).Format(time.RFC3339)
	p.meta["client_name"] = strconv.Itoa(i)
	if r.IntN(3) > 0 {
		p.meta["attempt"] = pick(r, "1", "2", "3", "много")
		p.meta["score"] = pick(r, "0.5", "0.75", "1", "-2.25")
	}
	said := []string{"здравствуйте", "это дорого", "хочу скидку пожалуйста", "ол қымбат", "да", "договор расторгнуть"}
	at := 0
	for range r.IntN(8) {
		at = max(0, at+r.IntN(24)-8)
		ph := store.Phrase{Channel: r.IntN(2), StartMS: int64(at) * cell, Text: pick(r, said...)}
		ph.EndMS = ph.StartMS + int64(1+r.IntN(16))*cell
		at = int(ph.EndMS / cell)
		if r.IntN(2) == 0 {
			ph.Normalized = strings.ToUpper(ph.Text[:2]) + ph.Text[2:] + "!"
		}
		for _, id := range []string{"eagPolite", "eagPrice"} {
			if r.IntN(3) == 0 {
				ph.Classifiers = append(ph.Classifiers, store.PhraseClassifier{ClassifierID: id})
			}
		}
		p.phrases = append(p.phrases, ph)
	}
	cells := 0
	for _, ph := range p.phrases {
		cells = max(cells, int(ph.EndMS/cell))
	}
	for c := range p.speaks {
		p.speaks[c] = make([]bool, cells)
	}
	for _, ph := range p.phrases {
		for t := ph.StartMS / cell; t < ph.EndMS/cell; t++ {
			p.speaks[ph.Channel][t] = true
		}
	}
	return p
}

func pick[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }

// figure counts one statistic; channel −1 is the whole talk.
func (p *plain) figure(key string, channel int) float64 {
	const second = 1000.0 / cell
	length := float64(len(p.speaks[0])) / second
	var speech, silence, both, nobody, bothMost, nobodyMost, interrupts, interrupted float64
	var bothRun, nobodyRun float64
	heard := func(c int) bool { return channel < 0 || channel == c }
	speaks := func(c, t int) bool { return t >= 0 && t < len(p.speaks[c]) && p.speaks[c][t] }
	known := 0 // channels up to the highest that speaks
	for _, ph := range p.phrases {
		known = max(known, ph.Channel+1)
	}
	for t := range p.speaks[0] {
		a, b := speaks(0, t), speaks(1, t)
		for c := range known {
			if heard(c) && speaks(c, t) {
				speech++
			} else if heard(c) {
				silence++
			}
		}
		if a && b {
			both++
			bothRun++
		} else {
			bothRun = 0
		}
		if !a && !b {
			nobody++
			nobodyRun++
		} else {
			nobodyRun = 0
		}
		bothMost, nobodyMost = max(bothMost, bothRun), max(nobodyMost, nobodyRun)
		for c := range 2 {
			o := 1 - c
			if heard(c) && speaks(c, t) && !speaks(c, t-1) && speaks(o, t) && speaks(o, t-1) {
				interrupts++
				for u := t; speaks(c, u) && speaks(o, u); u++ {
					interrupted++
				}
			}
		}
	}
	var phrases, words, letters float64
	for _, ph := range p.phrases {
		if heard(ph.Channel) {
			phrases++
			words += float64(len(strings.Fields(ph.Text)))
			letters += float64(len([]rune(strings.ReplaceAll(ph.Text, " ", ""))))
		}
	}
	share := func(v float64) float64 {
		if length == 0 {
			return 0
		}
		return v / second / length
	}
	rate := func(n float64) float64 {
		if speech == 0 {
			return 0
		}
		return n / (speech / second)
	}
	switch strings.TrimPrefix(key, "talk.statistics.") {
	case "duration_seconds":
		return length
	case "speech.duration_seconds":
		return speech / second
	case "speech.ratio":
		return share(speech)
	case "silence.duration_seconds":
		return silence / second
	case "silence.ratio":
		return share(silence)
	case "simultaneous_speech.duration_seconds":
		return both / second
	case "simultaneous_speech.ratio":
		return share(both)
	case "simultaneous_speech.max_duration_seconds":
		return bothMost / second
	case "simultaneous_silence.duration_seconds":
		return nobody / second
	case "simultaneous_silence.ratio":
		return share(nobody)
	case "simultaneous_silence.max_duration_seconds":
		return nobodyMost / second
	case "interrupts.count":
		return interrupts
	case "interrupts.duration_seconds":
		return interrupted / second
	case "phrases.count":
		return phrases
	case "words.count":
		return words
	case "words.count_per_second":
		return rate(words)
	case "letters.count":
		return letters
	case "letters.count_per_second":
		return rate(letters)
	}
	n := 0.0
	for _, ph := range p.phrases {
		for _, c := range ph.Classifiers {
			if store.ClassifierKey(c.ClassifierID) == key && heard(ph.Channel) {
				n++
			}
		}
	}
	return n
}

// passes tells whether the talk passes a filter, by the documentation's words.
func (p *plain) passes(f store.TalkFilter, zone *time.Location) bool {
	channel := -1
	if f.Channel != nil {
		channel = *f.Channel
	}
	name, isMeta := strings.CutPrefix(f.Key, "userMeta.")
	value, has := p.meta[name]
	ok := false
	number := func(v float64) bool {
		read := func(text string) float64 {
			n, err := strconv.ParseFloat(text, 64)
			if err != nil {
				panic(err)
			}
			return n
		}
		return (f.From == "" || v > read(f.From) || v == read(f.From) && !f.FromExcluded) &&
			(f.To == "" || v < read(f.To) || v == read(f.To) && !f.ToExcluded)
	}
	switch {
	case f.Kind == store.FilterAnyMatch:
		ok = has && slices.Contains(f.Values, value)
	case f.Kind == store.FilterBool:
		ok = has && value == map[bool]string{true: "true", false: "false"}[f.Yes]
	case f.Kind == store.FilterDate && len(f.From) == len("2026-03-10"): // whole days
		at, _ := time.Parse(time.RFC3339, value)
		day := at.In(zone).Format("2006-01-02")
		ok = day >= f.From && day <= f.To
	case f.Kind == store.FilterDate:
		at, _ := time.Parse(time.RFC3339, value)
		from, _ := time.Parse(time.RFC3339, f.From)
		ok = at.After(from) || at.Equal(from) && !f.FromExcluded
	case isMeta:
		n, err := strconv.ParseFloat(value, 64)
		ok = err == nil && number(n)
	default:
		ok = number(p.figure(f.Key, channel))
	}
	return ok != f.Inverse
}

func (p *plain) says(t *store.TalkText) bool {
	if t == nil {
		return true
	}
	for _, word := range strings.Fields(strings.ToLower(t.Text)) {
		if !slices.ContainsFunc(p.phrases, func(ph store.Phrase) bool {
			return (t.Channel == nil || *t.Channel == ph.Channel) && strings.Contains(strings.ToLower(ph.Text+" "+ph.Normalized), word)
		}) {
			return t.Inverse
		}
	}
	return !t.Inverse
}

// randomQuery makes a query whose bounds are often exactly a talk's own figure.
func randomQuery(r *rand.Rand, talks []*plain) store.TalkQuery {
	q := store.TalkQuery{Zone: time.FixedZone("", 5*3600)}
	keys := append(store.StatisticsKeys()[:18], store.TalkKey{Key: store.ClassifierKey("eagPolite"), Kind: store.FilterInt}, store.TalkKey{Key: store.ClassifierKey("eagPrice"), Kind: store.FilterInt})
	for range r.IntN(4) {
		f := store.TalkFilter{Inverse: r.IntN(4) == 0}
		if r.IntN(3) == 0 {
			f.Channel = new(r.IntN(2))
		}
		switch r.IntN(6) {
		case 0:
			f.Key, f.Kind = "userMeta.operator_name", store.FilterAnyMatch
			f.Values = []string{pick(r, "Анна Ким", "нет такого"), pick(r, "Пётр Ли", "анна ким")}
		case 1:
			f.Key, f.Kind, f.Yes = "userMeta.direction_outgoing", store.FilterBool, r.IntN(2) == 0
		case 2:
			f.Key, f.Kind = "userMeta.date", store.FilterDate
			if r.IntN(2) == 0 {
				f.From, f.To = "2026-03-10", pick(r, "2026-03-10", "2026-03-11")
			} else {
				f.From, f.FromExcluded = pick(r, talks...).meta["date"], r.IntN(2) == 0
			}
		case 3:
			f.Key, f.Kind, f.From, f.ToExcluded = "userMeta.score", store.FilterDouble, pick(r, "-3", "0.5"), r.IntN(2) == 0
			f.To = pick(r, "0.75", "1", "")
		case 4:
			f.Key, f.Kind, f.From, f.FromExcluded = "userMeta.attempt", store.FilterInt, pick(r, "1", "2"), r.IntN(2) == 0
		default:
			k := pick(r, keys...)
			f.Key, f.Kind = k.Key, k.Kind
			channel := -1
			if f.Channel != nil {
				channel = *f.Channel
			}
			bound := strconv.FormatFloat(pick(r, talks...).figure(k.Key, channel), 'f', -1, 64)
			if r.IntN(2) == 0 {
				f.From, f.FromExcluded = bound, r.IntN(2) == 0
			} else {
				f.To, f.ToExcluded = bound, r.IntN(2) == 0
			}
		}
		q.Filters = append(q.Filters, f)
	}
	if r.IntN(4) == 0 {
		q.Text = &store.TalkText{Text: pick(r, "дорого", "скидку хочу", "ҚЫМБАТ", "да"), Inverse: r.IntN(3) == 0}
		if r.IntN(2) == 0 {
			q.Text.Channel = new(r.IntN(2))
		}
	}
	if r.IntN(2) == 0 {
		q.Sort = []store.TalkSort{{Key: "userMeta.operator_name"}, {Key: "userMeta.date", Descending: r.IntN(2) == 0}}
	}
	return q
}

// What the server finds is what looking through every talk finds.
func TestSearchEqualsLookingThroughEverything(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 5))
	prepared := map[string]sandbox.Prepared{}
	var talks []*plain
	for i := range 80 {
		p := newPlain(r, i)
		talks = append(talks, p)
		prepared[hashOf(sound(uint64(i), 50))] = sandbox.Prepared{Talk: store.Talk{Phrases: p.phrases}}
	}
	s := startSandbox(t, sandbox.Options{Talks: prepared})
	c := dial(t, speechsense.Options{Settings: settingsFor(s.Address())})
	for i, p := range talks {
		u := upload("", sound(uint64(i), 50))
		u.Fields = p.meta
		id, err := c.Upload(t.Context(), u)
		if err != nil {
			t.Fatal(err)
		}
		p.id = id
	}
	some, hits := 0, 0
	for n := range 600 {
		q := randomQuery(r, talks)
		var want []store.TalkID
		candidates := slices.Clone(talks)
		if len(q.Sort) > 0 {
			slices.SortStableFunc(candidates, func(a, b *plain) int {
				if c := strings.Compare(a.meta["operator_name"], b.meta["operator_name"]); c != 0 {
					return c
				}
				x, _ := time.Parse(time.RFC3339, a.meta["date"])
				y, _ := time.Parse(time.RFC3339, b.meta["date"])
				if q.Sort[1].Descending {
					x, y = y, x
				}
				return x.Compare(y)
			})
		}
		for _, p := range candidates {
			if p.says(q.Text) && !slices.ContainsFunc(q.Filters, func(f store.TalkFilter) bool { return !p.passes(f, q.Zone) }) {
				want = append(want, p.id)
			}
		}
		var got []store.TalkID
		size := 1 + r.IntN(100)
		for token := ""; ; {
			page, err := c.Search(t.Context(), q, token, size)
			if err != nil {
				t.Fatalf("query %d: %+v: %v", n, q, err)
			}
			if page.Total != len(want) || len(page.IDs) > size {
				t.Errorf("query %d: %d found, want %d", n, page.Total, len(want))
			}
			got = append(got, page.IDs...)
			if token = page.Next; token == "" {
				break
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("query %d %+v %+v\n got %v\nwant %v", n, q.Filters, q.Text, got, want)
		}
		if len(want) > 0 && len(want) < len(talks) {
			some++
		}
		hits += len(want)
	}
	if some < 200 { // else the queries say little
		t.Errorf("only %d of the queries found some and not all", some)
	}
	t.Logf("%d queries found some and not all, %d hits", some, hits)
}

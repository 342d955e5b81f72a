package transcript

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"sensedesk/store"
)

// say makes a phrase of one channel.
func say(ch int, from, to int64, text string) store.Phrase {
	return store.Phrase{Channel: ch, StartMS: from, EndMS: to, Text: text}
}

// shape writes the rows down shortly: o/c/b for a phrase by side, p for a pause.
func shape(d *Document) string {
	var out []string
	for _, r := range d.Rows {
		s := map[Side]string{SideOperator: "o", SideClient: "c", SideBoth: "b"}[r.Side]
		if r.Kind == KindPause {
			s = "p"
		}
		s += fmt.Sprintf("%d-%d", r.StartMS, r.EndMS)
		if r.Interrupt > 0 {
			s += fmt.Sprintf("!%d", r.Interrupt)
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func TestBuild(t *testing.T) {
	for _, c := range []struct {
		name    string
		phrases []store.Phrase
		o       Options
		want    string
	}{
		{"nothing", nil, Options{DurationMS: 60000}, ""},
		{"in order of time, then channel", []store.Phrase{say(1, 1000, 2000, "да"), say(0, 0, 900, "алло"), say(0, 1000, 1100, "ага")}, Options{}, "o0-900 o1000-1100 c1000-2000"},
		{"the operator's channel is a setting", []store.Phrase{say(0, 0, 900, "алло"), say(1, 1000, 2000, "да")}, Options{OperatorChannel: 1}, "c0-900 o1000-2000"},
		{"a pause of three seconds is shown", []store.Phrase{say(0, 0, 1000, "а"), say(1, 4000, 5000, "б")}, Options{}, "o0-1000 p1000-4000 c4000-5000"},
		{"a shorter one is not", []store.Phrase{say(0, 0, 1000, "а"), say(1, 3999, 5000, "б")}, Options{}, "o0-1000 c3999-5000"},
		{"a pause is silence of both", []store.Phrase{say(0, 0, 9000, "а"), say(1, 1000, 1500, "б"), say(1, 8000, 8500, "в")}, Options{}, "o0-9000 c1000-1500!500 c8000-8500!500"},
		{"before the first and after the last word", []store.Phrase{say(0, 5000, 6000, "а")}, Options{DurationMS: 10000}, "p0-5000 o5000-6000 p6000-10000"},
		{"an interrupt", []store.Phrase{say(0, 0, 5000, "а"), say(1, 4200, 6000, "б")}, Options{}, "o0-5000 c4200-6000!800"},
		{"a touch is no interrupt", []store.Phrase{say(0, 0, 5000, "а"), say(1, 4800, 6000, "б")}, Options{}, "o0-5000 c4800-6000"},
		{"nobody interrupts himself", []store.Phrase{say(0, 0, 5000, "а"), say(0, 4000, 6000, "б")}, Options{}, "o0-5000 o4000-6000"},
		{"one channel: both voices, no interrupts", []store.Phrase{say(0, 0, 5000, "а"), say(0, 4000, 6000, "б")}, Options{Channels: 1}, "b0-5000 b4000-6000"},
		{"an end before its start", []store.Phrase{say(0, 2000, 1000, "а")}, Options{}, "o2000-2001"},
		{"a time before the recording", []store.Phrase{say(0, -500, 1000, "а")}, Options{}, "o0-1000"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := shape(Build(c.phrases, c.o)); got != c.want {
				t.Errorf("rows %s, want %s", got, c.want)
			}
		})
	}
}

func TestRowOfPhrase(t *testing.T) {
	d := Build([]store.Phrase{say(0, 9000, 9500, "вторая"), say(0, 0, 1000, "первая")}, Options{})
	if d.RowOf(0) != 2 || d.RowOf(1) != 0 || d.RowOf(2) != -1 || d.RowOf(-1) != -1 {
		t.Errorf("rows of phrases: %d %d %d", d.RowOf(0), d.RowOf(1), d.RowOf(2))
	}
}

func TestFollower(t *testing.T) {
	d := Build([]store.Phrase{say(0, 1000, 5000, "а"), say(1, 4000, 6000, "б"), say(0, 20000, 21000, "в")}, Options{})
	f := NewFollower(d) // rows: phrase, phrase, pause, phrase
	for _, c := range []struct {
		ms   int64
		at   string
		near int
	}{
		{0, "[]", 0}, {1000, "[0]", 0}, {4500, "[1 0]", 1}, {5000, "[1]", 1}, {6000, "[]", 1}, {19999, "[]", 1}, {20000, "[3]", 3}, {21000, "[]", 3}, {1 << 40, "[]", 3}, {-1, "[]", 0},
	} {
		if got := fmt.Sprint(f.At(c.ms, nil)); got != c.at {
			t.Errorf("at %d ms speak %s, want %s", c.ms, got, c.at)
		}
		if got := f.Near(c.ms); got != c.near {
			t.Errorf("near %d ms is row %d, want %d", c.ms, got, c.near)
		}
	}
	for _, c := range []struct {
		ms         int64
		prev, next int
	}{{0, 0, 0}, {1000, 0, 1}, {3000, 0, 1}, {4100, 0, 3}, {5800, 1, 3}, {20100, 1, -1}, {22000, 3, -1}} {
		if p, n := f.Previous(c.ms), f.Next(c.ms); p != c.prev || n != c.next {
			t.Errorf("around %d ms: previous %d next %d, want %d and %d", c.ms, p, n, c.prev, c.next)
		}
	}
	empty := NewFollower(Build(nil, Options{}))
	if empty.Near(5) != -1 || empty.Next(5) != -1 || empty.Previous(5) != -1 || empty.At(5, nil) != nil {
		t.Error("a call without phrases has a phrase")
	}
}

func TestFollowerAgainstLookingAtEveryPhrase(t *testing.T) {
	var phrases []store.Phrase
	for i := range int64(400) {
		phrases = append(phrases, say(int(i%2), i*700, i*700+(i*7919)%4000, "слово"))
	}
	d := Build(phrases, Options{})
	f := NewFollower(d)
	for ms := int64(0); ms < 300_000; ms += 137 {
		got := map[int]bool{}
		for _, r := range f.At(ms, nil) {
			got[r] = true
		}
		for i, r := range d.Rows {
			if speaks := r.Kind == KindPhrase && r.StartMS <= ms && ms < r.EndMS; speaks != got[i] {
				t.Fatalf("at %d ms row %d (%d–%d): %v, want %v", ms, i, r.StartMS, r.EndMS, got[i], speaks)
			}
		}
	}
}

// TestChangeIsWhenSomethingElseIsLit compares with looking at every millisecond.
func TestChangeIsWhenSomethingElseIsLit(t *testing.T) {
	phrases := []store.Phrase{
		say(0, 100, 900, "раз два три"), say(1, 700, 1000, "четыре пять"), say(0, 700, 1500, ""), say(1, 1600, 1600, "миг"), say(0, 5000, 5400, "конец"),
	}
	for i := range phrases {
		p := &phrases[i]
		words := strings.Fields(p.Text)
		for j, w := range words {
			long := (p.EndMS - p.StartMS) / int64(len(words))
			p.Words = append(p.Words, store.Word{Text: w, StartMS: p.StartMS + long*int64(j), EndMS: p.StartMS + long*int64(j+1)})
		}
	}
	d := Build(phrases, Options{})
	f := NewFollower(d)
	type lit struct{ row, word int }
	at := func(ms int64) (out []lit) {
		for _, row := range f.At(ms, nil) {
			out = append(out, lit{row, d.Rows[row].WordAt(ms)})
		}
		return out
	}
	changes := 0
	for from := int64(0); from < 6000; {
		next := f.Change(from)
		to := next
		if next < 0 {
			to = 6000
		}
		for ms := from + 1; ms < to; ms++ {
			if !slices.Equal(at(ms), at(from)) {
				t.Fatalf("at %d something else is lit than at %d, the next change was told at %d", ms, from, next)
			}
		}
		if next >= 0 && slices.Equal(at(next), at(from)) {
			t.Errorf("nothing changes from %d to %d", from, next)
		}
		changes++
		from = to
	}
	if changes < 8 {
		t.Errorf("%d changes", changes)
	}
}

func TestFollow(t *testing.T) {
	var f Follow
	for _, c := range []struct {
		name                string
		offset, top, height float32
		want                float32
		moves               bool
	}{
		{"in view", 0, 300, 60, 0, false},
		{"leaves below", 0, 760, 60, 560, true},
		{"is above", 2000, 900, 60, 700, true},
		{"near the beginning", 100, 40, 60, 0, true},
		{"cannot go past the end", 3000, 4950, 50, 4200, true},
		{"already at the end", 4200, 4950, 50, 4200, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, moves := f.Target(c.offset, 800, 5000, c.top, c.height)
			if got != c.want || moves != c.moves {
				t.Errorf("to %g (moves: %v), want %g (%v)", got, moves, c.want, c.moves)
			}
		})
	}
	f.ReaderScrolled()
	if _, moves := f.Target(0, 800, 5000, 4000, 60); moves || f.On() {
		t.Error("follows a reader who went away")
	}
	f.Resume()
	if _, moves := f.Target(0, 800, 5000, 4000, 60); !moves {
		t.Error("does not follow again")
	}
}

func TestCopy(t *testing.T) {
	d := Build([]store.Phrase{say(0, 0, 1000, "алло"), say(1, 5000, 6000, ""), say(0, 6500, 7000, "да")}, Options{})
	clock := func(d time.Duration) string { return fmt.Sprint(d.Seconds()) }
	name := func(r *Row) string { return [...]string{"Анна", "Клиент", ""}[r.Side] }
	silent := func(d time.Duration) string { return "…" }
	if got, want := d.Copy(Range{3, 0}, clock, name, silent), "0\tАнна\tалло\n5\tКлиент\t…\n6.5\tАнна\tда\n"; got != want {
		t.Errorf("copied %q, want %q", got, want)
	}
	if got := d.Copy(None, clock, name, silent); got != "" {
		t.Errorf("copied %q of nothing", got)
	}
	if got := d.Copy(Range{0, 99}, clock, name, silent); strings.Count(got, "\n") != 3 {
		t.Errorf("copied %q past the end", got)
	}
}

func TestBadDataIsShown(t *testing.T) {
	words := []store.Word{{Text: "раз", StartMS: 900, EndMS: 100}, {Text: "два", StartMS: 50, EndMS: 40}}
	for name, p := range map[string]store.Phrase{
		"words backwards":       {StartMS: 0, EndMS: 1000, Text: "раз два", Words: words},
		"words without a text":  {StartMS: 0, EndMS: 1000, Words: words},
		"right to left":         {StartMS: 0, EndMS: 1000, Text: "שלום עולם", Normalized: "שלום, עולם!"},
		"emoji":                 {StartMS: 0, EndMS: 1000, Text: "👍👍 👩‍👩‍👧", Normalized: "👍👍 👩‍👩‍👧"},
		"one word of a book":    {StartMS: 0, EndMS: 1000, Text: strings.Repeat("щ", 5000)},
		"broken UTF-8":          {StartMS: 0, EndMS: 1000, Text: "раз \xff\xfe два", Words: words},
		"classifier of nothing": {StartMS: 0, EndMS: 1000, Classifiers: []store.PhraseClassifier{{Highlights: []store.Highlight{{Offset: 1 << 30, Count: 1 << 30}}}}},
	} {
		t.Run(name, func(t *testing.T) {
			row := Build([]store.Phrase{p}, Options{}).Rows[0]
			last := int64(0)
			for i, tok := range row.Tokens {
				if tok.StartMS < last || tok.EndMS < tok.StartMS {
					t.Errorf("token %d runs backwards: %+v", i, tok)
				}
				last = tok.StartMS
				if n := len([]rune(tok.Text)); n > longestWord {
					t.Errorf("token %d has %d letters", i, n)
				}
			}
			row.WordAt(500)
		})
	}
}

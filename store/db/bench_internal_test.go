package db

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"sensedesk/store"
)

// benchCalls is how many calls the library of the benchmarks has;
// SENSEDESK_BENCH_CALLS=100000 is the goal it is built for.
func benchCalls(b *testing.B) int {
	n, err := strconv.Atoi(os.Getenv("SENSEDESK_BENCH_CALLS"))
	if err != nil {
		n = 500
	}
	b.Logf("%d calls of %d phrases", n, phrasesPerCall)
	return n
}

// phrasesPerCall makes 6 million phrases of 100 000 calls.
const phrasesPerCall = 60

// vocabulary returns made-up words; the first are in nearly every call, the last
// in few, as in a language (Zipf's law).
func vocabulary(r *rand.Rand) []string {
	syllables := strings.Fields("за каз до ста вка кли ент зво нок о пла та ком па ни я да рес скид ка жа ңа қа лай пі ші кө мек бұ йы")
	words := make([]string, 20_000)
	for i := range words {
		for range 1 + r.IntN(4) {
			words[i] += syllables[r.IntN(len(syllables))]
		}
	}
	return words
}

// generate fills a database with n recognised calls.
func generate(b *testing.B, d *DB, n int) {
	b.Helper()
	r := rand.New(rand.NewPCG(1, 1))
	vocabulary := vocabulary(r)
	zipf := rand.NewZipf(r, 1.2, 8, uint64(len(vocabulary)-1))
	text := func(words int) string {
		out := make([]string, words)
		for i := range out {
			out[i] = vocabulary[zipf.Uint64()]
		}
		return strings.Join(out, " ")
	}
	ctx := context.Background()
	start := time.Date(2025, 1, 1, 9, 0, 0, 0, time.UTC)
	states := []store.State{store.StateDone, store.StateDone, store.StateDone, store.StateDone, store.StatePartlyDone, store.StateSkipped}
	for first := 0; first < n; first += 200 {
		err := d.write(ctx, "generate", func(t *tx) error {
			for i := first; i < min(n, first+200); i++ {
				at := start.Add(time.Duration(i) * time.Minute)
				c, err := insertCall(ctx, t, store.Call{
					Source: store.SourceBitrix24, Account: "bench", SourceID: strconv.Itoa(i), UniqueID: fmt.Sprint("call", i),
					State: states[r.IntN(len(states))], StartedAt: at, Duration: time.Duration(30+r.IntN(600)) * time.Second,
					Direction: store.DirectionIncoming, OperatorID: "7", OperatorName: text(2), ClientName: text(2),
					ClientPhone: fmt.Sprintf("+7701%07d", r.IntN(1e7)), Meta: map[string]string{"id": strconv.Itoa(i)}, Summary: text(12), FoundAt: at,
				})
				if err != nil {
					return err
				}
				talk := store.Talk{ID: store.TalkID(fmt.Sprint("aud", i)), State: store.ProcessingSuccess}
				for n := range phrasesPerCall {
					p := store.Phrase{Channel: n % 2, StartMS: int64(n) * 4000, EndMS: int64(n)*4000 + 3500, Text: text(8)}
					for w, word := range strings.Fields(p.Text) {
						p.Words = append(p.Words, store.Word{Text: word, StartMS: p.StartMS + int64(w)*400, EndMS: p.StartMS + int64(w)*400 + 350})
					}
					talk.Phrases = append(talk.Phrases, p)
				}
				if err := writeTalk(ctx, t, c.ID, talk); err != nil {
					return err
				}
				if err := indexWords(ctx, t, c, c); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLibrary measures what a person waits for in a list.
func BenchmarkLibrary(b *testing.B) {
	ctx := context.Background()
	dir := b.TempDir()
	if kept := os.Getenv("SENSEDESK_BENCH_DIR"); kept != "" { // a large library is made once
		dir = kept
	}
	path := filepath.Join(dir, "bench.db")
	d, err := Open(ctx, path, nil)
	if err != nil {
		b.Fatal(err)
	}
	n := benchCalls(b)
	have, _, err := d.Count(ctx, store.CallFilter{})
	if err != nil {
		b.Fatal(err)
	}
	if have == 0 {
		generate(b, d, n)
	}
	if err := d.Close(); err != nil {
		b.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%.1f MB", float64(info.Size())/1e6)
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			d, err := Open(ctx, path, nil)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := d.Calls(ctx, store.CallFilter{Limit: 50}); err != nil {
				b.Fatal(err)
			}
			if err := d.Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
	if d, err = Open(ctx, path, nil); err != nil {
		b.Fatal(err)
	}
	defer d.Close()
	vocabulary := vocabulary(rand.New(rand.NewPCG(1, 1)))
	for name, f := range map[string]store.CallFilter{
		"first page":               {Limit: 50},
		"page in the middle":       {Limit: 50, Offset: n / 2},
		"two states":               {Limit: 50, States: []store.State{store.StatePartlyDone, store.StateSkipped}},
		"a word of every call":     {Limit: 50, Text: vocabulary[0]},
		"a rare word":              {Limit: 50, Text: vocabulary[len(vocabulary)-1]},
		"one letter":               {Limit: 50, Text: "к"},
		"two letters":              {Limit: 50, Text: "за"},
		"four letters":             {Limit: 50, Text: "зака"},
		"three words":              {Limit: 50, Text: vocabulary[1] + " " + vocabulary[40] + " " + vocabulary[900]},
		"a phone":                  {Limit: 50, Text: "701 123"},
		"a common word in a state": {Limit: 50, Text: vocabulary[0], States: []store.State{store.StateSkipped}},
	} {
		b.Run("list/"+name, func(b *testing.B) {
			for b.Loop() {
				if _, err := d.Calls(ctx, f); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("count/"+name, func(b *testing.B) {
			for b.Loop() {
				if _, _, err := d.Count(ctx, f); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("states", func(b *testing.B) {
		for b.Loop() {
			if _, err := d.CountStates(ctx, "", ""); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("talk", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			if _, err := d.Talk(ctx, store.CallID(1+i%n)); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkMove measures one durable step of a call.
func BenchmarkMove(b *testing.B) {
	ctx := context.Background()
	d, err := Open(ctx, filepath.Join(b.TempDir(), "bench.db"), nil)
	if err != nil {
		b.Fatal(err)
	}
	defer d.Close()
	call := store.Call{Source: store.SourceBitrix24, Account: "bench", SourceID: "1", State: store.StateQueued, OperatorName: "Айгүл"}
	ids, err := d.Receive(ctx, call.Source, call.Account, []store.Call{call}, "1")
	if err != nil {
		b.Fatal(err)
	}
	next := map[store.State]store.State{store.StateQueued: store.StateFetching, store.StateFetching: store.StateQueued}
	state := store.StateQueued
	for b.Loop() {
		state = next[state]
		if _, err := d.Move(ctx, ids[0], state, nil); err != nil {
			b.Fatal(err)
		}
	}
}

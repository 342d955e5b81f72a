package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sensedesk/player/output/capture"
	"sensedesk/store"
	"sensedesk/store/db"
	"sensedesk/store/recordings"
	"sensedesk/store/score"
)

// The call on the desk: every word has a sound of its own.
const (
	handsPhrases = 13
	handsWord    = 600 * time.Millisecond
	handsRate    = 8000 // Hz, of the recording
)

// handsPhrase is when a phrase begins.
func handsPhrase(n int) time.Duration { return time.Second + time.Duration(n)*3*time.Second }

// handsText is what is said in a phrase: its words are numbered through, and of
// one length.
func handsText(n int) string {
	return fmt.Sprintf("слово%d слово%d слово%d", 10*n+30, 10*n+31, 10*n+32)
}

// handsPitch is the sound of a word of a phrase, Hz.
func handsPitch(phrase, word int) float64 { return 300 + 25*float64(3*phrase+word) }

// handsCard is the card the call is scored by.
func handsCard() score.Card {
	return score.Card{ID: "hands", Name: "Разговор", Criteria: []score.Criterion{
		{ID: "hello", Text: "Поздоровался", Weight: 1, Kind: score.KindYesNo},
		{ID: "bye", Text: "Попрощался", Weight: 1, Kind: score.KindYesNo},
	}}
}

// handsCall puts the call, its recording and the card into a new data folder.
func handsCall(t *testing.T, home string) {
	t.Helper()
	must(t, os.MkdirAll(home, 0o700))
	ctx := t.Context()
	d, err := db.Open(ctx, filepath.Join(home, "sensedesk.db"), &store.Feed{})
	must(t, err)
	kept, err := recordings.Open(filepath.Join(home, "recordings"))
	must(t, err)
	const long = 3 * time.Minute // a slow machine must not hear the end of it
	talk := store.Talk{ID: "hands", State: store.ProcessingSuccess}
	sound := make([]int16, 2*int(long.Seconds())*handsRate)
	for n := range handsPhrases {
		p := store.Phrase{Channel: n % 2, StartMS: handsPhrase(n).Milliseconds(), Text: handsText(n)}
		for i, text := range strings.Fields(p.Text) {
			from := p.StartMS + int64(i)*handsWord.Milliseconds()
			p.EndMS = from + handsWord.Milliseconds()
			p.Words = append(p.Words, store.Word{Text: text, StartMS: from, EndMS: p.EndMS})
			for f := from * handsRate / 1000; f < p.EndMS*handsRate/1000; f++ {
				sound[2*f+int64(p.Channel)] = int16(9000 * math.Sin(2*math.Pi*handsPitch(n, i)*float64(f)/handsRate))
			}
		}
		talk.Phrases = append(talk.Phrases, p)
	}
	rec := &store.Recording{Hash: strings.Repeat("ab", 32), Container: store.ContainerWAV, Codec: "PCM 16", SampleRate: handsRate, Channels: 2, Duration: long}
	must(t, os.MkdirAll(filepath.Dir(kept.Path(rec.Hash)), 0o700))
	must(t, os.WriteFile(kept.Path(rec.Hash), wavOf(sound, handsRate), 0o600))
	id, err := (&world{db: d}).keep(ctx, store.Call{
		Source: store.SourceBitrix24, Account: "hands.example", SourceID: "1", UniqueID: "hands-1", StartedAt: time.Now().Add(-time.Hour).Truncate(time.Second),
		Duration: long, Direction: store.DirectionIncoming, Recording: rec,
	}, talk)
	must(t, err)
	if id != 1 {
		t.Fatalf("the call has the number %d", id)
	}
	_, err = d.SaveCard(ctx, handsCard(), time.Now())
	must(t, err)
	must(t, d.Close())
}

// atHands runs the test binary as a window with a person at the keyboard; once
// it says that all is done, it is killed.
func atHands(t *testing.T, as, home, display string, env ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Env = append(os.Environ(), append(env, asHands+"="+as, "SENSEDESK_HOME="+home, "DISPLAY="+display, "LC_ALL=ru_RU.UTF-8")...)
	out, err := cmd.StdoutPipe()
	must(t, err)
	var said, complaints bytes.Buffer
	cmd.Stderr = &complaints
	must(t, cmd.Start())
	killed := false
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if killed = lines.Text() == "done"; killed {
			must(t, cmd.Process.Kill())
			break
		}
		said.WriteString(lines.Text() + "\n")
	}
	err = cmd.Wait()
	said.Write(complaints.Bytes())
	if err != nil && !killed {
		t.Fatalf("%v\n%s", err, said.String())
	}
	if strings.Contains(said.String(), "Error in Fyne call thread") {
		t.Errorf("the toolkit was called from a wrong goroutine:\n%s", said.String())
	}
}

// TestReviewByKeyboard presses real keys in a real window, on a Latin and a
// Russian layout, kills the program, and looks at what stayed; then it listens
// by a pedal. The keyboard repeats what is held, as keyboards do.
func TestReviewByKeyboard(t *testing.T) {
	home := filepath.Join(t.TempDir(), "data")
	handsCall(t, home)
	display := startDisplay(t, "-ardelay", "200", "-arinterval", "30")
	heard, err := capture.Start(t.TempDir())
	must(t, err)
	atHands(t, "first", home, display, heard.Env()...)
	must(t, heard.Stop())
	wantPitch(t, heard.Frames(), handsPitch(4, 1))
	wantWork(t, home)

	d, err := db.Open(t.Context(), filepath.Join(home, "sensedesk.db"), &store.Feed{})
	must(t, err)
	must(t, d.SetPref(t.Context(), "ui.pedal", "+1000"))
	must(t, d.SetPref(t.Context(), "ui.keys", `{"play":["Space","k","Scan`+keyPedal+`"]}`))
	must(t, d.Close())
	silent := filepath.Join(t.TempDir(), "none.conf")
	must(t, os.WriteFile(silent, []byte("# no devices\n"), 0o600))
	atHands(t, "second", home, display, "ALSA_CONFIG_PATH="+silent)
}

// wantWork demands what the person did, of the database a killed program left.
func wantWork(t *testing.T, home string) {
	t.Helper()
	d, err := db.Open(t.Context(), filepath.Join(home, "sensedesk.db"), &store.Feed{})
	must(t, err)
	defer func() { must(t, d.Close()) }()
	desk, err := d.Desk(t.Context(), 1)
	must(t, err)
	if e := desk.PhraseEdits(); len(e) != 1 || !strings.HasPrefix(e[0].Text, "слово") || !strings.HasSuffix(e[0].Text, "тот") {
		t.Errorf("corrected phrases: %+v", e)
	}
	if !noteIs("тот")(desk) {
		t.Errorf("notes: %+v", desk.Notes())
	}
	b, err := d.Book(t.Context(), 1)
	must(t, err)
	if len(b.Scores) != 1 || b.Scores[0].Reviewer != "тот" || b.Scores[0].Answers["hello"].Value != score.Yes || len(b.Scores[0].Answers["hello"].Evidence) != 1 {
		t.Errorf("scores: %+v", b.Scores)
	}
}

// wantPitch demands that the first sound heard is of so many Hz, as far as its
// first waves tell.
func wantPitch(t *testing.T, frames [][2]int16, want float64) {
	t.Helper()
	const waves = 40
	begin := max(0, slices.IndexFunc(frames, func(f [2]int16) bool { return f[0] > 4000 || f[1] > 4000 }))
	var rises []int
	for i := begin + 1; i < len(frames) && len(rises) <= waves; i++ {
		if now, before := frames[i], frames[i-1]; int(now[0])+int(now[1]) >= 0 && int(before[0])+int(before[1]) < 0 {
			rises = append(rises, i)
		}
	}
	if len(rises) <= waves {
		t.Fatalf("nothing was heard of %d frames", len(frames))
	}
	if got := waves * float64(capture.Rate) / float64(rises[waves]-rises[0]); math.Abs(got-want) > 10 {
		t.Errorf("heard first: %.0f Hz, want the %.0f Hz of the word that was clicked", got, want)
	}
}

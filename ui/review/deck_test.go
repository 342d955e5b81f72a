package review

import (
	"path/filepath"
	"testing"
	"time"

	"sensedesk/player"
	"sensedesk/store"
	"sensedesk/store/db"
	"sensedesk/store/recordings"
	"sensedesk/ui/keys"
	"sensedesk/ui/uitest"
)

// What the app plugs in fits.
var (
	_ Player = (*player.Deck)(nil)
	_ Calls  = (*db.DB)(nil)
	_ Shelf  = (*db.DB)(nil)
	_ Files  = (*recordings.Folder)(nil)
	_ Waves  = (*Outlines)(nil)
)

// folder finds every recording at one path.
type folder string

func (f folder) Path(string) string { return string(f) }

// TestWithTheRealPlayer opens a real file and follows the real clock of the
// silent sink.
func TestWithTheRealPlayer(t *testing.T) {
	w := uitest.New(t, uitest.Options{})
	deck := player.NewDeck(player.Options{})
	t.Cleanup(func() { _ = deck.Close() })
	path := tone(t)
	book := &oneCall{call: store.Call{ID: 1, State: store.StateDone, Recording: &store.Recording{Hash: "c0ffee"}}, talk: store.Talk{Phrases: []store.Phrase{
		{Channel: 0, StartMS: 2000, EndMS: 4000, Text: "раз два", Words: []store.Word{{Text: "раз", StartMS: 2000, EndMS: 2200}, {Text: "два", StartMS: 2300, EndMS: 4000}}},
	}}}
	s := New(t.Context(), Deps{
		Post: w.Post, Printer: w.Print, Calls: book, Files: folder(path), Waves: NewOutlines(&memory{kept: map[string][]byte{}}), Player: deck,
	})
	t.Cleanup(s.Close)
	w.Show(s.Content())
	s.Show()
	s.Open(1)
	w.Wait("sound and outline", func() bool {
		return s.state.Sound == SoundReady && len(s.state.Wave.Lanes) == 2 && s.state.Wave.Bin == 10*time.Millisecond
	})
	if s.state.Length != 25*time.Second {
		t.Errorf("the recording is %s long", s.state.Length)
	}

	w.TapAt(w.FindText("раз два").At.AddXY(3, 8))

	w.Wait("the first word", func() bool { return s.text.Current().Lit == "раз" })
	w.Wait("the second word", func() bool { return s.text.Current().Lit == "два" })
	s.Do(keys.PlayPause)
	w.Wait("a pause", func() bool { return !deck.Playing() })
	w.FindText("Слушать")
	s.Do(keys.DoubleSpeed)
	if deck.Speed() != 2 {
		t.Errorf("speed %g", deck.Speed())
	}

	s.Files = folder(filepath.Join(t.TempDir(), "gone"))
	s.Open(1)
	w.Wait("the missing file", func() bool { return s.state.Sound == SoundMissing })
	if !w.Sees("Записи нет на этом компьютере") {
		t.Errorf("shown: %q", w.Texts())
	}
}

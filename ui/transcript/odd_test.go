package transcript_test

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"sensedesk/store/longcall"
	"sensedesk/ui/transcript"
	"sensedesk/ui/uitest"
)

// TestOddTalksMakeDocuments wants rows in order, with times a clock can show,
// and every phrase in one of them.
func TestOddTalksMakeDocuments(t *testing.T) {
	for _, o := range longcall.Odds() {
		t.Run(o.Name, func(t *testing.T) {
			d := transcript.Build(o.Talk.Phrases, transcript.Options{Channels: 2})
			phrases, last := 0, int64(0)
			for i := range d.Rows {
				r := &d.Rows[i]
				if r.StartMS < last || r.EndMS <= r.StartMS || r.Start() < 0 || r.Length() <= 0 || r.Length() > 100*366*24*time.Hour {
					t.Errorf("row %d lasts from %d to %d, after %d", i, r.StartMS, r.EndMS, last)
				}
				last = r.StartMS
				if r.Kind == transcript.KindPhrase {
					phrases++
					if d.RowOf(r.Phrase) != i {
						t.Errorf("phrase %d is in row %d, told in %d", r.Phrase, i, d.RowOf(r.Phrase))
					}
				}
				for j, word := range r.Tokens {
					if word.StartMS < 0 || word.EndMS < word.StartMS || word.Mark >= len(r.Marks) {
						t.Errorf("row %d, word %d: %+v", i, j, word)
					}
				}
				for _, m := range r.Marks {
					if len(m.At) == 0 || m.Name == "" && m.ID != "" || !(m.Confidence >= 0 && m.Confidence <= 1) {
						t.Errorf("row %d: mark %+v", i, m)
					}
				}
			}
			if phrases != len(o.Talk.Phrases) {
				t.Errorf("%d of %d phrases are shown", phrases, len(o.Talk.Phrases))
			}
		})
	}
}

// TestOddTalksAreShown opens each, lights and looks for things all through it,
// makes it narrow, and paints it.
func TestOddTalksAreShown(t *testing.T) {
	for _, o := range longcall.Odds() {
		t.Run(o.Name, func(t *testing.T) {
			d := open(t, uitest.Options{Size: fyne.NewSize(500, 400)}, o.Talk.Phrases)
			doc := d.widget.Document()
			shown := d.widget.Shown()
			if first := slices.IndexFunc(doc.Rows, func(r transcript.Row) bool { return r.Kind == transcript.KindPhrase }); first >= 0 && !slices.Contains(shown, doc.Rows[first].Text()) {
				t.Errorf("shown is %q", shown)
			}
			for _, at := range []time.Duration{-time.Second, 0, 2 * time.Second, 7 * time.Second, time.Minute, 9000 * time.Second, 1 << 62} {
				d.widget.SetPosition(at)
				if next, ok := d.widget.NextChange(); ok && next <= d.widget.At() {
					t.Errorf("behind %v comes %v", d.widget.At(), next)
				}
				d.widget.Neighbour(+1)
				d.widget.Neighbour(-1)
			}
			d.widget.SetHits(transcript.NewIndex(doc).Find("день"), 0)
			d.Window.Resize(fyne.NewSize(300, 300))
			test.Scroll(d.Window.Canvas(), fyne.NewPos(100, 100), 0, -400)
			d.widget.Select(transcript.Range{Anchor: 0, Head: 1 << 20})
			d.widget.Copy()
			d.widget.Follow()
			d.Window.Canvas().Capture()
		})
	}
}

package export

import (
	"errors"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/asticode/go-astisub"

	"sensedesk/store"
)

// What a subtitle may hold, by the habits of the trade: two lines of 42 letters,
// and time enough to be seen.
const (
	cueLetters = 84
	cueLeast   = 700 * time.Millisecond
	cueTyped   = 4 * time.Second // a message of a chat has no end of its own
)

// cue is one subtitle: a phrase, or a part of a long one.
type cue struct {
	name, text string
	from, to   time.Duration
}

// writeSRT writes SubRip subtitles; the speaker's name stands before the text.
func writeSRT(w io.Writer, s sheet) error {
	return writeSubtitles(s, func(c cue) astisub.Line {
		return astisub.Line{Items: []astisub.LineItem{{Text: said(c.name) + c.text}}}
	}, func(sub *astisub.Subtitles) error { return sub.WriteToSRT(w) })
}

// voice is a name as WebVTT takes it in a voice tag.
var voice = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// writeVTT writes WebVTT subtitles with voices.
func writeVTT(w io.Writer, s sheet) error {
	return writeSubtitles(s, func(c cue) astisub.Line {
		return astisub.Line{VoiceName: voice.Replace(c.name), Items: []astisub.LineItem{{Text: c.text}}}
	}, func(sub *astisub.Subtitles) error { return sub.WriteToWebVTT(w) })
}

func writeSubtitles(s sheet, row func(cue) astisub.Line, write func(*astisub.Subtitles) error) error {
	sub := astisub.NewSubtitles()
	for i, l := range s.Lines {
		var next time.Duration
		if i+1 < len(s.Lines) {
			next = ms(s.Lines[i+1].StartMS)
		}
		for _, c := range cuesOf(l, next) {
			sub.Items = append(sub.Items, &astisub.Item{StartAt: c.from, EndAt: c.to, Lines: []astisub.Line{row(c)}})
		}
	}
	if err := write(sub); !errors.Is(err, astisub.ErrNoSubtitlesToWrite) {
		return err
	}
	return store.E(store.CodeNoResult, "write subtitles", nil)
}

// cuesOf cuts a phrase into what can be read at once. A part begins with its
// first word where the times of the words are those of the text, and otherwise
// as far into the phrase as into its letters. Next is when the next phrase
// begins.
func cuesOf(l line, next time.Duration) (cues []cue) {
	from, to := max(0, ms(l.StartMS)), ms(l.EndMS)
	if to <= from { // no end of its own
		if to = from + cueTyped; next > from && next < to {
			to = next
		}
	}
	to = max(to, from+cueLeast)
	words := strings.Fields(l.Text)
	timed := len(words) == len(l.Words)
	all, before := utf8.RuneCountInString(l.Text), 0
	for i := 0; i < len(words); {
		n, letters := 1, utf8.RuneCountInString(words[i])
		for i+n < len(words) {
			more := letters + 1 + utf8.RuneCountInString(words[i+n])
			if more > cueLetters {
				break
			}
			letters = more
			n++
		}
		c := cue{name: l.Name, text: strings.Join(words[i:i+n], " "), from: from, to: to}
		if i > 0 {
			c.from = from + (to-from)*time.Duration(before)/time.Duration(max(1, all))
			if timed && l.Words[i].StartMS > l.StartMS && l.Words[i].StartMS < l.EndMS {
				c.from = ms(l.Words[i].StartMS)
			}
			last := &cues[len(cues)-1]
			c.from = max(c.from, last.from)
			last.to = c.from
		}
		cues = append(cues, c)
		i += n
		before += letters + 1
	}
	return cues
}

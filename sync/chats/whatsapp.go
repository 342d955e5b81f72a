package chats

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"sensedesk/store"
)

// whatsapp is the beginning of a message in an export of WhatsApp: Android
// writes «12.03.2026, 14:05 - Name: text», iOS «[12.03.2026, 14:05:33] Name: text»,
// each in the format of the phone's region.
var whatsapp = regexp.MustCompile(`^\[?(\d{1,4})[./-](\d{1,2})[./-](\d{1,4}),? (\d{1,2})[:.](\d{2})(?:[:.](\d{2}))? ?([APap])?\.? ?(?:[Mm]\.?)?\]?(?: -)? (.*)$`)

// probe is how many lines are looked at to tell an export of WhatsApp.
const probe = 20

func looksLikeWhatsApp(text string) bool {
	for i, line := range strings.SplitN(text, "\n", probe+1) {
		if i < probe && whatsapp.MatchString(line) {
			return true
		}
	}
	return false
}

// entry is one message before its date is understood.
type entry struct {
	line   int
	fields []string // of the expression
	text   string   // with the lines that follow
}

// lines reads an export of WhatsApp.
func (in input) lines() ([]Found, error) {
	var entries []entry
	for i, line := range strings.Split(in.text, "\n") {
		if m := whatsapp.FindStringSubmatch(line); m != nil {
			entries = append(entries, entry{line: i + 1, fields: m, text: m[8]})
		} else if n := len(entries); n > 0 {
			entries[n-1].text += "\n" + line // a message of several lines
		} else if strings.TrimSpace(line) != "" {
			return nil, in.fail(store.CodeChatUnreadable, nil)
		}
	}
	order, unsure := orderOf(entries)
	f := Found{Unsure: unsure, Chat: store.Chat{Title: titleOf(in.name)}}
	for _, e := range entries {
		at, ok := e.when(order, in.o.Zone)
		if !ok {
			return nil, in.fail(store.CodeChatLine, nil, "line", strconv.Itoa(e.line))
		}
		author, text, said := strings.Cut(e.text, ": ")
		if text = strings.TrimSpace(text); !said || text == "" || strings.Contains(author, "\n") || isMedia(text) {
			f.Left++
			continue
		}
		f.Chat.Messages = append(f.Chat.Messages, store.ChatMessage{Author: strings.TrimSpace(author), At: at, Text: text})
	}
	return []Found{f}, nil
}

// titleOf takes the other party's name out of the name of the file: «WhatsApp
// Chat with Name.txt», «Чат WhatsApp с контактом Name.txt», «WhatsApp Chat - Name.txt».
func titleOf(file string) string {
	name := strings.TrimSuffix(file, ".txt")
	for _, lead := range []string{"WhatsApp Chat with ", "WhatsApp Chat - ", "Чат WhatsApp с контактом ", "Чат WhatsApp с ", "WhatsApp - "} {
		if rest, ok := strings.CutPrefix(name, lead); ok {
			return rest
		}
	}
	return name
}

// The orders of day, month and year.
const (
	dayFirst = iota
	monthFirst
	yearFirst
)

// orderOf finds out over the whole file how its dates are written; unsure says
// that both readings are possible and the region's habit decided.
func orderOf(entries []entry) (order int, unsure bool) {
	day, month := true, true // still possible
	clock12, dotted := false, false
	for _, e := range entries {
		a, b := number(e.fields[1]), number(e.fields[2])
		if len(e.fields[1]) == 4 {
			return yearFirst, false
		}
		day, month = day && b <= 12, month && a <= 12
		clock12 = clock12 || e.fields[7] != ""
		dotted = dotted || strings.Contains(e.fields[0][:min(len(e.fields[0]), 6)], ".")
	}
	switch {
	case day && !month, dotted: // nobody writes the month first with dots
		return dayFirst, false
	case month && !day:
		return monthFirst, false
	}
	// An export is in order of time: a reading that runs backwards is wrong.
	forward := func(order int) bool {
		var before time.Time
		for _, e := range entries {
			at, ok := e.when(order, time.UTC)
			if !ok || at.Before(before) {
				return false
			}
			before = at
		}
		return true
	}
	switch d, m := forward(dayFirst), forward(monthFirst); {
	case d && !m:
		return dayFirst, false
	case m && !d:
		return monthFirst, false
	case clock12:
		return monthFirst, true
	}
	return dayFirst, true
}

// when is the moment of a message.
func (e entry) when(order int, zone *time.Location) (time.Time, bool) {
	a, b, c := number(e.fields[1]), number(e.fields[2]), number(e.fields[3])
	day, month, year := a, b, c
	switch order {
	case monthFirst:
		day, month = b, a
	case yearFirst:
		day, year = c, a
	}
	if year < 100 {
		year += 2000
	}
	hour, minute, second := number(e.fields[4]), number(e.fields[5]), number(e.fields[6])
	switch strings.ToLower(e.fields[7]) {
	case "p":
		hour = hour%12 + 12
	case "a":
		hour %= 12
	}
	at := time.Date(year, time.Month(month), day, hour, minute, second, 0, zone)
	ok := month >= 1 && month <= 12 && at.Day() == day && hour < 24 && minute < 60 && second < 60 && day > 0
	return at, ok
}

// number reads digits the expression has found; none are 0.
func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return n
}

// isMedia tells whether a message stands for something that is no text.
func isMedia(text string) bool {
	lower := strings.ToLower(text)
	switch lower {
	case "<media omitted>", "<без медиафайлов>", "<медиафайл жоқ>", "image omitted", "video omitted", "audio omitted", "sticker omitted", "gif omitted",
		"document omitted", "contact card omitted", "null", "изображение отсутствует", "видео отсутствует", "аудиофайл отсутствует", "стикер отсутствует":
		return true
	}
	return strings.HasPrefix(lower, "<attached: ") || strings.HasPrefix(lower, "<прикреплено: ") || strings.HasSuffix(lower, "(file attached)") || strings.HasSuffix(lower, "(файл добавлен)")
}

package queue

import (
	"bytes"
	"context"
	"encoding/csv"
	"os"
	"strconv"
	"strings"
	"time"

	"sensedesk/store"
	"sensedesk/store/queue"
	"sensedesk/ui/i18n"
	"sensedesk/ui/post"
)

// export writes the report to a file.
func (s *Screen) export() {
	s.d.SavePath(s.d.Printer.S("queue.csv.name"), func(path string) {
		list, p := s.report.List, s.d.Printer
		post.Load(s.file, func(context.Context) error {
			data, err := csvOf(p, list)
			if err != nil {
				return err
			}
			return os.WriteFile(path, data, 0o600)
		}, func(err error) {
			if err != nil {
				s.trouble(err)
				return
			}
			s.d.Toast(s.d.Printer.S("queue.csv.done"))
		})
	})
}

// csvOf writes a report as a table: numbers with a point, shares from 0 to 1,
// UTF-8 with its mark, without which a spreadsheet takes Cyrillic for something
// else.
func csvOf(p *i18n.Printer, list []store.Listened) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\uFEFF")
	w := csv.NewWriter(&b)
	var head []string
	for _, id := range []string{"operator", "id", "calls", "unrecorded", "heard", "share", "low", "high", "length", "played", "wall"} {
		head = append(head, p.S("queue.csv."+id))
	}
	if err := w.Write(head); err != nil {
		return nil, err
	}
	number := func(f float64) string { return strconv.FormatFloat(f, 'f', 4, 64) }
	minutes := func(d time.Duration) string { return strconv.FormatFloat(d.Minutes(), 'f', 2, 64) }
	for _, l := range list {
		low, high := queue.Wilson(l.Heard, l.Calls)
		share := 0.0
		if l.Calls > 0 {
			share = float64(l.Heard) / float64(l.Calls)
		}
		err := w.Write([]string{
			harmless(l.Name), harmless(l.Operator), strconv.Itoa(l.Calls), strconv.Itoa(l.Unrecorded), strconv.Itoa(l.Heard), number(share), number(low), number(high),
			minutes(l.Length), minutes(l.Played), minutes(l.Wall),
		})
		if err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// harmless keeps a spreadsheet from taking a name for a formula.
func harmless(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}

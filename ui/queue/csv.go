package queue

import (
	"context"
	"time"

	"sensedesk/store"
	"sensedesk/store/queue"
	"sensedesk/ui/files"
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
			return files.Save(path, data)
		}, func(err error) {
			if err != nil {
				s.trouble(err)
				return
			}
			s.d.Toast(s.d.Printer.S("queue.csv.done"))
		})
	})
}

// csvOf makes a table of a report; shares from 0 to 1, lengths in minutes.
func csvOf(p *i18n.Printer, list []store.Listened) ([]byte, error) {
	rows := [][]any{headOf(p, "operator", "id", "calls", "unrecorded", "heard", "share", "low", "high", "length", "played", "wall")}
	for _, l := range list {
		low, high := queue.Wilson(l.Heard, l.Calls)
		share := 0.0
		if l.Calls > 0 {
			share = float64(l.Heard) / float64(l.Calls)
		}
		rows = append(rows, []any{
			l.Name, l.Operator, l.Calls, l.Unrecorded, l.Heard, part(share), part(low), part(high), inMinutes(l.Length), inMinutes(l.Played), inMinutes(l.Wall),
		})
	}
	return files.CSV(rows)
}

// headOf are the names of columns.
func headOf(p *i18n.Printer, ids ...string) (head []any) {
	for _, id := range ids {
		head = append(head, p.S("queue.csv."+id))
	}
	return head
}

// part and inMinutes are shares and lengths in a table.
func part(share float64) files.Decimal { return files.Decimal{V: share, Digits: 4} }

func inMinutes(d time.Duration) files.Decimal { return files.Decimal{V: d.Minutes(), Digits: 2} }

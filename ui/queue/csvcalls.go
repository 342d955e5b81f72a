package queue

import (
	"context"
	"math"
	"strings"

	"sensedesk/store"
	"sensedesk/ui/files"
	"sensedesk/ui/i18n"
	"sensedesk/ui/post"
	"sensedesk/ui/who"
)

// exportCalls writes the calls behind a number to a file, all of them, with what
// people made of them: score, tags and summary as they stand.
func (s *Screen) exportCalls() {
	read := s.behind.read
	s.d.SavePath(s.d.Printer.S("queue.csv.calls.name"), func(path string) {
		db, p := s.d.DB, s.d.Printer
		post.Load(s.file, func(ctx context.Context) error {
			list := read(ctx, math.MaxInt32)
			if list.Err != nil {
				return list.Err
			}
			ids := make([]store.CallID, len(list.Calls))
			for i, c := range list.Calls {
				ids[i] = c.ID
			}
			tags, err := db.TagsOf(ctx, ids)
			if err != nil {
				return err
			}
			data, err := csvOfCalls(p, list, tags)
			if err != nil {
				return err
			}
			return files.Save(path, data)
		}, func(err error) {
			if err != nil {
				s.trouble(err)
				return
			}
			s.d.Toast(s.d.Printer.S("queue.csv.calls.done"))
		})
	})
}

// csvOfCalls makes a table of calls, in the same way as csvOf. What was heard
// is empty where there is nothing to hear.
func csvOfCalls(p *i18n.Printer, list behind, tags map[store.CallID][]string) ([]byte, error) {
	rows := [][]any{headOf(p, "when", "operator", "client", "minutes", "part", "score", "tags", "summary")}
	for _, c := range list.Calls {
		var heard any = ""
		if list.Share != nil {
			heard = part(list.Share[c.ID])
		}
		rows = append(rows, []any{
			c.StartedAt.Format("2006-01-02 15:04:05"), who.Operator(p, c), client(c), inMinutes(c.Duration), heard, list.Score[c.ID],
			strings.Join(tags[c.ID], "; "), c.Summary,
		})
	}
	return files.CSV(rows)
}

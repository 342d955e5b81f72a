package queue

import (
	"bytes"
	"context"
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"strings"

	"sensedesk/store"
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
			return os.WriteFile(path, data, 0o600)
		}, func(err error) {
			if err != nil {
				s.trouble(err)
				return
			}
			s.d.Toast(s.d.Printer.S("queue.csv.calls.done"))
		})
	})
}

// csvOfCalls writes calls as a table, in the same way as csvOf. What was heard
// is empty where there is nothing to hear.
func csvOfCalls(p *i18n.Printer, list behind, tags map[store.CallID][]string) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\uFEFF")
	w := csv.NewWriter(&b)
	var head []string
	for _, id := range []string{"when", "operator", "client", "minutes", "part", "score", "tags", "summary"} {
		head = append(head, p.S("queue.csv."+id))
	}
	if err := w.Write(head); err != nil {
		return nil, err
	}
	for _, c := range list.Calls {
		part := ""
		if list.Share != nil {
			part = strconv.FormatFloat(list.Share[c.ID], 'f', 4, 64)
		}
		err := w.Write([]string{
			c.StartedAt.Format("2006-01-02 15:04:05"), harmless(who.Operator(p, c)), harmless(client(c)),
			strconv.FormatFloat(c.Duration.Minutes(), 'f', 2, 64), part, harmless(list.Score[c.ID]),
			harmless(strings.Join(tags[c.ID], "; ")), harmless(c.Summary),
		})
		if err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

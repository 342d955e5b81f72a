package db

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"sensedesk/store"
)

// BenchmarkListen measures what the queue and its report wait for in a library
// of 100 000 calls; their transcripts do not matter for it.
func BenchmarkListen(b *testing.B) {
	const calls = 100_000
	ctx := context.Background()
	d, err := Open(ctx, filepath.Join(b.TempDir(), "bench.db"), nil)
	if err != nil {
		b.Fatal(err)
	}
	defer d.Close()
	start := time.Date(2025, 1, 1, 9, 0, 0, 0, time.UTC)
	err = d.write(ctx, "generate", func(t *tx) error {
		if _, err := t.ExecContext(ctx, "INSERT INTO recordings VALUES ('h', 1, 'wav', 'PCM 16', 8000, 2, 180000)"); err != nil {
			return err
		}
		_, err := t.ExecContext(ctx, fmt.Sprintf(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
			INSERT INTO calls (id, position, source, account, source_id, unique_id, state, reason, reason_args, changed_at, started_at, started_zone, duration_ms,
			direction, operator_id, operator_name, client_id, client_name, client_phone, meta, record_ref, found_at, next_check, check_count, connection_id,
			talk_id, send_begun, recording, summary)
			SELECT i, (%d + i * 60) << %d, 'bitrix24', 'bench', i, i, 'done', '', '', 0, (%[2]d + i * 60) * 1000, 0, 180000, 'incoming', i %% 40, 'Оператор ' || (i %% 40), '', 'Клиент', '+77010000000',
			'{"id":"' || i || '","crm_entity_type":"CONTACT"}', 'file', 0, 0, 0, 'eag', 'aud' || i, 1, 'h', 'Клиент спросил о сроке доставки и остался доволен ответом оператора' FROM n`,
			calls, start.Unix(), slotBits))
		if err != nil {
			return err
		}
		for _, fill := range []string{
			`INSERT INTO talks SELECT id, talk_id, '', '', '', '', '', 0, '', 0, '[{"Name":"call_id","Value":"1","Type":"STRING"},{"Name":"score_main","Value":"' || (id % 101) || '","Type":"NUMBER"}]', 3, '', '', 180000, 0, 0 FROM calls`,
			`INSERT INTO talk_figures SELECT id, 1, 120000, 4000 + id % 997, '[{"StartMS":5000,"EndMS":9000},{"StartMS":15000,"EndMS":19000}]', id % 7, 'Негатив', iif(id % 9, 0, 90000), iif(id % 9, 0, 100000), iif(id % 9, 0, 60000) FROM calls`,
			`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3)
				INSERT INTO classifiers SELECT id, i, 'c' || (id * i % 23), 'Тег ' || (id * i % 23), 1 FROM calls, n`,
		} {
			if _, err := t.ExecContext(ctx, fill); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	month := store.QueueScope{From: start.Add(calls * time.Minute / 2), To: start.Add(calls*time.Minute/2 + 30*24*time.Hour)}
	for name, scope := range map[string]store.QueueScope{"all": {}, "month": month} {
		for what, run := range map[string]func() (int, error){
			"queue":  func() (int, error) { l, err := d.Listenable(ctx, scope, ""); return len(l), err },
			"scores": func() (int, error) { l, err := d.Listenable(ctx, scope, "score_main"); return len(l), err },
			"report": func() (int, error) { l, err := d.Listened(ctx, scope); return len(l), err },
		} {
			b.Run(what+"/"+name, func(b *testing.B) {
				n := 0
				for b.Loop() {
					if n, err = run(); err != nil {
						b.Fatal(err)
					}
				}
				if n == 0 {
					b.Fatal("nothing was read")
				}
				b.ReportMetric(float64(n), "rows")
			})
		}
	}
	tag := store.CallFilter{Tag: "Тег 5", States: []store.State{store.StateDone, store.StatePartlyDone}}
	page := tag
	page.Limit = 500
	for what, run := range map[string]func() (int, error){
		"tags":       func() (int, error) { l, err := d.Tags(ctx); return len(l), err },
		"tag/page":   func() (int, error) { l, err := d.Calls(ctx, page); return len(l), err },
		"tag/totals": func() (n int, err error) { n, _, err = d.Count(ctx, tag); return n, err },
	} {
		b.Run(what, func(b *testing.B) {
			n := 0
			for b.Loop() {
				if n, err = run(); err != nil {
					b.Fatal(err)
				}
			}
			if n == 0 {
				b.Fatal("nothing was read")
			}
			b.ReportMetric(float64(n), "rows")
		})
	}
	b.Run("heard", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			err := d.AddHeard(ctx, []store.HeardSpan{{Call: 7, FromMS: int64(i) * 1000, ToMS: int64(i)*1000 + 900, Speed: 1, Wall: time.Second, At: start.Add(time.Duration(i) * time.Hour)}})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}

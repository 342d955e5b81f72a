package db

import (
	"context"

	"sensedesk/store"
)

// SavePeople adds people of an account or refreshes those known by their id.
// Nobody is removed: people who left still own old calls.
func (d *DB) SavePeople(ctx context.Context, kind store.SourceKind, account string, people []store.Person) error {
	if len(people) == 0 {
		return nil
	}
	return d.write(ctx, "save people", func(t *tx) error {
		t.note(store.KindPeople)
		for _, p := range people {
			_, err := t.ExecContext(ctx, `INSERT INTO people (source, account, id, name, post, active) VALUES (?, ?, ?, ?, ?, ?)
				ON CONFLICT (source, account, id) DO UPDATE SET name = excluded.name, post = excluded.post, active = excluded.active`,
				kind, account, p.ID, p.Name, p.Post, p.Active)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// People returns the known people of an account, by id.
func (d *DB) People(ctx context.Context, kind store.SourceKind, account string) ([]store.Person, error) {
	people, err := collect(ctx, d.reader, func(row rowScanner) (store.Person, error) {
		var p store.Person
		err := row.Scan(&p.ID, &p.Name, &p.Post, &p.Active)
		return p, err
	}, "SELECT id, name, post, active FROM people WHERE source = ? AND account = ? ORDER BY length(id), id", kind, account)
	if err != nil {
		return nil, coded("read people", err)
	}
	return people, nil
}

package db

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"sensedesk/store"
)

// A call has the tags the service gave it (the names of the classifiers that
// fired), as far as no person took them away, and those a person added. A
// person writes tags on few calls of many, so these are looked at one by one.

// dropped is true of a row k of classifiers whose tag a person took away.
const dropped = `EXISTS (SELECT 1 FROM desk_values v, json_each(v.value, '$.drop') x
	WHERE v.call_id = k.call_id AND v.key = 'tags' AND x.value = coalesce(nullif(k.classifier_id, ''), k.name))`

// tagged are the ids of the calls with a tag; it takes the tag twice.
const tagged = `SELECT k.call_id FROM classifiers k WHERE k.name = ? AND k.count > 0 AND NOT ` + dropped + `
	UNION SELECT v.call_id FROM desk_values v, json_each(v.value, '$.add') x WHERE v.key = 'tags' AND x.value = ?`

// Tags returns the tags of all calls with how many calls have each, the most
// used first.
func (d *DB) Tags(ctx context.Context) ([]store.Tag, error) {
	const op = "read tags"
	// One read transaction: what both tables said at one moment.
	begun, err := d.reader.BeginTx(ctx, nil)
	if err != nil {
		return nil, coded(op, err)
	}
	defer func() { _ = begun.Rollback() }() // nothing was written
	list, err := collect(ctx, begun, func(row rowScanner) (t store.Tag, err error) {
		err = row.Scan(&t.Name, &t.Calls)
		return t, err
	}, "SELECT name, count(DISTINCT call_id) FROM classifiers WHERE count > 0 GROUP BY name")
	if err != nil {
		return nil, coded(op, err)
	}
	count := make(map[string]int, len(list))
	for _, t := range list {
		count[t.Name] = t.Calls
	}
	type edited struct {
		id    store.CallID
		edits store.TagEdits
	}
	calls, err := collect(ctx, begun, func(row rowScanner) (e edited, err error) {
		var value string
		if err = row.Scan(&e.id, &value); err == nil {
			_ = json.Unmarshal([]byte(value), &e.edits) // what a later version wrote is left alone
		}
		return e, err
	}, "SELECT call_id, value FROM desk_values WHERE key = 'tags'")
	if err != nil {
		return nil, coded(op, err)
	}
	for _, c := range calls {
		given, err := collect(ctx, begun, func(row rowScanner) (k [2]string, err error) {
			err = row.Scan(&k[0], &k[1])
			return k, err
		}, "SELECT coalesce(nullif(classifier_id, ''), name), name FROM classifiers WHERE call_id = ? AND count > 0", c.id)
		if err != nil {
			return nil, coded(op, err)
		}
		had, has := map[string]bool{}, map[string]bool{}
		for _, k := range given {
			had[k[1]] = true
			if !slices.Contains(c.edits.Drop, k[0]) {
				has[k[1]] = true
			}
		}
		for _, name := range c.edits.Add {
			has[name] = true
		}
		for name := range had {
			count[name]--
		}
		for name := range has {
			count[name]++
		}
	}
	list = list[:0]
	for name, n := range count {
		if n > 0 && name != "" {
			list = append(list, store.Tag{Name: name, Calls: n})
		}
	}
	slices.SortFunc(list, func(a, b store.Tag) int {
		return cmp.Or(cmp.Compare(b.Calls, a.Calls), cmp.Compare(a.Name, b.Name))
	})
	return list, nil
}

// TagsOf returns the tags of calls: those of the service in their order, then
// those a person added. Calls without a tag are absent.
func (d *DB) TagsOf(ctx context.Context, ids []store.CallID) (map[store.CallID][]string, error) {
	packed, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	type tag struct {
		id   store.CallID
		name string
	}
	tags, err := collect(ctx, d.reader, func(row rowScanner) (t tag, err error) {
		err = row.Scan(&t.id, &t.name)
		return t, err
	}, `SELECT call_id, name FROM (
		SELECT k.call_id, k.name, 0 AS own, k.n FROM classifiers k WHERE k.call_id IN (SELECT value FROM json_each(?1)) AND k.count > 0 AND NOT `+dropped+`
		UNION ALL SELECT v.call_id, x.value, 1, x.key FROM desk_values v, json_each(v.value, '$.add') x
		WHERE v.key = 'tags' AND v.call_id IN (SELECT value FROM json_each(?1))) ORDER BY call_id, own, n`, string(packed))
	if err != nil {
		return nil, coded("read the tags of calls", err)
	}
	out := make(map[store.CallID][]string, len(ids))
	for _, t := range tags {
		if !slices.Contains(out[t.id], t.name) {
			out[t.id] = append(out[t.id], t.name)
		}
	}
	return out, nil
}

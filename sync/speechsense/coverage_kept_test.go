package speechsense

import (
	"bytes"
	"compress/flate"
	"database/sql"
	"fmt"
	"io"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
	_ "modernc.org/sqlite" // the columns are looked into as they are

	"sensedesk/store"
	"sensedesk/store/db"
)

// kept sends a talk in which every field has a value of its own through convert
// and the database, and looks for each value where the table says it is.
func (c coverage) kept(t *testing.T) {
	message, marks := markedTalk()
	raw, err := proto.Marshal(message)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "sensedesk.db")
	d, err := db.Open(t.Context(), file, nil)
	if err != nil {
		t.Fatal(err)
	}
	talk := convert(message, known{})
	id, err := d.SaveMirrored(t.Context(), store.CallOfTalk(talk, 0), talk, raw)
	if err != nil {
		t.Fatal(err)
	}
	call, err1 := d.Call(t.Context(), id)
	talk, err2 := d.Talk(t.Context(), id)
	details, err3 := d.Details(t.Context(), id)
	if err1 != nil || err2 != nil || err3 != nil {
		t.Fatal(err1, err2, err3)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}

	values := map[string][]string{} // "Talk.ID" → every value it has anywhere
	for _, root := range []any{call, talk, details} {
		gather(reflect.ValueOf(root), "", values)
	}
	columns := columnsOf(t, file)
	names := namesOfFields()
	for _, l := range c.sections["answers"] {
		for _, field := range l.list(0) {
			if !names[field] {
				t.Errorf("%s: namesOfFields lists no %s", l.name, field)
			}
		}
		for _, column := range l.list(1) {
			if _, ok := columns[column]; !ok {
				t.Errorf("%s: there is no column %s", l.name, column)
			}
		}
		if len(l.list(0)) == 0 || len(l.list(1)) == 0 {
			t.Errorf("%s is not kept", l.name)
		}
	}
	for _, m := range marks {
		l, ok := c.answers[nameOf(m.field)]
		if !ok {
			continue // told already
		}
		text := fmt.Sprint(m.value)
		if at, ok := m.value.(time.Time); ok {
			text = at.Format(time.RFC3339)
		}
		if !slices.ContainsFunc(l.list(0), func(field string) bool { return slices.Contains(values[field], text) }) {
			t.Errorf("%s: the value %s came back from the database at none of %v", m.path, text, l.list(0))
		}
		if slices.Equal(l.list(1), []string{"phrases.words"}) {
			continue // packed bytes: that they came back is the proof
		}
		looks := []string{text, m.json()}
		if at, ok := m.value.(time.Time); ok {
			looks = append(looks, strconv.FormatInt(at.UnixMilli(), 10))
		}
		if !slices.ContainsFunc(l.list(1), func(column string) bool {
			return slices.ContainsFunc(looks, func(look string) bool { return strings.Contains(columns[column], look) })
		}) {
			t.Errorf("%s: the value %s is in none of the columns %v", m.path, text, l.list(1))
		}
	}
}

// gather notes the plain values under v by the type and field they stand in.
func gather(v reflect.Value, at string, values map[string][]string) {
	if v.Type() == reflect.TypeFor[time.Time]() {
		values[at] = append(values[at], v.Interface().(time.Time).UTC().Format(time.RFC3339))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			gather(v.Field(i), v.Type().Name()+"."+v.Type().Field(i).Name, values)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			gather(v.Elem(), at, values)
		}
	case reflect.Slice:
		for i := range v.Len() {
			gather(v.Index(i), at, values)
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			gather(v.MapIndex(key), at, values)
		}
	default:
		values[at] = append(values[at], fmt.Sprint(v.Interface()))
	}
}

// namesOfFields lists the fields and methods of the domain types and of this
// package's own that the table may name, as "Type.Field".
func namesOfFields() map[string]bool {
	out := map[string]bool{}
	var visit func(t reflect.Type)
	visit = func(t reflect.Type) {
		switch t.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			visit(t.Elem())
			return
		case reflect.Struct:
		default:
			return
		}
		if t == reflect.TypeFor[time.Time]() {
			return
		}
		called, _, _ := strings.Cut(t.Name(), "[") // Range[int64]: Range
		for i := range t.NumField() {
			name := called + "." + t.Field(i).Name
			if !out[name] {
				out[name] = true
				visit(t.Field(i).Type)
			}
		}
		for i := range t.NumMethod() {
			out[called+"."+t.Method(i).Name] = true
		}
	}
	for _, t := range []reflect.Type{
		reflect.TypeFor[store.Call](), reflect.TypeFor[store.Talk](), reflect.TypeFor[store.FieldEdit](), reflect.TypeFor[store.SpeechSettings](),
		reflect.TypeFor[Upload](), reflect.TypeFor[UploadText](), reflect.TypeFor[SearchRequest](), reflect.TypeFor[SearchPage](), reflect.TypeFor[Result](),
	} {
		visit(t)
	}
	return out
}

// columnsOf reads a database: "table.column" → all its values as text, bytes
// unpacked where they are DEFLATE. "table" alone is there for each table.
func columnsOf(t *testing.T, file string) map[string]string {
	t.Helper()
	d, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	out := map[string]string{}
	for _, table := range []string{"calls", "talks", "details", "phrases", "phrase_classifiers", "statements", "classifiers", "speakers"} {
		out[table] = ""
		rows, err := d.QueryContext(t.Context(), "SELECT * FROM "+table)
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			cells := make([]any, len(columns))
			for i := range cells {
				cells[i] = new(any)
			}
			if err := rows.Scan(cells...); err != nil {
				t.Fatal(err)
			}
			for i, column := range columns {
				v := *cells[i].(*any)
				if packed, ok := v.([]byte); ok {
					if text, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed))); err == nil {
						v = string(text)
					}
				}
				out[table+"."+column] += fmt.Sprintln(v)
			}
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

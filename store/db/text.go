package db

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"sensedesk/store"
)

// A call is found by its words: those of the operator's and the client's name,
// the phone, the summary and the transcript. Words are folded here, in Go,
// because SQLite's own lower() knows ASCII only: composed (NFC), lower case,
// «ё» as «е». The same folding goes over what a person types, so the index
// never sees a sign that could be a query's syntax.

// words returns the folded words of a text in their order. A word is a run of
// letters, digits and combining marks.
func words(text string) []string {
	folded := strings.Map(func(r rune) rune {
		r = unicode.ToLower(r)
		if r == 'ё' {
			return 'е'
		}
		return r
	}, norm.NFC.String(text))
	return strings.FieldsFunc(folded, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	})
}

// match is the FTS5 query «a word begins with each of these». Words hold
// neither quotes nor operators.
func match(words []string) string {
	var b strings.Builder
	for i, w := range words {
		if i > 0 {
			b.WriteByte(' ') // FTS5: AND
		}
		b.WriteString(`"` + w + `"*`)
	}
	return b.String()
}

// phoneWords returns the tails of a number's digits, so that any stretch of it
// is the beginning of one of them. A number of Russia or Kazakhstan is also
// found as people dial it, with 8 in place of +7.
func phoneWords(phone string) []string {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, phone)
	var out []string
	for i := range digits {
		out = append(out, digits[i:])
	}
	if len(digits) == 11 && digits[0] == '7' {
		out = append(out, "8"+digits[1:])
	}
	return out
}

// ownWords returns the words of a call apart from its transcript.
func ownWords(c store.Call) []string {
	return slices.Concat(words(c.OperatorName), words(c.ClientName), phoneWords(c.ClientPhone), words(c.Summary))
}

// indexCall brings the index up to date after a known call was written. It does
// nothing when neither a word nor the start has changed.
func indexCall(ctx context.Context, t *tx, old, c store.Call) error {
	texts := func(c store.Call) [4]string {
		return [4]string{c.OperatorName, c.ClientName, c.ClientPhone, c.Summary}
	}
	if texts(old) == texts(c) && second(old) == second(c) {
		return nil
	}
	return indexWords(ctx, t, old, c)
}

// indexWords writes all words of a known call into the index anew.
func indexWords(ctx context.Context, t *tx, old, c store.Call) error {
	from, to, err := moveInTime(ctx, t, old, c)
	if err != nil {
		return err
	}
	if _, err := t.ExecContext(ctx, "DELETE FROM calls_text WHERE rowid = ?", from); err != nil {
		return err
	}
	phrases, err := collect(ctx, t, func(row rowScanner) ([2]string, error) {
		var p [2]string
		err := row.Scan(&p[0], &p[1])
		return p, err
	}, "SELECT text, normalized FROM phrases WHERE call_id = ?", c.ID)
	if err != nil {
		return err
	}
	list, err := deskWords(ctx, t, c.ID)
	if err != nil {
		return err
	}
	list = append(list, ownWords(c)...)
	for _, p := range phrases { // both: «две тысячи» and «2000» shall be found
		list = append(append(list, words(p[0])...), words(p[1])...)
	}
	return writeWords(ctx, t, to, list)
}

// writeWords makes one row of the index.
func writeWords(ctx context.Context, t *tx, position int64, list []string) error {
	slices.Sort(list)
	_, err := t.ExecContext(ctx, "INSERT INTO calls_text (rowid, words) VALUES (?, ?)", position, strings.Join(slices.Compact(list), " "))
	return err
}

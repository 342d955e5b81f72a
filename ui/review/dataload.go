package review

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"sensedesk/store"
	"sensedesk/ui/i18n"
)

// Kept is the part of the database with what the desk does not hold ready.
// *db.DB is one.
type Kept interface {
	Details(ctx context.Context, id store.CallID) (store.Details, error) // code not_found when there are none
	RawTalk(ctx context.Context, id store.CallID) ([]byte, error)        // code not_found when there is none
}

// Everything is all that is known of what the service said of a call.
type Everything struct {
	Data []Datum
	JSON string // the answer as it came; "" when it was not kept
	Err  error
}

// readEverything gathers the data of the talk on the desk. Any goroutine.
func readEverything(ctx context.Context, p *i18n.Printer, s State, kept Kept, read func(raw []byte) (store.Answer, error)) Everything {
	var answer store.Answer
	raw, err := kept.RawTalk(ctx, s.ID)
	switch {
	case errors.Is(err, store.CodeNotFound):
	case err != nil:
		return Everything{Err: err}
	default:
		if answer, err = read(raw); err != nil {
			return Everything{Err: err}
		}
	}
	details, err := kept.Details(ctx, s.ID)
	switch {
	case errors.Is(err, store.CodeNotFound): // kept by a version that did not know them
		details = answer.Details
	case err != nil:
		return Everything{Err: err}
	}
	if s.Blind { // the answer as it came tells the score too
		answer.JSON = ""
	}
	return Everything{Data: DataOf(p, s, details, answer), JSON: answer.JSON}
}

// dataLine is a row of the list: a datum, or a heading above those that follow.
type dataLine struct {
	Datum
	heading string
}

// dataLines is the rows of the list; a row's id is its place.
type dataLines []dataLine

// Len implements widgets.Data.
func (d dataLines) Len() int { return len(d) }

// Row implements widgets.Data.
func (d dataLines) Row(i int) (dataLine, bool) { return d[i], true }

// ID implements widgets.Data.
func (d dataLines) ID(i int) string { return strconv.Itoa(i) }

// Index implements widgets.Data.
func (d dataLines) Index(id string) int {
	if i, err := strconv.Atoi(id); err == nil && i >= 0 && i < len(d) {
		return i
	}
	return -1
}

// linesOf lists the data of a section, "" for all, that hold every word of a
// query, with headings.
func linesOf(data []Datum, section Section, query string, title func(Section) string) dataLines {
	words := strings.Fields(strings.ToLower(query))
	var out dataLines
	add := func(l dataLine) { out = append(out, l) }
	var at Section
	group := ""
	for _, d := range data {
		if section != "" && d.Section != section || !d.holds(words) {
			continue
		}
		if section == "" && d.Section != at {
			add(dataLine{heading: title(d.Section), Datum: Datum{Section: d.Section}})
			group = ""
		}
		if d.Group != group && d.Group != "" || d.Section != at && d.Group != "" {
			add(dataLine{heading: d.Group, Datum: Datum{Section: d.Section, Group: d.Group}})
		}
		at, group = d.Section, d.Group
		add(dataLine{Datum: d})
	}
	return out
}

// holds tells whether a datum has all the words somewhere.
func (d Datum) holds(words []string) bool {
	if len(words) == 0 {
		return true
	}
	all := strings.ToLower(d.Group + "\n" + d.Name + "\n" + d.Value + "\n" + d.Path)
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(all, w) })
}

// countData is how many data each section has.
func countData(data []Datum) map[Section]int {
	n := map[Section]int{}
	for _, d := range data {
		n[d.Section]++
	}
	return n
}

// tableOf writes lines for a spreadsheet, a line each.
func tableOf(lines dataLines, title func(Section) string) string {
	flat := strings.NewReplacer("\t", " ", "\n", " ", "\r", " ")
	var b strings.Builder
	for _, l := range lines {
		if l.heading != "" {
			continue
		}
		for i, cell := range []string{title(l.Section), l.Group, l.Name, l.Value, l.Path} {
			if i > 0 {
				b.WriteByte('\t')
			}
			b.WriteString(flat.Replace(cell))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

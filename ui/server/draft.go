package server

import (
	"slices"
	"strconv"
	"strings"

	"sensedesk/store"
)

// Side is whose channel a condition is about.
type Side string

// The sides.
const (
	SideBoth     Side = ""
	SideOperator Side = "operator"
	SideClient   Side = "client"
)

// Order is in what order the results come.
type Order string

// The orders.
const (
	OrderNewest  Order = "newest"
	OrderOldest  Order = "oldest"
	OrderLongest Order = "longest"
	OrderNone    Order = "none" // the server's own
)

// Orders lists the orders as offered.
func Orders() []Order { return []Order{OrderNewest, OrderOldest, OrderLongest, OrderNone} }

// sort is the order as the server is asked for it.
func (o Order) sort() []store.TalkSort {
	switch o {
	case OrderNewest:
		return []store.TalkSort{{Key: keyDate, Descending: true}}
	case OrderOldest:
		return []store.TalkSort{{Key: keyDate}}
	case OrderLongest:
		return []store.TalkSort{{Key: keyLength, Descending: true}}
	}
	return nil
}

var keyDate, keyLength = store.MetaKey("date"), store.StatisticsKeys()[0].Key

// Row is one condition as it stands in the builder, half-written ones as well.
type Row struct {
	ID       int // of its place on the screen
	Key      string
	Kind     store.FilterKind
	Not      bool
	Side     Side
	Values   []string
	Yes      bool
	From, To string // as typed; calendar days as "2026-03-12"
}

// Draft is the search as it stands in the builder.
type Draft struct {
	Text     string
	TextNot  bool
	TextSide Side
	From, To string // calendar days
	Order    Order
	Rows     []Row
	next     int
}

// Add appends a condition on a key and returns its id.
func (d *Draft) Add(k store.TalkKey) int {
	d.next++
	d.Rows = append(d.Rows, Row{ID: d.next, Key: k.Key, Kind: k.Kind, Yes: true})
	return d.next
}

// Remove takes a condition away.
func (d *Draft) Remove(id int) {
	d.Rows = slices.DeleteFunc(d.Rows, func(r Row) bool { return r.ID == id })
}

// Row returns a condition to change; nil when it is gone.
func (d *Draft) Row(id int) *Row {
	i := slices.IndexFunc(d.Rows, func(r Row) bool { return r.ID == id })
	if i < 0 {
		return nil
	}
	return &d.Rows[i]
}

// SetKey makes a condition one on another key; what was written stays where it
// still makes sense.
func (r *Row) SetKey(k store.TalkKey) {
	r.Key = k.Key
	if !slices.Contains(k.Kinds(), r.Kind) {
		r.SetKind(k.Kind)
	}
	if !k.Channels {
		r.Side = SideBoth
	}
}

// SetKind makes a condition compare in another way.
func (r *Row) SetKind(k store.FilterKind) {
	if k != r.Kind {
		r.Kind, r.From, r.To, r.Values = k, "", "", nil
	}
}

// Empty tells whether the draft finds everything.
func (d *Draft) Empty() bool {
	return strings.TrimSpace(d.Text) == "" && d.From == "" && d.To == "" && len(d.Rows) == 0
}

// Query is the draft as the server is asked; faults says by the id of a row what
// is wrong with it.
func (d *Draft) Query(keys []store.TalkKey, operator int) (q store.TalkQuery, faults map[int]error) {
	q = store.TalkQuery{From: d.From, To: d.To, Sort: d.Order.sort()}
	if text := strings.TrimSpace(d.Text); text != "" {
		q.Text = &store.TalkText{Text: text, Inverse: d.TextNot, Channel: d.TextSide.channel(operator)}
	}
	faults = map[int]error{}
	for _, r := range d.Rows {
		f, err := r.filter(store.KeyNamed(keys, r.Key), operator)
		if err == nil {
			err = f.Validate()
		}
		if err != nil {
			faults[r.ID] = err
			continue
		}
		q.Filters = append(q.Filters, f)
	}
	return q, faults
}

// filter is the condition as the server is asked. A share is typed in percent.
func (r Row) filter(k store.TalkKey, operator int) (store.TalkFilter, error) {
	f := store.TalkFilter{Key: r.Key, Kind: r.Kind, Inverse: r.Not, Channel: r.Side.channel(operator)}
	switch {
	case r.Kind == store.FilterAnyMatch:
		f.Values = slices.Clone(r.Values)
	case r.Kind == store.FilterBool:
		f.Yes = r.Yes
	default:
		f.From, f.To = strings.TrimSpace(r.From), strings.TrimSpace(r.To)
	}
	if k.Unit != store.UnitShare || r.Kind != store.FilterDouble {
		return f, nil
	}
	for _, end := range []*string{&f.From, &f.To} {
		v, err := scaled(*end, 0.01)
		if err != nil {
			return f, store.E(store.CodeQueryInvalid, "read a share", err, "key", r.Key, "what", "number")
		}
		*end = v
	}
	return f, nil
}

// scaled multiplies a number as it is written; an empty one stays so.
func scaled(text string, by float64) (string, error) {
	text = strings.TrimSuffix(strings.TrimSpace(text), "%")
	if text == "" {
		return "", nil
	}
	v, err := store.ParseDecimal(text)
	if err != nil {
		return "", err
	}
	return strconv.FormatFloat(v*by, 'g', 12, 64), nil
}

func (s Side) channel(operator int) *int {
	switch s {
	case SideOperator:
		return &operator
	case SideClient:
		return new(1 - operator)
	}
	return nil
}

func sideOf(channel *int, operator int) Side {
	switch {
	case channel == nil:
		return SideBoth
	case *channel == operator:
		return SideOperator
	}
	return SideClient
}

// DraftOf puts a saved search back into the builder.
func DraftOf(q store.TalkQuery, keys []store.TalkKey, operator int) Draft {
	d := Draft{From: q.From, To: q.To, Order: OrderNone}
	for _, o := range Orders() {
		if slices.Equal(o.sort(), q.Sort) {
			d.Order = o
			break
		}
	}
	if t := q.Text; t != nil {
		d.Text, d.TextNot, d.TextSide = t.Text, t.Inverse, sideOf(t.Channel, operator)
	}
	for _, f := range q.Filters {
		k := store.KeyNamed(keys, f.Key)
		r := d.Row(d.Add(k))
		r.Kind, r.Not, r.Side = f.Kind, f.Inverse, sideOf(f.Channel, operator)
		r.Values, r.Yes, r.From, r.To = slices.Clone(f.Values), f.Yes, f.From, f.To
		if k.Unit == store.UnitShare && f.Kind == store.FilterDouble {
			r.From, _ = scaled(f.From, 100) // what was saved was valid
			r.To, _ = scaled(f.To, 100)
		}
	}
	return d
}

package speechsense

import (
	ss "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"sensedesk/store"
)

// message is the filter on the wire.
func (f SearchFilter) message() *ss.Filter {
	out := &ss.Filter{Key: f.Key, Inverse: f.Inverse, ChannelNumber: channelOf(f.Channel)}
	switch {
	case f.Dates != nil:
		out.Filter = &ss.Filter_DateRange{DateRange: f.Dates.message()}
	case f.Ints != nil:
		m := &ss.IntRangeFilter{BoundsInclusive: inclusive(f.Ints.FromInclusive, f.Ints.ToInclusive)}
		if v := f.Ints.From; v != nil {
			m.FromValue = wrapperspb.Int64(*v)
		}
		if v := f.Ints.To; v != nil {
			m.ToValue = wrapperspb.Int64(*v)
		}
		out.Filter = &ss.Filter_IntRange{IntRange: m}
	case f.Doubles != nil:
		m := &ss.DoubleRangeFilter{BoundsInclusive: inclusive(f.Doubles.FromInclusive, f.Doubles.ToInclusive)}
		if v := f.Doubles.From; v != nil {
			m.FromValue = wrapperspb.Double(*v)
		}
		if v := f.Doubles.To; v != nil {
			m.ToValue = wrapperspb.Double(*v)
		}
		out.Filter = &ss.Filter_DoubleRange{DoubleRange: m}
	case f.Durations != nil:
		m := &ss.DurationRangeFilter{BoundsInclusive: inclusive(f.Durations.FromInclusive, f.Durations.ToInclusive)}
		if v := f.Durations.From; v != nil {
			m.FromValue = durationpb.New(*v)
		}
		if v := f.Durations.To; v != nil {
			m.ToValue = durationpb.New(*v)
		}
		out.Filter = &ss.Filter_DurationRange{DurationRange: m}
	case f.Bool != nil:
		out.Filter = &ss.Filter_BooleanMatch{BooleanMatch: &ss.BooleanFilter{Value: *f.Bool}}
	default:
		out.Filter = &ss.Filter_AnyMatch{AnyMatch: &ss.AnyMatchFilter{Values: f.AnyOf}}
	}
	return out
}

func (d DateRange) message() *ss.DateRangeFilter {
	out := &ss.DateRangeFilter{BoundsInclusive: inclusive(d.FromInclusive, d.ToInclusive)}
	if !d.From.IsZero() {
		out.FromValue = timestamppb.New(d.From)
	}
	if !d.To.IsZero() {
		out.ToValue = timestamppb.New(d.To)
	}
	return out
}

// inclusive is always sent: what its absence means is documented nowhere.
func inclusive(from, to bool) *ss.BoundsInclusive {
	return &ss.BoundsInclusive{FromInclusive: from, ToInclusive: to}
}

func channelOf(n *int) *wrapperspb.Int64Value {
	if n == nil {
		return nil
	}
	return wrapperspb.Int64(int64(*n))
}

// sortData is an order on the wire; positions count from 0.
func sortData(order []store.TalkSort) *ss.SortData {
	if len(order) == 0 {
		return nil
	}
	out := &ss.SortData{}
	for i, s := range order {
		f := &ss.SortField{Field: s.Key, Order: ss.SortOrder_SORT_ORDER_ASC, Position: int64(i)}
		if s.Descending {
			f.Order = ss.SortOrder_SORT_ORDER_DESC
		}
		out.Fields = append(out.Fields, f)
	}
	return out
}

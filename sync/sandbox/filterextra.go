package sandbox

import (
	"slices"
	"strings"

	ss "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1"
	analysis "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1/analysis"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

// pointPrefix begins the keys of questions (documentation, search of dialogs).
const pointPrefix = "talk.summarization.points."

// answers are what a talk answers to a question: of the fixed ones, or of the
// summarization.
func (t *talk) answers(id string) (out []string) {
	if t.content.Details != nil {
		for _, q := range t.content.Details.Quiz {
			if q.ID == id && q.Answer != nil {
				out = append(out, *q.Answer)
			}
		}
	}
	for _, st := range t.content.Statements {
		if st.FieldID == id {
			out = append(out, st.Values...)
		}
	}
	return out
}

// plainAnswer is an answer without the number real answers repeat: «1. Да».
func plainAnswer(v string) string {
	number, rest, ok := strings.Cut(v, ". ")
	if ok && number != "" && strings.Trim(number, "0123456789") == "" {
		return rest
	}
	return v
}

// matchPoint compares the answers to a question. One that is not answered
// passes no filter.
func matchPoint(f *ss.Filter, answers []string) (bool, error) {
	switch k := f.GetFilter().(type) {
	case *ss.Filter_AnyMatch:
		return slices.ContainsFunc(answers, func(v string) bool {
			return slices.Contains(k.AnyMatch.GetValues(), v) || slices.Contains(k.AnyMatch.GetValues(), plainAnswer(v))
		}), nil
	case *ss.Filter_BooleanMatch:
		return slices.ContainsFunc(answers, func(v string) bool {
			yes := slices.Contains([]string{"да", "иә", "yes", "true"}, strings.ToLower(plainAnswer(v)))
			return yes == k.BooleanMatch.GetValue()
		}), nil
	}
	return false, status.Errorf(codes.InvalidArgument, "this kind of filter does not fit %s", f.GetKey())
}

// fillPoints hands over the fixed questions of talks that have them: those of
// the service's former times.
func (s *Server) fillPoints(out *ss.Talk, t *talk) {
	if t.content.Details == nil || len(t.content.Details.Quiz) == 0 {
		return
	}
	out.Points = &analysis.Points{}
	for _, q := range t.content.Details.Quiz {
		quiz := &analysis.Quiz{Id: q.ID, Request: q.Question}
		if q.Answer != nil {
			quiz.Response = wrapperspb.String(*q.Answer)
		}
		out.Points.Quiz = append(out.Points.Quiz, quiz)
	}
}

// reactions are the figures of who answers whom in a chat, in seconds: the time
// from somebody's message to the first one after it of another.
func (t *talk) reactions(channel int) map[string]float64 {
	const count, first, least, most = "reactions.count", "reactions.first_duration_seconds", "reactions.min_duration_seconds", "reactions.max_duration_seconds"
	out := map[string]float64{count: 0, first: 0, least: 0, most: 0}
	phrases := t.content.Phrases
	for i := 1; i < len(phrases); i++ {
		before, p := phrases[i-1], phrases[i]
		if p.EndMS > p.StartMS { // spoken: no chat
			continue
		}
		if p.Channel == before.Channel || channel != wholeTalk && p.Channel != channel {
			continue
		}
		took := float64(p.StartMS-before.StartMS) / 1000
		if out[count] == 0 {
			out[first], out[least] = took, took
		}
		out[count]++
		out[least] = min(out[least], took)
		out[most] = max(out[most], took)
	}
	return out
}

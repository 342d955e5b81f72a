package review

import (
	"context"
	"strings"

	"sensedesk/store"
)

// spaces turns no-break spaces into plain ones.
var spaces = strings.NewReplacer("\u00a0", " ", "\u202f", " ")

// oneCall is a database of one call.
type oneCall struct {
	call store.Call
	talk store.Talk
}

func (o *oneCall) Call(context.Context, store.CallID) (store.Call, error) { return o.call, nil }
func (o *oneCall) Talk(context.Context, store.CallID) (store.Talk, error) { return o.talk, nil }
func (o *oneCall) Settings(context.Context) (store.Settings, error) {
	return store.DefaultSettings(), nil
}

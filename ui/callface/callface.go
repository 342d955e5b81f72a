// Package callface says how a call looks in a line, wherever it stands: in the
// list, among the results of a search, above its transcript.
package callface

import (
	"sensedesk/store"
	"sensedesk/ui/i18n"
	"sensedesk/ui/theme"
)

// Sign is the sign of who called whom, or of a chat.
func Sign(c store.Call) theme.IconName {
	if c.Source == store.SourceChats {
		return theme.IconNote
	}
	switch c.Direction {
	case store.DirectionOutgoing:
		return theme.IconOutgoing
	case store.DirectionIncoming:
		return theme.IconIncoming
	case store.DirectionIncomingRedirected:
		return theme.IconRedirected
	case store.DirectionCallback:
		return theme.IconCallback
	}
	return theme.IconMinus
}

// Operator names the operator as well as anybody can.
func Operator(p *i18n.Printer, c store.Call) string {
	switch {
	case c.OperatorName != "":
		return c.OperatorName
	case c.OperatorID != "":
		return p.S("calls.operator.id", i18n.Args{"id": c.OperatorID})
	}
	return "—"
}

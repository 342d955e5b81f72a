// Package who names the parties of a call, in the window and without one.
package who

import (
	"sensedesk/store"
	"sensedesk/ui/i18n"
)

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

// Client names the client as well as anybody can; unknown stands where nobody
// can.
func Client(c store.Call, unknown string) string {
	switch {
	case c.ClientName != "":
		return c.ClientName
	case c.ClientPhone != "":
		return i18n.Phone(c.ClientPhone)
	}
	return unknown
}

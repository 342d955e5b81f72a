// Package callface says how a call looks in a line, wherever it stands: in the
// list, among the results of a search, above its transcript.
package callface

import (
	"strings"

	"sensedesk/store"
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

// widest is how many letters a cell of a list is given: measuring more costs time
// and no column is that wide.
const widest = 300

// Short is a text in one line, as much of it as a cell of a list can show.
func Short(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > widest {
		return string(r[:widest]) + "…"
	}
	return s
}

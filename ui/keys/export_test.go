package keys

import "strings"

// Binding shows a row of the table to the tests.
type Binding struct {
	Command Command
	Runes   string
}

// Bound lists the table.
func Bound() []Binding {
	var out []Binding
	for _, b := range table {
		out = append(out, Binding{b.command, b.runes + strings.ToUpper(b.runes)})
	}
	return out
}

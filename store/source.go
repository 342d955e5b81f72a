package store

// ListQuery narrows what a source is asked for. It saves traffic only: the
// engine checks every row again, because portals drop filters silently.
type ListQuery struct {
	From, Until string // RFC 3339 instants with offset, From ≤ start < Until; empty = open
	Users       []string
	Directions  []Direction
}

// Person is an employee of the source's system.
type Person struct {
	ID     string
	Name   string // never empty: falls back to e-mail, then "ID 7"
	Post   string // work position; may be empty
	Active bool   // false = dismissed; such people still own old calls
}

// CheckLine is one line of a connection check.
type CheckLine struct {
	Name   string // what was checked; the catalogue's key is "check.<name>"
	Arg    string // what it was checked on, an id or a host; may be empty
	OK     bool
	Unsure bool // could not be proven either way (upload rights before the first upload); OK is then false, Err nil
	Err    error
}

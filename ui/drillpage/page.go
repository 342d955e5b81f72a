// Package drillpage is the page the fault drill ends with, in words. The
// window and the command line show the same one.
package drillpage

import (
	"sensedesk/sync/drill"
	"sensedesk/ui/i18n"
)

// Row is a figure with its name. Bad marks one that must be zero and is not.
type Row struct {
	Name, Value string
	Bad         bool
}

// Headline says in a sentence how the drill ended.
func Headline(p *i18n.Printer, r drill.Result) string {
	if r.Passed() {
		return p.S("drill.passed")
	}
	return p.S("drill.failed")
}

// Rows are the figures, the most important first.
func Rows(p *i18n.Printer, r drill.Result) []Row {
	faults := 0
	for _, n := range r.Faults {
		faults += n
	}
	row := func(key string, n int) Row { return Row{Name: p.S(key), Value: p.Int(n)} }
	must := func(key string, n int) Row { return Row{Name: p.S(key), Value: p.Int(n), Bad: n > 0} }
	return []Row{
		must("drill.lost", r.Lost),
		must("drill.duplicates", r.Duplicates),
		row("drill.calls", r.Calls),
		row("drill.accepted", r.Accepted),
		row("drill.kills", r.Kills),
		row("drill.faults", faults),
		row("drill.found", r.Found),
		row("drill.resent", r.Resent),
	}
}

// Notes are sentences below the figures.
func Notes(p *i18n.Printer, r drill.Result) []string {
	notes := []string{p.S("drill.note")}
	if r.Folder != "" {
		notes = append(notes, p.S("drill.folder", i18n.Args{"folder": r.Folder}))
	}
	return notes
}

// Progress says how far a drill is.
func Progress(p *i18n.Printer, now drill.Progress) string {
	if now.Settling {
		return p.S("drill.settling")
	}
	return p.S("drill.progress", i18n.Args{"n": p.Int(now.Kills), "all": p.Int(now.Planned)})
}

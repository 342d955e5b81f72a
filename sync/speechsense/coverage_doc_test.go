package speechsense

import (
	"bytes"
	"fmt"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// document writes the table for people.
func (c coverage) document() []byte {
	var b bytes.Buffer
	shown := 0
	for _, l := range c.sections["answers"] {
		if l.cell(2) != "" {
			shown++
		}
	}
	fmt.Fprintf(&b, `# The SpeechSense API here, field by field

Written by `+"`go test -run TestCoverage ./sync/speechsense -update`"+` from the official descriptors and `+"`sync/speechsense/%s`"+`. The test
fails when a message, field or call of the API is missing, when a talk in which every field has a value of its own does not come back from the
database with that value in the place named here, when the files of a screen named here do not speak of it, and when a request is said to carry what it
does not, or the other way round.

Of the %d fields of an answer **%d are kept** as domain types and %d of them are on a screen. The whole answer is kept besides, as it came
(`+"`raw_answers`"+`), so that fields newer than this program survive. Enumerations: a number newer than this program is kept as its number.
`, coverageTable, len(c.answers), len(c.answers), shown)

	b.WriteString("\n## Calls\n\n| call | |\n|---|---|\n")
	for _, l := range c.sections["calls"] {
		if why, unused := strings.CutPrefix(l.cell(0), "- "); unused {
			fmt.Fprintf(&b, "| %s | not made: %s |\n", l.name, why)
		} else {
			fmt.Fprintf(&b, "| %s | %s |\n", l.name, l.cell(0))
		}
	}
	b.WriteString("\n## What Get says of a talk\n\nTypes without a package are of `store`. Columns are `table.column`; `details.data` is packed JSON.\n")
	c.tables(&b, "answers", "| field | kept in | column | shown in |\n|---|---|---|---|\n", func(l coverageLine) []string {
		var screens []string
		for _, s := range l.list(2) {
			screens = append(screens, c.screens[s].cell(0))
		}
		return []string{quoted(l.list(0)), quoted(l.list(1)), orDash(strings.Join(screens, "; "))}
	})
	b.WriteString("\n## What the other calls answer\n")
	c.tables(&b, "replies", "| field | becomes | |\n|---|---|---|\n", func(l coverageLine) []string {
		if l.cell(0) == "-" {
			return []string{"not read", l.cell(1)}
		}
		return []string{quoted(l.list(0)), l.cell(1)}
	})
	b.WriteString("\n## What is sent\n")
	c.tables(&b, "requests", "| field | comes from | |\n|---|---|---|\n", func(l coverageLine) []string {
		switch l.cell(0) {
		case "-":
			return []string{"never sent", l.cell(1)}
		case "+":
			return []string{"always the same", l.cell(1)}
		}
		return []string{quoted(l.list(0)), l.cell(1)}
	})
	return b.Bytes()
}

// tables writes one table for each message of a section.
func (c coverage) tables(b *bytes.Buffer, section, head string, cells func(coverageLine) []string) {
	fields := map[string]protoreflect.FieldDescriptor{}
	officialFiles(func(f protoreflect.FileDescriptor) {
		eachField(f.Messages(), func(f protoreflect.FieldDescriptor) { fields[nameOf(f)] = f })
	})
	message := ""
	for _, l := range c.sections[section] {
		in, name, _ := strings.Cut(l.name, ".")
		if in != message {
			fmt.Fprintf(b, "\n### %s\n\n%s", in, head)
			message = in
		}
		fmt.Fprintf(b, "| %s = %d | %s |\n", name, fields[l.name].Number(), strings.Join(cells(l), " | "))
	}
}

func quoted(names []string) string {
	if len(names) == 0 {
		return "—"
	}
	return "`" + strings.Join(names, "`, `") + "`"
}

func orDash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}

package speechsense

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	ss "github.com/yandex-cloud/go-genproto/yandex/cloud/speechsense/v1"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

const (
	coverageTable = "testdata/coverage.txt"
	coverageDoc   = "../../docs/speechsense-coverage.md"
)

// coverage is the table of where each field of the API goes.
type coverage struct {
	sections map[string][]coverageLine
	answers  map[string]coverageLine // by field, "Talk.id"
	screens  map[string]coverageLine // by short name
}

// coverageLine is one line of the table: a name and its cells.
type coverageLine struct {
	name  string
	cells []string
}

func (l coverageLine) cell(i int) string { return l.cells[i] }

// list is a cell that holds several values.
func (l coverageLine) list(i int) []string {
	return strings.FieldsFunc(l.cells[i], func(r rune) bool { return r == ',' || r == ' ' })
}

// readCoverage reads the table.
func readCoverage(t *testing.T) coverage {
	t.Helper()
	text, err := os.ReadFile(coverageTable)
	if err != nil {
		t.Fatal(err)
	}
	cells := map[string]int{"answers": 3, "replies": 2, "requests": 2, "calls": 1, "screens": 2}
	out := coverage{map[string][]coverageLine{}, map[string]coverageLine{}, map[string]coverageLine{}}
	section := ""
	for n, row := range strings.Split(string(text), "\n") {
		row = strings.TrimSpace(row)
		if row == "" || strings.HasPrefix(row, "#") {
			continue
		}
		if name, ok := strings.CutPrefix(row, "== "); ok {
			section = name
			continue
		}
		parts := strings.Split(row, "|")
		for i := range parts {
			parts[i] = strings.TrimSpace(parts[i])
		}
		if len(parts)-1 != cells[section] {
			t.Fatalf("%s:%d: %d cells, want %d", coverageTable, n+1, len(parts)-1, cells[section])
		}
		l := coverageLine{parts[0], parts[1:]}
		out.sections[section] = append(out.sections[section], l)
		switch section {
		case "answers":
			out.answers[l.name] = l
		case "screens":
			out.screens[l.name] = l
		}
	}
	return out
}

// officialFiles calls visit for each file of the SpeechSense API this program is built with.
func officialFiles(visit func(protoreflect.FileDescriptor)) {
	protoregistry.GlobalFiles.RangeFiles(func(f protoreflect.FileDescriptor) bool {
		if f.Package() == "yandex.cloud.speechsense.v1" || f.Package() == "yandex.cloud.speechsense.v1.analysis" {
			visit(f)
		}
		return true
	})
}

// nameOf is how the table calls a field.
func nameOf(f protoreflect.FieldDescriptor) string {
	return string(f.ContainingMessage().Name()) + "." + string(f.Name())
}

// eachField visits the fields of messages and of those declared inside them; a
// map counts as one field.
func eachField(messages protoreflect.MessageDescriptors, visit func(protoreflect.FieldDescriptor)) {
	for i := range messages.Len() {
		m := messages.Get(i)
		if m.IsMapEntry() {
			continue
		}
		for j := range m.Fields().Len() {
			visit(m.Fields().Get(j))
		}
		eachField(m.Messages(), visit)
	}
}

// messagesBelow lists the messages an answer is made of.
func messagesBelow(m protoreflect.MessageDescriptor, seen map[protoreflect.Name]bool) map[protoreflect.Name]bool {
	if seen[m.Name()] || m.ParentFile().Package() == "google.protobuf" {
		return seen
	}
	seen[m.Name()] = true
	for i := range m.Fields().Len() {
		if sub := m.Fields().Get(i).Message(); sub != nil {
			seen = messagesBelow(sub, seen)
		}
	}
	return seen
}

// TestCoverage holds docs/speechsense-coverage.md to the truth: every message,
// field and call of the official descriptors stands in the table once, what is
// said to be kept is where it is said to be, what is said to be shown is read
// there, and what is said to be sent is. With -update the document is written anew.
func TestCoverage(t *testing.T) {
	c := readCoverage(t)
	c.complete(t)
	c.kept(t)
	c.shown(t)
	c.used(t)
	if t.Failed() {
		return
	}
	text := c.document()
	if *update {
		if err := os.WriteFile(coverageDoc, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(coverageDoc)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(have), string(text)); diff != "" {
		t.Errorf("%s is old; run go test -run TestCoverage ./sync/speechsense -update\n%s", coverageDoc, diff)
	}
}

// complete holds the names in the table against the descriptors, both ways.
func (c coverage) complete(t *testing.T) {
	answers := messagesBelow((&ss.Talk{}).ProtoReflect().Descriptor(), map[protoreflect.Name]bool{})
	want := map[string]string{} // name → what it is
	officialFiles(func(f protoreflect.FileDescriptor) {
		eachField(f.Messages(), func(f protoreflect.FieldDescriptor) {
			want[nameOf(f)] = "a field of a request or a reply"
			if answers[f.ContainingMessage().Name()] {
				want[nameOf(f)] = "a field of an answer"
			}
		})
		for i := range f.Services().Len() {
			s := f.Services().Get(i)
			for j := range s.Methods().Len() {
				want[string(s.Name())+"."+string(s.Methods().Get(j).Name())] = "a call"
			}
		}
	})
	if len(want) < 200 {
		t.Fatalf("the descriptors have only %d names", len(want))
	}
	kinds := map[string]string{
		"answers": "a field of an answer", "replies": "a field of a request or a reply",
		"requests": "a field of a request or a reply", "calls": "a call",
	}
	seen := map[string]bool{}
	for section, kind := range kinds {
		for _, l := range c.sections[section] {
			switch {
			case seen[l.name]:
				t.Errorf("%s stands in %s twice", l.name, coverageTable)
			case want[l.name] == "":
				t.Errorf("%s is in %s and not in the API", l.name, coverageTable)
			case want[l.name] != kind:
				t.Errorf("%s stands under %s of %s and is %s", l.name, section, coverageTable, want[l.name])
			}
			seen[l.name] = true
		}
	}
	for name, kind := range want {
		if !seen[name] {
			t.Errorf("%s is missing: say in %s where %s goes", name, coverageTable, kind)
		}
	}
}

// shown looks for the fields in the files of the screens said to show them.
func (c coverage) shown(t *testing.T) {
	sources := map[string]string{}
	for name, screen := range c.screens {
		for _, pattern := range strings.Fields(screen.cell(1)) {
			files, err := filepath.Glob(filepath.Join("../..", pattern))
			if err != nil || len(files) == 0 {
				t.Errorf("screen %s: no file %s", name, pattern)
			}
			for _, file := range files {
				if strings.HasSuffix(file, "_test.go") {
					continue
				}
				text, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				sources[name] += string(text)
			}
		}
	}
	for _, l := range c.sections["answers"] {
		for _, screen := range l.list(2) {
			source, ok := sources[screen]
			if !ok {
				t.Errorf("%s: no screen is called %s", l.name, screen)
			}
			if !slices.ContainsFunc(l.list(0), func(field string) bool { return selects(source, field[strings.Index(field, ".")+1:]) }) {
				t.Errorf("%s: %s reads none of %v", l.name, screen, l.list(0))
			}
		}
	}
}

// selects tells whether Go text has the selector .name.
func selects(source, name string) bool {
	for rest := source; ; {
		i := strings.Index(rest, "."+name)
		if i < 0 {
			return false
		}
		rest = rest[i+1+len(name):]
		if rest == "" || !letter(rest[0]) {
			return true
		}
	}
}

func letter(b byte) bool {
	return b == '_' || b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
}

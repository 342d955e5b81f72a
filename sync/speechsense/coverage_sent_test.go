package speechsense

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// ownText is what the text of this package does with the official messages.
type ownText struct {
	set      map[string]bool // "UploadTalkRequest.TalkId": set where the message is made
	assigned map[string]bool // "PageSize": a field of this name is assigned to
	named    map[string]bool // "SortData": the message is spoken of
	read     map[string]bool // "GetTalkId": the getter is called
	texts    map[string]bool // strings, among them the names of calls
}

// readOwnText parses this package without its tests.
func readOwnText(t *testing.T) ownText {
	t.Helper()
	s := ownText{map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}}
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CompositeLit:
				s.literal(n, official(n.Type))
			case *ast.AssignStmt:
				for _, left := range n.Lhs {
					if sel, ok := left.(*ast.SelectorExpr); ok {
						s.assigned[sel.Sel.Name] = true
					}
				}
			case *ast.SelectorExpr:
				if name := official(n); name != "" {
					s.named[name] = true
				}
				s.read[n.Sel.Name] = true
			case *ast.BasicLit:
				s.texts[strings.Trim(n.Value, "\"`")] = true
			}
			return true
		})
	}
	return s
}

// literal notes the fields a composite literal of an official message sets; the
// elements of a list take its type.
func (s ownText) literal(l *ast.CompositeLit, name string) {
	element := ""
	switch t := l.Type.(type) {
	case *ast.ArrayType:
		element = official(t.Elt)
	case *ast.MapType:
		element = official(t.Value)
	}
	for _, e := range l.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if key, ok := kv.Key.(*ast.Ident); ok && name != "" {
				s.set[name+"."+key.Name] = true
			}
			e = kv.Value
		}
		if sub, ok := e.(*ast.CompositeLit); ok && sub.Type == nil && element != "" {
			s.literal(sub, element)
		}
	}
}

// official is the name of a type of the official packages, "" for others.
func official(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return official(e.X)
	case *ast.SelectorExpr:
		if p, ok := e.X.(*ast.Ident); ok && (p.Name == "ss" || p.Name == "analysis") {
			return e.Sel.Name
		}
	}
	return ""
}

// sends tells whether a field of a request is given a value anywhere: where its
// message is made, as one kind of several, or later on.
func (s ownText) sends(field string) bool {
	message, name, _ := strings.Cut(field, ".")
	name = goName(name)
	return s.set[message+"."+name] || s.set[message+"_"+name+"."+name] || s.named[message] && s.assigned[name]
}

// goName is how protoc-gen-go spells a field.
func goName(field string) string {
	var out strings.Builder
	for part := range strings.SplitSeq(field, "_") {
		out.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return out.String()
}

// used holds the lines of requests, replies and calls against the text of this
// package.
func (c coverage) used(t *testing.T) {
	s, names := readOwnText(t), namesOfFields()
	for _, section := range []string{"requests", "replies"} {
		for _, l := range c.sections[section] {
			if l.cell(0) == "-" && l.cell(1) == "" {
				t.Errorf("%s: say in %s why it is not used", l.name, coverageTable)
			}
			if l.cell(0) == "-" || l.cell(0) == "+" {
				continue
			}
			for _, field := range l.list(0) {
				if !names[field] {
					t.Errorf("%s: namesOfFields lists no %s", l.name, field)
				}
			}
		}
	}
	for _, l := range c.sections["requests"] {
		switch sent := s.sends(l.name); {
		case sent && l.cell(0) == "-":
			t.Errorf("%s is sent now: say in %s where it comes from", l.name, coverageTable)
		case !sent && l.cell(0) != "-":
			t.Errorf("%s is not sent: say in %s why", l.name, coverageTable)
		}
	}
	for _, l := range c.sections["replies"] {
		_, name, _ := strings.Cut(l.name, ".")
		if l.cell(0) != "-" && !s.read["Get"+goName(name)] {
			t.Errorf("%s is not read: say in %s why", l.name, coverageTable)
		}
	}
	for _, l := range c.sections["calls"] {
		service, name, _ := strings.Cut(l.name, ".")
		made := s.texts[service] && s.texts[name]
		if said := !strings.HasPrefix(l.cell(0), "- "); said != made {
			t.Errorf("%s: made is %v; say so in %s", l.name, made, coverageTable)
		}
	}
}

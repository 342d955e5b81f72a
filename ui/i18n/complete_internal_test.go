package i18n

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sensedesk/assets"
)

// TestLanguagesAgree demands the same keys, placeholders and kinds in all
// languages, and every plural form a language needs.
func TestLanguagesAgree(t *testing.T) {
	c, err := Load(assets.Files())
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]bool{}
	for _, l := range Langs() {
		for k := range c.texts[l] {
			keys[k] = true
		}
	}
	if len(keys) == 0 {
		t.Fatal("no sentences at all")
	}
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		var names []string
		for i, l := range Langs() {
			m, ok := c.texts[l][key]
			if !ok {
				t.Errorf("%s: no %q", l, key)
				continue
			}
			if (m.forms != nil) != (c.texts[RU][key].forms != nil) {
				t.Errorf("%s: %q has plural forms in one language only", l, key)
			}
			checkForms(t, l, key, m)
			got := namesIn(m)
			if i == 0 {
				names = got
			} else if !slices.Equal(got, names) {
				t.Errorf("%s: %q has placeholders %v, Russian has %v", l, key, got, names)
			}
		}
	}
}

func checkForms(t *testing.T, l Lang, key string, m message) {
	t.Helper()
	if m.forms == nil {
		if strings.TrimSpace(m.plain) == "" {
			t.Errorf("%s: %q is empty", l, key)
		}
		return
	}
	for _, f := range forms(l) {
		if strings.TrimSpace(m.forms[f]) == "" {
			t.Errorf("%s: %q has no form %q", l, key, f)
		}
	}
	for f := range m.forms {
		if !slices.Contains(forms(l), f) {
			t.Errorf("%s: %q has a form %q that the language does not use", l, key, f)
		}
	}
}

// namesIn lists the placeholders of a message, sorted, once each; "n" of plural
// forms is left out, since «one call» may do without the digit.
func namesIn(m message) []string {
	set := map[string]bool{}
	for _, text := range append([]string{m.plain}, slices.Collect(maps.Values(m.forms))...) {
		for _, n := range placeholders(text) {
			if m.forms == nil || n != "n" {
				set[n] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// TestEveryCodeIsSpoken demands a sentence and a cure for every code of the
// store, and that a sentence uses no value whose absence would show.
func TestEveryCodeIsSpoken(t *testing.T) {
	c, err := Load(assets.Files())
	if err != nil {
		t.Fatal(err)
	}
	codes := storeCodes(t)
	if len(codes) < 50 {
		t.Fatalf("only %d codes found in store/errors.go", len(codes))
	}
	for _, l := range Langs() {
		p := c.In(l)
		for _, code := range codes {
			for _, key := range []string{"error." + code, "error." + code + ".cure"} {
				if !p.Has(key) {
					t.Errorf("%s: no %q", l, key)
				} else if bare := withoutEmpty(p.texts[key].plain, nil); strings.ContainsAny(bare, "{}[]") || strings.TrimSpace(bare) == "" {
					t.Errorf("%s: %q without its values reads %q", l, key, bare)
				}
			}
		}
		for key := range c.texts[l] {
			rest, ok := strings.CutPrefix(key, "error.")
			if code, _, _ := strings.Cut(rest, "."); ok && !slices.Contains(codes, code) {
				t.Errorf("%s: %q is for a code the store does not know", l, key)
			}
		}
	}
}

// storeCodes reads the codes out of their source, so that a new one cannot be
// forgotten.
func storeCodes(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../../store/errors.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		if id, ok := spec.Type.(*ast.Ident); ok && id.Name == "Code" {
			code, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			codes = append(codes, code)
		}
		return true
	})
	return codes
}

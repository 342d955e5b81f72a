package i18n_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// shows names the functions and methods whose texts a person reads.
var shows = set(`NewText NewEllipsis Plain Muted Small Heading Title NewParagraph NewButton NewIconButton NewChip NewRemovableChip
	NewEntry NewPasswordEntry NewTextArea NewReadOnly NewSelect NewCheck NewStat NewNavItem NewSegmented NewTextTabs NewSecretField
	Empty Panel FormRow Toast Txt Pale ChipSpan InkSpan Chips IconCell NewLabel NewLabelWithStyle NewRichTextWithText NewHyperlink
	NewMenuItem NewMenu ShowInformation ShowConfirm NewCustom SetText SetPlaceHolder SetTip SetHint SetTitle SetTitleText SetValue
	SetAction NewCard NewFormItem NewAccordionItem NewTabItem SendNotification NewNotification`)

// chosenSecond names those whose second argument is an id.
var chosenSecond = set("NewSelect NewSegmented NewTextTabs")

// fields names the struct fields whose texts a person reads.
var fields = set("Text Title Name Note Tip Placeholder PlaceHolder Yes No Add All Label Hint Sentence")

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// TestNoSentenceStandsInCode looks through the window's code for texts handed to
// what shows them: they belong into the catalogue.
func TestNoSentenceStandsInCode(t *testing.T) {
	files := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files++
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, path, nil, 0)
		if err != nil {
			return err
		}
		for _, lit := range literals(file) {
			t.Errorf("%s: %s is shown to a person; it belongs into assets/lang", fset.Position(lit.Pos()), lit.Value)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 10 {
		t.Errorf("only %d files were looked through", files)
	}
}

func TestTheSearchFindsSentences(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "x.go", `package x
		var a = widgets.NewButton("Проверить", widgets.Primary, nil)
		var b = widgets.Plain(p.S("upload.check") + " · " + "Eins")
		var c = widgets.Column[row]{ID: "when", Title: "Когда"}
		var d = label.SetText("•••")
		var e = widgets.Choice{"ru", "Русский язык"}
		var f = Empty("Нет звонков", "", nil)`, 0)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, l := range literals(file) {
		found = append(found, l.Value)
	}
	if got, want := strings.Join(found, " "), `"Проверить" "Eins" "Когда" "Русский язык" "Нет звонков"`; got != want {
		t.Errorf("found %s, want %s", got, want)
	}
}

// literals returns the texts with letters that are handed to what shows them.
func literals(file *ast.File) (found []*ast.BasicLit) {
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if shows[callee(n.Fun)] {
				for i, arg := range n.Args {
					if i == 1 && chosenSecond[callee(n.Fun)] {
						continue // the id of the choice
					}
					found = append(found, direct(arg)...)
				}
			}
		case *ast.CompositeLit:
			for _, e := range n.Elts {
				if kv, ok := e.(*ast.KeyValueExpr); ok {
					if key, ok := kv.Key.(*ast.Ident); ok && fields[key.Name] {
						found = append(found, direct(kv.Value)...)
					}
					continue
				}
				for _, l := range direct(e) { // ids have no spaces
					if text, _ := strconv.Unquote(l.Value); strings.Contains(text, " ") {
						found = append(found, l)
					}
				}
			}
		}
		return true
	})
	return found
}

func callee(fun ast.Expr) string {
	switch f := fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	case *ast.IndexExpr:
		return callee(f.X)
	}
	return ""
}

// direct returns the texts of an expression and its sums, but not those inside
// further calls.
func direct(e ast.Expr) []*ast.BasicLit {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind != token.STRING {
			return nil
		}
		if text, _ := strconv.Unquote(e.Value); strings.ContainsFunc(text, unicode.IsLetter) {
			return []*ast.BasicLit{e}
		}
	case *ast.BinaryExpr:
		return append(direct(e.X), direct(e.Y)...)
	case *ast.ParenExpr:
		return direct(e.X)
	}
	return nil
}

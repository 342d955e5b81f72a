package i18n_test

import (
	"io/fs"
	"testing"
	"unicode"

	"golang.org/x/image/font/sfnt"

	"sensedesk/assets"
)

// TestTheFontHasEveryLetter demands that each letter of the catalogue is in the
// embedded fonts: others would come from whatever fonts a machine has.
func TestTheFontHasEveryLetter(t *testing.T) {
	for _, style := range []assets.FontStyle{assets.FontRegular, assets.FontBold} {
		font, err := sfnt.Parse(assets.Font(style))
		if err != nil {
			t.Fatal(err)
		}
		var buf sfnt.Buffer
		files, err := fs.Glob(assets.Files(), "lang/*.json")
		if err != nil || len(files) == 0 {
			t.Fatalf("no catalogue: %v", err)
		}
		for _, name := range files {
			data, err := fs.ReadFile(assets.Files(), name)
			if err != nil {
				t.Fatal(err)
			}
			seen := map[rune]bool{}
			for _, r := range string(data) {
				if seen[r] || unicode.IsControl(r) {
					continue
				}
				seen[r] = true
				if i, err := font.GlyphIndex(&buf, r); err != nil || i == 0 {
					t.Errorf("%s: %q (%U) is not in %s; use a symbol or a word", name, r, r, style)
				}
			}
		}
	}
}

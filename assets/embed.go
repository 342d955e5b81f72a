// Package assets holds what the app carries inside its binary: translations,
// fonts, icons and the demo. It knows nothing of who uses them.
package assets

import (
	"embed"
	"io/fs"
)

//go:embed lang/*.json icons/*.svg fonts/*.ttf fonts/OFL.txt icon.png icon.svg
var files embed.FS

//go:embed demo/*.json demo/*.ogg demo/*.mp3 demo/*.wav
var demo embed.FS

// Files returns every asset but the demo: lang/<room>.<lang>.json,
// icons/<name>.svg, fonts/*.ttf, icon.png, icon.svg.
func Files() fs.FS { return files }

// Demo returns the folder of the demo: its demo.json and recordings stand at
// the root of the returned file system.
func Demo() fs.FS {
	sub, err := fs.Sub(demo, "demo")
	if err != nil { // only for a name that is no path
		panic(err)
	}
	return sub
}

// FontStyle names one of the four embedded cuts of Noto Sans.
type FontStyle string

// The embedded cuts.
const (
	FontRegular    FontStyle = "NotoSans-Regular"
	FontBold       FontStyle = "NotoSans-Bold"
	FontItalic     FontStyle = "NotoSans-Italic"
	FontBoldItalic FontStyle = "NotoSans-BoldItalic"
)

// FontStyles lists the embedded cuts.
func FontStyles() []FontStyle {
	return []FontStyle{FontRegular, FontBold, FontItalic, FontBoldItalic}
}

// Font returns the TrueType file of a cut. It is a release of Noto Sans that
// keeps the dot of the Cyrillic «і» (notofonts/noto-fonts #1051), which the one
// inside Fyne 2.7.1 loses.
func Font(style FontStyle) []byte { return must("fonts/" + string(style) + ".ttf") }

// Icon returns the SVG text of a symbol; its fills say
// "currentColor". ok is false when there is no such symbol.
func Icon(name string) (svg []byte, ok bool) {
	b, err := files.ReadFile("icons/" + name + ".svg")
	return b, err == nil
}

// AppIcon returns the picture of the app, 512×512 PNG.
func AppIcon() []byte { return must("icon.png") }

func must(name string) []byte {
	b, err := files.ReadFile(name)
	if err != nil { // the name is embedded or the build is broken
		panic(err)
	}
	return b
}

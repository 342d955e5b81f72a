package theme_test

import (
	"image"
	"image/color"
	"math"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"sensedesk/ui/theme"
	"sensedesk/ui/uitest"
)

// TestContrast demands 4.5 : 1 (WCAG 2.1, 1.4.3) of every text on every ground
// it is put on.
func TestContrast(t *testing.T) {
	grounds := map[fyne.ThemeColorName][]fyne.ThemeColorName{
		theme.ColorText: {
			theme.ColorBackground, theme.ColorPanel, theme.ColorRail, theme.ColorAccentTint, theme.ColorOperatorTint, theme.ColorClientTint,
			theme.ColorCurrent, theme.ColorCurrentWord, theme.ColorNegativeTint, theme.ColorPositiveTint,
		},
		theme.ColorMuted:    {theme.ColorBackground, theme.ColorPanel, theme.ColorRail, theme.ColorAccentTint, theme.ColorCurrent},
		theme.ColorAccent:   {theme.ColorBackground, theme.ColorPanel, theme.ColorRail, theme.ColorAccentTint},
		theme.ColorOperator: {theme.ColorPanel, theme.ColorOperatorTint, theme.ColorCurrent},
		theme.ColorClient:   {theme.ColorPanel, theme.ColorClientTint, theme.ColorCurrent, theme.ColorBackground, theme.ColorRail},
		theme.ColorNegative: {theme.ColorPanel, theme.ColorNegativeTint, theme.ColorBackground, theme.ColorRail},
		theme.ColorPositive: {theme.ColorPanel, theme.ColorPositiveTint, theme.ColorBackground, theme.ColorRail},
		theme.ColorOnAccent: {theme.ColorAccent},

		theme.ColorTooltipText:                 {theme.ColorTooltip},
		fynetheme.ColorNamePlaceHolder:         {fynetheme.ColorNameInputBackground},
		fynetheme.ColorNameForegroundOnError:   {fynetheme.ColorNameError},
		fynetheme.ColorNameForegroundOnSuccess: {fynetheme.ColorNameSuccess},
		fynetheme.ColorNameForegroundOnWarning: {fynetheme.ColorNameWarning},
	}
	for setting, th := range map[theme.Setting]fyne.Theme{theme.Light: theme.New(theme.Light), theme.Dark: theme.New(theme.Dark)} {
		for text, on := range grounds {
			for _, ground := range on {
				under := nrgba(th.Color(ground, 0))
				for what, g := range map[string]color.NRGBA{"": under, " under the pointer": over(nrgba(th.Color(theme.ColorHover, 0)), under)} {
					if c := contrast(nrgba(th.Color(text, 0)), g); c < 4.5 {
						t.Errorf("%s: %s on %s%s: %.2f : 1", setting, text, ground, what, c)
					}
				}
			}
		}
	}
}

func TestHoverAndFocusDifferFromSelection(t *testing.T) {
	for _, setting := range []theme.Setting{theme.Light, theme.Dark} {
		th := theme.New(setting)
		hover, focus, selected := th.Color(theme.ColorHover, 0), th.Color(fynetheme.ColorNameFocus, 0), th.Color(theme.ColorAccentTint, 0)
		if hover == focus || hover == selected || focus == selected {
			t.Errorf("%s: hover %v, focus %v, selection %v", setting, hover, focus, selected)
		}
	}
}

func TestSettingForcesVariant(t *testing.T) {
	for _, tc := range []struct {
		setting theme.Setting
		asked   fyne.ThemeVariant
		light   bool
	}{
		{theme.System, fynetheme.VariantLight, true},
		{theme.System, fynetheme.VariantDark, false},
		{theme.Light, fynetheme.VariantDark, true},
		{theme.Dark, fynetheme.VariantLight, false},
		{theme.ParseSetting("dark"), fynetheme.VariantLight, false},
		{theme.ParseSetting("purple"), fynetheme.VariantDark, false},
	} {
		r, _, _, _ := theme.New(tc.setting).Color(theme.ColorPanel, tc.asked).RGBA()
		if light := r > 0x8000; light != tc.light {
			t.Errorf("%s asked for %v: light is %v", tc.setting, tc.asked, light)
		}
	}
}

// TestKazakhIKeepsItsDot draws «і» (U+0456) between Cyrillic letters in every
// style and demands a dot: ink, a gap, ink from top to bottom.
func TestKazakhIKeepsItsDot(t *testing.T) {
	w := uitest.New(t, uitest.Options{Size: fyne.NewSize(400, 100)})
	for _, style := range []fyne.TextStyle{{}, {Bold: true}, {Italic: true}, {Bold: true, Italic: true}} {
		text := canvas.NewText("сіз", color.Black)
		text.TextSize, text.TextStyle = 60, style
		w.Show(text)
		before := fyne.MeasureText("с", 60, style).Width
		stem := fyne.MeasureText("і", 60, style).Width
		picture := w.Window.Canvas().Capture()

		if got := inkRuns(picture, int(before), int(before+stem)); got != 2 {
			t.Errorf("%+v: «і» has %d pieces of ink from top to bottom, want a dot over a stem", style, got)
		}
	}
}

func TestIconsAreDrawnInTheirColour(t *testing.T) {
	w := uitest.New(t, uitest.Options{Size: fyne.NewSize(64, 64)})
	for _, name := range theme.Icons() {
		res := theme.Icon(name, theme.ColorNegative)
		if res == nil {
			t.Errorf("%s: no such file", name)
			continue
		}
		light := res.Name()
		image := canvas.NewImageFromResource(res)
		w.Show(image)
		if n := coloured(w.Window.Canvas().Capture(), nrgba(w.Theme.Color(theme.ColorNegative, 0))); n < 20 {
			t.Errorf("%s: %d pixels of its colour", name, n)
		}
		w.Use(theme.Dark)
		if res.Name() == light || !strings.Contains(string(res.Content()), "#ff8a8a") {
			t.Errorf("%s: does not follow the dark theme", name)
		}
		w.Use(theme.Light)
	}
	if theme.Icon("none", theme.ColorText) != nil {
		t.Error("a symbol that does not exist was drawn")
	}
}

func coloured(img image.Image, want color.NRGBA) (n int) {
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			c := nrgba(img.At(x, y)) // thin lines are blended with their ground
			if near(c.R, want.R) && near(c.G, want.G) && near(c.B, want.B) {
				n++
			}
		}
	}
	return n
}

func near(a, b uint8) bool { return max(a, b)-min(a, b) < 40 }

// inkRuns counts how often ink begins, going down the rows of columns [x0, x1).
func inkRuns(img image.Image, x0, x1 int) (runs int) {
	inked := false
	for y := range img.Bounds().Dy() {
		row := false
		for x := x0 + 2; x < x1-2; x++ {
			if r, _, _, _ := img.At(x, y).RGBA(); r < 0x6000 {
				row = true
			}
		}
		if row && !inked {
			runs++
		}
		inked = row
	}
	return runs
}

func nrgba(c color.Color) color.NRGBA { return color.NRGBAModel.Convert(c).(color.NRGBA) }

// over lays a translucent colour on an opaque one.
func over(top, under color.NRGBA) color.NRGBA {
	mix := func(a, b uint8) uint8 { return uint8((int(a)*int(top.A) + int(b)*(255-int(top.A))) / 255) }
	return color.NRGBA{R: mix(top.R, under.R), G: mix(top.G, under.G), B: mix(top.B, under.B), A: 255}
}

func contrast(a, b color.NRGBA) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(c color.NRGBA) float64 {
	lin := func(v uint8) float64 {
		f := float64(v) / 255
		if f <= 0.03928 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(c.R) + 0.7152*lin(c.G) + 0.0722*lin(c.B)
}

package widgets_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2/lang"

	"sensedesk/ui/i18n"
	"sensedesk/ui/uitest"
	"sensedesk/ui/widgets"
)

func TestFyneSpeaksOurLanguages(t *testing.T) {
	defer func() { // as the system has it, for the other tests
		if err := widgets.TeachFyne(uitest.New(t, uitest.Options{Lang: i18n.EN}).Print); err != nil {
			t.Error(err)
		}
	}()
	for _, tc := range []struct {
		lang                              i18n.Lang
		cancel, tuesday, thursday, parent string
	}{
		{i18n.RU, "Отмена", "Вт", "Чт", "Вверх"},
		{i18n.KK, "Бас тарту", "Сс", "Бс", "Жоғары"},
		{i18n.EN, "Cancel", "Tue", "Thu", "Parent"},
		{i18n.RU, "Отмена", "Вт", "Чт", "Вверх"},
	} {
		if err := widgets.TeachFyne(uitest.New(t, uitest.Options{Lang: tc.lang}).Print); err != nil {
			t.Fatal(err)
		}
		for key, want := range map[string]string{"Cancel": tc.cancel, "tuesday.short": tc.tuesday, "thursday.short": tc.thursday, "file.parent": tc.parent} {
			if got := lang.X(key, key); got != want {
				t.Errorf("%s: %s is %q, want %q", tc.lang, key, got, want)
			}
		}
	}
}

// TestEveryTextOfFyneIsOurs compares with Fyne's own list of texts.
func TestEveryTextOfFyneIsOurs(t *testing.T) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "fyne.io/fyne/v2").Output()
	if err != nil {
		t.Fatalf("find Fyne's sources: %v", err)
	}
	data, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "lang", "translations", "base.en.json"))
	if err != nil {
		t.Fatal(err)
	}
	var theirs map[string]any
	if err := json.Unmarshal(data, &theirs); err != nil {
		t.Fatal(err)
	}
	w := uitest.New(t, uitest.Options{})
	for key := range theirs {
		if !w.Print.Has("fyne." + key) {
			t.Errorf("no translation of Fyne's %q", key)
		}
	}
	if len(theirs) < 30 {
		t.Errorf("only %d texts found", len(theirs))
	}
}

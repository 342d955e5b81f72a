package widgets

import (
	"encoding/json"
	"fmt"
	"strings"

	"fyne.io/fyne/v2/lang"

	"sensedesk/ui/i18n"
)

// fyneKeys are the texts of Fyne 2.7.1's own menus, file dialogs and calendar,
// one a line.
const fyneKeys = `Advanced
Cancel
Confirm
Copy
Create Folder
Cut
Enter filename
Error
Favourites
File
Folder
New Folder
No
OK
Open
Paste
Quit
Redo
Save
Select all
Show Hidden Files
Undo
Yes
file.name
file.parent
monday
tuesday
wednesday
thursday
friday
saturday
sunday
monday.short
tuesday.short
wednesday.short
thursday.short
friday.short
saturday.short
sunday.short`

// TeachFyne gives Fyne's own menus and file dialogs the words of a language. It
// may be called again when the language changes; what is open keeps its words.
//
// Fyne can speak only the language of the system (fyne-io/fyne #5333), so the
// words are handed in under that tag; they have no plurals, so the rules of the
// tag do not matter.
func TeachFyne(print *i18n.Printer) error {
	words := map[string]map[string]string{}
	for key := range strings.Lines(fyneKeys) {
		key = strings.TrimSuffix(key, "\n")
		words[key] = map[string]string{"other": print.S("fyne." + key)}
	}
	data, err := json.Marshal(words)
	if err != nil {
		return fmt.Errorf("encode words for the toolkit: %w", err)
	}
	if err := lang.AddTranslationsForLocale(data, lang.SystemLocale()); err != nil {
		return fmt.Errorf("teach the toolkit its words: %w", err)
	}
	return nil
}

// SystemLang returns the language of the desktop, on systems that do not tell it
// by environment variables too.
func SystemLang() i18n.Lang { return i18n.FromLocale(string(lang.SystemLocale())) }

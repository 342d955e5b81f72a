package widgets

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"sensedesk/ui/theme"
)

// Locked shows what stands in a field while it may not be changed, as readable
// as any text: a disabled field is pale, and cannot be told from one that is of
// no use.
type Locked struct {
	widget.BaseWidget
	body  *fyne.Container
	field fyne.CanvasObject
	shown fyne.CanvasObject
	said  []string
}

// NewLocked wraps a field, open at first.
func NewLocked(field fyne.CanvasObject) *Locked {
	l := &Locked{body: container.NewStack(field), field: field}
	l.ExtendBaseWidget(l)
	return l
}

// CreateRenderer is for Fyne.
func (l *Locked) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(l.body) }

// Open puts the field back.
func (l *Locked) Open() {
	if l.shown == nil {
		return
	}
	l.shown, l.said = nil, nil
	l.put(l.field)
}

// LockText shows values side by side in place of the field; for an empty one
// its word in words stands, pale.
func (l *Locked) LockText(values, words []string) {
	said := append(append([]string{"text"}, values...), words...)
	if slices.Equal(said, l.said) {
		return
	}
	row := HBox(8)
	for i, value := range values {
		field := NewReadOnly(value)
		if value == "" && i < len(words) {
			field.SetValue(words[i])
		} else {
			field.SetStyle(Style{})
		}
		row.Add(Grow(field))
	}
	l.lock(row, said)
}

// LockChips shows chips in place of the field; none is said by the word.
func (l *Locked) LockChips(values []string, word string) {
	said := append([]string{"chips", word}, values...)
	if slices.Equal(said, l.said) {
		return
	}
	chips := Flow(6)
	for _, value := range values {
		chips.Add(NewChip(value, ToneAccent))
	}
	if len(values) == 0 {
		chips.Add(Inset(2, 4, 2, 0, Plain(word)))
	}
	l.lock(container.NewStack(NewBox(theme.ColorField, theme.ColorLine, theme.SizeRadius), Inset(5, 8, 5, 8, chips)), said)
}

func (l *Locked) lock(shown fyne.CanvasObject, said []string) {
	l.shown, l.said = shown, said
	l.put(shown)
}

func (l *Locked) put(o fyne.CanvasObject) {
	l.body.Objects = []fyne.CanvasObject{o}
	l.body.Refresh()
	l.Refresh()
}

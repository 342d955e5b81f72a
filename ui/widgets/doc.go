// Package widgets holds the pieces every screen is made of. They know nothing
// of calls: texts and values come in, taps and changes go out by callbacks.
//
// Rules of the house:
//   - every method belongs to the UI goroutine;
//   - colours and sizes come from ui/theme, words from ui/i18n: a widget that
//     has words of its own is given the *i18n.Printer at construction, and a
//     screen rebuilds its widgets when the language changes;
//   - a click does not take the keyboard focus to a button, only Tab does, so
//     that Space keeps belonging to the screen (play, pause);
//   - a focused control hands the keys it has no use for to the dialog on top,
//     or else to the canvas, where the screen's own keys are handled;
//   - text that wraps is a Paragraph: it has a least width and breaks its lines
//     in linear time, which Fyne's own labels do not.
//
// A window's content is one Root: it carries tooltips and toasts above it.
package widgets

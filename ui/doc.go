// Package ui is the window: a side bar, one screen beside it, and what belongs
// to all screens: routes between them, menu and keys, languages and themes
// switched while running, the question before closing.
//
// The shell knows screens only by a small interface; a screen knows the shell
// only by the callbacks it was given. Everything the shell needs of the rest of
// the program comes in Options.
package ui

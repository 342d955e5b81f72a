// Package i18n gives every sentence, number, date and plural a person reads, in
// Russian, Kazakh and English. It does not know the window: the command line
// uses it too.
//
// Sentences live in assets/lang/<room>.<lang>.json: a flat object of dotted key
// to a string, or to an object of plural forms ("one", "few", "many", "other").
// Which forms a language needs: Russian one, few, many, other ("other" is for
// fractions); Kazakh and English one, other. A sentence holds {name} for values
// given by Args, and {n} for the count of N.
//
// The current language is a value, a *Printer, that is passed down; there is no
// global one. A Printer may be used from any goroutine.
package i18n

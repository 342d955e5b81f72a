// Package post brings finished work to the UI goroutine. Screens are given one
// Post; in the app it is fyne.Do, in tests a Queue that the test drains. Nothing
// here knows Fyne, and nothing of value may live only in a posted function: it
// may be dropped while the app quits.
package post

// Post runs f on the UI goroutine, later, in the order of the calls. It returns
// at once and may be called from any goroutine, the UI goroutine included.
type Post func(f func())

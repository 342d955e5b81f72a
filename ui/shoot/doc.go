// Package shoot takes pictures of what is on the screen, as a person would see
// it: after the graphics driver, menus and all. It serves the tour of the demo.
package shoot

// Package settings is the Settings screen: how the window speaks and looks,
// where the data lies, which keys are stored, and the settings file. What goes
// to SpeechSense is set on the Upload screen.
package settings

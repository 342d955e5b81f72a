// Package profiles is the part of the Settings screen where a person keeps
// several SpeechSense services side by side, and the switch between them.
//
// model.go, load.go, authority.go and text.go are plain state and work done in
// the background; panel.go, row.go, form.go and switch.go draw.
package profiles

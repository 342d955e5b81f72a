// Package output sounds the player's Deck on the sound device of the machine.
//
// It is the only package of the player that needs cgo (ALSA, on Linux) and the
// only one that imports the speaker of faiface/beep. What can be judged without
// a device is in output/pace, what a test needs to hear it in output/capture.
package output

// Package capture lets a test hear what a program plays, through the program's
// real ALSA path and without a sound card.
//
// ALSA's file plugin writes what is played to a FIFO; the capture reads it at
// the pace of a device, so the program runs at its true speed. It replaces the
// whole ALSA configuration of the program under test, which therefore has to be
// a process of its own, started with Env in its environment. It needs no cgo and
// works on Linux only.
package capture

// Package celt decodes the CELT layer of Opus (RFC 6716 §4.3), which is what
// music and anything above a telephone's bit rate are coded with, at 16 kHz, to
// be measured and not to be heard.
//
// CELT codes a spectrum of 48 kHz. A decoder that is asked for 16 kHz still
// makes the sound of all of it and drops two samples of three. This one makes no
// more than the lowest third of the spectrum: the bits of what lies above 8 kHz
// are read, since those of the next band lie behind them, but nothing is made of
// them, and the inverse transform, the pitch filter and the de-emphasis run at
// 16 kHz. An outline of 10 ms bins loses nothing by it and is there in two
// fifths of the time.
//
// What differs from a full decoder: samples lie 24 µs beside the places they
// have there; the two filters are fitted to those of 48 kHz, within 3 % up to
// 3.9 kHz; noise that fills a collapsed block is other noise.
//
// The bit stream is read as the RFC says and as github.com/pion/opus does, which
// the tests hold it against and from which tables and the order of many steps were
// taken (MIT licence, in LICENSE.pion). Packets of the other layer, SILK, and of
// both at once are not for this package.
package celt

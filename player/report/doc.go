// Package report measures the player beside the programs everybody knows, on
// the same files, in the same run: `make audio-report` writes what was seen into
// docs/player.md.
//
// Everything is in its tests. Those whose figures do not depend on how busy the
// machine is, lengths and the quality of the stretching, run every time; times,
// CPU and memory are measured by the report only.
package report

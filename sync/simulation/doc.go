// Package simulation proves the engine by histories nobody has the patience to
// live through: the real engine runs against a model of the database, of a
// portal and of SpeechSense, in virtual time, and everything that can go wrong
// does, at every durable write and at the edge of every request. At the end of
// each history no call may be lost and none paid for twice.
//
// The package holds tests only. A history is made from one number, so a failing
// one replays:
//
//	go test ./sync/simulation                              # 20 000 histories
//	SENSEDESK_HISTORIES=1000000 go test ./sync/simulation  # as many as you like
//	SENSEDESK_SEED=4711 go test -v ./sync/simulation       # one, told step by step
package simulation

// Package help is the Help screen: the first steps of each kind of user, the
// keys, where data and secrets are, and a check a person can press that nothing
// is paid for twice. Its texts live in the catalogue; it reads and changes
// nothing.
package help

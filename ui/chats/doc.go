// Package chats asks a person about a file with written dialogs before they are
// sent: who is the operator and who the client, where one dialog ends and the
// next begins.
package chats

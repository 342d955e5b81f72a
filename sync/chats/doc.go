// Package chats reads written dialogs out of files: exports of Telegram and
// WhatsApp, tables and JSON. It asks nobody anything: what it cannot know, who
// is the operator for example, it guesses and leaves to a person to correct.
package chats

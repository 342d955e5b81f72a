// Command sensedesk takes recorded calls to Yandex SpeechSense and back.
package main

func main() {}

// Package campaign plays Terraform core against a provider whose vendor fails, and audits
// what is left: no code lost, none made twice, none taken from somebody else.
//
// Everything runs in memory and on the fake clock of testing/synctest: a round that lasts
// hours for the provider takes milliseconds. The provider is reached as users reach it, by
// the protocol; the audit goes by what the vendor truly did.
package campaign

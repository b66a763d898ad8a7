package emulator

import "time"

// ConsolePath is where a server answers the merchant console's GraphQL API.
const ConsolePath = "/console/graphql"

// The console's user when a ConsoleConfig names no other.
const (
	ConsoleEmail    = "automation@example.com"
	ConsolePassword = "emulator-console-password"
)

const (
	defaultTokenLifetime = 14 * 24 * time.Hour
	defaultMaxPerPage    = 100
	defaultTimezone      = "Asia/Shanghai"
)

// ConsoleConfig says how the console's API answers. The vendor documents none of it, so each
// field that is not a credential is one of the ways in which a real server may behave.
type ConsoleConfig struct {
	Email    string // ConsoleEmail when empty
	Password string // ConsolePassword when empty

	// TokenLifetime is how long a token is valid; two weeks when 0.
	TokenLifetime time.Duration
	// MaxPerPage bounds the machines on a page; 100 when 0. A request for more gets that many.
	MaxPerPage int
	// UnauthorizedStatus answers a missing or invalid token with HTTP status 401; otherwise the
	// status is 200 and only the errors show it.
	UnauthorizedStatus bool
	// EmptyOmitted makes an update empty every field that it leaves out (null, "", 0, false);
	// otherwise it keeps them. Name and timezone are kept in either case.
	EmptyOmitted bool
	// EmptyTexts answers an empty text of a machine with "" instead of null.
	EmptyTexts bool
}

func (c *ConsoleConfig) setDefaults() {
	if c.Email == "" {
		c.Email = ConsoleEmail
	}
	if c.Password == "" {
		c.Password = ConsolePassword
	}
	if c.TokenLifetime == 0 {
		c.TokenLifetime = defaultTokenLifetime
	}
	if c.MaxPerPage == 0 {
		c.MaxPerPage = defaultMaxPerPage
	}
}

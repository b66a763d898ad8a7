package issuance

// Outcome is how a request ended: exactly one of [Made], [Failed], [Unsettled] and
// [Contested].
type Outcome interface{ outcome() }

// Made means that the codes are known, all of them.
type Made struct {
	Codes []Code // by ascending id
	// Missing are products with stock that got no code, accepted after settle_time.
	Missing []string
}

// Failed means that nothing was generated.
type Failed struct {
	Stage Stage
	Cause error
	Seen  []string // ids of matching codes that appeared at that moment and cannot be the request's
}

// Stage is how far a failed request got.
type Stage int

// The stages.
const (
	StageWaiting Stage = iota // interrupted while waiting for another request on the same product
	StageClosed               // an earlier unmarked request on the same product is unsettled
	StageListing              // the codes from before could not be listed
	StageSending              // the request did not reach the application
	StageRefused              // the server answered that it did not act, and no code of the request appeared
)

// Unsettled means that it is not known whether all codes are there. The request must be
// saved: later runs add its codes once they are listed.
type Unsettled struct {
	Request Request
	Codes   []Code   // those that carry the mark so far; they belong to the resource
	Altered []string // ids of new codes with another expiry or length than asked for
	Unknown []string // ids of codes that match an unmarked request and are not enough to be sure
	Late    []string // ids of codes that match and were created at another time than the request was sent
	// Unreadable are new elements of the lists that could not be read, for people.
	Unreadable []string
	Cause      error // nil where the server answered ok and codes are just not listed
}

// Contested means that more codes match the request than it asked for, or that codes
// cannot be attributed. None of them is claimed and none is cancelled. The request must
// be saved.
type Contested struct {
	Request Request
	IDs     []string
	Cause   error
}

func (Made) outcome()      {}
func (Failed) outcome()    {}
func (Unsettled) outcome() {}
func (Contested) outcome() {}

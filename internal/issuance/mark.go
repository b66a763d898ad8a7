package issuance

import (
	"crypto/rand"
	"math/big"
	"time"
)

// A mark lies this much before the expiry that was asked for, in seconds.
const (
	earliestMark = 59
	latestMark   = 1
)

// possibleMarks lists the seconds that can mark a request for codes that expire at
// wanted. Seconds that people type are left out, since a stranger's codes may expire
// then, and so are those that would cost the codes half of their life or more.
func possibleMarks(wanted, now time.Time, settleTime time.Duration) []time.Time {
	if wanted.IsZero() {
		return nil
	}
	earliest := now.Add(max(wanted.Sub(now)/2, settleTime))
	var marks []time.Time
	for before := earliestMark; before >= latestMark; before-- {
		at := wanted.Add(-time.Duration(before) * time.Second)
		switch at.UTC().Second() {
		case 0, 30, 59:
			continue
		}
		if !at.Before(earliest) {
			marks = append(marks, at)
		}
	}
	return marks
}

// draw returns a random number below n that no other process can foresee or repeat.
func draw(n int) int {
	drawn, err := rand.Int(rand.Reader, big.NewInt(int64(n)))
	if err != nil {
		panic("issuance: no randomness: " + err.Error()) // crypto/rand never fails
	}
	return int(drawn.Int64())
}

// crowded reports whether codes carry most of the marks.
func crowded(marks []time.Time, carried map[int64]bool) bool {
	taken := 0
	for _, mark := range marks {
		if carried[mark.Unix()] {
			taken++
		}
	}
	return 2*taken > len(marks)
}

package transport

import "time"

// Exchange is what may be logged of one HTTP exchange: no header, payload or body.
type Exchange struct {
	Call       string // the API's name of the call
	Operation  string // what the call does, where its name does not say
	HTTPMethod string
	Path       string
	HTTPStatus int // 0: no answer
	Code       int // the API's error code; 0: none
	Duration   time.Duration
	Failure    string // empty on success
}

// Package transport sends HTTP requests for the provider's API clients.
//
// It owns what must hold for every request, whichever API it goes to: how many are in
// flight, how fast they leave, how long one may take, how much of an answer is read,
// and that no redirect is followed. It knows neither API: a client builds its requests
// and reads the answers itself.
package transport

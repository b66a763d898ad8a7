package console

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Machine is a machine as the console has it. Text that the console has no value for is
// empty.
type Machine struct {
	ID         int64          `json:"id"` // the console's record id, which its API goes by
	MachineNo  string         `json:"machine_no"`
	Name       string         `json:"name"`
	Address    string         `json:"address"`
	Contact    string         `json:"contact"`
	Tel        string         `json:"tel"`
	LngLat     string         `json:"lng_lat"` // see Position
	Timezone   string         `json:"timezone"`
	Status     string         `json:"status"`
	IsOnline   bool           `json:"is_online"`
	CoverImage string         `json:"cover_image"`
	GroupID    *int64         `json:"group_id"` // nil: of no group
	Config     *MachineConfig `json:"config"`   // nil: the app has not reported in yet
}

// statusOperational is the status of a machine in operation.
const statusOperational = "OPERATIONAL"

// InOperation reports whether the machine is in operation. Only such a machine that is
// online takes orders.
func (m Machine) InOperation() bool { return m.Status == statusOperational }

// Position is a place on earth in degrees.
type Position struct{ Longitude, Latitude float64 }

// Position is where the machine stands; nil where the console has no position that can be read.
func (m Machine) Position() *Position {
	longitude, latitude, found := strings.Cut(m.LngLat, ",")
	if !found {
		return nil
	}
	x, badX := strconv.ParseFloat(strings.TrimSpace(longitude), 64)
	y, badY := strconv.ParseFloat(strings.TrimSpace(latitude), 64)
	if badX == nil && badY == nil && math.Abs(x) <= 180 && math.Abs(y) <= 90 {
		return &Position{Longitude: x, Latitude: y}
	}
	return nil
}

// MarshalText writes a position as the console does, with 6 decimals.
func (p Position) MarshalText() ([]byte, error) {
	return fmt.Appendf(nil, "%.6f,%.6f", p.Longitude, p.Latitude), nil
}

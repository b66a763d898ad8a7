package emulator

import (
	"strings"
	"testing"
)

func TestRedeem(t *testing.T) {
	s := New(Config{Now: atNoon})
	codes := s.Generate(testMachine, testCola, 2, 6, "")
	if err := s.Redeem(testMachine, "1323443", codes[0].Code); err == nil {
		t.Error("the code is for another product")
	}
	if err := s.Redeem(testMachine, "", codes[0].Code); err != nil {
		t.Error(err)
	}
	err := s.Redeem(testMachine, testCola, codes[0].Code)
	if err == nil || strings.Contains(err.Error(), codes[0].Code) {
		t.Error("used twice, or told:", err)
	}
	past := s.Generate(testMachine, testCola, 1, 6, "2020-01-01 00:00:00")[0]
	if err := s.Redeem(testMachine, testCola, past.Code); err == nil || past.Status != Expired {
		t.Error(past, err)
	}
	if err := s.Redeem("1", testCola, past.Code); err == nil {
		t.Error("no such machine")
	}
}

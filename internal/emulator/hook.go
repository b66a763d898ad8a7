package emulator

// Before has fn run when a call of that kind has arrived and before it acts,
// so that somebody else can act at the same moment. The call waits for fn. The
// empty name means every call.
func (s *Server) Before(name string, fn func(Call)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.before[name] = append(s.before[name], fn)
}

// After has fn run when a call of that kind has acted, or would have, and
// before its answer is sent. The empty name means every call.
func (s *Server) After(name string, fn func(Call)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.after[name] = append(s.after[name], fn)
}

// runHooks calls them without the lock: a hook may use all of the server.
func (s *Server) runHooks(hooks map[string][]func(Call), call Call) {
	s.mu.Lock()
	named, all := hooks[call.Name], hooks[""]
	s.mu.Unlock()
	for _, fn := range named {
		fn(call)
	}
	if call.Name != "" {
		for _, fn := range all {
			fn(call)
		}
	}
}

"""Golden cases looked after by people: approved, accepted after a miss, corrected in place, added after a complaint."""

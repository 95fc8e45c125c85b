"""Questions and answers that a team has already, as cases: spreadsheets, JSON, other tools' files."""

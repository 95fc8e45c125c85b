"""What a team changes first: its own checks and fixtures. Everything here is there for the suites.

A check takes one decorator, and cases name it under `expect:` like the shipped ones:

    import harness

    @harness.check("polite")
    def polite(text: str) -> bool:
        return "please" in text.casefold()
"""

"""What the Makefile runs: `python -m config.launch demo|test|check|clean`."""

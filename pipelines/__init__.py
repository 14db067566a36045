"""From files as sent to a published edition: store, intake, matching, publication, demo, orchestration, cli."""

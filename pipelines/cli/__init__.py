"""The `talent` command: one thin module per command. What a command does belongs in the rooms below."""

"""The made-up city: people, organisations and the files they send. Taking files in belongs in `pipelines.intake`."""

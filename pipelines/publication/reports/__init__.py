"""Reports written from an edition alone. What the figures mean belongs in the metric dictionary."""

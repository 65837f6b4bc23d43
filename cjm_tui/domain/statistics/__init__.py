"""Numbers that do not lie: intervals, baselines, signals, slow change (docs/statistics.md)."""

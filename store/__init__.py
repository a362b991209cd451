"""First floor: facts. The only place that speaks SQL."""

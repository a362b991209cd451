"""Second floor, the windows: health for machines, and the webhook's door."""

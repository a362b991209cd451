"""Ground floor: what is due, who is asked, what was said. No I/O, await or clock."""

"""Everything as plain files, and back: what `export`, `import` and `backup` do."""

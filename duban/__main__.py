"""`python -m duban` is the `duban` command."""

from duban.command import main

if __name__ == "__main__":
    main()

"""`python -m listing_localizer` runs the service."""

from listing_localizer.app import main

if __name__ == "__main__":
    main()

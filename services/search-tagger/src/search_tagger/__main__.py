"""`python -m search_tagger` runs the service."""

from search_tagger.app import main

if __name__ == "__main__":
    main()

"""`python -m cs_agent` runs the service."""

from cs_agent.app import main

if __name__ == "__main__":
    main()
